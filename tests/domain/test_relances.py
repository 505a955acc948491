"""Which level of reminder a family gets, and why none."""

from datetime import date, timedelta

import pytest

from imuse_desk.domain.relances import Decision, Ecart, Palier, Situation, decider

JOUR = date(2026, 3, 1)
PALIERS = (Palier(1, 15, 500), Palier(2, 30, 500), Palier(3, 30, 1_500))


def il_y_a(jours: int) -> date:
    return JOUR - timedelta(days=jours)


@pytest.mark.parametrize(
    ("situation", "attendue"),
    [
        (Situation(10_000, il_y_a(14)), Decision(1, Ecart.DELAI, JOUR + timedelta(days=1))),
        (Situation(10_000, il_y_a(15)), Decision(1)),
        (Situation(499, il_y_a(15)), Decision(1, Ecart.MINIMUM)),
        (Situation(500, il_y_a(400)), Decision(1)),
        (Situation(10_000, il_y_a(90), (1, il_y_a(29))), Decision(2, Ecart.RECENTE, JOUR + timedelta(days=1))),
        (Situation(10_000, il_y_a(90), (1, il_y_a(30))), Decision(2)),
        (Situation(1_499, il_y_a(90), (2, il_y_a(30))), Decision(3, Ecart.MINIMUM)),
        (Situation(1_500, il_y_a(90), (2, il_y_a(30))), Decision(3)),
        (Situation(10_000, il_y_a(90), (3, il_y_a(14))), Decision(0, Ecart.DERNIER_NIVEAU, JOUR + timedelta(days=1))),
        (Situation(1_500, il_y_a(90), (3, il_y_a(15))), Decision(0, Ecart.TITRE)),
        (Situation(1_499, il_y_a(90), (3, il_y_a(15))), Decision(0, Ecart.MINIMUM_TITRE)),
        (Situation(10_000, il_y_a(90), None, JOUR), Decision(1, Ecart.EXCLUE, JOUR)),
        (Situation(10_000, il_y_a(90), None, il_y_a(1)), Decision(1)),
        (Situation(10_000, il_y_a(90), (3, il_y_a(20)), JOUR), Decision(0, Ecart.EXCLUE, JOUR)),
        (Situation(10_000, il_y_a(90), None, None, 1), Decision(1, Ecart.AVANCE)),
    ],
)
def test_a_level_comes_after_its_delay_for_its_least_amount(situation: Situation, attendue: Decision) -> None:
    assert decider(PALIERS, situation, JOUR) == attendue
