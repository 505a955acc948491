"""The station's services: the queue, a person's word, decisions and undo, what goes to the tariff, the figures."""

import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, Refus, RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Role
from imuse_desk.domain.verification.controles import REGLES, Controle
from imuse_desk.models import Annulable, PieceRecue, Quotient, Site, TypePiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.lectures.poste import lire_file, lire_journee, lire_piece, lire_prix
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter, refuser
from imuse_desk.services.verification.confirmer import ConfirmerRegle, CorrigerValeur, confirmer, corriger
from imuse_desk.services.verification.faits import detail_tenu
from imuse_desk.services.verification.report import Proposition, reporter
from tests.fabriques import MIDI, Maison, maison_valmont
from tests.services.verification.poste_outils import CONTROLES, constater, faits, piece, poser_controles, recevoir


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = maison_valmont(base, tmp_path / "depot")
    maison.foyer("Durand")
    maison.eleve("Ana", "Durand", cours=("COR", "FM1.1"))
    poser_controles(maison)
    return maison


# ---- the queue


def test_the_oldest_deposit_first_and_a_household_s_pieces_of_one_day_together(maison: Maison) -> None:
    durand = recevoir(maison, "domicile", "Durand", minutes=5)
    valmont = recevoir(maison, "domicile", minutes=0)
    valmont_caf = recevoir(maison, "caf", minutes=10)
    plus_tard = recevoir(maison, "avis1", minutes=60 * 24)
    assert lire_file(maison.ctx()) == (valmont, valmont_caf, durand, plus_tard)


def test_the_day_of_a_household_is_the_site_s_own(maison: Maison) -> None:
    """Half past midnight in Paris is another day than ten to midnight, though both are one day in London."""
    soir = recevoir(maison, "domicile", minutes=60 * 12 - 10)
    entre = recevoir(maison, "domicile", "Durand", minutes=60 * 12)
    nuit = recevoir(maison, "caf", minutes=60 * 12 + 30)
    matin = recevoir(maison, "avis1", minutes=60 * 20)
    assert lire_file(maison.ctx()) == (soir, entre, nuit, matin)


def test_what_is_decided_withdrawn_or_destroyed_waits_no_more(maison: Maison) -> None:
    gardee = recevoir(maison, "domicile")
    recevoir(maison, "caf", etat=EtatPiece.ACCEPTEE)
    recevoir(maison, "avis1", retiree_a=maison.horloge.instant)
    recevoir(maison, "avis2", purge_a=maison.horloge.instant)
    assert lire_file(maison.ctx()) == (gardee,)


def test_who_decides_no_piece_has_no_queue(maison: Maison) -> None:
    for role in (Role.ENSEIGNANT, Role.REGISSEUR, Role.ADMINISTRATION):
        with pytest.raises(Refus):
            lire_file(maison.ctx(role))


def test_a_piece_whole(maison: Maison) -> None:
    ident = recevoir(maison, "avis1", examen={"texte": False, "alertes": []})
    autre = recevoir(maison, "caf", etat=EtatPiece.ACCEPTEE)
    constater(maison, ident, "autre_foyer", "a_verifier", "00042", source="inspection")
    constater(maison, ident, "annee", "conforme", "2024", attendu="2024", page=1, boite=[10, 20, 90, 32])
    vue = lire_piece(maison.ctx(), ident)
    assert (vue.famille, vue.eleves, vue.est_scannee) == ("Famille Valmont", ("Lina", "Noé"), True)
    assert [f.regle for f in vue.liste] == ["nature", "annee", "pages", "nom", "parent", "revenu", "parts"]
    annee = next(f for f in vue.liste if f.regle == "annee")
    assert (annee.resultat, annee.page, annee.boite, annee.est_bloquante) == ("conforme", 1, (10, 20, 90, 32), True)
    assert [a.regle for a in vue.alertes] == ["autre_foyer"]
    assert [(v.id, v.est_courante) for v in vue.voisines] == [(autre, False), (ident, True)]


# ---- a person's word


