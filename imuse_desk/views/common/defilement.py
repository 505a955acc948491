"""What scrolls between what stays fixed above and below it: a page, a column of cards."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from imuse_desk.views.common.theme import px

LARGEUR_MAX = 560  # beyond, the column scrolls sideways


def zone_defilante(contenu: QWidget, nom: str = "", *, de_cote: bool = True) -> QScrollArea:
    """Let a page scroll where the screen or the text size leaves it no room; it takes no focus, what it holds does."""
    contenu.setObjectName("contenu")
    zone = QScrollArea()
    zone.setAccessibleName(nom)
    zone.setFrameShape(QFrame.Shape.NoFrame)
    zone.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    zone.setWidgetResizable(True)
    zone.viewport().setAutoFillBackground(False)
    zone.setWidget(contenu)
    if not de_cote:
        zone.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return zone


class Defilement(QScrollArea):
    """A column of cards that scrolls under fixed tabs and actions."""

    def __init__(self, nom: str, *cartes: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(nom)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self._contenu = QWidget()
        self._contenu.setObjectName("contenu")
        colonne = QVBoxLayout(self._contenu)
        colonne.setContentsMargins(0, 0, 4, 12)
        colonne.setSpacing(12)
        for carte in cartes:
            colonne.addWidget(carte)
        colonne.addStretch(1)
        self.setWidget(self._contenu)

    @property
    def manque(self) -> int:
        """The height that it lacks to show everything at once, in pixels."""
        return max(self._contenu.sizeHint().height() - self.viewport().height(), 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102
        return QSize(min(self._contenu.minimumSizeHint().width() + px(14), LARGEUR_MAX), px(120))
