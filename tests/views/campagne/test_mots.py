"""What the reminder says of whom it would reach."""

from dataclasses import replace
from datetime import date

import pytest

from imuse_desk.services.campagne.relances import ARelancer, MotifRelance, PlanRelance
from imuse_desk.views.campagne.mots import phrase_plan

NEUVE = ARelancer(1, (1,), "Valmont", "", a_une_adresse=True)
ECRITE = replace(NEUVE, foyer_id=2, deja_le=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("foyers", "retenus", "dit"),
    [
        ((), (), "Aucune famille à relancer"),
        ((ECRITE,), (), "La famille a déjà été relancée"),
        ((ECRITE, ECRITE), (), "Les 2 familles ont déjà été relancées"),
        ((ECRITE, NEUVE), (), "Aucune famille cochée"),
        ((ECRITE, NEUVE), (NEUVE,), "1 famille\u00a0: 1 par lettre"),
    ],
)
def test_who_is_reminded_or_why_nobody_is(
    foyers: tuple[ARelancer, ...], retenus: tuple[ARelancer, ...], dit: str
) -> None:
    plan = PlanRelance(MotifRelance.PIECES, foyers, 0, courriel_regle=False, annee_id=1)
    assert phrase_plan(replace(plan, foyers=retenus), plan) == dit
