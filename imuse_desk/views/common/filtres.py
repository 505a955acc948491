"""Lists that filter a page, each beside its label, on one row."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout

from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px


def rangee_de_listes(listes: Sequence[tuple[str, ListeChoix, str, int]]) -> QHBoxLayout:
    """A row of lists, each as (label with mnemonic, list, accessible name, width)."""
    rangee = QHBoxLayout()
    rangee.setSpacing(8)
    for libelle, liste, nom, largeur in listes:
        etiquette = texte(libelle, "libelle")
        etiquette.setBuddy(liste)
        liste.setAccessibleName(nom)
        liste.setFixedWidth(px(largeur))
        rangee.addWidget(etiquette)
        rangee.addWidget(liste)
    return rangee
