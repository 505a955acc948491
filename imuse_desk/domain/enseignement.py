"""Words of teaching: specialities, how a pupil gets a time, states of an enrolment."""

from enum import StrEnum

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
AMENAGEMENTS = {"": "—", "CHAM": "CHAM", "CHAD": "CHAD", "CHAT": "CHAT"}


class Specialite(StrEnum):
    """The three arts taught."""

    MUSIQUE = "musique"
    DANSE = "danse"
    THEATRE = "theatre"


class ModeAffectation(StrEnum):
    """How a pupil gets a weekly time in a course."""

    CHOISI = "choisi"  # picked among the times with room left
    ATTRIBUE = "attribue"  # instrument, orchestra: given by the house, "plus de cours disponible"
    SUIT_CURSUS = "suit_cursus"  # the row follows the cursus, no tick of its own
    CLASSE_PARTENAIRE = "classe_partenaire"  # CHAM: the partner school's class
    NIVEAU = "niveau"  # dance: by level


def laisse_choisir(mode: ModeAffectation, ha: str, specialite: str) -> bool:
    """Tell whether a pupil picks his time among a course's: no partner school's class does, nor a dance cursus.

    A course that is only assigned, or goes by level, is said so by its mode.
    """
    if ha:
        return False
    if mode is ModeAffectation.SUIT_CURSUS:
        return specialite != Specialite.DANSE
    return mode is ModeAffectation.CHOISI


class EtatInscription(StrEnum):
    """Whether somebody still follows a course."""

    ACTIVE = "active"
    ARRETEE = "arretee"
    CONGE = "conge"
