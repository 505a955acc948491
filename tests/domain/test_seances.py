"""Lessons of a weekly time: its days, holidays, the change of clocks, what was said of each."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.presences import EtatSeance
from imuse_desk.domain.seances import Dite, Fermeture, Hebdomadaire, jours_prevus, occurrences

PARIS = ZoneInfo("Europe/Paris")
MERCREDI = Hebdomadaire(3, time(14), 75)
TOUSSAINT = Fermeture("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1))
ARMISTICE = Fermeture("Armistice 1918", date(2026, 11, 11), date(2026, 11, 11))


def dite(jour: date, etat: EtatSeance = EtatSeance.PREVUE, debut: time = time(14), **champs: Any) -> Dite:
    return Dite(1, jour, debut, 75, etat, **champs)


@pytest.mark.parametrize(
    ("hebdomadaire", "du", "au", "jours"),
    [
        (MERCREDI, date(2026, 11, 1), date(2026, 11, 30), [4, 11, 18, 25]),
        (MERCREDI, date(2026, 11, 4), date(2026, 11, 18), [4, 11, 18]),
        (MERCREDI, date(2026, 11, 5), date(2026, 11, 10), []),
        (Hebdomadaire(3, time(14), 75, du_le=date(2026, 11, 12)), date(2026, 11, 1), date(2026, 11, 30), [18, 25]),
        (Hebdomadaire(3, time(14), 75, au_le=date(2026, 11, 11)), date(2026, 11, 1), date(2026, 11, 30), [4, 11]),
        (Hebdomadaire(7, time(9), 60), date(2026, 11, 1), date(2026, 11, 8), [1, 8]),
        (MERCREDI, date(2026, 11, 30), date(2026, 11, 1), []),
    ],
    ids=["month", "both ends", "no such day", "begins late", "ends early", "Sunday", "ends before it begins"],
)
def test_days_of_a_weekly_time(hebdomadaire: Hebdomadaire, du: date, au: date, jours: list[int]) -> None:
    assert [jour.day for jour in jours_prevus(hebdomadaire, du, au)] == jours


def test_no_lesson_in_holidays_nor_on_a_public_holiday() -> None:
    vus = jours_prevus(MERCREDI, date(2026, 10, 1), date(2026, 11, 30), [TOUSSAINT, ARMISTICE])
    assert [(j.month, j.day) for j in vus] == [(10, 7), (10, 14), (11, 4), (11, 18), (11, 25)]


@given(
    jour=st.integers(1, 7),
    du=st.dates(date(2025, 9, 1), date(2026, 8, 31)),
    longueur=st.integers(0, 400),
    ferme=st.dates(date(2025, 9, 1), date(2026, 8, 31)),
    jours_fermes=st.integers(0, 30),
)
def test_every_open_day_of_the_week_and_no_other(
    jour: int, du: date, longueur: int, ferme: date, jours_fermes: int
) -> None:
    fermeture = Fermeture("Fermeture", ferme, ferme + timedelta(days=jours_fermes))
    attendus = [
        j
        for j in (du + timedelta(days=n) for n in range(longueur + 1))
        if j.isoweekday() == jour and not fermeture.du_le <= j <= fermeture.au_le
    ]
    fin = du + timedelta(days=longueur)
    assert list(jours_prevus(Hebdomadaire(jour, time(9), 60), du, fin, [fermeture])) == attendus


@pytest.mark.parametrize(
    ("le", "a", "commence"),
    [
        (date(2026, 3, 28), time(14), datetime(2026, 3, 28, 13, tzinfo=UTC)),
        (date(2026, 3, 29), time(14), datetime(2026, 3, 29, 12, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # does not exist: read as 03:30
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # exists twice: the first
    ],
)
def test_a_lesson_keeps_its_hour_when_the_clocks_change(le: date, a: time, commence: datetime) -> None:
    (seule,) = occurrences(Hebdomadaire(le.isoweekday(), a, 60), le, le)
    assert (seule.a, seule.commence(PARIS)) == (a, commence)


def test_a_moved_lesson_is_listed_by_the_day_it_left_and_by_the_one_it_takes() -> None:
    deplacee = dite(date(2026, 11, 4), EtatSeance.DEPLACEE, tenue_le=date(2026, 11, 6), tenue_debut=time(17, 30))
    (depart,) = occurrences(MERCREDI, date(2026, 11, 4), date(2026, 11, 4), dites=[deplacee])
    (arrivee,) = occurrences(MERCREDI, date(2026, 11, 6), date(2026, 11, 6), dites=[deplacee])
    assert depart == arrivee
    assert (arrivee.le, arrivee.a, arrivee.fin, arrivee.etat.a_lieu) == (
        date(2026, 11, 6), time(17, 30), time(18, 45), True,
    )  # fmt: skip
    assert occurrences(MERCREDI, date(2026, 11, 5), date(2026, 11, 5), dites=[deplacee]) == ()


def test_lessons_stand_in_the_order_in_which_they_are_held() -> None:
    dites = [
        dite(date(2026, 11, 4), EtatSeance.DEPLACEE, tenue_le=date(2026, 11, 20), tenue_debut=time(9)),
        dite(date(2026, 11, 18), EtatSeance.ANNULEE),
        dite(date(2026, 11, 18), EtatSeance.RATTRAPAGE, debut=time(16)),
    ]
    vues = occurrences(MERCREDI, date(2026, 11, 1), date(2026, 11, 30), [ARMISTICE], dites)
    assert [(o.le.day, o.a.hour, o.etat, o.a_lieu) for o in vues] == [
        (18, 14, EtatSeance.ANNULEE, False),
        (18, 16, EtatSeance.RATTRAPAGE, True),
        (20, 9, EtatSeance.DEPLACEE, True),
        (25, 14, EtatSeance.PREVUE, True),
    ]


@pytest.mark.parametrize(
    ("etat", "champs", "reste"),
    [
        (EtatSeance.PREVUE, {}, False),
        (EtatSeance.PREVUE, {"pointes": 1}, True),
        (EtatSeance.PREVUE, {"appel_a": datetime(2026, 11, 3, tzinfo=UTC)}, True),
        (EtatSeance.ANNULEE, {}, True),
        (EtatSeance.ENSEIGNANT_ABSENT, {}, True),
    ],
)
def test_what_was_said_outlives_a_weekly_time_that_changed(
    etat: EtatSeance, champs: dict[str, Any], reste: bool
) -> None:
    ancienne = dite(date(2026, 11, 3), etat, **champs)  # a Tuesday: the time was moved to Wednesday since
    vues = occurrences(MERCREDI, date(2026, 11, 2), date(2026, 11, 8), dites=[ancienne])
    assert (ancienne in [o.dite for o in vues]) is reste
    assert vues[-1].le == date(2026, 11, 4)


def test_two_lessons_of_one_course_on_one_day_are_two() -> None:
    dites = [dite(date(2026, 11, 4)), dite(date(2026, 11, 4), EtatSeance.RATTRAPAGE, debut=time(16))]
    assert [o.a.hour for o in occurrences(MERCREDI, date(2026, 11, 4), date(2026, 11, 4), dites=dites)] == [14, 16]
