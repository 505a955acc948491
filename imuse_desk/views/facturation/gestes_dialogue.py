"""What opens a dialog of correction: the last one is kept for who drives the screen, what it did is told."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.facturation.corrections import Correction


class GestesDialogue(QObject):
    """Subclasses read what the dialog shows, then call ``_ouvrir``."""

    def __init__(self, executant: Executant, bus: Bus, ecran: QWidget) -> None:
        super().__init__(ecran)
        self._executant, self._bus, self._ecran = executant, bus, ecran
        self._ctx: Contexte | None = None
        self.dialogue: Correction | None = None

    def _ouvrir(self, dialogue: Correction) -> None:
        self.dialogue = dialogue
        dialogue.recorde.connect(self._faite)
        dialogue.open()

    @Slot(object, str)
    def _faite(self, fait: Fait[int], phrase: str) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire(phrase)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
