"""The ladder's letters: due, seen, written once, printed or sent, withdrawn while nothing has left."""

import uuid
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk import cli
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, RegleMetier
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import Courriel, EtatEnvoi, ResultatEnvoi
from imuse_desk.models import CourrierAbsence, Lien, Message, Personne
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.services.suivi.absences import Motivation, justifier_lecon
from imuse_desk.services.suivi.courriers import (
    ApercuCourriers,
    annuler_courriers,
    apercu_courriers,
    ecrire_courriers,
    marquer_courriers,
)
from imuse_desk.services.suivi.lecture_absences import lire_absences_eleve
from imuse_desk.services.suivi.paliers import (
    EnregistrerPalier,
    ajouter_palier,
    enregistrer_palier,
    lire_paliers,
    retirer_dernier_palier,
)
from imuse_desk.services.suivi.papier_courriers import imprimer_courriers, voir_courrier
from tests.infra.serveur_smtp import Serveur, reglages
from tests.printing.exemples import textes
from tests.services.suivi.absents import Absents


@pytest.fixture
def absents(base_sqlite: Base, tmp_path: Path) -> Absents:
    return Absents.dans(base_sqlite, tmp_path)


def apercu(absents: Absents, canal: Canal = Canal.LETTRE) -> ApercuCourriers:
    return apercu_courriers(absents.maison.ctx(), canal)


def dus(absents: Absents) -> list[tuple[str, int, int]]:
    return [(x.du.prenom, x.du.palier.rang, len(x.du.lecons)) for x in apercu(absents).lignes]


def ecrire(absents: Absents, canal: Canal = Canal.LETTRE, clic: uuid.UUID | None = None) -> uuid.UUID:
    clic = clic or uuid.uuid4()
    ecrire_courriers(absents.maison.ctx(), canal, [x.retenu for x in apercu(absents, canal).a_ecrire], clic)
    return clic


def ecrits(absents: Absents) -> list[CourrierAbsence]:
    with absents.maison.base.lire() as session:
        return list(session.scalars(select(CourrierAbsence).order_by(CourrierAbsence.id)))


def test_one_letter_a_pupil_for_two_courses_then_the_council_at_the_third(absents: Absents) -> None:
    [un] = absents.pointer("FM1.1", "A")
    absents.pointer("COR", "A")
    assert dus(absents) == [("Lina", 1, 2)]
    [ligne] = apercu(absents).lignes
    assert "aperçu" in textes(voir_courrier(absents.maison.ctx(), ligne).octets)[0]
    clic = uuid.uuid4()
    for _ in range(2):
        ecrire_courriers(absents.maison.ctx(), Canal.LETTRE, [ligne.retenu], clic)
    assert dus(absents) == []
    [courrier] = ecrits(absents)
    assert (courrier.rang, courrier.nombre, courrier.envoye_le) == (1, 2, None)
    assert "Lina a manqué deux cours" in courrier.corps
    assert "09/02/2026" in courrier.corps
    [page] = textes(imprimer_courriers(absents.maison.ctx(), clic).octets)
    for mots in ("Premier avertissement", "mer. 07/01/2026, 14:00", "ven. 09/01/2026, 17:30", "aucun", "A26-0000",
                 "Réponse de la famille"):  # fmt: skip
        assert mots in page
    assert "– mer." not in page  # the lines of the e-mail are a table here
    assert marquer_courriers(absents.maison.ctx(), clic).resultat == 1
    lignes = lire_absences_eleve(absents.maison.ctx(), absents.maison.ids["Lina"]).lignes
    assert {x.courrier.envoye_le for x in lignes if x.courrier} == {absents.maison.ctx().aujourdhui()}
    absents.presence(absents.seance("FM1.1", 1), "FM1.1", "A")
    assert dus(absents) == [("Lina", 2, 3)]
    ecrire(absents)
    assert "dernier courrier à ce sujet est du 30/01/2026" in ecrits(absents)[-1].corps
    justifier_lecon(absents.maison.ctx(), un, Motivation("", "grippe"))
    assert dus(absents) == []


def test_what_was_justified_since_is_left_aside(absents: Absents) -> None:
    [un] = absents.pointer("FM1.1", "A")
    retenus = [x.retenu for x in apercu(absents).a_ecrire]
    justifier_lecon(absents.maison.ctx(), un, Motivation("", "grippe"))
    with pytest.raises(RegleMetier, match="aucun_courrier_du"):
        ecrire_courriers(absents.maison.ctx(), Canal.LETTRE, retenus, uuid.uuid4())
    assert ecrits(absents) == []
    assert len(retenus) == 1


def test_a_batch_is_withdrawn_until_it_leaves(absents: Absents) -> None:
    absents.pointer("FM1.1", "A")
    ctx = absents.maison.ctx()
    annuler(ctx, ecrire(absents))
    assert dus(absents) == [("Lina", 1, 1)]
    lot = ecrire(absents)
    assert annuler_courriers(ctx, lot).resultat == 1
    with pytest.raises(Introuvable):
        imprimer_courriers(ctx, lot)
    lot = ecrire(absents)
    assert [(p.nombre, p.lettres, p.est_parti) for p in apercu(absents).passes] == [(1, 1, False)]
    marque = marquer_courriers(ctx, lot)
    assert marque.operation_id is not None
    annuler(ctx, marque.operation_id)
    assert ecrits(absents)[-1].envoye_le is None
    marquer_courriers(ctx, lot)
    for retirer in (annuler_courriers, annuler):
        with pytest.raises(RegleMetier, match="courriers_partis"):
            retirer(ctx, lot)


