"""Two levels of tabs that never look alike: the five main ones underlined, the sub-tabs as pills inside a page."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from imuse_desk.views.common.icones import icone
from imuse_desk.views.common.theme import couleur, px


class _Onglets(QTabBar):
    """A tab bar that draws its own focus ring, which the sheet can't reach."""

    def __init__(self, nom: str, nom_objet: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(nom_objet)
        self.setAccessibleName(nom)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex() >= 0:
            peintre = QPainter(self)
            peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
            peintre.setPen(QPen(couleur("accent"), 2))
            droite = 5 if self.objectName() == "sous_onglets" else 1
            cadre = QRectF(self.tabRect(self.currentIndex())).adjusted(1, 1, -droite, -1)
            peintre.drawRoundedRect(cadre, 6, 6)


class SousOnglets(_Onglets):
    """``barre = SousOnglets("Fiche famille", ["Identité", "Élèves"])``, then connect ``currentChanged``."""

    def __init__(self, nom: str, titres: list[str], parent: QWidget | None = None) -> None:
        super().__init__(nom, "sous_onglets", parent)
        for titre in titres:
            self.addTab(titre)


class OngletsPrincipaux(_Onglets):
    """The main tabs, each (title, icon); the icon of the current one takes the accent colour."""

    def __init__(self, nom: str, onglets: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(nom, "principaux", parent)
        self._icones = [nom_icone for _, nom_icone in onglets]
        for titre, _ in onglets:
            self.addTab(titre)
        self.setIconSize(QSize(px(18), px(18)))
        self.currentChanged.connect(self._teinter)
        self._teinter()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icones"):
            self._teinter()

    @Slot()
    def _teinter(self) -> None:
        for rang in range(self.count()):
            jeton = "accent" if rang == self.currentIndex() else "text2"
            self.setTabIcon(rang, icone(self._icones[rang], jeton, 18))
