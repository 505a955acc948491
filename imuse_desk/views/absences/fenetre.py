"""The window of absences: letters to write, teachers away, the ladder; each page for who may use it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.absences.page_absents import PageAbsents
from imuse_desk.views.absences.page_courriers import PageCourriers
from imuse_desk.views.absences.page_echelle import PageEchelle
from imuse_desk.views.absences.page_ecoles import PageEcoles
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages


class FenetreAbsences(FenetreReglages):
    """``FenetreAbsences(executant, bus, ctx, parent)`` then ``show()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        pages: dict[str, tuple[Permission, Callable[[Executant, Bus, Contexte], QWidget]]] = {
            "À traiter": (Permission.ENVOYER_COURRIER, self._courriers),
            "Écoles": (Permission.ENVOYER_COURRIER, PageEcoles),
            "Enseignants absents": (Permission.CONSULTER, PageAbsents),
            "Échelle": (Permission.ENVOYER_COURRIER, PageEchelle),
        }
        permises = {titre: page for titre, (permission, page) in pages.items() if ctx.peut(permission)}
        super().__init__(executant, bus, ctx, "Absences", permises, parent)

    def _courriers(self, executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
        page = PageCourriers(executant, bus, ctx)
        page.copies.suivi.connect(self._montrer_ecoles)
        return page

    @Slot()
    def _montrer_ecoles(self) -> None:
        self.page("Écoles").relire()
