"""The end of the campaign: who never answered, seen before his place goes to others; undoable from the status line."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from imuse_desk.services.campagne.cloture import SansReponse, clore_campagne, lister_sans_reponse
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.listes_dossiers import en_capitales
from imuse_desk.views.campagne.mots import ELEVES
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import danger_plein, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.familles_listees import puce_etat
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.cellule import Colonne, nom
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("nom", "Élève", 240, est_triable=False, est_etirable=True),
    Colonne("etat", "Réponse", 150, est_triable=False),
)


class DialogueCloture(QDialog):
    """``DialogueCloture(executant, bus, ctx, campagne_id, parent).open()``; nothing is done before the last click."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, campagne_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._ctx, self._campagne_id = executant, bus, ctx, campagne_id
        self._attendus = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Clore la campagne")
        self.resize(px(560), px(520))
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.phrase = texte("Lecture des réponses…", "second", replie=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Élèves sans réponse")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("check-circle", "Tout le monde a répondu", "La campagne peut être close."))
        self.renoncer = secondaire("Re&noncer")
        self.confirmer = danger_plein("&Clore la campagne")
        self.confirmer.setEnabled(False)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(texte("Clore la campagne", "titre_carte"))
        for contenu in (self.echec, self.phrase):
            colonne.addWidget(contenu)
        colonne.addWidget(self.table, 1)
        colonne.addLayout(rangee_actions(None, self.renoncer, self.confirmer))
        self.renoncer.clicked.connect(self.reject)
        self.confirmer.clicked.connect(self._clore)
        self.renoncer.setDefault(True)
        self.renoncer.setFocus()
        self._lire()

    def _lire(self) -> None:
        faire = partial(lister_sans_reponse, self._ctx, self._campagne_id)
        self._executant.lire(faire, self._lus, self._refuse, cle="attendus")

    @Slot(object)
    def _lus(self, attendus: Sequence[SansReponse]) -> None:
        n = self._attendus = len(attendus)
        self.modele.poser((a.eleve_id, [nom(en_capitales(a.nom), a.prenom), puce_etat(a.etat)]) for a in attendus)
        if n == 0:
            self.phrase.setText("Aucun élève n’est sans réponse\u00a0: la clôture ne change aucun dossier.")
            self.confirmer.setText("&Clore la campagne")
        else:
            qui = "n’a pas répondu" if n == 1 else "n’ont pas répondu"
            deviennent = "il devient" if n == 1 else "ils deviennent"
            self.phrase.setText(
                f"{ELEVES.compte(n)} {qui}\u00a0: à la clôture, {deviennent} «\u00a0Ne se réinscrit pas\u00a0», "
                "et les places sont libérées. L’acte s’annule jusqu’à ce soir."
            )
            self.confirmer.setText(f"&Clore pour {ELEVES.compte(n)}")
        self.confirmer.setEnabled(True)

    @Slot()
    def _clore(self) -> None:
        self.confirmer.setEnabled(False)
        self.echec.hide()
        faire = partial(clore_campagne, self._ctx, self._campagne_id, self._attendus)
        self._executant.ecrire(faire, self._close, self._refuse)

    @Slot(object)
    def _close(self, fait: Fait[int]) -> None:
        suite = f"\u00a0: {ELEVES.compte(fait.resultat)} sans réponse" if fait.resultat else ""
        dire_annulable(self._executant, self._bus, self._ctx, fait, f"Campagne close{suite}")
        self.accept()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        """Say why, and show the list as it stands now."""
        message = texte_erreur(erreur)
        self.echec.montrer("bad", message.court)
        self.echec.show()
        if self._attendus:
            self._lire()
