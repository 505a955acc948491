"""The months closed, and the one that may be closed now."""

import uuid
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.clotures import Clotures, cloturer, lire_clotures
from imuse_desk.services.facturation.exports import Periode
from imuse_desk.services.facturation.papiers_etats import papier_journal, papier_versement
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_caisse as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

QUOI = (
    "Après la clôture, plus rien n’est daté de ce mois ni d’avant\u00a0: ni pièce, ni règlement, ni écriture. "
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
        self.table.poser_vide(
            EtatVide("lock-simple", "Aucun mois clos", "Un mois se clôt une fois terminé, le plus ancien d’abord.")
        )
        self.journal = secondaire("&Journal du mois", "printer")
        self.versement = secondaire("État de &versement", "printer")
        carte = Carte("Mois clos", pleine_largeur=True)
        for bouton, imprimer in ((self.journal, self._imprimer_journal), (self.versement, self._imprimer_versement)):
            bouton.setEnabled(False)
            bouton.clicked.connect(imprimer)
            carte.outils.addWidget(bouton)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.clotures", "Mois clos", mots.CLOTURES)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        self.clore = primaire("&Clore le mois", "lock-simple")
        self.clore.setEnabled(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(carte, 1)
        page.addLayout(rangee_actions(texte(QUOI, "second", replie=True), self.clore))
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.clore.clicked.connect(self._demander)
        self.table.choix_change.connect(self._choisi)
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
        self._choisi(self.table.choisi())
        self.clore.setEnabled(lues.a_clore is not None)
        self.clore.setText(f"&Clore {mots.mois(lues.a_clore)}" if lues.a_clore else "Aucun mois à clore")

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        for bouton in (self.journal, self.versement):
            bouton.setEnabled(isinstance(ident, int))

    @Slot()
    def _imprimer_journal(self) -> None:
        self._imprimer(papier_journal)

    @Slot()
    def _imprimer_versement(self) -> None:
        self._imprimer(papier_versement)

    def _imprimer(self, papier: Callable[[Contexte, Periode], tuple[str, bytes]]) -> None:
        """The statement of the month chosen."""
        au = next((vue.au for vue in self._lues.closes if vue.acte_id == self.table.choisi()), None)
        if au is not None:
            acte = partial(papier, self._ctx, Periode(au.replace(day=1), au))
            self._executant.lire(acte, self._imprime, self._refuse, cle="papier")

    @Slot(object)
    def _imprime(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()

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
