"""The window of absences: letters to write, teachers away, the ladder; each page for who may use it."""

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.absences.page_absents import PageAbsents
from imuse_desk.views.absences.page_courriers import PageCourriers
from imuse_desk.views.absences.page_echelle import PageEchelle
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages

PAGES = {
    "À traiter": (Permission.ENVOYER_COURRIER, PageCourriers),
    "Enseignants absents": (Permission.CONSULTER, PageAbsents),
    "Échelle": (Permission.ENVOYER_COURRIER, PageEchelle),
}


class FenetreAbsences(FenetreReglages):
    """``FenetreAbsences(executant, bus, ctx, parent)`` then ``show()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        permises = {titre: page for titre, (permission, page) in PAGES.items() if ctx.peut(permission)}
        super().__init__(executant, bus, ctx, "Absences", permises, parent)
