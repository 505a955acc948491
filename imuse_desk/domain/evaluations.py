"""Words of evaluation: scales, periods, opinions, outcomes.

Marks are whole hundredths: 450 is 4,50. Scales, criteria, periods and outcome words are tables of each site.
"""

from enum import StrEnum


class GenreBareme(StrEnum):
    """How a mark is written."""

    NOMBRE = "nombre"
    LETTRE = "lettre"
    MENTION = "mention"


class GenrePeriode(StrEnum):
    """What a period of evaluation is."""

    SEMESTRE = "semestre"
    TRIMESTRE = "trimestre"
    ANNEE = "annee"
    SESSION = "session"


class EtatFeuille(StrEnum):
    """A sheet of marks: open to its teachers, then validated by the direction."""

    OUVERTE = "ouverte"
    VALIDEE = "validee"


class Avis(StrEnum):
    """What a teacher says of a pupil's re-enrolment."""

    FAVORABLE = "favorable"
    RESERVE = "reserve"
    DEFAVORABLE = "defavorable"

    @property
    def libelle(self) -> str:
        """The word that screens and papers show."""
        return {Avis.FAVORABLE: "Favorable", Avis.RESERVE: "Réservé", Avis.DEFAVORABLE: "Défavorable"}[self]


class GenreMot(StrEnum):
    """Lists of words of the house: results, mentions, admissions, reasons of an absence at an evaluation."""

    RESULTAT = "resultat"
    MENTION = "mention"
    ADMISSION = "admission"
    MOTIF = "motif"
