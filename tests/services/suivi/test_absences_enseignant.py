"""A teacher and absences: his own courses alone, and a pupil's own turn in a block of individual lessons."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.absences import (
    Motivation,
    SaisirAbsence,
    annuler_absence,
    justifier_lecon,
    motiver_absence,
    saisir_absence,
)
from imuse_desk.services.suivi.appel import ouvrir_appel
from imuse_desk.services.suivi.courriers import apercu_courriers
from imuse_desk.services.suivi.lecture_absences import lire_absences_cours, lire_absences_eleve
from imuse_desk.services.suivi.occurrences import CleSeance
from imuse_desk.services.suivi.pointage import Pointer, pointer
from tests.fabriques import Maison
from tests.services.lectures.outils import ctx_enseignant
from tests.services.suivi.outils import MERCREDI, a, cle, maison_suivi

JEUDI, VENDREDI = date(2026, 3, 5), date(2026, 3, 6)
MALADE = Motivation("mail des parents", "grippe", est_justifiee=True)


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    """Lina is away from FM (Sylvie, Wednesday), then from her turn of horn at 17:30 (Bertrand, Thursday)."""
    maison = maison_suivi(base_sqlite, tmp_path / "depot")
    ctx = a(maison.ctx(), VENDREDI)
    pointer(ctx, Pointer(cle(maison), maison.ids["inscription:Lina:FM1.1"], "A", ""))
    lecon = cle(maison, "cor", JEUDI, cle(maison).debut.replace(hour=17))
    pointer(ctx, Pointer(lecon, maison.ids["inscription:Lina:COR"], "A", ""))
    return maison


def sylvie(maison: Maison) -> Contexte:
    return a(ctx_enseignant(maison, "Tournier"), VENDREDI)


def saisie(maison: Maison, cours: str, jour: date = MERCREDI, heures: tuple[str, str] = ("8h", "20h")) -> SaisirAbsence:
    inscription_id = maison.ids[f"inscription:Lina:{cours}"] if cours else None
    return SaisirAbsence(maison.ids["Lina"], inscription_id, jour, heures[0], jour, heures[1], MALADE)


def test_a_teacher_notes_and_reads_the_absences_of_his_own_courses(maison: Maison) -> None:
    moi, lina = sylvie(maison), maison.ids["Lina"]
    vues = lire_absences_eleve(moi, lina)
    assert [x.cours for x in vues.lignes] == ["FM1.1"]
    assert (vues.annee.cumul, vues.est_limite) == (1, True)
    for ailleurs in ("COR", ""):
        with pytest.raises(Introuvable):
            saisir_absence(moi, saisie(maison, ailleurs))
    ident = saisir_absence(moi, saisie(maison, "FM1.1")).resultat["absence_id"]
    assert lire_absences_eleve(moi, lina).annee.cumul == 0
    annuler_absence(moi, ident)
    with pytest.raises(Introuvable):
        lire_absences_cours(moi, maison.ids["source:COR"])
    [_, du_cor] = sorted(lire_absences_eleve(a(maison.ctx(), VENDREDI), lina).lignes, key=lambda x: x.du)
    with pytest.raises(Introuvable):
        justifier_lecon(moi, du_cor.presences[0], MALADE)


def test_what_the_office_says_of_all_the_courses_keeps_its_reason(maison: Maison) -> None:
    bureau, moi = a(maison.ctx(), VENDREDI), sylvie(maison)
    ident = saisir_absence(bureau, saisie(maison, "")).resultat["absence_id"]
    [vue] = lire_absences_eleve(moi, maison.ids["Lina"]).lignes
    assert (vue.est_justifiee, vue.caracteristique, vue.motif) == (True, "mail des parents", "")
    for acte in (lambda: annuler_absence(moi, ident), lambda: motiver_absence(moi, ident, vue.version, MALADE)):
        with pytest.raises(Introuvable):
            acte()


def annonces(maison: Maison, lecon: CleSeance) -> list[str]:
    feuille = ouvrir_appel(a(maison.ctx(), lecon.jour_le, 10), lecon.creneau_id, lecon)
    assert feuille is not None
    return [ligne.pointage.annonce for ligne in feuille.lignes]


def test_a_turn_in_a_block_is_the_lesson_of_the_pupil(maison: Maison) -> None:
    bureau = a(maison.ctx(), VENDREDI)
    [courrier] = apercu_courriers(bureau).lignes
    assert [f"{x.a:%d %H:%M}" for x in courrier.du.lecons] == ["04 14:00", "05 17:30"]
    avant = saisir_absence(bureau, saisie(maison, "COR", JEUDI, ("17:00", "17:30")))
    assert avant.resultat["liees"] == 0, "the block had begun, her turn had not"
    lecon = cle(maison, "cor", JEUDI + timedelta(days=7), time(17))
    for heures in (("17:00", "17:30"), ("18:00", "21:00")):
        saisir_absence(bureau, saisie(maison, "", lecon.jour_le, heures))
    assert annonces(maison, lecon) == [""], "told of the block, not of her turn"
    saisir_absence(bureau, saisie(maison, "COR", lecon.jour_le, ("17:45", "18:00")))
    assert annonces(maison, lecon) == ["mail des parents"]
    pendant = saisir_absence(bureau, saisie(maison, "COR", JEUDI, ("17:30", "18:00")))
    assert pendant.resultat["liees"] == 1
