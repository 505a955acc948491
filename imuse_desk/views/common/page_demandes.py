"""A page that asks before it acts, one thing at a time."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.views.common.demande import Demande


class PageDemandes(QWidget):
    """``demander(Demande(…), self._annuler)``; ``conclure()`` once the act is done, ``refus_dit(erreur)`` if not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.demande: Demande | None = None

    def demander(self, demande: Demande, agir: Callable[[dict[str, Any]], None]) -> None:
        """Open a request; ``agir``, a slot, receives what was typed."""
        self.demande = demande
        demande.validee.connect(agir)
        demande.finished.connect(self._demande_fermee)
        demande.open()

    @Slot()
    def _demande_fermee(self) -> None:
        self.demande = None

    def conclure(self) -> None:
        """The act is done: close the request that is open, if any."""
        if self.demande is not None:
            self.demande.accept()

    def refus_dit(self, erreur: Exception) -> bool:
        """Say in the request that is open why its act was refused; False where none is open."""
        if self.demande is None:
            return False
        self.demande.refuser(erreur)
        return True
