"""A price that moves in the course of a year: where each line is cut, and what it then comes to."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.tarifs.changement import Periodes, Tranche, arrondir, changer_de_prix, part_echue
from imuse_desk.domain.tarifs.proration import Fractions, PeriodesCommencees, SansProration, Sejour

DEBUT, FIN = date(2026, 9, 1), date(2027, 8, 31)
TRIMESTRES = (date(2027, 1, 1), date(2027, 4, 1))
DIX = tuple(date(2026, m, 1) for m in (10, 11, 12)) + tuple(date(2027, m, 1) for m in range(1, 7))
EN_DIX, DEGRESSIF = PeriodesCommencees(periodes=10), Fractions(
    par_periode=((1, Fraction(1)), (2, Fraction(2, 3)), (3, Fraction(1, 4)))
)  # fmt: skip


def f(numerateur: int, denominateur: int = 1) -> Fraction:
    return Fraction(numerateur, denominateur)


@pytest.mark.parametrize(
    ("regle", "debuts", "sejour", "jour", "part"),
    [
        (EN_DIX, DIX, Sejour(), date(2026, 8, 31), f(0)),
        (EN_DIX, DIX, Sejour(), date(2026, 9, 1), f(1, 10)),
        (EN_DIX, DIX, Sejour(), date(2026, 12, 31), f(4, 10)),
        (EN_DIX, DIX, Sejour(), date(2027, 1, 1), f(5, 10)),
        (EN_DIX, DIX, Sejour(), date(2027, 6, 1), f(1)),
        (EN_DIX, DIX, Sejour(entree_le=date(2027, 1, 15)), date(2027, 1, 10), f(0)),
        (EN_DIX, DIX, Sejour(entree_le=date(2027, 1, 15)), date(2027, 2, 3), f(2, 10)),
        (EN_DIX, DIX, Sejour(sortie_le=date(2026, 11, 30)), date(2027, 5, 1), f(3, 10)),
        (DEGRESSIF, TRIMESTRES, Sejour(), date(2026, 10, 1), f(1, 3)),
        (DEGRESSIF, TRIMESTRES, Sejour(), date(2027, 2, 1), f(3, 4)),
        (SansProration(), TRIMESTRES, Sejour(), date(2027, 2, 1), f(2, 3)),
        (EN_DIX, (), Sejour(), date(2026, 9, 1), f(0)),
        (SansProration(), (), Sejour(), date(2026, 9, 11), f(10, 365)),
        (SansProration(), (), Sejour(), date(2028, 1, 1), f(1)),
    ],
)
def test_the_share_of_the_year_begun_on_a_day(regle, debuts, sejour: Sejour, jour: date, part: Fraction) -> None:
    assert Periodes(DEBUT, FIN, regle, debuts).commencee(jour, sejour) == part


def bill(*montants: int, ancienne: bool = False) -> list[Tranche]:
    return [Tranche(cle, cle, f(m), est_ancienne=ancienne) for cle, m in enumerate(montants)]


def changer(anciennes: list[Tranche], nouvelles: list[Tranche], part: Fraction) -> list[tuple[bool, int]]:
    tranches = changer_de_prix(anciennes, nouvelles, lambda _t: part)
    return [(t.est_ancienne, m) for t, m in zip(tranches, arrondir(tranches), strict=True)]


@pytest.mark.parametrize(
    ("avant", "apres", "part", "lignes"),
    [
        # 76 000 → 60 800 with four tenths begun
        ((40_000, 36_000), (32_000, 28_800), f(4, 10), [(1, 16_000), (0, 19_200), (1, 14_400), (0, 17_280)]),
        # a line whose price did not move is not cut
        ((40_000, 2_000), (32_000, 2_000), f(1, 2), [(1, 20_000), (0, 16_000), (0, 2_000)]),
        # nothing begun, everything begun
        ((40_000,), (32_000,), f(0), [(0, 32_000)]),
        ((40_000,), (32_000,), f(1), [(1, 40_000)]),
        # a course added is billed whole, one that is left no more
        ((40_000,), (40_000, 10_000), f(1, 2), [(0, 40_000), (0, 10_000)]),
        ((40_000, 36_000), (32_000,), f(1, 2), [(1, 20_000), (0, 16_000)]),
        # a reduction moves with the rest
        ((40_000, -20_000), (32_000, -16_000), f(1, 4), [(1, 10_000), (0, 24_000), (1, -5_000), (0, -12_000)]),
        # whole cents: a third of 100.00 and of 50.00
        ((10_000,), (5_000,), f(1, 3), [(1, 3_333), (0, 3_333)]),
    ],
)
def test_a_bill_whose_prices_move(avant, apres, part: Fraction, lignes: list[tuple[int, int]]) -> None:
    assert changer(bill(*avant, ancienne=True), bill(*apres), part) == lignes


def test_a_second_change_leaves_what_the_first_one_kept() -> None:
    """400 € for a quarter, 320 € for a quarter, 200 € for the half that is left."""
    premiere = changer_de_prix(bill(40_000, ancienne=True), bill(32_000), lambda _t: f(1, 4))
    seconde = changer_de_prix(premiere, bill(20_000), lambda _t: f(1, 2))
    assert arrondir(seconde) == (10_000, 8_000, 10_000)
    # back before the first change: nothing of it is left
    assert arrondir(changer_de_prix(premiere, bill(20_000), lambda _t: f(0))) == (20_000,)


def test_a_late_entrant_is_cut_in_his_own_stay() -> None:
    """Six tenths of 400 €, then of 320 €, three of which are begun; the other child was there from the start."""
    avant = [Tranche("tard", 0, f(40_000), a=f(6, 10)), Tranche("tot", 1, f(40_000))]
    apres = [Tranche("tard", 0, f(32_000), a=f(6, 10)), Tranche("tot", 1, f(32_000))]
    coupes = {"tard": f(3, 10), "tot": f(7, 10)}
    tranches = changer_de_prix(avant, apres, lambda t: coupes[str(t.cle)])
    assert arrondir(tranches) == (12_000, 9_600, 28_000, 9_600)


@pytest.mark.parametrize(
    ("anciennes", "echu", "part"),
    [
        (bill(40_000, 36_000), 0, f(0)),
        (bill(40_000, 36_000), 25_334, f(25_334, 76_000)),
        (bill(40_000, 36_000), 76_000, f(1)),
        (bill(40_000, 36_000), 99_000, f(1)),
        (bill(-500), 100, f(1)),
        # 100 € for the first quarter, then 240 €: 180 € are due once a third of what followed is
        ([Tranche(0, 0, f(40_000), a=f(1, 4)), Tranche(0, 0, f(32_000), de=f(1, 4))], 18_000, f(1, 2)),
    ],
)
def test_the_share_that_is_due_already(anciennes: list[Tranche], echu: int, part: Fraction) -> None:
    assert part_echue(anciennes, echu) == part


MONTANTS = st.lists(st.tuples(st.integers(-60_000, 200_000), st.integers(-60_000, 200_000)), min_size=1, max_size=6)
PARTS = st.fractions(0, 1, max_denominator=400)


@given(MONTANTS, PARTS)
def test_the_total_stays_between_both_prices(paires: list[tuple[int, int]], part: Fraction) -> None:
    avant, apres = [a for a, _ in paires], [b for _, b in paires]
    total = sum(m for _, m in changer(bill(*avant, ancienne=True), bill(*apres), part))
    assert min(sum(avant), sum(apres)) <= total <= max(sum(avant), sum(apres))


@given(MONTANTS)
def test_nothing_elapsed_is_the_new_price_and_all_elapsed_the_former(paires: list[tuple[int, int]]) -> None:
    avant, apres = [a for a, _ in paires], [b for _, b in paires]
    anciennes = bill(*avant, ancienne=True)
    assert sum(m for _, m in changer(anciennes, bill(*apres), f(0))) == sum(apres)
    assert sum(m for _, m in changer(anciennes, bill(*apres), f(1))) == sum(avant)


@given(st.lists(st.tuples(st.integers(1, 200_000), st.integers(1, 200_000)), min_size=1, max_size=6), st.data())
def test_what_is_due_stays_at_the_former_price_to_the_cent(paires: list[tuple[int, int]], data: st.DataObject) -> None:
    avant, apres = [a for a, b in paires if a != b], [b for a, b in paires if a != b]
    anciennes = bill(*avant, ancienne=True)
    echu = data.draw(st.integers(0, sum(avant)))
    if avant:
        lignes = changer(anciennes, bill(*apres), part_echue(anciennes, echu))
        assert sum(m for est_ancienne, m in lignes if est_ancienne) == echu
