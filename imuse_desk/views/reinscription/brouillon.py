"""The declaration filled in and not deposited: kept like every draft, given back when its dossier is opened again."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from imuse_desk.services.brouillons import BrouillonVu, garder_brouillon, jeter_brouillon, lire_brouillon
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.reinscription import DossierVu
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglet_dossier import PAUSE_BROUILLON_MS
from imuse_desk.views.reinscription.declaration import CarteDeclaration

ECRAN = "declaration"


class BrouillonDeclaration(QObject):
    """``montrer`` after the card shows a dossier; ``garder_maintenant`` before something else is shown."""

    def __init__(self, executant: Executant, carte: CarteDeclaration) -> None:
        super().__init__(carte)
        self._executant, self._carte = executant, carte
        self._ctx: Contexte | None = None
        self._dossier_id = 0
        self._attente: tuple[Contexte, int, Any] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_BROUILLON_MS)
        self._pause.timeout.connect(self.garder_maintenant)
        carte.changee.connect(self._changee)

    def montrer(self, ctx: Contexte, dossier: DossierVu, *, est_modifiable: bool) -> None:
        """Another dossier: read what was kept for it, unless it is still in hand; a dossier deposited keeps nothing."""
        self._ctx = ctx
        if dossier.dossier_id == self._dossier_id and est_modifiable:
            return
        self._dossier_id = dossier.dossier_id if est_modifiable else 0
        if est_modifiable and not self._carte.est_modifiee:
            lire = partial(lire_brouillon, ctx, ECRAN, str(dossier.dossier_id))
            self._executant.lire(lire, self._lu, self._illisible, cle="declaration")

    def oublier(self) -> None:
        """Another person sits down."""
        self._dossier_id = 0

    def jeter(self, ctx: Contexte, dossier_id: int) -> None:
        """The declaration is deposited: nothing of it waits any more."""
        self._pause.stop()
        self._attente = None
        self._executant.ecrire(partial(jeter_brouillon, ctx, ECRAN, str(dossier_id)), self._fait)

    @Slot()
    def garder_maintenant(self) -> None:
        """Keep what was typed, without waiting for the pause."""
        self._pause.stop()
        attente, self._attente = self._attente, None
        if attente is not None and not self._executant.est_ferme:
            ctx, dossier_id, contenu = attente
            self._executant.ecrire(partial(garder_brouillon, ctx, ECRAN, str(dossier_id), contenu), self._fait)

    @Slot()
    def _changee(self) -> None:
        if self._ctx is not None and self._dossier_id:
            self._attente = (self._ctx, self._dossier_id, self._carte.brut())
            self._pause.start()

    @Slot(object)
    def _lu(self, brouillon: BrouillonVu | None) -> None:
        """What the person typed meanwhile stays."""
        if brouillon is not None and brouillon.objet == str(self._dossier_id) and not self._carte.est_modifiee:
            self._carte.reprendre(brouillon.contenu)

    @Slot(object)
    def _illisible(self, _erreur: Exception) -> None:
        """The draft stays in the base; the card is filled in anew."""

    @Slot(object)
    def _fait(self, _rien: object) -> None:
        """Kept or dropped: nothing to show."""
