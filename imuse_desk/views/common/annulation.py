"""What was done, said on the status line with its *Annuler*: the opposite command is run by the service of undo."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant


class Annulation(QObject):
    """One operation that may be undone; it lives as long as the runner, and goes once it has answered."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, fait: Fait[Any]) -> None:
        super().__init__(executant)
        self._executant, self._bus, self._ctx, self._fait = executant, bus, ctx, fait

    @Slot()
    def lancer(self) -> None:
        """Undo it."""
        operation_id = self._fait.operation_id
        if operation_id is not None:
            self._executant.ecrire(partial(annuler, self._ctx, operation_id), self._annulee, self._refusee)

    @Slot(object)
    def _annulee(self, fait: Fait[str]) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire(f"Annulé\u00a0: {fait.resultat}")
        self.deleteLater()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self._executant.echec.emit(erreur)
        self.deleteLater()


def dire_annulable(executant: Executant, bus: Bus, ctx: Contexte, fait: Fait[Any], phrase: str) -> None:
    """Publish what a write touched and say it with *Annuler*; its use case keeps its opposite command."""
    bus.publier(fait.changements)
    bus.dire(phrase, Annulation(executant, bus, ctx, fait).lancer)
