"""The foot of a window, of a page, of a dialog: what is said at the left, what can be done at the right."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from imuse_desk.views.common.theme import px

HAUTEUR = 52


def rangee_actions(phrase: QWidget | None, *boutons: QWidget) -> QHBoxLayout:
    """A row of buttons at the right, the primary one last; at the left what is said of them, or nothing."""
    rangee = QHBoxLayout()
    rangee.setSpacing(8)
    if phrase is None:
        rangee.addStretch(1)
    else:
        rangee.addWidget(phrase, 1)
    for bouton in boutons:
        rangee.addWidget(bouton)
    return rangee


class BarreActions(QFrame):
    """``BarreActions(phrase, annuler, enregistrer)``: such a row on a ground of its own, from edge to edge."""

    def __init__(self, phrase: QWidget, *boutons: QWidget, marge: int = 24) -> None:
        super().__init__()
        self.setObjectName("actions")
        self.setMinimumHeight(px(HAUTEUR))  # a sentence of two lines makes it taller
        self._rangee = rangee_actions(phrase, *boutons)
        self._rangee.setContentsMargins(marge, 10, marge, 10)
        self.setLayout(self._rangee)

    def ajouter_avant(self, bouton: QWidget) -> None:
        """Add a button at the left of the others."""
        self._rangee.insertWidget(1, bouton)

    def mettre_sous(self, corps: QLayout | QWidget, colonne: QVBoxLayout) -> None:
        """Fill a window's column: its body, and the bar under it from edge to edge."""
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        if isinstance(corps, QWidget):
            colonne.addWidget(corps, 1)
        else:
            colonne.addLayout(corps, 1)
        colonne.addWidget(self)
