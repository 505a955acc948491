"""Words of evaluation: scales, periods, opinions, outcomes.

Marks are whole hundredths: 450 is 4,50. Scales, criteria, periods and outcome words are tables of each site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

APPRECIATION_MAX = 300
"""Characters of a teacher's comment that the bulletin has room for."""


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


@dataclass(frozen=True, slots=True)
class Portee:
    """The courses that a kind of evaluation is for; what is None restricts nothing."""

    cursus_id: int | None = None
    discipline_id: int | None = None
    est_individuelle: bool | None = None


def types_du_cours(portees: Sequence[Portee], cours: Portee) -> list[int]:
    """The places, among the kinds of a site, of those that a course is marked by.

    A kind of its very discipline takes the place of those for any individual, or any group lesson.
    """
    retenus = [
        rang
        for rang, portee in enumerate(portees)
        if portee.cursus_id in {None, cours.cursus_id}
        and portee.discipline_id in {None, cours.discipline_id}
        and portee.est_individuelle in {None, cours.est_individuelle}
    ]
    if any(portees[rang].discipline_id is not None for rang in retenus):
        retenus = [r for r in retenus if portees[r].discipline_id is not None or portees[r].est_individuelle is None]
    return retenus


class MoyenBulletin(StrEnum):
    """How a bulletin left the house."""

    PAPIER = "papier"
    COURRIEL = "courriel"
    ECOLE = "ecole"  # the copy of the partner school of a pupil with adapted hours: no duplicate, no original