def test_the_agent_confirms_then_says_the_contrary_and_every_word_is_kept(maison: Maison) -> None:
    ident = recevoir(maison, "caf")
    constater(maison, ident, "quotient", "a_verifier", "880,66 €", centimes=88066, page=1, boite=[1, 2, 3, 4])
    confirmer(maison.ctx(), ConfirmerRegle(ident, "quotient", est_conforme=True))
    confirmer(maison.ctx(agent="Paul Durand"), ConfirmerRegle(ident, "quotient", est_conforme=False))
    premier, oui, non = faits(maison, ident, "quotient")
    assert (premier.confirme_par, oui.confirme_par, non.confirme_par) == ("", "Aline Martin", "Paul Durand")
    assert (oui.resultat, non.resultat) == ("conforme", "non_conforme")
    assert (oui.source, oui.page, oui.boite, oui.centimes) == ("texte", 1, [1, 2, 3, 4], 88066)
    (tenu,) = (f for f in lire_piece(maison.ctx(), ident).liste if f.regle == "quotient")
    assert tenu.resultat == "non_conforme"


def test_a_date_typed_is_judged_against_the_deposit(maison: Maison) -> None:
    ident = recevoir(maison, "domicile")
    ctx = maison.ctx()
    assert corriger(ctx, CorrigerValeur(ident, "date", "20/2/2026")).resultat == "conforme"
    assert corriger(ctx, CorrigerValeur(ident, "date", "19/02/2026")).resultat == "non_conforme"
    assert corriger(ctx, CorrigerValeur(ident, "date", "21/05/2026")).resultat == "non_conforme", "after the deposit"
    dernier = faits(maison, ident, "date")[-1]
    assert (dernier.valeur, dernier.detail, dernier.source) == ("21/05/2026", "a_venir", "saisi")
    with pytest.raises(Invalide) as refus:
        corriger(ctx, CorrigerValeur(ident, "date", "31/02/2026"))
    assert refus.value.champ == "valeur"


def test_what_another_person_said_since_is_shown_before_it_is_replaced(maison: Maison) -> None:
    ident = recevoir(maison, "caf")
    vu = constater(maison, ident, "quotient", "a_verifier", "880,66 €", centimes=88066)
    paul = maison.ctx(agent="Paul Durand")
    corriger(paul, CorrigerValeur(ident, "quotient", "900", vu))
    for commande in (CorrigerValeur(ident, "quotient", "800", vu), ConfirmerRegle(ident, "quotient", False, vu)):
        with pytest.raises(RegleMetier) as refus:
            (corriger if isinstance(commande, CorrigerValeur) else confirmer)(maison.ctx(), commande)  # type: ignore[arg-type]
        assert (refus.value.code, refus.value.params["auteur"]) == ("regle_dite", "Paul Durand")
    (tenu,) = (f for f in lire_piece(maison.ctx(), ident).liste if f.regle == "quotient")
    assert (tenu.valeur, tenu.confirme_par) == ("900,00\u00a0€", "Paul Durand")
    corriger(maison.ctx(), CorrigerValeur(ident, "quotient", "800", tenu.id))
    corriger(maison.ctx(), CorrigerValeur(ident, "quotient", "810", vu))  # his own word
    assert [f.valeur for f in faits(maison, ident, "quotient")][-2:] == ["800,00\u00a0€", "810,00\u00a0€"]


def test_nothing_is_said_on_a_piece_already_decided(maison: Maison) -> None:
    ident = recevoir(maison, "caf")
    accepter(maison.ctx(), DeciderPiece(ident, 1))
    with pytest.raises(RegleMetier) as refus:
        confirmer(maison.ctx(), ConfirmerRegle(ident, "quotient", est_conforme=True))
    assert refus.value.code == "piece_decidee"


# ---- decisions


def test_a_blocking_rule_asks_for_a_reason_and_a_person_s_word_lifts_it(maison: Maison) -> None:
    ident = recevoir(maison, "avis1")
    constater(maison, ident, "annee", "non_conforme", "2023", attendu="2024")
    constater(maison, ident, "parts", "non_conforme", "2,00")  # not blocking
    with pytest.raises(RegleMetier) as refus:
        accepter(maison.ctx(), DeciderPiece(ident, 1))
    assert refus.value.code == "piece_bloquee"
    fait = accepter(maison.ctx(), DeciderPiece(ident, 1, "Vu avec la direction"))
    assert piece(maison, ident).motif == "Vu avec la direction"
    assert fait.operation_id is not None
    annuler(maison.ctx(), fait.operation_id)
    confirmer(maison.ctx(), ConfirmerRegle(ident, "annee", est_conforme=True))
    accepter(maison.ctx(), DeciderPiece(ident, piece(maison, ident).version))
    assert piece(maison, ident).etat == EtatPiece.ACCEPTEE


