"""Common half of the Facturation tab and of the block that Famille hosts: read a household when it is seen."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.pieces import Nature
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.compte_famille import CompteFamille, lire_compte
from imuse_desk.services.facturation.registres import RegistreVu
from imuse_desk.services.lectures.facturation import BlocAnnee, FacturationVue, lire_facturation
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.facturation import presentateur
from imuse_desk.views.facturation.accords import AVenir, GestesAccords
from imuse_desk.views.facturation.annees import ListeAnnees
from imuse_desk.views.facturation.facture_seule import FactureSeule
from imuse_desk.views.facturation.gestes import GestesPieces

GENRES = {"bordereau", "foyer", "dossier", "eleve", "piece", "cours", "grille", "personne"}
SANS_DOSSIER = (
    "Aucune famille ouverte",
    "Cherchez une famille, un élève ou un téléphone en haut de la fenêtre (Ctrl+K).",
)


class LecteurFacturation(QWidget):
    """A hidden widget only remembers that it has to read; subclasses say how to show (``montrer``, ``masquer``)."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._foyer_id: int | None = None
        self._est_perime = False
        self.vue: FacturationVue | None = None
        self.gestes = GestesPieces(executant, bus, self)
        self.facture_seule = FactureSeule(executant, bus, self)
        self.accords = GestesAccords(executant, bus, self)
        self.facture_seule.emise.connect(self.gestes.montrer_papier)
        self.reinscrire = secondaire("Ouvrir la réinscription", "clipboard-text")
        self.vide = EtatVide("receipt", *SANS_DOSSIER, self.reinscrire)
        self.reinscrire.clicked.connect(self._reinscrire)

    def montrer(self, vue: FacturationVue, compte: CompteFamille) -> None:
        """Show the years of a household and its ledgers."""
        raise NotImplementedError

    def masquer(self) -> None:
        """Show ``vide`` in place of the years."""
        raise NotImplementedError

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: forget what is shown."""
        self._ctx, self._foyer_id, self.vue = ctx, None, None
        self.gestes.entrer(ctx)
        self._dire_vide(*SANS_DOSSIER)

    def ouvrir(self, foyer_id: int | None) -> None:
        """Show a household (None: none is open)."""
        self._foyer_id = foyer_id
        self._relire()

    def objets_changes(self, changements: Changements) -> None:
        """Read again what a write may have touched: a price follows from nearly everything."""
        if changements.genres & GENRES:
            self._relire()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        if self._est_perime:
            self._relire()

    def _relire(self) -> None:
        ctx, foyer_id = self._ctx, self._foyer_id
        self._est_perime = not self.isVisible()
        if ctx is None or self._est_perime:
            return
        if foyer_id is None:
            self._dire_vide(*SANS_DOSSIER)
        else:
            self._executant.lire(partial(_lire, ctx, foyer_id), self._lue, self._illisible, cle="facturation")

    @Slot(object)
    def _lue(self, lu: tuple[FacturationVue, CompteFamille]) -> None:
        vue, compte = lu
        if vue.foyer_id != self._foyer_id:
            return
        self.vue = vue
        if vue.blocs or compte.blocs or self.gestes.permis.peut_encaisser:
            self.montrer(vue, compte)
        else:
            self._dire_vide("Rien à facturer", presentateur.phrase_aucun_bloc(vue))

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self._dire_vide(message.phrase, message.remede)

    def _dire_vide(self, titre: str, phrase: str) -> None:
        self.reinscrire.setVisible(self.vue is not None and self.vue.dossier_id is not None)
        self.vide.dire(titre, phrase)
        self.masquer()

    @Slot(object, object)
    def facturer(self, annee_id: int, nature: Nature) -> None:
        """Bill the household for a year of one ledger, once it was seen."""
        if self._ctx is not None and self._foyer_id is not None:
            self.facture_seule.demander(self._ctx, self._foyer_id, annee_id, nature)

    def suivre(self, liste: ListeAnnees) -> None:
        """Do what the cards of a ledger ask for."""
        liste.acte_demande.connect(self.gestes.agir)
        liste.facture_demandee.connect(self.facturer)
        liste.accord_demande.connect(self._accorder)
        liste.retrait_demande.connect(self._retirer)

    @Slot(object, object)
    def _accorder(self, bloc: BlocAnnee, registre: RegistreVu) -> None:
        if self._ctx is not None and self._foyer_id is not None:
            self.accords.accorder(self._ctx, AVenir(self._foyer_id, bloc.annee_id, bloc.annee, registre))

    @Slot(object, object)
    def _retirer(self, bloc: BlocAnnee, registre: RegistreVu) -> None:
        if self._ctx is not None and self._foyer_id is not None:
            self.accords.retirer(self._ctx, AVenir(self._foyer_id, bloc.annee_id, bloc.annee, registre))

    @Slot()
    def _reinscrire(self) -> None:
        if self.vue is not None and self.vue.dossier_id is not None:
            self._bus.ouvrir("dossier", self.vue.dossier_id)


def _lire(ctx: Contexte, foyer_id: int) -> tuple[FacturationVue, CompteFamille]:
    """What will be billed, and what was."""
    return lire_facturation(ctx, foyer_id), lire_compte(ctx, foyer_id)
