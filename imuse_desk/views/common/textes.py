"""Labels by role (page title, card title, hint…): the sheet gives size, weight and colour."""

from typing import Literal

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from imuse_desk.views.common.theme import Graisse, marquer, police

Role = Literal["titre", "titre_carte", "prix", "libelle", "second", "aide", "fort", "erreur", "averti", "bandeau", ""]


def texte(contenu: str = "", role: Role = "", parent: QWidget | None = None, *, replie: bool = False) -> QLabel:
    """A plain-text label; ``replie`` wraps it (give it stretch 1 in its row)."""
    etiquette = QLabel(contenu, parent)
    etiquette.setTextFormat(etiquette.textFormat().PlainText)
    if role:
        marquer(etiquette, "role", role)
    if replie:
        etiquette.setWordWrap(True)
        etiquette.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return etiquette


def montant_texte(contenu: str, parent: QWidget | None = None) -> QLabel:
    """An amount with figures of one width, right-aligned."""
    etiquette = texte(contenu, parent=parent)
    etiquette.setFont(police(10, Graisse.Normal, tabulaire=True))
    etiquette.setAlignment(etiquette.alignment().AlignRight | etiquette.alignment().AlignVCenter)
    return etiquette


def filet(parent: QWidget | None = None, *, vertical: bool = False) -> QFrame:
    """A one-pixel rule."""
    trait = QFrame(parent)
    trait.setObjectName("filet_vertical" if vertical else "filet")
    return trait
