"""The re-enrolments of the site while no dossier is open: type, filter by what waits, Enter opens the dossier."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.valeurs_familles import SOURCE_FAMILLES
from imuse_desk.services.lectures.veille import Attente, compter_attente
from imuse_desk.views.campagne.demande_pieces import DemandePieces
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.familles_listees import COLONNES_EN_PLUS, cellules
from imuse_desk.views.common.liste_fiche import ListeFiche
from imuse_desk.views.common.onglet_liste import OngletListe
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.cellule import Colonne

FILTRES = [
    ("toutes", "Toutes"),
    ("a_verifier", "Pièces à vérifier"),
    ("a_valider", "À valider"),
    ("pieces", "Pièces manquantes"),
    ("sans_reponse", "Sans réponse"),
    ("plafond", "Facturées au plafond"),
]
COLONNES = (
    Colonne("nom", "Famille", 320),
    Colonne("enfants", "Enfants", 260, est_etirable=True),
    Colonne("etat", "Réinscription", 180),
    *COLONNES_EN_PLUS,
)
VIVANTS = frozenset({"piece", "dossier", "dossier_eleve", "foyer", "facture"})


class ListeReinscriptions(OngletListe):
    """``entrer(ctx)``; ``filtrer(keys)`` chooses pills; opening a row asks the bus for the family's dossier."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        liste = ListeFiche(Mots("famille", "familles", est_feminin=True), FILTRES)
        super().__init__(executant, bus, liste, parent)
        liste.nouveau.hide()
        fiche = FicheListe("reinscription", "Réinscriptions", liste.mots, genre="foyer")
        self.brancher_liste(COLONNES, cellules, SOURCE_FAMILLES, fiche)
        titre = texte("Réinscriptions", "titre")
        self.verifier = secondaire("", "seal-check")
        self.verifier.setToolTip("Vérifier les pièces qui attendent (Ctrl+Maj+P)")
        self.verifier.clicked.connect(self._verifier)
        self.verifier.hide()
        haut = QHBoxLayout()
        haut.setContentsMargins(16, 12, 16, 0)
        haut.addWidget(titre, 1)
        haut.addWidget(self.verifier)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(8, 0, 8, 0)
        colonne.setSpacing(0)
        colonne.addLayout(haut)
        colonne.addWidget(liste, 1)
        liste.table.ouverte.connect(self._ouvrir)
        self.demande = DemandePieces(executant, bus, self)
        self.demander = QAction("&Demander les pièces manquantes…", self)
        self.demander.triggered.connect(self._demander)
        self.outils.actions_en_plus = [self.demander]

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx = ctx
        self.demander.setEnabled(ctx.peut(Permission.ENVOYER_COURRIER))
        self.relister()
        self.verifier.hide()
        self._compter()
        self.outils.entrer(ctx)

    def filtrer(self, cles: Sequence[str]) -> None:
        """Show what waits: these pills alone."""
        self.liste.poser_filtre("", cles)
        self.relire()
        self.liste.table.setFocus()

    def objets_changes(self, changements: Changements) -> None:
        """A piece decided or a dossier validated leaves the list that waited for it."""
        if changements.genres & VIVANTS:
            self.modele.rafraichir([ident for genre, ident in changements.objets if genre == "foyer"])
            self.relire()

    def relire(self) -> None:
        """Run the query again, once somebody is there."""
        if self._ctx is not None:
            self.relister()
            self._compter()

    @Slot()
    def _demander(self) -> None:
        """About the rows chosen, else the whole list."""
        choisis = self.liste.table.choisis()
        if self._ctx is not None:
            self.demande.demander(self._ctx, choisis or self.modele.ids)

    def _compter(self) -> None:
        ctx = self.contexte
        if ctx.peut(Permission.DECIDER_PIECE):
            self.executant.lire(partial(compter_attente, ctx), self._comptees, cle="attente")

    @Slot(object)
    def _comptees(self, attente: Attente) -> None:
        self.verifier.setText(f"Vérifier les pièces… ({grouper(str(attente.pieces))})")
        self.verifier.setVisible(attente.pieces > 0)

    @Slot()
    def _verifier(self) -> None:
        self.bus.ouvrir("piece", 0)

    @Slot(object)
    def _ouvrir(self, foyer_id: int) -> None:
        self.bus.choisir("foyer", foyer_id)
