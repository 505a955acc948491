"""The bar at the foot of a window or of a page: what is said at the left, what can be done at the right."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from imuse_desk.views.common.theme import px

HAUTEUR = 52


class BarreActions(QFrame):
    """``BarreActions(phrase, [annuler, enregistrer])``: the primary button comes last."""

    def __init__(self, phrase: QWidget, boutons: Iterable[QWidget], *, marge: int = 24) -> None:
        super().__init__()
        self.setObjectName("actions")
        self.setMinimumHeight(px(HAUTEUR))  # a sentence of two lines makes it taller
        self._rangee = QHBoxLayout(self)
        self._rangee.setContentsMargins(marge, 10, marge, 10)
        self._rangee.setSpacing(8)
        self._rangee.addWidget(phrase, 1)
        for bouton in boutons:
            self._rangee.addWidget(bouton)

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
