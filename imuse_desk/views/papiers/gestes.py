"""Make a paper and show it: at once for a few, with progress and a way to stop for a long selection."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.papiers.demande import Demande, PapierProduit, produire_papier
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Annule, Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.papiers.mots import phrase_ecartes, phrase_produite

LOT_COURT = 50


class DialogueProgres(QDialog):
    """How far a long batch is; Esc, the cross and the button stop it."""

    def __init__(self, nombre: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Mise en page des papiers")
        self.setMinimumWidth(px(420))
        self.jeton: Jeton | None = None
        self.message = texte(f"{nombre}\u00a0lignes choisies. Rien n’est gardé si vous arrêtez.", "second", replie=True)
        self.jauge = QProgressBar()
        self.jauge.setTextVisible(False)
        self.jauge.setAccessibleName("Mise en page en cours")
        self.jauge.setRange(0, nombre)
        self.arreter = secondaire("&Arrêter")
        self.arreter.clicked.connect(self.reject)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(self.message)
        colonne.addWidget(self.jauge)
        colonne.addLayout(rangee_actions(None, self.arreter))

    def avancer(self, fait: int, total: int) -> None:
        """Show the progress."""
        self.jauge.setRange(0, total)
        self.jauge.setValue(fait)

    def reject(self) -> None:
        """Stop the batch."""
        if self.jeton is not None:
            self.jeton.annuler()
        super().reject()


class GestesPapiers(QObject):
    """``produire(ctx, demande)``; ``dire_refus`` shows a refusal where the person looks."""

    def __init__(self, executant: Executant, bus: Bus, ecran: QWidget, dire_refus: Callable[[str], None]) -> None:
        super().__init__(ecran)
        self._executant, self._bus, self._ecran, self._dire_refus = executant, bus, ecran, dire_refus
        self.progres: DialogueProgres | None = None
        self.papier: FenetrePapier | None = None

    def produire(self, ctx: Contexte, demande: Demande) -> None:
        """Ask for the paper."""
        # among the readers: what others write does not wait for the paper, which is written in a moment at the end
        jeton = self._executant.travailler(
            partial(_produire, ctx, demande), self._produit, self._refuse, progres=self._avance, est_ecriture=False
        )
        if len(demande.ids) > LOT_COURT:
            self.progres = DialogueProgres(len(demande.ids), self._ecran.window())
            self.progres.jeton = jeton
            self.progres.open()
        else:
            self._bus.dire("Mise en page…")

    @Slot(int, int)
    def _avance(self, fait: int, total: int) -> None:
        if self.progres is not None:
            self.progres.avancer(fait, total)

    def _fermer_progres(self) -> None:
        if self.progres is not None:
            self.progres.jeton = None
            self.progres.accept()
            self.progres.deleteLater()
            self.progres = None

    @Slot(object)
    def _produit(self, papier: PapierProduit) -> None:
        self._fermer_progres()
        if papier.changements.objets:
            self._bus.publier(papier.changements)
        self.papier = montrer_papier(self._executant, self._bus, papier, self._ecran.window())

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._fermer_progres()
        if isinstance(erreur, Annule):
            self._bus.dire("Mise en page arrêtée, aucun papier n’est gardé")
        else:
            self._dire_refus(texte_erreur(erreur).court)


def montrer_papier(executant: Executant, bus: Bus, papier: PapierProduit, fenetre: QWidget | None) -> FenetrePapier:
    """Show what was made, and say who was left out."""
    bus.dire(phrase_produite(papier))
    vue = FenetrePapier(executant, papier.nom, papier.octets, fenetre)
    if papier.ecartes:
        vue.message.setText(phrase_ecartes(papier.ecartes))
    vue.show()
    return vue


def _produire(ctx: Contexte, demande: Demande, jeton: Jeton) -> PapierProduit:
    return produire_papier(ctx, demande, jeton.avancer)
