"""Scenes of the window of the instruments."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.locations.fenetre import FenetreLocations


def parc(plateau: Plateau) -> QWidget:
    """The park: what is free, hired, late, at the workshop."""
    principale = plateau.entrer()
    fenetre = FenetreLocations(plateau.executant, principale.bus, plateau.contexte(), principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    page = fenetre.page("Parc")
    plateau.calme("le parc ne se lit pas")
    page.table.setCurrentIndex(page.modele.index(0, 0))
    plateau.calme("l’histoire ne se lit pas")
    return fenetre
