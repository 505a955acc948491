"""What is done to a lesson: move, cancel, restore, make up. A menu, and one dialog for each act."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.erreurs import AConfirmer
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.seances import (
    AnnulerSeance,
    PlacerSeance,
    SalleOfferte,
    SeanceVue,
    annuler_seance,
    deplacer_seance,
    lister_salles,
    rattraper_seance,
    retablir_seance,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.saisie_confirmee import SaisieConfirmee
from imuse_desk.views.suivi.mots_appel import titre_seance

MEME_SALLE = "Salle habituelle"


class DialoguePlace(SaisieConfirmee):
    """Where a lesson goes, or where the one that makes it up is held; ``recorde(fait)``."""

    def __init__(
        self, parent: QWidget | None, executant: Executant, ctx: Contexte, seance: SeanceVue, *, est_rattrapage: bool
    ) -> None:  # fmt: skip
        verbe = "Rattraper" if est_rattrapage else "Déplacer"
        super().__init__(parent, executant, f"{verbe} la séance du {titre_seance(seance)}")
        self._ctx, self._seance, self._est_rattrapage = ctx, seance, est_rattrapage
        self.corps.addWidget(self.formulaire.colonne())
        self.formulaire.groupe(
            "&Jour, heure", [("le", "Jour", LigneTexte(10), 120), ("debut", "Heure", LigneTexte(5), 80)]
        )
        self.salle = ListeChoix([(None, MEME_SALLE)])
        self.formulaire.champ("salle_id", "&Salle", self.salle)
        self.formulaire.champ("motif", "&Motif", LigneTexte(200))
        depart = {"debut": heure_fr(seance.a), "salle_id": None}
        self.formulaire.poser(depart if est_rattrapage else {"le": date_fr(seance.le), **depart})
        self.formulaire.viser_premier()
        executant.lire(partial(lister_salles, ctx, seance.cle.creneau_id), self._salles_lues, self.refuser)

    @Slot(object)
    def _salles_lues(self, salles: tuple[SalleOfferte, ...]) -> None:
        self.salle.poser_choix([(None, MEME_SALLE), *((s.salle_id, s.nom) for s in salles)])
        if self.salle.currentIndex() < 0:
            self.salle.setCurrentIndex(0)

    def acte(self, valeurs: dict[str, Any]) -> Callable[[], Fait[Any]]:
        """Move the lesson, or make it up."""
        commande = PlacerSeance(self._seance.cle, **valeurs, confirme=self.est_confirme)
        return partial(rattraper_seance if self._est_rattrapage else deplacer_seance, self._ctx, commande)


class DialogueAnnuler(SaisieConfirmee):
    """Why a lesson does not take place; ``recorde(fait)``."""

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, seance: SeanceVue) -> None:
        super().__init__(parent, executant, f"Annuler la séance du {titre_seance(seance)}")
        self._ctx, self._seance = ctx, seance
        self.corps.addWidget(self.formulaire.colonne())
        self.formulaire.champ("motif", "&Motif", LigneTexte(200), obligatoire=True)
        self.formulaire.viser_premier()

    def acte(self, valeurs: dict[str, Any]) -> Callable[[], Fait[Any]]:
        """Cancel it."""
        commande = AnnulerSeance(self._seance.cle, valeurs["motif"], confirme=self.est_confirme)
        return partial(annuler_seance, self._ctx, commande)


class MenuSeance(QMenu):
    """The acts on the lesson posed; what does not apply to it is absent."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._seance: SeanceVue | None = None
        self.deplacer = self._action("&Déplacer…", self._deplacer)
        self.annuler = self._action("&Annuler la séance…", self._annuler)
        self.rattraper = self._action("Ra&ttraper…", self._rattraper)
        self.retablir = self._action("&Rétablir la séance", self._retablir)

    def _action(self, mots: str, fente: Callable[[], None]) -> QAction:
        action = QAction(mots, self)
        action.triggered.connect(fente)
        self.addAction(action)
        return action

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx = ctx
        self.poser(None)

    def poser(self, seance: SeanceVue | None) -> None:
        """Which lesson it is about."""
        self._seance = seance
        a_lieu = seance is not None and seance.a_lieu
        est_manquee = seance is not None and not seance.a_lieu and seance.rattrapee_le is None
        for action, se_peut in (
            (self.deplacer, a_lieu),
            (self.annuler, a_lieu),
            (self.rattraper, est_manquee),
            (self.retablir, est_manquee),
        ):
            action.setVisible(se_peut)

    @Slot()
    def _deplacer(self) -> None:
        self._ouvrir_place(est_rattrapage=False)

    @Slot()
    def _rattraper(self) -> None:
        self._ouvrir_place(est_rattrapage=True)

    def _ouvrir_place(self, *, est_rattrapage: bool) -> None:
        if self._ctx is not None and self._seance is not None:
            self.dialogue: SaisieConfirmee = DialoguePlace(
                self.parentWidget(), self._executant, self._ctx, self._seance, est_rattrapage=est_rattrapage
            )
            self.dialogue.recorde.connect(self._rattrapee if est_rattrapage else self._deplacee)
            self.dialogue.open()

    @Slot()
    def _annuler(self) -> None:
        if self._ctx is not None and self._seance is not None:
            self.dialogue = DialogueAnnuler(self.parentWidget(), self._executant, self._ctx, self._seance)
            self.dialogue.recorde.connect(self._annulee)
            self.dialogue.open()

    @Slot()
    def _retablir(self) -> None:
        self._lancer_retablir(confirme=False)

    @Slot()
    def _retablir_quand_meme(self) -> None:
        self._lancer_retablir(confirme=True)

    def _lancer_retablir(self, *, confirme: bool) -> None:
        if self._ctx is not None and self._seance is not None:
            acte = partial(retablir_seance, self._ctx, self._seance.cle, confirme=confirme)
            self._executant.ecrire(acte, self._retablie, self._refuse)

    @Slot(object)
    def _deplacee(self, fait: Fait[int]) -> None:
        self._dire(fait, "Séance déplacée")

    @Slot(object)
    def _annulee(self, fait: Fait[int]) -> None:
        self._dire(fait, "Séance annulée")

    @Slot(object)
    def _rattrapee(self, fait: Fait[int]) -> None:
        self._dire(fait, "Rattrapage ajouté")

    @Slot(object)
    def _retablie(self, fait: Fait[int]) -> None:
        self._dire(fait, "Séance rétablie")

    def _dire(self, fait: Fait[int], phrase: str) -> None:
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        if isinstance(erreur, AConfirmer):
            demande = Confirmation(self.parentWidget(), message.titre, message.phrase, "Rétablir quand même")
            demande.accepted.connect(self._retablir_quand_meme)
            demande.open()
        else:
            self._bus.refuser(message.court)