def test_a_decision_is_taken_back_the_same_day_and_not_over_another(maison: Maison) -> None:
    ident = recevoir(maison, "caf", eleve="Noé")
    fait = refuser(maison.ctx(), DeciderPiece(ident, 1, "Illisible", vue_ms=8_000))
    assert fait.operation_id is not None
    dite = annuler(maison.ctx(), fait.operation_id).resultat
    assert dite == "Pièce caf, Noé Valmont\u00a0: pièce refusée"
    revenue = piece(maison, ident)
    assert (revenue.etat, revenue.motif, revenue.decide_par, revenue.decide_a) == (EtatPiece.A_VERIFIER, "", "", None)
    assert lire_file(maison.ctx()) == (ident,)
    premiere = refuser(maison.ctx(), DeciderPiece(ident, revenue.version, "Illisible"))
    accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(ident, piece(maison, ident).version))
    assert premiere.operation_id is not None
    with pytest.raises(Conflit):
        annuler(maison.ctx(), premiere.operation_id)


def test_the_day_s_figures(maison: Maison) -> None:
    idents = [recevoir(maison, code) for code in ("domicile", "caf", "avis1")]
    accepter(maison.ctx(), DeciderPiece(idents[0], 1, vue_ms=6_000))
    refuser(maison.ctx(), DeciderPiece(idents[1], 1, "Illisible", vue_ms=10_000))
    accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(idents[2], 1, vue_ms=60_000))
    jour = lire_journee(maison.ctx())
    assert (jour.miennes, jour.site, jour.moyenne_ms) == (2, 3, 8_000)
    maison.horloge.instant += timedelta(days=1)
    assert lire_journee(maison.ctx()) == type(jour)(0, 0, None)


# ---- to the tariff


def vue(maison: Maison, ident: int) -> Proposition:
    """What the screen proposes."""
    proposition = lire_piece(maison.ctx(), ident).proposition
    assert proposition is not None
    return proposition


def annulable(maison: Maison, operation_id: uuid.UUID) -> str:
    """The words of what may be undone."""
    with maison.base.lire() as session:
        return session.execute(select(Annulable.libelle).where(Annulable.operation_id == operation_id)).scalar_one()


def test_what_is_carried_is_what_was_shown(maison: Maison) -> None:
    """A quotient that another desk corrected meanwhile is not carried unseen."""
    ident = recevoir(maison, "caf")
    constater(maison, ident, "quotient", "a_verifier", "880,66 €", centimes=88066)
    montree = vue(maison, ident)
    corriger(maison.ctx(agent="Paul Durand"), CorrigerValeur(ident, "quotient", "888,66"))
    with pytest.raises(RegleMetier) as refus:
        reporter(maison.ctx(), ident, montree)
    assert refus.value.code == "proposition_changee"
    with maison.base.lire() as session:
        assert session.scalars(select(Quotient)).all() == []
    reporter(maison.ctx(), ident, vue(maison, ident))


@pytest.mark.parametrize("champs", [{"etat": EtatPiece.REFUSEE}, {"purge_a": MIDI}, {"retiree_a": MIDI}])
def test_a_piece_refused_destroyed_or_withdrawn_proposes_nothing(maison: Maison, champs: dict[str, Any]) -> None:
    ident = recevoir(maison, "caf")
    constater(maison, ident, "quotient", "a_verifier", "880,66 €", centimes=88066)
    montree = vue(maison, ident)
    maison.ecrire(lambda s: s.execute(update(PieceRecue).where(PieceRecue.id == ident).values(**champs)) and None)
    with pytest.raises((RegleMetier, Introuvable)):
        reporter(maison.ctx(), ident, montree)
    if "retiree_a" not in champs:
        assert lire_piece(maison.ctx(), ident).proposition is None


