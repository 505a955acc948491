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


class EtatInscription(StrEnum):
    """Whether somebody still follows a course."""

    ACTIVE = "active"
    ARRETEE = "arretee"
    CONGE = "conge"
