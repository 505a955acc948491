"""Labels by role (page title, card title, hint…): the sheet gives size, weight and colour."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QWidget

from imuse_desk.domain.textes import visible
from imuse_desk.views.common.theme import marquer, police, px

Role = Literal[
    "titre", "titre_carte", "prix", "libelle", "second", "aide", "fort", "erreur", "averti", "bandeau", "demonstration",
    "entete_colonne", "",
]  # fmt: skip


class Etiquette(QLabel):
    """A plain-text label. A name that holds control or bidirectional marks shows without them."""

    def __init__(self, contenu: str = "", parent: QWidget | None = None) -> None:
        super().__init__(visible(contenu), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, contenu: str) -> None:  # noqa: N802, D102
        super().setText(visible(contenu))

    def setToolTip(self, contenu: str) -> None:  # noqa: N802, D102
        super().setToolTip(visible(contenu))

    def setAccessibleName(self, nom: str) -> None:  # noqa: N802, D102
        super().setAccessibleName(visible(nom))


def texte(contenu: str = "", role: Role = "", parent: QWidget | None = None, *, replie: bool = False) -> QLabel:
    """A plain-text label; ``replie`` wraps it (give it stretch 1 in its row)."""
    etiquette = Etiquette(contenu, parent)
    if role:
        marquer(etiquette, "role", role)
    if replie:
        etiquette.setWordWrap(True)
        etiquette.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return etiquette


class MontantTexte(Etiquette):
    """An amount with figures of one width, right-aligned; it follows the text size."""

    def __init__(self, contenu: str = "", parent: QWidget | None = None) -> None:
        super().__init__(contenu, parent)
        self.setFont(police(tabulaire=True))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.font().pointSizeF() != police().pointSizeF():
            self.setFont(police(tabulaire=True))


class TexteElide(Etiquette):
    """One line that never pushes its neighbours: elided when too long, whole in its tooltip."""

    def __init__(self, role: Role = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._entier = ""
        if role:
            marquer(self, "role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def montrer(self, mots: str, note: str = "") -> None:
        """Show words; ``note`` is added to the tooltip alone."""
        self._entier = mots
        self.setToolTip("\n".join(m for m in (mots, note) if m))
        self.setAccessibleName(mots)
        self._elider()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        self._elider()

    def _elider(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._entier, Qt.TextElideMode.ElideRight, max(self.width(), 20)))


def poser_elide(etiquette: QLabel | QAbstractButton, mots: str, largeur: int) -> None:
    """Words of at most ``largeur`` pixels on a label or a button; whole in the tooltip and for screen readers."""
    etiquette.setText(etiquette.fontMetrics().elidedText(mots, Qt.TextElideMode.ElideRight, px(largeur)))
    etiquette.setToolTip(mots)


def filet(parent: QWidget | None = None, *, vertical: bool = False) -> QFrame:
    """A one-pixel rule."""
    trait = QFrame(parent)
    trait.setObjectName("filet_vertical" if vertical else "filet")
    return trait
