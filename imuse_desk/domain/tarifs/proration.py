"""What a late entrant owes, and how a total is cut into calls: integer cents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, ClassVar, NamedTuple

from imuse_desk.domain.argent import demi_sup
from imuse_desk.domain.dates import plus_mois
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.tarifs.champs import (
    ENTIER,
    JOURS,
    MOIS,
    NOMBRE,
    NOTE,
    TABLE,
    TEXTE,
    UN,
    Cle,
    plusieurs,
)

NATURES = ("course", "fee", "rental", "supplement")
PREMIER_MOIS = 8
"""Calls from August on fall in the first calendar year of a season, the others in the second."""


@dataclass(frozen=True, kw_only=True)
class _Proration:
    """What every rule carries: the kinds of lines it concerns, and notes."""

    TYPE: ClassVar[str]
    natures: Annotated[tuple[str, ...], Cle("kinds", plusieurs(*NATURES))] = ("course",)
    periode: Annotated[Any, Cle("period", NOTE)] = None
    minimum: Annotated[Any, Cle("minimum", NOTE)] = None
    regle: Annotated[Any, Cle("rule", NOTE)] = None


@dataclass(frozen=True, kw_only=True)
class SansProration(_Proration):
    """The year is due whenever it is begun."""

    TYPE = "none"

    @property
    def periodes_entree(self) -> int | None:
        """How many periods of entry a year has, None where lessons are counted instead."""
        return 1

    def part(self, depart: int) -> Fraction:
        """Give the whole."""
        return UN


@dataclass(frozen=True, kw_only=True)
class PeriodesCommencees(_Proration):
    """Each begun period is due; ``depart`` runs from 1 to the number of periods."""

    TYPE = "started_periods"
    periodes: Annotated[int, Cle("periods", ENTIER)]

    @property
    def periodes_entree(self) -> int | None:
        """The periods of the year."""
        return self.periodes

    def part(self, depart: int) -> Fraction:
        """Give the periods left over all periods; raises Invalide on ``depart`` out of them."""
        if not 1 <= depart <= self.periodes:
            raise Invalide("depart", "depart_hors_periode", minimum=1, maximum=self.periodes)
        return Fraction(self.periodes - depart + 1, self.periodes)


@dataclass(frozen=True, kw_only=True)
class Fractions(_Proration):
    """A fraction of the year for each period of entry."""

    TYPE = "fractions"
    par_periode: Annotated[tuple[tuple[int, Fraction], ...], Cle("by_period", TABLE)]

    @property
    def periodes_entree(self) -> int | None:
        """The last one of the table."""
        return self.par_periode[-1][0]

    def part(self, depart: int) -> Fraction:
        """Give the fraction of the period; raises Invalide on ``depart`` when the grid has none."""
        for periode, fraction in self.par_periode:
            if periode == depart:
                return fraction
        maximum = self.par_periode[-1][0]
        raise Invalide("depart", "depart_hors_periode", minimum=self.par_periode[0][0], maximum=maximum)


@dataclass(frozen=True, kw_only=True)
class ParSeance(_Proration):
    """Each lesson left is due; ``depart`` is the number of lessons left."""

    TYPE = "per_lesson"
    seances: Annotated[Fraction, Cle("lessons_in_basis", NOMBRE)]

    @property
    def periodes_entree(self) -> int | None:
        """None: what is left is counted in lessons."""
        return None

    def part(self, depart: int) -> Fraction:
        """Give the lessons left over all lessons; raises Invalide on ``depart`` out of them."""
        if not 0 <= depart <= self.seances:
            raise Invalide("depart", "depart_hors_periode", minimum=0, maximum=int(self.seances))
        return depart / self.seances


Proration = SansProration | PeriodesCommencees | Fractions | ParSeance
TYPES_PRORATION: dict[str, type[Any]] = {
    classe.TYPE: classe for classe in (SansProration, PeriodesCommencees, Fractions, ParSeance)
}


class Sejour(NamedTuple):
    """From when to when a line is followed, None for the year's own bounds."""

    entree_le: date | None = None
    sortie_le: date | None = None


ANNEE_ENTIERE = Sejour()


def reunir(sejours: Iterable[Sejour]) -> Sejour:
    """From the first entry to the last departure of what is paid once."""
    vus = list(sejours)
    entrees, sorties = [s.entree_le for s in vus], [s.sortie_le for s in vus]
    return Sejour(
        None if None in entrees or not vus else min(e for e in entrees if e is not None),
        None if None in sorties or not vus else max(s for s in sorties if s is not None),
    )


