"""A field made of several widgets (ticks, lists) that a form reads as one value."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget


class ChampCompose(QWidget):
    """Subclasses give ``valeur`` and ``poser_valeur``, and connect their widgets to ``toucher``."""

    modifiee = Signal()

    def valeur(self) -> Any:
        """What is chosen."""
        raise NotImplementedError

    def poser_valeur(self, valeur: Any) -> None:
        """Choose; nothing is emitted."""
        raise NotImplementedError

    def brut(self) -> Any:
        """What is chosen: it can always be read."""
        return self.valeur()

    def poser_brut(self, brut: Any) -> None:
        """Choose again."""
        self.poser_valeur(brut)

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid choosing."""
        self.setEnabled(not est_lecture)

    @Slot()
    def toucher(self) -> None:
        """The person changed something."""
        self.modifiee.emit()
