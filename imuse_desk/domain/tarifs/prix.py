"""The price rules of an item: each gives an exact amount in euros from the quotient and the rank.

A quotient that is unknown (None) counts as the dearest case; 0 is a value. ``calculer`` returns None where the list
has a hole: nothing is ever guessed.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from imuse_desk.domain.tarifs.champs import BANDES, NOMBRE, NOMBRES, NOTE, UN, ZERO, Bandes, Cle, choix


def valeur_de_bande(bandes: Bandes, quotient: Fraction | None) -> Fraction:
    """Find the value of the band that holds the quotient; an unknown quotient falls in the last one."""
    if quotient is not None:
        for limite, valeur in bandes:
            if limite is None or quotient < limite:
                return valeur
    return bandes[-1][1]


@dataclass(frozen=True, kw_only=True)
class _Prix:
    """What every price carries: a printed range, which is a note."""

    TYPE: ClassVar[str]
    etendue: Annotated[Any, Cle("range", NOTE)] = None

    @property
    def plancher(self) -> Fraction:
        """The floor under which an adjustment may be forbidden to go."""
        return ZERO


@dataclass(frozen=True, kw_only=True)
class PrixFixe(_Prix):
    """One amount, with an optional floor for the adjustments."""

    TYPE = "flat"
    montant: Annotated[Fraction, Cle("amount", NOMBRE)]
    minimum: Annotated[Fraction, Cle("floor", NOMBRE)] = ZERO

    @property
    def plancher(self) -> Fraction:
        """The floor written beside the amount."""
        return self.minimum

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Give the amount."""
        return self.montant


@dataclass(frozen=True, kw_only=True)
class PrixLineaire(_Prix):
    """An effort rate on the quotient, between an optional floor and an optional ceiling."""

    TYPE = "linear"
    taux: Annotated[Fraction, Cle("rate", NOMBRE)]
    minimum: Annotated[Fraction | None, Cle("min", NOMBRE)] = None
    maximum: Annotated[Fraction | None, Cle("max", NOMBRE)] = None
    decalage: Annotated[Fraction, Cle("offset", NOMBRE)] = ZERO
    index: Annotated[str, Cle("index", choix("qf"))] = "qf"

    @property
    def plancher(self) -> Fraction:
        """The floor of the formula."""
        return ZERO if self.minimum is None else self.minimum

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Apply the rate, then the floor, then the ceiling; an unknown quotient pays the ceiling."""
        if quotient is None:
            return self.maximum
        valeur = self.brut(quotient)
        if self.minimum is not None and valeur < self.minimum:
            valeur = self.minimum
        if self.maximum is not None and valeur > self.maximum:
            valeur = self.maximum
        return valeur

    @property
    def est_a_l_envers(self) -> bool:
        """Tell whether the floor is above the ceiling, a slip that would charge the ceiling to everyone."""
        return self.minimum is not None and self.maximum is not None and self.minimum > self.maximum

    def brut(self, quotient: Fraction) -> Fraction:
        """Give the amount before floor and ceiling."""
        valeur = quotient * self.taux
        return valeur + self.decalage if self.decalage else valeur


@dataclass(frozen=True, kw_only=True)
class PrixParBandes(_Prix):
    """A table of bands on the quotient; each upper limit is exclusive, the last one is open."""

    TYPE = "bands"
    bandes: Annotated[Bandes, Cle("bands", BANDES)]
    index: Annotated[str, Cle("index", choix("qf"))] = "qf"

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Give the amount of the band."""
        return valeur_de_bande(self.bandes, quotient)


@dataclass(frozen=True, kw_only=True)
class PrixParRang(_Prix):
    """One amount a rank; the last one repeats."""

    TYPE = "by_rank"
    montants: Annotated[tuple[Fraction, ...], Cle("amounts", NOMBRES)]

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Give the amount of the rank (1 for the first)."""
        return self.montants[min(rang, len(self.montants)) - 1]


@dataclass(frozen=True, kw_only=True)
class PrixHoraire(_Prix):
    """A rate for an hour, times the length of a lesson, times the lessons, times the pupil's share."""

    TYPE = "hourly"
    taux: Annotated[Fraction, Cle("rate", NOMBRE)]
    heures: Annotated[Fraction, Cle("hours", NOMBRE)]
    seances: Annotated[Fraction, Cle("lessons", NOMBRE)]
    part: Annotated[Fraction, Cle("share", NOMBRE)] = UN

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Multiply the four."""
        return self.taux * self.heures * self.seances * self.part


@dataclass(frozen=True, kw_only=True)
class PrixPartiel(_Prix):
    """A percentage of a full cost."""

    TYPE = "share_of"
    plein: Annotated[Fraction, Cle("full", NOMBRE)]
    pourcent: Annotated[Fraction, Cle("pct", NOMBRE)]

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Take the percentage."""
        return self.plein * self.pourcent / 100


@dataclass(frozen=True, kw_only=True)
class NonPropose(_Prix):
    """The item is not for this case."""

    TYPE = "not_offered"

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Give no amount."""
        return None


@dataclass(frozen=True, kw_only=True)
class PrixInconnu(_Prix):
    """The price list has a hole here."""

    TYPE = "unknown"

    def calculer(self, quotient: Fraction | None, rang: int) -> Fraction | None:
        """Give no amount."""
        return None


Prix = PrixFixe | PrixLineaire | PrixParBandes | PrixParRang | PrixHoraire | PrixPartiel | NonPropose | PrixInconnu
TYPES_PRIX: dict[str, type[Any]] = {
    classe.TYPE: classe
    for classe in (
        PrixFixe,
        PrixLineaire,
        PrixParBandes,
        PrixParRang,
        PrixHoraire,
        PrixPartiel,
        NonPropose,
        PrixInconnu,
    )
}
