"""Re-enrolments filed whose course is no longer of the level that the result gave: to be seen again with the family."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.niveaux import HoraireARevoir, lire_horaires_a_revoir
from imuse_desk.views.bulletins import mots
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class PageHoraires(QWidget):
    """``PageHoraires(executant, bus, ctx)`` then ``relire()``; a name opens the family's re-enrolment."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._lignes: dict[int, HoraireARevoir] = {}
        self.modele = ModeleFixe(mots.COLONNES_HORAIRES, self)
        self.table = TableListe("Horaires à revoir")
        self.table.brancher(self.modele)
        self.table.poser_vide(
            EtatVide("check-circle", "Rien à revoir", "Chaque cours demandé est du niveau que le résultat donne.")
        )
        carte = Carte("Réinscriptions déposées dont l’horaire ne convient plus", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("bulletins.horaires", "Horaires à revoir", mots.LIGNES, genre="eleve")
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(carte, 1)
        self.setFocusProxy(self.table)
        self.table.ouverte.connect(self._ouvrir)
        self.table.lien_suivi.connect(self._suivre)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Read them."""
        lire = partial(lire_horaires_a_revoir, self._ctx)
        self._executant.lire(lire, self._lues, self._refuse, cle="horaires")

    @Slot(object)
    def _lues(self, lignes: tuple[HoraireARevoir, ...]) -> None:
        self._lignes = {x.ligne_id: x for x in lignes}
        self.modele.poser((x.ligne_id, mots.cellules_horaire(x)) for x in lignes)

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"dossier", "inscription"} and self.isVisible():
            self.relire()

    @Slot(object, str)
    def _suivre(self, ident: int, _colonne: str) -> None:
        self._ouvrir(ident)

    @Slot(object)
    def _ouvrir(self, ident: int) -> None:
        """The pupil opens in the main window, which this one stops hiding."""
        ligne = self._lignes.get(ident)
        if ligne is not None:
            self._bus.ouvrir("eleve", ligne.eleve_id)
            self.window().showMinimized()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
