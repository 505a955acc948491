"""The acts on tasks, for the card of a dossier and for the list of what waits: note, done, put off; each undoable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.bureau import collegues
from imuse_desk.services.taches import LIBELLE_MAX, NoterTache, finir_tache, noter_tache, reporter_tache
from imuse_desk.views.bureau.mots import jour_proche
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant


@dataclass(frozen=True, slots=True)
class Sujet:
    """What a task is about: a family, a pupil, or neither; ``mots`` is how the dialog says it."""

    foyer_id: int | None = None
    eleve_id: int | None = None
    mots: str = ""


class GestesTaches(QObject):
    """``noter(ctx, sujet)``, ``finir(ctx, id)``, ``demander_report(ctx, id)``; ``refuse`` carries what is refused."""

    refuse = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, fenetre: QWidget) -> None:
        super().__init__(fenetre)
        self._executant, self._bus, self._fenetre = executant, bus, fenetre
        self._ctx: Contexte | None = None
        self._sujet = Sujet()
        self._tache_id = 0
        self._dit = ""
        self.demande: Demande | None = None
        self.menu = QMenu(fenetre)

    # ---- a new one

    def noter(self, ctx: Contexte, sujet: Sujet) -> None:
        """Ask what is to be remembered, for when and by whom."""
        self._ctx, self._sujet = ctx, sujet
        self._executant.lire(partial(collegues, ctx), self._collegues_lus, cle="collegues")

    @Slot(object)
    def _collegues_lus(self, lus: Sequence[tuple[int, str]]) -> None:
        ctx = self._ctx
        if ctx is None:
            return
        moi = [(ctx.compte_id, "Moi")] if ctx.compte_id is not None else []
        autres = [(ident, nom) for ident, nom in lus if ident != ctx.compte_id]
        champs = [
            ("libelle", "À &rappeler", LigneTexte(LIBELLE_MAX), True),
            ("echeance", "&Pour le", EditeurDate(ctx.aujourdhui), True),
            ("compte_id", "Par &qui", ListeChoix([(None, "Tout le site"), *moi, *autres]), False),
        ]
        self._demander("À rappeler", self._sujet.mots, "Noter", champs, self._noter)
        if self.demande is not None:
            self.demande.poser({"echeance": ctx.aujourdhui() + timedelta(days=1)})

    @Slot(object)
    def _noter(self, valeurs: dict[str, Any]) -> None:
        if self._ctx is None:
            return
        echeance = f"{valeurs['echeance']:%d/%m/%Y}"
        commande = NoterTache(
            valeurs["libelle"], echeance, valeurs["compte_id"], self._sujet.foyer_id, self._sujet.eleve_id
        )
        self._ecrire(partial(noter_tache, self._ctx, commande), "À rappeler noté")

    # ---- done, put off

    def finir(self, ctx: Contexte, tache_id: int) -> None:
        """It is done."""
        self._ctx = ctx
        self._ecrire(partial(finir_tache, ctx, tache_id), "Fait")

    def demander_report(self, ctx: Contexte, tache_id: int, ou: QPoint) -> None:
        """Offer tomorrow, next Monday, or a date."""
        self._ctx, self._tache_id = ctx, tache_id
        jour = ctx.aujourdhui()
        lundi = jour + timedelta(days=7 - jour.weekday())
        self.menu.clear()
        for mots, le in (("&Demain", jour + timedelta(days=1)), (f"&Lundi {lundi:%d/%m}", lundi)):
            action = self.menu.addAction(mots)
            action.setData(le)
            action.triggered.connect(self._reporter_au_jour)
        self.menu.addAction("&Une date…").triggered.connect(self._demander_date)
        self.menu.popup(ou)

    @Slot()
    def _reporter_au_jour(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._reporter(action.data())

    @Slot()
    def _demander_date(self) -> None:
        if self._ctx is not None:
            champs = [("echeance", "&Pour le", EditeurDate(self._ctx.aujourdhui), True)]
            self._demander("Reporter", "", "Reporter", champs, self._reporter_a_la_date)

    @Slot(object)
    def _reporter_a_la_date(self, valeurs: dict[str, Any]) -> None:
        self._reporter(valeurs["echeance"])

    def _reporter(self, le: date) -> None:
        if self._ctx is not None:
            quand = jour_proche(le, self._ctx.aujourdhui())
            faire = partial(reporter_tache, self._ctx, self._tache_id, f"{le:%d/%m/%Y}")
            self._ecrire(faire, f"Reporté\u00a0: {quand}")

    # ---- machinery

    def _demander(self, titre: str, phrase: str, verbe: str, champs: Any, fente: Any) -> None:
        self.demande = Demande(self._fenetre, titre, phrase, verbe, champs)
        self.demande.validee.connect(fente)
        self.demande.finished.connect(self._demande_fermee)
        self.demande.open()

    @Slot(int)
    def _demande_fermee(self, _resultat: int) -> None:
        self.demande = None

    def _ecrire(self, faire: Any, dit: str) -> None:
        self._dit = dit
        self._executant.ecrire(faire, self._fait, self._refusee)

    @Slot(object)
    def _fait(self, fait: Fait[int]) -> None:
        if self.demande is not None:
            self.demande.accept()
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, self._dit)

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        if self.demande is not None:
            self.demande.refuser(erreur)
        else:
            self.refuse.emit(erreur)
