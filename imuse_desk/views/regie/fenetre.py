"""The window of the régie: batch calls, slips, the check of the pieces; each page for who may use it."""

from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.regie.page_appels import PageAppels
from imuse_desk.views.regie.page_bordereaux import PageBordereaux
from imuse_desk.views.regie.page_verifier import PageVerifier


class FenetreRegie(FenetreReglages):
    """``FenetreRegie(executant, bus, ctx, parent)`` then ``show()``; closing it stops a batch between two chunks."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        pages: dict[str, tuple[Permission, Callable[[Executant, Bus, Contexte], QWidget]]] = {
            "Appels": (Permission.EMETTRE, self._appels),
            "Bordereaux": (Permission.ENCAISSER, PageBordereaux),
            "Vérifier": (Permission.EMETTRE, PageVerifier),
        }
        permises = {titre: page for titre, (permission, page) in pages.items() if ctx.peut(permission)}
        self._appel: PageAppels | None = None
        super().__init__(executant, bus, ctx, "Régie", permises, parent)

    def _appels(self, executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
        self._appel = PageAppels(executant, bus, ctx, self.barre)
        return self._appel

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        if self._appel is not None:
            self._appel.arreter()
        super().closeEvent(event)
