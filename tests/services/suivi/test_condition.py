"""The condition *absences* of a re-enrolment follows the roll calls; what somebody noted stands meanwhile."""

from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.reinscription import EtatCondition, GenreCondition
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.resume import resume_famille
from imuse_desk.services.lectures.vues_reinscription import ConditionVue
from imuse_desk.services.reinscription.conditions import NoterCondition, noter_condition, rendre_au_calcul
from imuse_desk.services.suivi.absences import Motivation, justifier_lecon
from tests.fabriques import Maison, maison_valmont
from tests.services.reinscription.outils import deposer, enfant, ouvrir
from tests.services.suivi.absents import Absents

ABSENCES = GenreCondition.ABSENCES


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base, tmp_path / "depot")


def feu(maison: Maison) -> ConditionVue:
    return next(c for c in enfant(ouvrir(maison), "Lina").conditions if c.genre is ABSENCES)


def a_regler(maison: Maison) -> list[str]:
    return [a.detail for a in resume_famille(maison.ctx(), maison.ids["Valmont"]).a_regler if a.code == "condition"]


def test_the_condition_counts_the_year_that_ends(maison: Maison) -> None:
    assert feu(maison).etat is None  # no roll call yet: it is left to the desk
    absents = Absents(maison).placer()
    presences = absents.pointer("FM1.1", "AAAPA")
    deposer(maison, "Lina")
    vu = feu(maison)
    attendu = "4 absences non justifiées sur 3 admises"
    assert (vu.etat, vu.source, vu.detail) == (EtatCondition.NON_REMPLIE, "calculee", attendu)
    assert a_regler(maison) == [attendu]
    justifier_lecon(maison.ctx(), presences[0], Motivation("", "grippe"))
    assert (feu(maison).etat, feu(maison).detail) == (
        EtatCondition.REMPLIE, "3 absences non justifiées sur 3 admises",
    )  # fmt: skip
    assert a_regler(maison) == []


def test_a_note_by_hand_stands_until_it_is_given_back(maison: Maison) -> None:
    absents = Absents(maison).placer()
    absents.pointer("FM1.1", "AAAA")
    deposer(maison, "Lina")
    lina = enfant(ouvrir(maison), "Lina")
    ident = lina.dossier_eleve_id or 0
    noter_condition(maison.ctx(), NoterCondition(ident, lina.version, ABSENCES, EtatCondition.REMPLIE, "Vu"))
    assert (feu(maison).source, feu(maison).etat) == ("saisie", EtatCondition.REMPLIE)
    assert a_regler(maison) == []
    rendre_au_calcul(maison.ctx(), ident, enfant(ouvrir(maison), "Lina").version, ABSENCES)
    assert (feu(maison).source, feu(maison).etat) == ("calculee", EtatCondition.NON_REMPLIE)
    with pytest.raises(Introuvable):
        rendre_au_calcul(maison.ctx(), ident, enfant(ouvrir(maison), "Lina").version, ABSENCES)
