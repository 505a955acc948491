"""Reminders of what is past due: how old a debt is, which level comes next, and why a family is left alone.

A level counts its delay from the earliest due date that is not paid (the first one), or from the level before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

TRANCHES = (30, 60, 90)
"""Last day of each age but the oldest, in days past due."""
DELAI_TITRE_JOURS = 15
"""Days that the last level leaves to pay before the comptable may be asked to collect."""
MINIMUM_TITRE_CENTIMES = 1_500
"""No title is issued under 15 € (CGCT, D. 1611-1)."""


class Canal(StrEnum):
    """How a reminder left."""

    LETTRE = "lettre"
    COURRIEL = "courriel"


class Ecart(StrEnum):
    """Why a family is not reminded today; ``TITRE``: the comptable is to collect what it owes."""

    EXCLUE = "exclue"
    AVANCE = "avance"
    DELAI = "delai"
    RECENTE = "recente"
    DERNIER_NIVEAU = "dernier_niveau"
    TITRE = "titre"
    MINIMUM_TITRE = "minimum_titre"
    MINIMUM = "minimum"
    SANS_ADRESSE = "sans_adresse"


@dataclass(frozen=True, slots=True)
class Palier:
    """A level of reminder: when it comes, in days, and the least that it is sent for, in cents."""

    rang: int
    delai_jours: int
    minimum_centimes: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides for a family; ``dernier`` is the last reminder about what is still owed: its level and its day."""

    du_centimes: int
    depuis_le: date
    dernier: tuple[int, date] | None = None
    exclue_jusqu_au: date | None = None
    avance_centimes: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """The level to send (0: none is left), and what prevents it today; ``le`` is the day it may go at the earliest."""

    rang: int
    ecart: Ecart | None = None
    le: date | None = None


def decider(paliers: Sequence[Palier], situation: Situation, jour: date) -> Decision:
    """Which level a family gets on a day, or why none; ``paliers`` in the order of their ranks."""
    rang, depart = situation.dernier or (0, situation.depuis_le)
    suivant = next((p for p in paliers if p.rang > rang), None)
    a_venir = suivant.rang if suivant else 0
    if situation.exclue_jusqu_au is not None and situation.exclue_jusqu_au >= jour:
        return Decision(a_venir, Ecart.EXCLUE, situation.exclue_jusqu_au)
    if situation.avance_centimes > 0:
        return Decision(a_venir, Ecart.AVANCE)
    if suivant is None:
        return _apres_le_dernier(situation, depart + timedelta(days=DELAI_TITRE_JOURS), jour)
    le = depart + timedelta(days=suivant.delai_jours)
    if le > jour:
        return Decision(a_venir, Ecart.RECENTE if situation.dernier else Ecart.DELAI, le)
    if situation.du_centimes < suivant.minimum_centimes:
        return Decision(a_venir, Ecart.MINIMUM)
    return Decision(a_venir)


def _apres_le_dernier(situation: Situation, le: date, jour: date) -> Decision:
    """Once every level was sent, the debt goes to the comptable."""
    if le > jour:
        return Decision(0, Ecart.DERNIER_NIVEAU, le)
    return Decision(0, Ecart.MINIMUM_TITRE if situation.du_centimes < MINIMUM_TITRE_CENTIMES else Ecart.TITRE)