def test_both_households_are_told_and_a_restricted_adult_is_not(absents: Absents) -> None:
    m = absents.maison
    m.foyer("Perrin")
    m.lier("Lina", "Perrin", principal=False)
    absents.pointer("FM1.1", "A")
    assert sorted(x.famille for x in apercu(absents).lignes) == ["Claire Perrin", "Claire Valmont"]

    def restreindre(session: Session) -> None:
        lien = session.scalars(select(Lien).where(Lien.foyer_id == m.ids["Perrin"], Lien.role == "responsable")).one()
        session.get_one(Personne, lien.personne_id).est_restreint = True

    m.ecrire(restreindre)
    vu = apercu(absents)
    assert [x.famille for x in vu.lignes] == ["Claire Valmont"]
    assert [(p.eleve, p.famille, p.est_restreint) for p in vu.perdus] == [("Lina Valmont", "Famille Perrin", True)]


class Facteur:
    """Takes every e-mail."""

    def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
        assert courriel.destinataire == "valmont0@example.org"
        return ResultatEnvoi(EtatEnvoi.ACCEPTE)


def test_by_email_the_day_is_written_back_once_it_left(absents: Absents) -> None:
    absents.pointer("FM1.1", "A")
    ctx = absents.maison.ctx()
    with pytest.raises(RegleMetier, match="courriel_non_regle"):
        ecrire(absents, Canal.COURRIEL)
    chef = absents.maison.ctx(Role.ADMINISTRATION)
    enregistrer_smtp(chef, CommandeSmtp(reglages(Serveur(port=1025)), 0), Coffre())
    lot = ecrire(absents, Canal.COURRIEL)
    [courrier] = ecrits(absents)
    assert (courrier.canal, courrier.envoye_le) == ("courriel", None)
    annuler_courriers(ctx, lot)
    with ctx.lire() as session:
        assert session.scalars(select(Message)).all() == []
    lot = ecrire(absents, Canal.COURRIEL)
    envoyer_en_attente(ctx.base, ctx.depot, Facteur(), "poste", absents.maison.horloge)
    assert ecrits(absents)[-1].envoye_le == ctx.aujourdhui()
    with pytest.raises(RegleMetier, match="courriers_partis"):
        annuler_courriers(ctx, lot)
    with pytest.raises(Introuvable):
        imprimer_courriers(ctx, lot)


def test_a_site_writes_its_own_ladder(absents: Absents) -> None:
    ctx = absents.maison.ctx()
    absents.pointer("FM1.1", "A")
    un = lire_paliers(ctx)[0]
    champs = {c: str(getattr(un, c)) for c in ("mesure", "portee", "intervalle", "action", "objet", "corps")}
    demande = EnregistrerPalier(1, 0, seuil="2", **champs)
    enregistrer_palier(ctx, demande)
    assert [(p.seuil, p.version) for p in lire_paliers(ctx)] == [(2, 1), (3, 1)]
    assert dus(absents) == []
    with pytest.raises(Conflit):
        enregistrer_palier(ctx, demande)
    faux = EnregistrerPalier(1, 1, seuil="0", **{**champs, "action": "exclusion", "corps": "{absence.motif}"})
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_palier(ctx, faux)
    assert [e.champ for e in refus.value.erreurs] == ["seuil", "action", "corps"]
    assert ajouter_palier(ctx).resultat == 3
    assert [p.seuil for p in lire_paliers(ctx)] == [2, 3, 4]
    assert [retirer_dernier_palier(ctx).resultat for _ in range(2)] == [3, 2]
    with pytest.raises(RegleMetier, match="dernier_palier"):
        retirer_dernier_palier(ctx)


def test_from_the_command_line_twice(
    absents: Absents, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    absents.pointer("FM1.1", "A")
    fichier = str(absents.maison.base.moteur.url.database)
    commande = ["courriers", "absences", "--base", fichier, "--site", "RSA", "--annee", "2025-2026"]
    assert cli.main([*commande, "--apercu"]) == 0
    assert "1 courrier à écrire\n  palier 1  Lina Valmont, Claire Valmont, 1 absence, FM1.1" in capsys.readouterr().out
    assert ecrits(absents) == []
    for _ in range(2):
        assert cli.main([*commande, "--emettre", "--pdf", str(tmp_path / "lettres")]) == 0
    assert [c.envoye_le is not None for c in ecrits(absents)] == [True]
    [pdf] = (tmp_path / "lettres").iterdir()
    assert "Lina Valmont" in textes(pdf.read_bytes())[0]
    assert "0 courrier à écrire" in capsys.readouterr().out
    assert cli.main([*commande, "--apercu", "--pdf", str(tmp_path)]) == 2
