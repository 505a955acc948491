"""The months closed, and the one that may be closed now."""

import uuid
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.clotures import Clotures, cloturer, lire_clotures
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_caisse as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

QUOI = (
    "Après la clôture, aucune pièce, aucun règlement, aucune écriture ne peut être daté de ce mois ni d’avant. "
    "Un chèque impayé d’un mois clos est daté du jour où il revient."
)


class PageClotures(QWidget):
    """``PageClotures(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._lues = Clotures((), None)
        self._operation_id = uuid.uuid4()
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.modele = ModeleFixe(mots.COLONNES_CLOTURES, self)
        self.table = TableListe("Mois clos")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("lock-simple", "Aucun mois clos"))
        carte = Carte("Mois clos", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.clotures", "Mois clos", mots.CLOTURES)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        self.clore = primaire("&Clore le mois", "lock-simple")
        self.clore.setEnabled(False)
        bas = QHBoxLayout()
        bas.setSpacing(12)
        bas.addWidget(texte(QUOI, "second", replie=True), 1)
        bas.addWidget(self.clore)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(carte, 1)
        page.addLayout(bas)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.clore.clicked.connect(self._demander)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Read the closings again."""
        self._executant.lire(partial(lire_clotures, self._ctx), self._lu, self._refuse, cle="clotures")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "caisse" in changements.genres:
            self.relire()

    @Slot(object)
    def _lu(self, lues: Clotures) -> None:
        self._lues = lues
        self.modele.poser((vue.acte_id, mots.cellules_cloture(vue)) for vue in lues.closes)
        self.clore.setEnabled(lues.a_clore is not None)
        self.clore.setText(f"&Clore {mots.mois(lues.a_clore)}" if lues.a_clore else "Aucun mois à clore")

    @Slot()
    def _demander(self) -> None:
        if self._lues.a_clore is None:
            return
        nom = mots.mois(self._lues.a_clore)
        demande = Confirmation(
            self, f"Clore {nom}\u00a0?", f"{QUOI} Une clôture ne se défait pas.", f"&Clore {nom}",
            nom_icone="lock-simple",
        )  # fmt: skip
        demande.accepted.connect(self._clore)
        demande.open()

    @Slot()
    def _clore(self) -> None:
        if self._lues.a_clore is not None:
            self.clore.setEnabled(False)
            self.echec.hide()
            acte = partial(cloturer, self._ctx, self._lues.a_clore, self._operation_id)
            self._executant.ecrire(acte, self._close, self._refuse)

    @Slot(object)
    def _close(self, fait: Fait[int]) -> None:
        self._operation_id = uuid.uuid4()
        self._bus.publier(fait.changements)
        self._bus.dire("Mois clos")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
        self.clore.setEnabled(self._lues.a_clore is not None)
