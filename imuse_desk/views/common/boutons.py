"""Buttons: one function a kind, so that screens never set a style.

``primaire("&Enregistrer", "check")`` is the one primary button of a view; ``icone_seule("printer", "Imprimer",
"Ctrl+P")`` carries a tooltip with the shortcut and an accessible name.
"""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from imuse_desk.domain.textes import visible
from imuse_desk.views.common.icones import AVANT_TEXTE, poser_icone

Genre = Literal["primary", "secondary", "ghost", "danger", "danger_plein", "icone", "lien", "entete", "pastille"]

_ENCRE: dict[str, str] = {
    "primary": "on_fill",
    "danger_plein": "on_fill",
    "danger": "bad",
    "ghost": "accent",
    "lien": "accent",
}


class Bouton(QPushButton):
    """A push button of one of the kinds of the sheet, with an optional icon before its words."""

    def __init__(
        self, texte: str, genre: Genre = "secondary", nom_icone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(visible(texte), parent)
        self.setProperty("kind", genre)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if nom_icone:
            poser_icone(self, nom_icone, _ENCRE.get(genre, "text2"), apres=AVANT_TEXTE if texte else 0)
        if genre in {"lien", "ghost"}:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def setText(self, mots: str) -> None:  # noqa: N802, D102
        super().setText(visible(mots))

    def setToolTip(self, mots: str) -> None:  # noqa: N802, D102
        super().setToolTip(visible(mots))

    def setAccessibleName(self, nom: str) -> None:  # noqa: N802, D102
        super().setAccessibleName(visible(nom))

    def setMenu(self, menu: QMenu) -> None:  # noqa: N802
        """A menu reads from the left, keys on the right, even under a button turned round for its caret."""
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        super().setMenu(menu)


def primaire(texte: str, nom_icone: str = "", parent: QWidget | None = None) -> Bouton:
    """The one primary button of a view: verb and object."""
    return Bouton(texte, "primary", nom_icone, parent)


def secondaire(texte: str, nom_icone: str = "", parent: QWidget | None = None) -> Bouton:
    """An outlined button."""
    return Bouton(texte, "secondary", nom_icone, parent)


def discret(texte: str, nom_icone: str = "", parent: QWidget | None = None) -> Bouton:
    """A button without outline: the escape, or a rare act."""
    return Bouton(texte, "ghost", nom_icone, parent)


def danger(texte: str, nom_icone: str = "", parent: QWidget | None = None) -> Bouton:
    """An outlined red button: removes or refuses something."""
    return Bouton(texte, "danger", nom_icone, parent)


def danger_plein(texte: str, nom_icone: str = "", parent: QWidget | None = None) -> Bouton:
    """A filled red button: only the last confirmation, or where refusing is the expected act."""
    return Bouton(texte, "danger_plein", nom_icone, parent)


def lien(texte: str, nom_icone: str = "", parent: QWidget | None = None, *, petit: bool = False) -> Bouton:
    """Words in the accent colour that lead somewhere; ``petit`` is 9 pt, for bands and the status line."""
    bouton = Bouton(texte, "lien", nom_icone, parent)
    if petit:
        bouton.setProperty("taille", "petite")
    return bouton


def icone_seule(nom_icone: str, nom: str, raccourci: str = "", parent: QWidget | None = None) -> Bouton:
    """A square button with an icon only; ``nom`` is its accessible name and, with the shortcut, its tooltip."""
    bouton = Bouton("", "icone", nom_icone, parent)
    bouton.setAccessibleName(nom)
    bouton.setToolTip(f"{nom} ({en_francais(raccourci)})" if raccourci else nom)
    if raccourci:
        bouton.setShortcut(raccourci)
    return bouton


_TOUCHES = {"Up": "Haut", "Down": "Bas", "Left": "Gauche", "Right": "Droite", "Return": "Entrée", "Shift": "Maj"}


def en_francais(raccourci: str) -> str:
    """Keys as they are written on a French keyboard: ``Alt+Up`` → ``Alt+Haut``."""
    return "+".join(_TOUCHES.get(touche, touche) for touche in raccourci.split("+"))


def avec_caret(bouton: QPushButton) -> QPushButton:
    """Put a small caret after the words of a button that opens a menu."""
    bouton.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    poser_icone(bouton, "caret-down-bold", _ENCRE.get(bouton.property("kind"), "text2"), 10)
    bouton.setIconSize(QSize(10, 10))
    return bouton
