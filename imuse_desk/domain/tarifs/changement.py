"""What a price that moves in the course of a year changes: the whole year, what is not begun, or what is not due yet.

A line of a bill costs an exact yearly amount and covers a stretch of the year, from 0 to the share due (1 unless the
pupil came late or left). A change cuts the stretch: before the cut the former price stays, after it the new one holds.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import floor

from imuse_desk.domain.tarifs.champs import UN, ZERO
from imuse_desk.domain.tarifs.proration import ANNEE_ENTIERE, Proration, SansProration, Sejour, part_sejour


class Effet(StrEnum):
    """From when a late paper, another quotient, residence or grid holds: a setting of the year."""

    RETROACTIF = "retroactif"
    DEPOT = "depot"
    ECHEANCE = "echeance"


@dataclass(frozen=True, slots=True)
class Tranche:
    """A line over a stretch of the year: ``annuel`` exact cents a year, from ``de`` to ``a``.

    ``cle`` and ``place`` (several lines may be alike) find the same line in two bills; ``indice`` is where the line
    stands in its bill, ``est_ancienne`` says which bill.
    """

    cle: Hashable
    indice: int
    annuel: Fraction
    de: Fraction = ZERO
    a: Fraction = UN
    est_ancienne: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Periodes:
    """What a year is made of: its bounds, the rule of its grid, the first day of each period from the second on."""

    debut_le: date
    fin_le: date
    proration: Proration
    debuts: tuple[date, ...] = ()

    @property
    def nombre(self) -> int:
        """How many periods the year has; its days where it has none."""
        return len(self.debuts) + 1 if self.debuts else (self.fin_le - self.debut_le).days + 1

    def commencee(self, jour: date, sejour: Sejour = ANNEE_ENTIERE) -> Fraction:
        """The share of the year begun on a day: what somebody who left on that day would owe of it.

        Without a rule of the grid the periods are equal; without periods, the days before count.
        """
        if jour < (sejour.entree_le or self.debut_le) or jour < self.debut_le:
            return ZERO
        if not self.debuts:
            return min(UN, Fraction((jour - self.debut_le).days, self.nombre))
        if isinstance(self.proration, SansProration):
            return Fraction(1 + sum(debut <= jour for debut in self.debuts), self.nombre)
        sortie = jour if sejour.sortie_le is None else min(jour, sejour.sortie_le)
        return part_sejour(self.proration, self.debuts, Sejour(sejour.entree_le, sortie))


def part_echue(anciennes: Sequence[Tranche], echu_centimes: int) -> Fraction:
    """The share of what was billed that is due already: the lines before it come to ``echu_centimes``."""
    bornes = sorted({ZERO, UN, *(b for t in anciennes for b in (t.de, t.a))})
    compte = ZERO
    for debut, fin in pairwise(bornes):
        par_an = sum((t.annuel for t in anciennes if t.de <= debut and t.a >= fin), ZERO)
        pas = par_an * (fin - debut)
        if par_an > 0 and compte + pas >= echu_centimes:
            return max(ZERO, debut + (echu_centimes - compte) / par_an)
        compte += pas
    return UN


def changer_de_prix(
    anciennes: Sequence[Tranche], nouvelles: Sequence[Tranche], coupe: Callable[[Tranche], Fraction]
) -> tuple[Tranche, ...]:
    """The lines of the bill to come, in the order of ``nouvelles``: ``coupe`` tells where each is cut.

    A line whose yearly price did not move goes on; one that a single bill has (a course added or left) follows its own
    rule: it is billed whole, or no more.
    """
    par_cle: dict[tuple[Hashable, int], list[Tranche]] = {}
    for tranche in sorted(anciennes, key=lambda t: t.de):
        par_cle.setdefault((tranche.cle, tranche.place), []).append(tranche)
    return tuple(t for n in nouvelles for t in _suivre(par_cle.get((n.cle, n.place), ()), n, coupe(n)))


def _suivre(avant: Sequence[Tranche], nouvelle: Tranche, coupe: Fraction) -> Iterable[Tranche]:
    if not avant:
        return [nouvelle]
    if avant[-1].annuel == nouvelle.annuel:
        avant, debut = avant[:-1], min(avant[-1].de, nouvelle.a)
    else:
        debut = min(coupe, avant[-1].a, nouvelle.a)
    gardees = [replace(t, a=min(t.a, debut), est_ancienne=True) for t in avant if t.de < debut]
    return [*gardees, replace(nouvelle, de=debut)] if debut < nouvelle.a else gardees


def arrondir(tranches: Sequence[Tranche]) -> tuple[int, ...]:
    """Whole cents for each line: those of one bill sum to the rounded sum, so the total stays between both prices."""
    cumuls = {False: (ZERO, ZERO), True: (ZERO, ZERO)}
    montants = []
    for t in tranches:
        avant_de, avant_a = cumuls[t.est_ancienne]
        de, a = avant_de + t.annuel * t.de, avant_a + t.annuel * t.a
        montants.append(_entier(a) - _entier(de) - _entier(avant_a) + _entier(avant_de))
        cumuls[t.est_ancienne] = de, a
    return tuple(montants)


def _entier(exact: Fraction) -> int:
    """Half-up on both sides of zero: moving by whole cents moves what is rounded by as much."""
    return floor(exact + Fraction(1, 2))
