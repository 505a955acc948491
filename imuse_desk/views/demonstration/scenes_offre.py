"""Scenes of the offer: courses, clashes, holidays, the copy to next year; and a dated change."""

from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible, cliquer
from imuse_desk.views.eleve.changement import DialogueChangement
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.offre.duplication import DialogueDuplication
from imuse_desk.views.offre.fenetre import FenetreOffre
from imuse_desk.views.offre.passages import DialoguePassages

COURS_DE_L_ELEVE = 1
D = TypeVar("D", bound=QWidget)


def _ouvrir(plateau: Plateau) -> FenetreOffre:
    """The window as the director has it."""
    ctx = plateau.contexte("Direction")
    principale = plateau.entrer(ctx)
    fenetre = FenetreOffre(plateau.executant, principale.bus, ctx, principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    return plateau.montrer(fenetre)


def _page(plateau: Plateau, nom: str) -> tuple[FenetreOffre, Any]:
    fenetre = _ouvrir(plateau)
    page = fenetre.page(nom)
    plateau.calme(f"la page {nom} ne s’affiche pas")
    return fenetre, page


def _dialogue(plateau: Plateau, parent: QWidget, bouton: QPushButton, genre: type[D]) -> D:
    """What a click opens, once it is filled."""
    cliquer(bouton)
    plateau.calme("la fenêtre ne se remplit pas")
    dialogue = parent.findChild(genre)
    if dialogue is None:
        raise SceneImpossible(f"{genre.__name__} ne s’ouvre pas")
    return dialogue


def cours(plateau: Plateau) -> QWidget:
    """The courses with what they count."""
    return _ouvrir(plateau)


def passages(plateau: Plateau) -> QWidget:
    """A teacher's block of individual lessons, divided into turns."""
    page = _page(plateau, "Cours")[1]
    cours = [tuple(page.modele.index(r, c).data() for c in (0, 1)) for r in range(page.modele.rowCount())]
    page.table.setCurrentIndex(page.modele.index(cours.index(("Piano", "Musique")), 0))
    plateau.calme("les horaires du cours ne s’affichent pas")
    page.horaires.setCurrentIndex(page.modele_horaires.index(0, 0))
    return _dialogue(plateau, page, page.passages, DialoguePassages)


def chevauchements(plateau: Plateau) -> QWidget:
    """Rooms, teachers and pupils asked for at two places at once."""
    return _page(plateau, "Chevauchements")[0]


def vacances(plateau: Plateau) -> QWidget:
    """Days without lessons."""
    return _page(plateau, "Vacances")[0]


def duplication(plateau: Plateau) -> QWidget:
    """What the copy to next year would make, before it makes it."""
    fenetre = _ouvrir(plateau)
    return _dialogue(plateau, fenetre, fenetre.dupliquer, DialogueDuplication)


def changement(plateau: Plateau) -> QWidget:
    """A pupil changes time, teacher or discipline, stops or takes a leave."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    plateau.ouvrir("eleve", plateau.premier_eleve(foyer_id), Onglet.ELEVE)
    onglet = plateau.onglet(Onglet.ELEVE, OngletEleve)
    onglet.fiche.onglets.setCurrentIndex(COURS_DE_L_ELEVE)
    page = onglet.fiche.page_cours
    page.table.setCurrentIndex(page.modele.index(0, 0))
    return _dialogue(plateau, page, page.changer, DialogueChangement)
