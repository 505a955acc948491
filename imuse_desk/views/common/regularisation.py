"""The band that proposes to put an invoice right, where a paper was accepted or a quotient carried to the tariff."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.regularisation import Regularisation, lire_regularisation
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant

GENRES = {"piece", "quotient", "facture", "inscription", "dossier", "foyer"}
OUVRIR = "ouvrir"
Qui = tuple[int, int, int]


class BandeRegularisation(Bandeau):
    """``suivre(ctx, foyer_id, site_id, annee_id)``: hidden while the invoices of this household are at their price."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__("info", "", parent=parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._qui: Qui | None = None
        self.hide()
        self.suivi.connect(self._ouvrir)
        bus.change.connect(self._objets_changes)

    def suivre(self, ctx: Contexte, foyer_id: int, site_id: int, annee_id: int) -> None:
        """Speak of this household and year from now on."""
        qui = (foyer_id, site_id, annee_id)
        if (ctx, qui) != (self._ctx, self._qui):
            self._ctx, self._qui = ctx, qui
            self.hide()
            self._relire()

    def oublier(self) -> None:
        """Another person, site or year: nothing is said until somebody follows a household again."""
        self._ctx, self._qui = None, None
        self.hide()

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if self._qui is not None and changements.genres & GENRES:
            self._relire()

    def _relire(self) -> None:
        if self._ctx is not None and self._qui is not None and self._ctx.peut(Permission.EMETTRE):
            self._executant.lire(partial(_lire, self._ctx, self._qui), self._lue, self._refuse, cle="r")

    @Slot(object)
    def _lue(self, lue: tuple[Contexte, Qui, Regularisation | None]) -> None:
        """What was read for whoever sat here before, or of another household, is not shown."""
        ctx, qui, proposee = lue
        if (ctx, qui) != (self._ctx, self._qui):
            return
        if proposee is not None:
            self.montrer("info", phrase(proposee), [(OUVRIR, "Ouvrir")])
        self.setVisible(proposee is not None)

    @Slot(object)
    def _refuse(self, _erreur: Exception) -> None:
        """A price that cannot be worked out is told by the screen that shows it."""
        self.hide()

    @Slot(str)
    def _ouvrir(self, _cle: str) -> None:
        if self._qui is not None:
            self._bus.ouverture_demandee.emit("rectification", self._qui)


def _lire(ctx: Contexte, qui: Qui) -> tuple[Contexte, Qui, Regularisation | None]:
    return ctx, qui, lire_regularisation(ctx, *qui)


def phrase(proposee: Regularisation) -> str:
    """What is proposed, in one sentence: the invoices, the difference, from when the new price holds."""
    plusieurs = len(proposee.factures) > 1
    quoi = f"Les factures {', '.join(proposee.factures)}" if plusieurs else f"La facture {proposee.factures[0]}"
    if proposee.etait_plafond:
        fait = "ont été établies au tarif plafond" if plusieurs else "a été établie au tarif plafond"
    else:
        fait = "ne sont plus au tarif d’aujourd’hui" if plusieurs else "n’est plus au tarif d’aujourd’hui"
    signe = "+" if proposee.difference_centimes > 0 else ""
    suite = proposee.applique.suite or "toute l’année"
    return f"{quoi} {fait}\u00a0: régularisation proposée, {signe}{euros(proposee.difference_centimes)} ({suite})."
