"""Which pages a course and a pupil's course have, in their order."""

from collections.abc import Sequence

from imuse_desk.services.lectures.suivi import CoursDuSuivi, MonCours
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.evaluations.page import PageEvaluations
from imuse_desk.views.suivi.page_absences import PageAbsencesCours, PageAbsencesEleve
from imuse_desk.views.suivi.page_evaluations import PageEvaluationsEleve
from imuse_desk.views.suivi.page_mois import PageMois
from imuse_desk.views.suivi.page_suivi import PageSuivi
from imuse_desk.views.suivi.pages import Page


def pages_d_un_cours(executant: Executant, bus: Bus) -> Sequence[Page[MonCours]]:
    """What follows the pupils of a course."""
    evaluations, mois = PageEvaluations(executant, bus), PageMois(executant, bus)
    absences = PageAbsencesCours(executant, bus)
    return (
        Page("Évaluations", evaluations, evaluations.ouvrir, evaluations.entrer),
        Page("Présences", mois, mois.ouvrir, mois.entrer),
        Page("Absences", absences, absences.ouvrir, absences.entrer),
    )


def pages_d_un_eleve(executant: Executant, bus: Bus) -> Sequence[Page[CoursDuSuivi]]:
    """What follows the card of a pupil's course."""
    evaluations, absences = PageEvaluationsEleve(executant, bus), PageAbsencesEleve(executant, bus)
    return (
        Page("Évaluations", evaluations, evaluations.ouvrir, evaluations.entrer),
        Page("Absences", absences, absences.ouvrir, absences.entrer),
    )


def dessous_d_un_eleve(executant: Executant, bus: Bus) -> Page[CoursDuSuivi]:
    """What stands under the card of a pupil's course."""
    suivi = PageSuivi(executant, bus)
    return Page("Suivi", suivi, suivi.ouvrir, suivi.entrer)