@pytest.mark.parametrize(("code", "regle"), [("caf", "emetteur"), ("avis1", "sceau")])
def test_a_paper_that_its_issuer_or_its_seal_denies_proposes_nothing(maison: Maison, code: str, regle: str) -> None:
    ident = recevoir(maison, code)
    for dite, centimes in (("quotient", 88066), ("revenu", 3_451_200), ("parts", 300)):
        constater(maison, ident, dite, "a_verifier", centimes=centimes)
    assert lire_piece(maison.ctx(), ident).proposition is not None
    constater(maison, ident, regle, "non_conforme", "invalide")
    assert lire_piece(maison.ctx(), ident).proposition is None
    confirmer(maison.ctx(), ConfirmerRegle(ident, regle, est_conforme=True))
    assert lire_piece(maison.ctx(), ident).proposition is not None, "a person looked at it"


@pytest.mark.parametrize("controle", [Controle.DOMICILE, Controle.CAF, Controle.AVIS])
def test_every_rule_against_which_a_paper_was_accepted_is_kept(maison: Maison, controle: Controle) -> None:
    regles = [regle.value for regle in REGLES[controle]]
    ident = recevoir(maison, next(code for code, sien in CONTROLES.items() if sien is controle))
    ligne = update(TypePiece).where(TypePiece.controle == controle.value).values(bloquantes=regles)
    maison.ecrire(lambda session: session.execute(ligne) and None)
    for regle in regles:
        constater(maison, ident, regle, "non_conforme")
    accepter(maison.ctx(), DeciderPiece(ident, 1, "Vu avec la famille"))
    (malgre,) = faits(maison, ident, "acceptee_malgre")
    assert malgre.detail.split() == regles


@pytest.mark.parametrize("decider", [accepter, refuser])
def test_a_motive_that_the_piece_cannot_keep_is_said(maison: Maison, decider: Any) -> None:
    ident = recevoir(maison, "caf")
    with pytest.raises(Invalide, match="texte_trop_long"):
        decider(maison.ctx(), DeciderPiece(ident, 1, "Illisible. " + "m" * 290))
    assert piece(maison, ident).etat == EtatPiece.A_VERIFIER
    decider(maison.ctx(), DeciderPiece(ident, 1, "m" * 300))


def test_a_reason_longer_than_its_column_is_cut_between_words() -> None:
    pages = ", ".join(str(n) for n in range(1, 41))
    tenu = detail_tenu(f"marques_absentes:{pages}")
    assert len(tenu) <= 60
    assert tenu.endswith(", 12, …")


def test_a_quotient_read_reaches_the_tariff_only_by_a_click_and_is_taken_back(maison: Maison) -> None:
    assurer_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    ident = recevoir(maison, "caf")
    recevoir(maison, "avis1")
    constater(maison, ident, "quotient", "a_verifier", "880,66 €", centimes=88066)
    corriger(maison.ctx(), CorrigerValeur(ident, "date", "02/05/2026"))
    foyer, annee = maison.ids["Valmont"], maison.ids["cible"]
    avant = lire_prix(maison.ctx(), foyer, annee)
    assert avant is not None
    assert avant.quotient_centimes is None
    fait = reporter(maison.ctx(), ident, vue(maison, ident))
    assert fait.operation_id is not None
    dite = annulable(maison, fait.operation_id)
    assert dite == "Famille Valmont\u00a0: quotient reporté au tarif", "an income is not for everyone"
    apres = lire_prix(maison.ctx(), foyer, annee)
    assert apres is not None
    assert apres.quotient_centimes == 88066
    proposition = lire_piece(maison.ctx(), ident).proposition
    assert proposition is not None
    assert (proposition.centimes, proposition.deja_centimes) == (88066, 88066)
    assert fait.operation_id is not None
    annuler(maison.ctx(), fait.operation_id)
    assert lire_prix(maison.ctx(), foyer, annee) == avant


def test_two_parents_taxed_apart_are_added_up(maison: Maison) -> None:
    un, deux = recevoir(maison, "avis1"), recevoir(maison, "avis2")
    for ident, revenu, parts in ((un, 3_451_200, 250), (deux, 1_200_000, 100)):
        constater(maison, ident, "revenu", "conforme", centimes=revenu, source="scelle")
        constater(maison, ident, "parts", "conforme", centimes=parts)
    proposition = lire_piece(maison.ctx(), un).proposition
    assert proposition is not None
    assert (proposition.centimes, proposition.parts_centiemes, proposition.avis) == (4_651_200, 350, 2)
    assert proposition.source == "scelle"
    refuser(maison.ctx(), DeciderPiece(deux, 1, "Illisible"))
    seule = lire_piece(maison.ctx(), un).proposition
    assert seule is not None
    assert (seule.centimes, seule.avis) == (3_451_200, 1)


