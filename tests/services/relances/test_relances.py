"""Reminders: what is owed by age, the round that is seen then written, and what is never changed; on both databases."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.pieces import GenreReglement
from imuse_desk.domain.relances import Canal, Decision, Ecart
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import DemandeTitre, EcheancePiece, Message, Personne, PieceEmise, PlanPiece, Relance
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.exports import Periode
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.services.relances.dus import DuFamille, lire_dus
from imuse_desk.services.relances.etats import exporter_restes, exporter_titres, papier_restes
from imuse_desk.services.relances.exclusions import Exclure, exclure, lever_exclusion
from imuse_desk.services.relances.historique import lire_historique
from imuse_desk.services.relances.lettres import imprimer_relances
from imuse_desk.services.relances.niveaux import EnregistrerNiveau, enregistrer_niveau, lire_niveaux
from imuse_desk.services.relances.titres import demander_titres, retirer_demande
from imuse_desk.services.relances.tournee import apercu_relances, relancer
from imuse_desk.services.suivi.alertes import GenreAlerte, lire_alertes
from tests.fabriques import Maison
from tests.infra.serveur_smtp import Serveur, reglages
from tests.printing.exemples import textes
from tests.services.facturation.outils import facturee, payer, reglement


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """The Valmont family owes 760 €, billed on 20/05/2026 and due on that day."""
    return facturee(base, tmp_path)


def passer(maison: Maison, jours: int) -> None:
    maison.horloge.instant += timedelta(days=jours)


def dus(maison: Maison) -> list[DuFamille]:
    ctx = maison.ctx()
    with ctx.lire() as session:
        return lire_dus(session, ctx.site_id, ctx.aujourdhui())


def impayes(maison: Maison, role: Role = Role.SECRETARIAT) -> list[int]:
    """What the line to follow up counts, as a role sees it."""
    return [x.nombre for x in lire_alertes(maison.ctx(role)) if x.genre is GenreAlerte.IMPAYES]


def decision(maison: Maison) -> Decision:
    [ligne] = apercu_relances(maison.ctx()).lignes
    return ligne.decision


def tournee(maison: Maison, canal: Canal = Canal.LETTRE, clic: uuid.UUID | None = None) -> uuid.UUID:
    """Remind whoever is to be reminded; the id of the round."""
    clic = clic or uuid.uuid4()
    retenues = [x.retenue for x in apercu_relances(maison.ctx(), canal).a_relancer]
    relancer(maison.ctx(), canal, retenues, clic)
    return clic


def ecrites(maison: Maison) -> list[Relance]:
    with maison.base.lire() as session:
        return list(session.scalars(select(Relance).order_by(Relance.id)))


def test_a_debt_grows_old_and_leaves_once_paid(maison: Maison) -> None:
    assert dus(maison) == []
    assert impayes(maison) == []
    payer(maison, "especes", 30_000)
    ages = []
    for jours in (1, 29, 1, 29, 1, 29, 1):
        passer(maison, jours)
        [du] = dus(maison)
        assert du.du_centimes == 46_000
        ages.append(du.ages.index(46_000))
    assert ages == [0, 0, 1, 1, 2, 2, 3]
    assert impayes(maison) == impayes(maison, Role.REGISSEUR) == [1]
    assert impayes(maison, Role.ENSEIGNANT) == impayes(maison, Role.ADMINISTRATION) == []
    payer(maison, "especes", 46_000)
    assert dus(maison) == []
    assert impayes(maison) == []


def test_payments_reach_the_earliest_parts_first(maison: Maison) -> None:
    emise_le = maison.ctx().aujourdhui()
    parts = ((0, 16_000), (31, 30_000), (62, 30_000))
    echelonner(maison, [(emise_le + timedelta(days=n), montant) for n, montant in parts])
    payer(maison, "especes", 20_000)
    passer(maison, 40)
    [du] = dus(maison)
    assert du.ages == (26_000, 0, 0, 0)
    assert du.depuis_le == emise_le + timedelta(days=31)
    passer(maison, 30)
    [du] = dus(maison)
    assert du.ages == (30_000, 26_000, 0, 0)
    payer(maison, "especes", 26_001)
    [du] = dus(maison)
    assert du.ages == (29_999, 0, 0, 0)


def echelonner(maison: Maison, parts: list[tuple[date, int]]) -> None:
    """A new plan takes the place of the first."""

    def ecrire(session: Session) -> None:
        piece_id = session.scalars(select(PieceEmise.id)).one()
        plan = PlanPiece(piece_id=piece_id, numero=2, motif="Étalement", auteur="Aline Martin", a=maison.horloge())
        session.add(plan)
        session.flush()
        session.add_all(
            EcheancePiece(plan_id=plan.id, rang=rang, le=le, montant_centimes=montant)
            for rang, (le, montant) in enumerate(parts, start=1)
        )

    maison.ecrire(ecrire)


def test_each_level_follows_the_one_before_until_the_comptable_is_asked(maison: Maison) -> None:
    passer(maison, 20)
    premiere = tournee(maison)
    assert decision(maison).ecart is Ecart.RECENTE
    for _ in range(2):
        passer(maison, 30)
        tournee(maison)
    assert [(r.niveau, r.montant_centimes, r.canal) for r in ecrites(maison)] == [
        (n, 76_000, "lettre") for n in (1, 2, 3)
    ]
    [page] = textes(imprimer_relances(maison.ctx(), premiere).octets)
    assert "760,00 €" in page
    assert "échéance du 20/05/2026" in page
    assert "09/06/2026" in page  # the day it was written, not today
    assert "20/07/2026" not in page
    assert ecrites(maison)[1].corps.count("09/06/2026") == 1
    assert [p.total_centimes for p in apercu_relances(maison.ctx()).passees] == [76_000] * 3

    assert decision(maison).ecart is Ecart.DERNIER_NIVEAU
    passer(maison, 15)
    [ligne] = apercu_relances(maison.ctx()).lignes
    assert ligne.decision == Decision(0, Ecart.TITRE)
    [suivi] = exporter_restes(maison.ctx()).sections[0].rangees
    assert suivi[2:] == (
        "Cotisations 2025-2026", "26FC00001", date(2026, 5, 20), date(2026, 5, 20),
        "niveau 3 le 08/08/2026", 76_000,
    )  # fmt: skip
    clic = uuid.uuid4()
    assert [demander_titres(maison.ctx(), [ligne.retenue], clic).resultat for _ in range(2)] == [1, 1]
    with maison.base.lire() as session:
        assert session.scalars(select(DemandeTitre.montant_centimes)).all() == [76_000]
    assert dus(maison) == []
    payer(maison, "especes", 6_000)
    [transmis] = exporter_restes(maison.ctx()).sections[0].rangees
    assert transmis[6:] == ("titre le 23/08/2026", 70_000)
    jour = maison.ctx().aujourdhui()
    [demande] = exporter_titres(maison.ctx(), Periode(jour, jour)).sections[0].rangees
    assert (demande[0], demande[2]) == (jour, "Claire Valmont")
    assert demande[4:] == ("54999 Rives-sur-Aulne", "Cotisations 2025-2026", "26FC00001", 76_000, "")
    nom, octets = papier_restes(maison.ctx())
    assert nom == "restes_a_recouvrer_2026-08-23.pdf"
    assert "titre le 23/08/2026" in textes(octets)[0]
    with pytest.raises(RegleMetier, match="rien_a_transmettre"):
        demander_titres(maison.ctx(), [ligne.retenue], uuid.uuid4())


def test_a_request_withdrawn_gives_the_debt_back_to_the_reminders(maison: Maison) -> None:
    ctx, valmont = maison.ctx(), maison.ids["Valmont"]
    passer(maison, 20)
    for _ in range(3):
        tournee(maison)
        passer(maison, 30)
    clic = uuid.uuid4()
    [ligne] = apercu_relances(ctx).lignes
    demander_titres(ctx, [ligne.retenue], clic)
    assert lire_historique(ctx, valmont)[0].demande == clic
    with pytest.raises(Invalide, match="motif_obligatoire"):
        retirer_demande(ctx, clic, valmont, "  ")
    with pytest.raises(Introuvable):
        retirer_demande(ctx, uuid.uuid4(), valmont, "Erreur")
    passer(maison, 2)
    assert retirer_demande(ctx, clic, valmont, "Accord avec la famille").resultat == 1
    with pytest.raises(Introuvable):
        retirer_demande(ctx, clic, valmont, "Encore")
    assert decision(maison) == Decision(1), "its levels begin again"
    [suivi] = exporter_restes(ctx).sections[0].rangees
    assert suivi[6:] == ("jamais relancée", 76_000)
    jour = ctx.aujourdhui()
    [demande] = exporter_titres(ctx, Periode(jour - timedelta(days=9), jour)).sections[0].rangees
    assert demande[7] is None
    assert str(demande[8]).endswith(f"le {jour:%d/%m/%Y}\u00a0: Accord avec la famille")
    retrait, demandee = lire_historique(ctx, valmont)[:2]
    assert (retrait.est_retrait, retrait.le, retrait.corps, retrait.agent) == (
        True, jour, "Accord avec la famille", "Aline Martin",
    )  # fmt: skip
    assert (demandee.niveau, demandee.demande, demandee.est_retrait) == (0, None, False)
    for _ in range(3):
        tournee(maison)
        passer(maison, 30)
    [ligne] = apercu_relances(ctx).lignes
    demander_titres(ctx, [ligne.retenue], uuid.uuid4())
    assert dus(maison) == [], "it may be asked for again"


def test_a_payment_undone_goes_on_where_its_reminders_were(maison: Maison) -> None:
    passer(maison, 20)
    tournee(maison)
    payer(maison, "especes", 76_000)
    passer(maison, 60)
    defaire_reglement(maison.ctx(Role.REGISSEUR), reglement(maison), GenreReglement.IMPAYE, "Sans provision")
    assert decision(maison) == Decision(2)


def test_the_same_click_writes_once(maison: Maison) -> None:
    passer(maison, 20)
    retenues = [x.retenue for x in apercu_relances(maison.ctx()).a_relancer]
    clic = uuid.uuid4()
    faits = [relancer(maison.ctx(), Canal.LETTRE, retenues, clic).resultat for _ in range(2)]
    assert faits == [{"courriels": 0, "lettres": 1, "ecartees": 0}] * 2
    assert len(ecrites(maison)) == 1


def test_what_was_paid_since_the_preview_is_left_aside(maison: Maison) -> None:
    passer(maison, 20)
    retenues = [x.retenue for x in apercu_relances(maison.ctx()).a_relancer]
    payer(maison, "especes", 10_000)
    with pytest.raises(RegleMetier, match="rien_a_relancer"):
        relancer(maison.ctx(), Canal.LETTRE, retenues, uuid.uuid4())
    assert ecrites(maison) == []
    assert len(retenues) == 1


def test_what_was_sent_is_never_changed(maison: Maison) -> None:
    passer(maison, 20)
    tournee(maison)
    for ordre in ("UPDATE relance SET corps = ''", "DELETE FROM relance"):
        with pytest.raises(RegleMetier, match="inalterable"):
            maison.ecrire(partial(_executer, ordre=ordre))


def test_letters_follow_the_names_of_the_families_as_the_list_does(maison: Maison) -> None:
    passer(maison, 20)
    clic = tournee(maison)
    achard = maison.foyer("Achard")

    def relancer_achard(session: Session) -> None:
        session.scalars(select(Personne).where(Personne.nom == "Achard")).one().nom = "Zola"
        deja = session.scalars(select(Relance)).one()
        repris = {c.key: getattr(deja, c.key) for c in Relance.__table__.columns if c.key not in {"id", "foyer_id"}}
        session.add(Relance(foyer_id=achard, **repris))

    maison.ecrire(relancer_achard)
    premiere, seconde = textes(imprimer_relances(maison.ctx(), clic).octets)
    assert "CLAIRE ZOLA" in premiere
    assert "VALMONT" in seconde


def _executer(session: Session, ordre: str) -> None:
    session.execute(text(ordre))


def test_an_email_goes_to_the_outbox_once_mail_is_set_up(maison: Maison) -> None:
    passer(maison, 20)
    [ligne] = apercu_relances(maison.ctx(), Canal.COURRIEL).a_relancer
    assert ligne.courriel == "valmont0@example.org"
    with pytest.raises(RegleMetier, match="courriel_non_regle"):
        tournee(maison, Canal.COURRIEL)
    enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(Serveur(port=1025)), 0), Coffre())
    clic = tournee(maison, Canal.COURRIEL)
    with maison.base.lire() as session:
        [message] = session.scalars(select(Message))
    assert (message.genre, message.destinataire, message.etat) == ("relance", "valmont0@example.org", "a_envoyer")
    assert message.corps == ecrites(maison)[0].corps
    with pytest.raises(Introuvable):  # nothing to print
        imprimer_relances(maison.ctx(), clic)


def test_a_household_is_left_alone_until_a_day(maison: Maison) -> None:
    passer(maison, 20)
    ctx, foyer_id = maison.ctx(), maison.ids["Valmont"]
    with pytest.raises(FormulaireInvalide) as refus:
        exclure(ctx, Exclure(foyer_id, date(2020, 1, 1), " "))
    assert sorted((e.champ, e.code) for e in refus.value.erreurs) == [
        ("jusqu_au", "date_trop_ancienne"), ("motif", "champ_obligatoire"),
    ]  # fmt: skip
    exclure(ctx, Exclure(foyer_id, date(2026, 6, 30), "Échéancier en cours"))
    [ligne] = apercu_relances(ctx).lignes
    assert (ligne.decision.ecart, ligne.motif) == (Ecart.EXCLUE, "Échéancier en cours")
    lever_exclusion(ctx, foyer_id)
    assert decision(maison) == Decision(1)
    with pytest.raises(Introuvable):
        lever_exclusion(ctx, foyer_id)
    exclure(ctx, Exclure(foyer_id, date(2026, 6, 30), "Litige"))
    passer(maison, 22)
    assert decision(maison) == Decision(1)


def test_a_site_writes_its_own_levels(maison: Maison) -> None:
    ctx = maison.ctx()
    assert [n.rang for n in lire_niveaux(ctx)] == [1, 2, 3]
    demande = EnregistrerNiveau(1, 0, "10", "800,00", "Rappel", "Vous devez {relance.montant}.")
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_niveau(ctx, replace(demande, corps="Vous devez {relance.somme}."))
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [("corps", "champ_fusion_inconnu")]
    enregistrer_niveau(ctx, demande)
    assert [(n.rang, n.delai_jours, n.version) for n in lire_niveaux(ctx)] == [(1, 10, 1), (2, 30, 1), (3, 30, 1)]
    passer(maison, 11)
    assert decision(maison).ecart is Ecart.MINIMUM
    enregistrer_niveau(ctx, replace(demande, version=1, minimum="5"))
    tournee(maison)
    assert ecrites(maison)[0].corps == "Vous devez 760,00\u00a0€."
    with pytest.raises(Conflit):
        enregistrer_niveau(ctx, replace(demande, version=1))