def part_sejour(proration: Proration, debuts: Sequence[date], sejour: Sejour) -> Fraction:
    """The share of the year due: periods begun, those before the entry and after the departure taken off.

    ``debuts`` are the first days of periods 2, 3…; none at all means that a year begun is due whole.
    Raises Invalide(periodes_a_revoir) where they are not those of the grid.
    """
    if not debuts or isinstance(proration, SansProration):
        return UN
    nombre = proration.periodes_entree
    if nombre is None or len(debuts) != nombre - 1:
        raise Invalide("periodes", "periodes_a_revoir")
    entree = _periode(debuts, sejour.entree_le) if sejour.entree_le is not None else 1
    due = proration.part(entree) if entree > 1 else UN
    if sejour.sortie_le is not None and (suivante := _periode(debuts, sejour.sortie_le) + 1) <= nombre:
        due -= proration.part(suivante)
    return max(due, Fraction(0))


def _periode(debuts: Sequence[date], jour: date) -> int:
    """The period in which a day falls, from 1."""
    return 1 + sum(debut <= jour for debut in debuts)


def proratiser(proration: Proration, total_centimes: int | Fraction, depart: int) -> int:
    """Give what is due for an entry at ``depart``, rounded once, half-up; raises Invalide on ``depart``."""
    return demi_sup(total_centimes * proration.part(depart))


def echeances(total_centimes: int, nombre: int) -> tuple[int, ...]:
    """Cut a total into ``nombre`` whole amounts, the whole remainder on the first; raises Invalide below 1."""
    if nombre < 1:
        raise Invalide("nombre", "echeances_nombre", minimum=1)
    signe = -1 if total_centimes < 0 else 1
    part, reste = divmod(abs(total_centimes), nombre)
    return (signe * (part + reste),) + (signe * part,) * (nombre - 1)


@dataclass(frozen=True, kw_only=True)
class PlanEcheances:
    """A way of paying that the grid offers; ``parts`` is None when the list does not say how many calls."""

    parts: Annotated[int | None, Cle("parts", ENTIER)] = None
    unite: Annotated[str, Cle("unit", TEXTE)] = ""
    mois: Annotated[tuple[int, ...], Cle("months", MOIS)] = ()
    methode: Annotated[str, Cle("method", TEXTE)] = ""
    total_minimum: Annotated[Fraction | None, Cle("min_total", NOMBRE)] = None
    jours: Annotated[tuple[str, ...], Cle("due", JOURS)] = ()
    en_cas_de_defaut: Annotated[Any, Cle("on_default", NOTE)] = None
    notes: dict[str, Any] = field(default_factory=dict)

    def est_ouvert(self, total_centimes: int) -> bool:
        """Tell whether a total is large enough for this plan."""
        return self.total_minimum is None or total_centimes >= self.total_minimum * 100

    def dates(self, annee: int, jour: int = 1) -> tuple[date, ...]:
        """Give the days of the calls in the season that begins in ``annee``, on ``jour`` where only months stand."""
        if self.jours:
            return tuple(jour_de_saison(texte, annee) for texte in self.jours)
        return tuple(jour_de_saison(f"{mois:02d}-{jour:02d}", annee) for mois in self.mois)


def parts_au_plus(plans: Sequence[PlanEcheances], total_centimes: int | None, nombre: int) -> int:
    """How many parts the year allows: the longest plan of the grid open to the total, else the number of the setting.

    A total that is not known yet opens every plan.
    """
    if not plans:
        return max(1, nombre)
    ouverts = [p for p in plans if total_centimes is None or p.est_ouvert(total_centimes)]
    return max((p.parts or 1 for p in ouverts), default=1)


def mensualites(total_centimes: int, nombre: int, premiere_le: date) -> tuple[tuple[date, int], ...]:
    """A total in equal parts of whole cents, one a month from a day, the remainder on the first. Raises Invalide."""
    return tuple((plus_mois(premiere_le, rang), m) for rang, m in enumerate(echeances(total_centimes, nombre)))


@lru_cache(maxsize=1024)
def jour_de_saison(mois_jour: str, annee: int) -> date:
    """Place a MM-DD day in the season that begins in ``annee``; 29 February falls back on the 28th."""
    mois, jour = (int(partie) for partie in mois_jour.split("-"))
    calendaire = annee if mois >= PREMIER_MOIS else annee + 1
    if (mois, jour) == (2, 29) and not _est_bissextile(calendaire):
        jour = 28
    return date(calendaire, mois, jour)


def _est_bissextile(annee: int) -> bool:
    return annee % 4 == 0 and (annee % 100 != 0 or annee % 400 == 0)


@dataclass(frozen=True)
class Echeance:
    """One call of a plan; ``le`` is None when the grid gives no month for it."""

    rang: int
    le: date | None
    montant_centimes: int


def echeancier(plan: PlanEcheances, total_centimes: int, annee: int, jour: int = 1) -> tuple[Echeance, ...]:
    """Cut a total by a plan of the grid; a plan without a number of parts makes one call for each date."""
    dates = plan.dates(annee, jour)
    montants = echeances(total_centimes, plan.parts or len(dates) or 1)
    return tuple(
        Echeance(rang, dates[rang - 1] if rang <= len(dates) else None, montant)
        for rang, montant in enumerate(montants, start=1)
    )
