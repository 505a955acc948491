"""Scenes of the window of the instruments."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.locations.fenetre import FenetreLocations


def _ouvrir(plateau: Plateau, page: str) -> QWidget:
    """The window at a page, its first row chosen."""
    principale = plateau.entrer()
    fenetre = FenetreLocations(plateau.executant, principale.bus, plateau.contexte(), principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    vue = fenetre.page(page)
    plateau.calme("la page ne se remplit pas")
    vue.table.setCurrentIndex(vue.modele.index(0, 0))
    plateau.calme("la rangée choisie ne se lit pas")
    return fenetre


def parc(plateau: Plateau) -> QWidget:
    """The park: what is free, hired, late, at the workshop."""
    return _ouvrir(plateau, "Parc")


def attente(plateau: Plateau) -> QWidget:
    """Who waits for an instrument, and what is free for them."""
    return _ouvrir(plateau, "Attente")
