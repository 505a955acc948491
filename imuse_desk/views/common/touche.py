"""Key cap: a shortcut shown beside the action it presses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from imuse_desk.views.common.textes import texte


class Touche(QLabel):
    """One key or combination, as ``Ctrl+K`` or ``Entrée``."""

    def __init__(self, touche: str, parent: QWidget | None = None) -> None:
        super().__init__(touche, parent)
        self.setProperty("role", "touche")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class LegendeTouches(QWidget):
    """A row of key caps, each followed by what it does: ``[("Ctrl+K", "rechercher"), …]``."""

    def __init__(self, touches: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(6)
        for numero, (touche, effet) in enumerate(touches):
            if numero:
                rangee.addSpacing(12)
            rangee.addWidget(Touche(touche))
            rangee.addWidget(texte(effet, "second"))
