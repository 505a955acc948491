"""A family's letters for the page that hosts them: its messages and the papers kept, newest first."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.courrier import HistoriqueCourriers, historique_courriers
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.courriers.gestes import GestesCourriers
from imuse_desk.views.courriers.mots import COLONNES_FAMILLE, IMPRIMER, MESSAGE, RELANCER, rangees
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

Ident = tuple[str, int]


class CourriersFamille(QWidget):
    """``entrer(ctx)``, ``ouvrir(foyer_id)``; ``compte_change(n)`` tells how many letters there are."""

    compte_change = Signal(int)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant = executant
        self._ctx: Contexte | None = None
        self._foyer_id: int | None = None
        self.gestes = GestesCourriers(executant, bus)
        self.refus = Bandeau("warn", "")
        self.refus.hide()
        self.modele = ModeleFixe(COLONNES_FAMILLE, self)
        self.table = TableListe("Courriers de la famille")
        self.table.brancher(self.modele)
        self.vide = EtatVide(
            "envelope-simple", "Aucun courrier pour l’instant", "L’accusé de réception d’une réinscription viendra ici."
        )
        carte = Carte("Courriers de la famille", pleine_largeur=True)
        carte.ajouter(self.table)
        pleine = QWidget()
        boite = QVBoxLayout(pleine)
        boite.setContentsMargins(0, 0, 0, 0)
        boite.addWidget(carte)
        boite.addStretch(1)
        self.pile = QStackedWidget()
        self.pile.addWidget(self.vide)
        self.pile.addWidget(pleine)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 4, 8)
        colonne.addWidget(self.refus)
        colonne.addWidget(self.pile, 1)
        self.table.ouverte.connect(self._ouvrir)
        self.table.lien_suivi.connect(self._suivre)
        self.gestes.document_lu.connect(self._montrer_document)
        self.gestes.refuse.connect(self._dire_refus)

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: forget what is shown."""
        self._ctx, self._foyer_id = ctx, None
        self._montrer(HistoriqueCourriers((), ()))

    def ouvrir(self, foyer_id: int | None) -> None:
        """Show a household (None: none is open)."""
        if foyer_id != self._foyer_id:
            self._foyer_id = foyer_id
            self._montrer(HistoriqueCourriers((), ()))
        self._relire()

    def objets_changes(self, changements: Changements) -> None:
        """Read again what a write touched: a letter or a paper of the household."""
        if changements.genres & {"message", "foyer", "dossier", "papier"}:
            self._relire()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        self._relire()  # the outbox may have sent since

    def _relire(self) -> None:
        if self._ctx is not None and self._foyer_id is not None:
            self._executant.lire(
                partial(_lire, self._ctx, self._foyer_id), self._lus, self._illisible, cle="courriers_famille"
            )

    @Slot(object)
    def _lus(self, lus: tuple[int, HistoriqueCourriers]) -> None:
        foyer_id, historique = lus
        if foyer_id == self._foyer_id:
            self._montrer(historique)

    def _montrer(self, historique: HistoriqueCourriers) -> None:
        if self._ctx is None:
            return
        lignes = rangees(self._ctx, historique)
        self.modele.poser(lignes)
        for rang, colonne in enumerate(COLONNES_FAMILLE):  # acts that no letter allows leave their room to the words
            if colonne.cle in {IMPRIMER, RELANCER}:
                self.table.setColumnHidden(rang, not any(cellules[rang].texte for _, cellules in lignes))
        self.table.figer_hauteur()
        self.pile.setCurrentIndex(1 if lignes else 0)
        self.compte_change.emit(len(lignes))

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._dire_refus(texte_erreur(erreur).court)

    @Slot(str)
    def _dire_refus(self, phrase: str) -> None:
        self.refus.montrer("warn", phrase)
        self.refus.show()

    # ---- acts

    @Slot(object)
    def _ouvrir(self, ident: Ident) -> None:
        genre, numero = ident
        if self._ctx is None:
            return
        self.refus.hide()
        if genre == MESSAGE:
            self.gestes.ouvrir_message(self._ctx, numero)
        else:
            self.gestes.ouvrir_papier(self._ctx, numero)

    @Slot(object, str)
    def _suivre(self, ident: Ident, colonne: str) -> None:
        if self._ctx is None:
            return
        self.refus.hide()
        if colonne == IMPRIMER:
            self.gestes.imprimer(self._ctx, [ident[1]])
        elif colonne == RELANCER:
            self.gestes.relancer(self._ctx, [ident[1]])
        else:
            self._ouvrir(ident)

    @Slot(str, object)
    def _montrer_document(self, nom: str, octets: bytes) -> None:
        FenetrePapier(self._executant, nom, octets, self).show()


def _lire(ctx: Contexte, foyer_id: int) -> tuple[int, HistoriqueCourriers]:
    return foyer_id, historique_courriers(ctx, foyer_id)
