"""An act asked in a dialog and written: the dialog stays until it is done, the views that show it read again."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Fait
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur


class Actes(QObject):
    """``demander(…)`` opens a dialog, its slot calls ``ecrire(…)``; ``fait`` follows each act done."""

    fait = Signal()

    def __init__(self, executant: Executant, bus: Bus, ecran: QWidget) -> None:
        super().__init__(ecran)
        self._executant, self._bus, self._ecran = executant, bus, ecran
        self.operation_id = uuid.uuid4()
        self.demande: Demande | None = None
        self._dit = ""

    def demander(
        self, titre: str, phrase: str, verbe: str, champs: Sequence[Champ], fente: Callable[[Any], None],
        valeurs: dict[str, Any] | None = None, *, est_danger: bool = False,
    ) -> None:  # fmt: skip
        """Ask; a click is one act, however many times the dialog is confirmed."""
        self.operation_id = uuid.uuid4()
        self.demande = Demande(self._ecran, titre, phrase, verbe, champs, est_danger=est_danger)
        if valeurs:
            self.demande.poser(valeurs)
        self.demande.validee.connect(fente)
        self.demande.open()

    def ecrire(self, acte: Callable[[], Fait[Any]], dit: str) -> None:
        """Do it; ``dit`` is said once done."""
        self._dit = dit
        self._executant.ecrire(acte, self._fait, self._refuse)

    @Slot(object)
    def _fait(self, fait: Fait[Any]) -> None:
        if self.demande is not None:
            self.demande.accept()
            self.demande = None
        self._bus.publier(fait.changements)
        self._bus.dire(self._dit)
        self.fait.emit()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self.demande is not None:
            self.demande.refuser(erreur)
            return
        message = texte_erreur(erreur)
        self._bus.dire(message.court)
