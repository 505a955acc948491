"""Absences told by families: what they explain, what is refused, what is undone."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.absences import Comptes
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.models import Absence, DocumentDossier, Presence
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.suivi.absences import (
    Motivation,
    SaisirAbsence,
    annuler_absence,
    justifier_lecon,
    motiver_absence,
    saisir_absence,
)
from imuse_desk.services.suivi.lecture_absences import (
    AbsencesEleve,
    LigneAbsence,
    lire_absences_cours,
    lire_absences_eleve,
)
from tests.services.suivi.absents import MIDI, Absents

MALADE = Motivation("mail des parents en date du 07/01/2026", "grippe", est_justifiee=True)


@pytest.fixture
def absents(base_sqlite: Base, tmp_path: Path) -> Absents:
    return Absents.dans(base_sqlite, tmp_path)


def page(absents: Absents) -> AbsencesEleve:
    return lire_absences_eleve(absents.maison.ctx(), absents.maison.ids["Lina"])


def compte(absents: Absents, cours: str = "FM1.1") -> int:
    ident = absents.maison.ids[f"inscription:Lina:{cours}"]
    return next(c.annee.cumul for c in page(absents).comptes if c.inscription_id == ident)


def dire(
    absents: Absents, du: date, au: date, *, heures: tuple[str, str] = ("8h", "20h"), cours: str = "",
    motivation: Motivation = MALADE,
) -> SaisirAbsence:  # fmt: skip
    ids = absents.maison.ids
    inscription_id = ids[f"inscription:Lina:{cours}"] if cours else None
    return SaisirAbsence(ids["Lina"], inscription_id, du, heures[0], au, heures[1], motivation)


def seule(absents: Absents) -> LigneAbsence:
    [ligne] = page(absents).lignes
    return ligne


def test_a_period_explains_the_lessons_of_its_time_and_tells_where_the_pupil_was(absents: Absents) -> None:
    absents.pointer("FM1.1", "AA")
    absents.pointer("COR", "PA")
    assert (compte(absents), page(absents).annee) == (2, Comptes(3, 2))
    fait = saisir_absence(absents.maison.ctx(), dire(absents, date(2026, 1, 5), date(2026, 1, 11)))
    assert fait.resultat["liees"] == 1
    assert fait.resultat["presents"] == ["COR, ven. 09/01/2026 à 17:30"]
    assert (compte(absents), compte(absents, "COR")) == (1, 1)
    dite = page(absents).lignes[-1]
    assert (dite.cours, dite.est_justifiee, dite.motif, len(dite.presences)) == ("", True, "grippe", 1)
    assert not dite.est_annoncee
    assert fait.operation_id is not None
    annuler(absents.maison.ctx(), fait.operation_id)
    assert compte(absents) == 2
    assert len(page(absents).lignes) == 3


def test_an_absence_told_before_the_lesson_is_announced_and_waits_for_the_roll_call(absents: Absents) -> None:
    absents.maison.horloge.instant = MIDI.replace(day=6)
    dite = dire(absents, date(2026, 1, 7), date(2026, 1, 7), heures=("14:00", "15:15"), cours="FM1.1")
    saisir_absence(absents.maison.ctx(), dite)
    assert seule(absents).est_annoncee
    assert seule(absents).cours == "FM1.1"
    absents.pointer("FM1.1", "A")
    [presence] = [x for x in page(absents).lignes if x.absence_id is None]
    justifier_lecon(absents.maison.ctx(), presence.presences[0], MALADE)  # the absence told takes it
    assert seule(absents).presences == presence.presences
    assert compte(absents) == 0


def test_a_lesson_marked_absent_is_justified_with_its_proof_then_no_longer(absents: Absents) -> None:
    m = absents.maison
    [presence_id] = absents.pointer("COR", "A")
    preuve = m.ajouter(
        DocumentDossier(
            eleve_id=m.ids["Lina"], libelle="Certificat", nom_original="c.pdf", sha256="0" * 64, octets=1,
            auteur="essai", a=MIDI,
        )
    )  # fmt: skip
    avec = Motivation("certificat remis", "grippe", True, preuve)
    fait = justifier_lecon(m.ctx(), presence_id, avec)
    ligne = seule(absents)
    assert (ligne.est_justifiee, ligne.preuve_id, ligne.du, compte(absents, "COR")) == (
        True, preuve, MIDI.replace(day=9, hour=17, minute=30, tzinfo=None), 0,
    )  # fmt: skip
    assert page(absents).preuves == ((preuve, "Certificat"),)
    sans = Motivation("certificat remis", "grippe", est_justifiee=False)
    assert ligne.absence_id is not None
    defait = motiver_absence(m.ctx(), ligne.absence_id, ligne.version, sans)
    assert compte(absents, "COR") == 1
    with pytest.raises(Conflit):
        motiver_absence(m.ctx(), ligne.absence_id, ligne.version, avec)
    assert defait.operation_id is not None
    annuler(m.ctx(), defait.operation_id)
    assert compte(absents, "COR") == 0
    assert fait.operation_id is not None
    annuler(m.ctx(), fait.operation_id)
    assert seule(absents).absence_id is None
    with pytest.raises(Invalide, match="preuve_inconnue"):
        justifier_lecon(m.ctx(), presence_id, Motivation("", "grippe", True, preuve + 1))


def test_a_withdrawn_absence_explains_nothing_and_may_come_back(absents: Absents) -> None:
    absents.pointer("FM1.1", "A")
    m = absents.maison
    ident = saisir_absence(m.ctx(), dire(absents, date(2026, 1, 7), date(2026, 1, 7))).resultat["absence_id"]
    fait = annuler_absence(m.ctx(), ident)
    assert compte(absents) == 1
    with pytest.raises(Introuvable):
        annuler_absence(m.ctx(), ident)
    assert fait.operation_id is not None
    annuler(m.ctx(), fait.operation_id)
    assert compte(absents) == 0
    with m.base.lire() as session:
        assert session.scalars(select(Presence.absence_id)).all() == [ident]


def test_what_cannot_be_is_refused_on_its_field(absents: Absents) -> None:
    ctx = absents.maison.ctx()
    jour = date(2026, 1, 7)
    saisir_absence(ctx, dire(absents, jour, jour))
    for commande, champ, code in (
        (dire(absents, jour, jour), "du_le", "absence_chevauche"),
        (dire(absents, date(2026, 6, 20), date(2026, 9, 10)), "au_le", "absence_hors_annee"),
        (dire(absents, date(2026, 2, 2), date(2026, 2, 1)), "au_le", "absence_finit_avant"),
    ):
        with pytest.raises(Invalide, match=code) as refus:
            saisir_absence(ctx, commande)
        assert refus.value.champ == champ
    with pytest.raises(FormulaireInvalide) as plusieurs:
        saisir_absence(ctx, dire(absents, jour, jour, heures=("25h", ""), motivation=Motivation(est_justifiee=True)))
    assert [e.champ for e in plusieurs.value.erreurs] == ["du_heure", "au_heure", "motif"]
    with absents.maison.base.lire() as session:
        assert len(session.scalars(select(Absence)).all()) == 1


def test_a_pupil_marked_present_has_nothing_to_justify(absents: Absents) -> None:
    [presence_id] = absents.pointer("COR", "P")
    with pytest.raises(RegleMetier, match="lecon_sans_absence"):
        justifier_lecon(absents.maison.ctx(), presence_id, MALADE)


def test_the_page_of_a_course_counts_each_pupil(absents: Absents) -> None:
    absents.pointer("FM1.1", "AAPA")
    absents.pointer("COR", "A")
    vue = lire_absences_cours(absents.maison.ctx(), absents.maison.ids["source:FM1.1"])
    assert [(c.eleve, c.annee, c.periode) for c in vue.comptes] == [
        ("Valmont Lina", Comptes(3, 2), Comptes(3, 2)), ("Valmont Noé", Comptes(), Comptes())
    ]  # fmt: skip
    assert [x.du.day for x in vue.lignes] == [28, 14, 7]
