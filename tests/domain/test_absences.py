"""Absences: which lessons one covers, what is refused, how they are counted, which letters are due."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.absences import (
    Comptes,
    Etendue,
    Manquee,
    PalierDu,
    Pointage,
    compter,
    etapes_dues,
    verifier_etendue,
)
from imuse_desk.domain.dates import lire_date, lire_heure
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.presences import ActionPalier, GenreCode, Intervalle, Mesure, Portee

ANNEE = (date(2026, 9, 1), date(2027, 8, 31))
FM, HARPE = 1, 2
MATIN = datetime.fromisoformat("2026-11-04T14:00")


def etendue(du: str, au: str, inscription_id: int | None = None) -> Etendue:
    bornes = [part for x in (du, au) for part in x.split()]
    du_le, du_heure, au_le, au_heure = bornes
    return Etendue(
        lire_date(du_le, ANNEE[0]), lire_heure(du_heure), lire_date(au_le, ANNEE[0]), lire_heure(au_heure),
        inscription_id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("du", "au", "cours", "couverte"),
    [
        ("04/11/2026 08:00", "04/11/2026 20:00", None, True),
        ("04/11/2026 08:00", "04/11/2026 20:00", FM, True),
        ("04/11/2026 08:00", "04/11/2026 20:00", HARPE, False),
        ("04/11/2026 08:00", "04/11/2026 14:00", None, False),  # back for the lesson
        ("04/11/2026 08:00", "04/11/2026 14:01", None, True),
        ("04/11/2026 15:15", "04/11/2026 20:00", None, False),  # left after it
        ("04/11/2026 15:14", "04/11/2026 20:00", None, True),
        ("02/11/2026 00:00", "06/11/2026 23:59", None, True),
        ("05/11/2026 00:00", "06/11/2026 23:59", None, False),
    ],
)
def test_an_absence_covers_the_lessons_it_meets(du: str, au: str, cours: int | None, *, couverte: bool) -> None:
    assert etendue(du, au, cours).couvre(MATIN, 75, FM) is couverte


def test_a_lesson_past_midnight_is_covered_the_day_after() -> None:
    assert etendue("05/11/2026 00:00", "05/11/2026 12:00").couvre(datetime.fromisoformat("2026-11-04T23:30"), 60, FM)


@pytest.mark.parametrize(
    ("du", "au", "champ", "code"),
    [
        ("04/11/2026 15:00", "04/11/2026 14:00", "au_heure", "absence_finit_avant"),
        ("04/11/2026 15:00", "04/11/2026 15:00", "au_heure", "absence_finit_avant"),
        ("04/11/2026 15:00", "03/11/2026 18:00", "au_le", "absence_finit_avant"),
        ("20/06/2027 08:00", "10/09/2027 18:00", "au_le", "absence_hors_annee"),  # the summer and the year after
        ("31/08/2026 08:00", "02/09/2026 18:00", "du_le", "absence_hors_annee"),
        ("12/01/2027 10:00", "12/01/2027 11:00", "du_le", "absence_chevauche"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(du: str, au: str, champ: str, code: str) -> None:
    autres = [etendue("11/01/2027 08:00", "15/01/2027 18:00", FM)]
    with pytest.raises(Invalide) as refus:
        verifier_etendue(etendue(du, au), *ANNEE, autres)
    assert (refus.value.champ, refus.value.code) == (champ, code)


def test_an_overlap_is_said_with_the_dates_of_the_other_and_two_courses_do_not_overlap() -> None:
    autre = etendue("11/01/2027 08:00", "15/01/2027 18:00", FM)
    with pytest.raises(Invalide) as refus:
        verifier_etendue(etendue("15/01/2027 17:59", "16/01/2027 10:00", FM), *ANNEE, [autre])
    assert refus.value.params["autre"] == "du 11/01/2027 à 08:00 au 15/01/2027 à 18:00"
    verifier_etendue(etendue("12/01/2027 10:00", "12/01/2027 11:00", HARPE), *ANNEE, [autre])
    verifier_etendue(etendue("15/01/2027 18:00", "16/01/2027 10:00"), *ANNEE, [autre])


P, A, E, R, D = GenreCode.PRESENT, GenreCode.ABSENT, GenreCode.EXCUSE, GenreCode.RETARD, GenreCode.DISPENSE


@pytest.mark.parametrize(
    ("genres", "attendus"),
    [
        ((), (0, 0)),
        ((P, A, P), (1, 1)),
        ((A, A, P, A), (3, 2)),
        ((A, E, A), (2, 1)),  # the family gave news: no run
        ((A, R, A), (2, 1)),
        ((A, D, A, A), (3, 2)),
        ((A, A, A), (3, 3)),
    ],
)
def test_counts(genres: tuple[GenreCode, ...], attendus: tuple[int, int]) -> None:
    pointages = [Pointage(MATIN + timedelta(weeks=n), genre) for n, genre in enumerate(genres)]
    assert compter(reversed(pointages)) == Comptes(*attendus)


def test_a_justified_absence_neither_counts_nor_joins_a_run() -> None:
    pointages = [Pointage(MATIN + timedelta(weeks=n), A, est_justifiee=n == 1) for n in range(3)]
    assert compter(pointages) == Comptes(2, 1)


def test_two_lessons_of_a_day_are_two() -> None:
    assert compter([Pointage(MATIN, A), Pointage(MATIN + timedelta(hours=2), A)]) == Comptes(2, 2)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.sampled_from(GenreCode), st.booleans())))
def test_counts_follow_no_order_and_keep_their_bounds(vus: list[tuple[int, GenreCode, bool]]) -> None:
    pointages = [Pointage(MATIN + timedelta(hours=h), g, j) for h, g, j in {v[0]: v for v in vus}.values()]
    comptes = compter(pointages)
    assert comptes == compter(reversed(pointages))
    assert 0 <= comptes.consecutives <= comptes.cumul <= len(pointages)
    assert comptes.cumul == sum(p.est_comptee for p in pointages)
    assert (comptes.consecutives == 0) == (comptes.cumul == 0)
    excuses = [Pointage(p.a + timedelta(minutes=1), E) for p in pointages]
    assert compter([*pointages, *excuses]) == Comptes(comptes.cumul, min(1, comptes.cumul))


@given(st.datetimes(datetime.fromisoformat("2026-09-01"), datetime.fromisoformat("2027-08-01")), st.integers(5, 720))
def test_an_absence_of_the_lesson_itself_covers_it_and_none_that_touches_it(debut: datetime, duree: int) -> None:
    fin = debut + timedelta(minutes=duree)

    def de(du: datetime, au: datetime) -> Etendue:
        return Etendue(du.date(), du.time(), au.date(), au.time())

    assert de(debut, fin).couvre(debut, duree, FM)
    assert not de(fin, fin + timedelta(days=1)).couvre(debut, duree, FM)
    assert not de(debut - timedelta(days=1), debut).couvre(debut, duree, FM)


AVERTISSEMENT = PalierDu(1, 1, Mesure.CUMUL, Portee.COURS, Intervalle.PERIODE, ActionPalier.AVERTISSEMENT)
CONSEIL = PalierDu(2, 3, Mesure.CUMUL, Portee.ELEVE, Intervalle.ANNEE, ActionPalier.CONSEIL)
LIVRES = (AVERTISSEMENT, CONSEIL)


def manquee(n: int, cours: int = FM, *, suite: int = 0, dit: int = 0, ici: bool = True) -> Manquee:
    return Manquee(n, cours, MATIN + timedelta(days=n), (suite, suite), dit, ici)


def dues(*manquees: Manquee, paliers: tuple[PalierDu, ...] = LIVRES) -> list[tuple[int, list[int]]]:
    return [(e.rang, [m.presence_id for m in e.manquees]) for e in etapes_dues(paliers, manquees)]


def test_the_first_absence_warns_and_the_third_goes_to_the_council() -> None:
    assert dues() == []
    assert dues(manquee(1)) == [(1, [1])]
    assert dues(manquee(1, dit=1)) == []
    assert dues(manquee(1, dit=1), manquee(2)) == []  # this step was told for this course
    assert dues(manquee(1, dit=1), manquee(2, HARPE)) == [(1, [2])]
    assert dues(manquee(2, HARPE), manquee(1)) == [(1, [1, 2])]  # one letter for two courses
    assert dues(manquee(1, dit=1), manquee(2), manquee(3, HARPE)) == [(2, [1, 2, 3])]  # tells the harp whole
    assert dues(*(manquee(n, dit=2) for n in range(3))) == []
    assert dues(*(manquee(n, dit=2) for n in range(3)), manquee(4)) == []


def test_a_new_period_warns_again_and_the_year_goes_on() -> None:
    avant = (manquee(1, dit=1, ici=False),)
    assert dues(*avant, manquee(40)) == [(1, [40])]
    assert dues(*avant, manquee(40, dit=1), manquee(41)) == [(2, [1, 40, 41])]


def test_a_step_of_consecutive_absences_asks_for_a_run() -> None:
    suite = PalierDu(1, 2, Mesure.CONSECUTIF, Portee.COURS, Intervalle.ANNEE, ActionPalier.COURRIER)
    assert dues(manquee(1, suite=1), manquee(2, suite=2), paliers=(suite,)) == []
    assert dues(manquee(1, suite=1), manquee(2, suite=2), manquee(3, suite=2), paliers=(suite,)) == [(1, [2, 3])]
    assert dues(manquee(2, suite=2, dit=1), manquee(3, suite=2), paliers=(suite,)) == []


def test_the_whole_day_and_the_times_are_written_as_said() -> None:
    assert Etendue(date(2026, 11, 4), time(14), date(2026, 11, 4), time(15, 15)).en_clair() == (
        "le 04/11/2026 de 14:00 à 15:15"
    )
