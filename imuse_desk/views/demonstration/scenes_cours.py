"""Scenes of the cards of a course, a teacher and a room."""

from PySide6.QtWidgets import QWidget

from imuse_desk.services.lectures.recherche import rechercher
from imuse_desk.views.cours import FenetreCours, FenetreEnseignant, FenetreSalle
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible
from imuse_desk.views.tables.modeles import ROLE_IDENT

COURS = "orchestre"


def _cours(plateau: Plateau) -> FenetreCours:
    """The first course found by its name, as the search opens it."""
    fenetre = plateau.entrer()
    for groupe in rechercher(plateau.contexte(), COURS).groupes:
        for trouve in groupe.lignes:
            if trouve.genre == "cours":
                fenetre.bus.ouvrir("cours", trouve.id)
                return plateau.trouver(FenetreCours)
    raise SceneImpossible(f"aucun cours «\u00a0{COURS}\u00a0»")


def cours(plateau: Plateau) -> QWidget:
    """A course: its times, its pupils."""
    return _cours(plateau)


def enseignant(plateau: Plateau) -> QWidget:
    """The teacher of its first time, by the link of the row."""
    fiche = _cours(plateau)
    fiche.horaires.lien_suivi.emit(fiche.horaires.model().index(0, 0).data(ROLE_IDENT), "enseignants")
    return plateau.trouver(FenetreEnseignant)


def salle(plateau: Plateau) -> QWidget:
    """The room of its first time, by the link of the row."""
    fiche = _cours(plateau)
    fiche.horaires.lien_suivi.emit(fiche.horaires.model().index(0, 0).data(ROLE_IDENT), "salle")
    return plateau.trouver(FenetreSalle)