@pytest.mark.parametrize(
    ("regle", "detail", "source"), [("sceau", "signature", "scelle"), ("concordance", "imprimes_differents", "texte")]
)
def test_no_sum_holds_with_a_notice_that_is_denied_or_contradicts_itself(
    maison: Maison, regle: str, detail: str, source: str
) -> None:
    un, deux = recevoir(maison, "avis1"), recevoir(maison, "avis2")
    for ident, revenu in ((un, 3_451_200), (deux, 100_000)):
        constater(maison, ident, "revenu", "a_verifier", centimes=revenu)
        constater(maison, ident, "parts", "a_verifier", centimes=200)
    constater(maison, deux, regle, "non_conforme", detail=detail, source=source)
    assert lire_piece(maison.ctx(), un).proposition is None
    confirmer(maison.ctx(), ConfirmerRegle(deux, regle, est_conforme=True))
    proposition = lire_piece(maison.ctx(), un).proposition
    assert proposition is not None, "a person looked at it"
    assert proposition.avis == 2


def test_a_notice_brought_at_another_site_is_counted_there_alone(maison: Maison) -> None:
    ailleurs = maison.garder("site:nord", Site(code="NORD", nom="Nord", ordre=2))
    un, deux = recevoir(maison, "avis1"), recevoir(maison, "avis2")
    for ident in (un, deux):
        constater(maison, ident, "revenu", "a_verifier", centimes=3_451_200)
        constater(maison, ident, "parts", "a_verifier", centimes=200)
    ligne = update(PieceRecue).where(PieceRecue.id == deux).values(site_id=ailleurs)
    maison.ecrire(lambda session: session.execute(ligne) and None)
    proposition = lire_piece(maison.ctx(), un).proposition
    assert proposition is not None
    assert (proposition.centimes, proposition.avis) == (3_451_200, 1)


def test_the_pages_that_follow_a_notice_are_no_second_notice(maison: Maison) -> None:
    """Two files, one notice: its income and its parts count once, whichever file is on show."""
    ligne = update(TypePiece).where(TypePiece.id == maison.ids["type:avis2"]).values(code="avis_suite", pages=None)
    maison.ecrire(lambda session: session.execute(ligne) and None)
    debut, suite = recevoir(maison, "avis1", pages=2), recevoir(maison, "avis2", pages=2)
    for ident in (debut, suite):
        constater(maison, ident, "revenu", "conforme", centimes=3_451_200, source="scelle")
        constater(maison, ident, "parts", "conforme", centimes=300)
    proposition = lire_piece(maison.ctx(), debut).proposition
    assert proposition is not None
    assert (proposition.centimes, proposition.parts_centiemes, proposition.avis) == (3_451_200, 300, 1)
    assert lire_piece(maison.ctx(), suite).proposition is None
    refuser(maison.ctx(), DeciderPiece(debut, 1, "Illisible"))
    seule = lire_piece(maison.ctx(), suite).proposition
    assert seule is not None
    assert seule.centimes == 3_451_200


def test_two_pages_that_print_different_incomes_give_the_tariff_nothing(maison: Maison) -> None:
    ident = recevoir(maison, "avis1")
    constater(maison, ident, "revenu", "a_verifier", centimes=1_451_200)
    constater(maison, ident, "parts", "a_verifier", centimes=300)
    constater(maison, ident, "concordance", "non_conforme", detail="imprimes_differents")
    assert lire_piece(maison.ctx(), ident).proposition is None
    confirmer(maison.ctx(), ConfirmerRegle(ident, "concordance", est_conforme=True))
    assert lire_piece(maison.ctx(), ident).proposition is not None


def test_what_nobody_read_or_what_was_refused_is_carried_nowhere(maison: Maison) -> None:
    ident = recevoir(maison, "caf", depose_a=maison.horloge.instant)
    assert lire_piece(maison.ctx(), ident).proposition is None
    constater(maison, ident, "quotient", "non_conforme", centimes=88066)
    with pytest.raises(RegleMetier) as refus:
        reporter(maison.ctx(), ident, Proposition("caf", 88066, 0, "texte"))
    assert refus.value.code == "rien_a_reporter"
    assert date(2026, 5, 20) == maison.ctx().aujourdhui()
