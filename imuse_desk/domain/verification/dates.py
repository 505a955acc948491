"""How old a document may be: a number of calendar months before its deposit.

Source: notices of conservatoires ("justificatif de domicile de moins de 3 mois"); the number is a column of the table
of pieces of each site and year.
"""

from calendar import monthrange
from datetime import date
from enum import StrEnum

from imuse_desk.domain.dates import ANNEE_MINIMALE


class Fraicheur(StrEnum):
    """A document's date beside its deposit."""

    ADMISE = "admise"
    TROP_ANCIENNE = "trop_ancienne"
    A_VENIR = "a_venir"


def premier_jour_admis(depot: date, mois: int) -> date:
    """The deposit minus so many calendar months, held to the end of a shorter month: 31/05 and 3 give 28/02."""
    total = depot.year * 12 + depot.month - 1 - mois
    annee, rang = max(total // 12, ANNEE_MINIMALE), total % 12 + 1
    return date(annee, rang, min(depot.day, monthrange(annee, rang)[1]))


def fraicheur(datee_du: date, depot: date, mois: int) -> Fraicheur:
    """Judge the date printed or sealed on a document; one after the deposit proves nothing."""
    if datee_du > depot:
        return Fraicheur.A_VENIR
    return Fraicheur.ADMISE if datee_du >= premier_jour_admis(depot, mois) else Fraicheur.TROP_ANCIENNE
