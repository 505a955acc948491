"""Words of attendance: what a roll call may say, the life of a lesson, the steps of the ladder of absences.

Source: rules of the houses (one unjustified absence: warning; three: orientation council), which differ: each site has
its own table. A teacher's own absence is never counted against a pupil.
"""

from enum import StrEnum


class GenreCode(StrEnum):
    """What a code of the roll call means to the counters, whatever its word and key."""

    PRESENT = "present"
    ABSENT = "absent"  # counted, until somebody justifies it
    EXCUSE = "excuse"  # away, told before or justified: shown, never counted against the pupil
    RETARD = "retard"
    DISPENSE = "dispense"


class EtatSeance(StrEnum):
    """The life of a lesson."""

    PREVUE = "prevue"
    DEPLACEE = "deplacee"
    ANNULEE = "annulee"
    ENSEIGNANT_ABSENT = "enseignant_absent"
    RATTRAPAGE = "rattrapage"

    @property
    def a_lieu(self) -> bool:
        """Pupils are expected at it."""
        return self not in (EtatSeance.ANNULEE, EtatSeance.ENSEIGNANT_ABSENT)


class Mesure(StrEnum):
    """How a step counts absences."""

    CUMUL = "cumul"
    CONSECUTIF = "consecutif"


class Portee(StrEnum):
    """What a step counts together: one course, or all the pupil's courses."""

    COURS = "cours"
    ELEVE = "eleve"


class Intervalle(StrEnum):
    """Since when a step counts."""

    PERIODE = "periode"
    ANNEE = "annee"


class ActionPalier(StrEnum):
    """What a step leads to."""

    COURRIER = "courrier"
    AVERTISSEMENT = "avertissement"
    CONSEIL = "conseil"
