"""The pupils of a course opened: who they are, what a teacher may know, whom to call."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.suivi import EleveDuCours, MonCours, lire_eleves_du_cours
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.suivi.largeurs import partager_largeur
from imuse_desk.views.suivi.presentateur import COLONNES_SES_ELEVES, cellules_eleve
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class PageEleves(QWidget):
    """``eleve_ouvert(eleve_id)`` on Enter or a double click."""

    eleve_ouvert = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self.eleves: tuple[EleveDuCours, ...] = ()
        self.carte = Carte("Élèves du cours", pleine_largeur=True)
        self.table = TableListe("Élèves du cours ouvert")
        self.modele = ModeleFixe(COLONNES_SES_ELEVES, self)
        self.table.brancher(self.modele)
        partager_largeur(self.table, self.modele)
        self.table.poser_vide(EtatVide("student", "Aucun élève", "Aucun élève n’est inscrit à cet horaire."))
        self.carte.ajouter(self.table, 1)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.carte, 1)
        self.table.ouverte.connect(self.eleve_ouvert)

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx = ctx
        self.eleves = ()
        self.modele.poser(())

    def ouvrir(self, cours: MonCours) -> None:
        """Read the pupils of a weekly time."""
        if self._ctx is not None:
            lecture = partial(lire_eleves_du_cours, self._ctx, cours.creneau_id)
            self._executant.lire(lecture, self._lus, self._illisible, cle="eleves")

    @Slot(object)
    def _lus(self, eleves: tuple[EleveDuCours, ...]) -> None:
        self.eleves = eleves
        self.modele.poser((e.eleve_id, cellules_eleve(e)) for e in eleves)

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
