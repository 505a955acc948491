"""Ask families for the pieces that they owe, from their dossier or from a list of families."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.campagne.relances import MotifRelance, eleves_de_la_campagne
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.campagne.relance import DialogueRelance
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur


class DemandePieces(QObject):
    """``demander(ctx, foyer_ids)`` opens the letter of these households; ``dialogue`` is the last one opened."""

    def __init__(self, executant: Executant, bus: Bus, fenetre: QWidget) -> None:
        super().__init__(fenetre)
        self._executant, self._bus, self._fenetre = executant, bus, fenetre
        self._ctx: Contexte | None = None
        self.dialogue: DialogueRelance | None = None

    def demander(self, ctx: Contexte, foyer_ids: Sequence[int]) -> None:
        """Read the pupils of the campaign that these households answer for, then open the dialog."""
        self._ctx = ctx
        lire = partial(eleves_de_la_campagne, ctx, tuple(foyer_ids))
        self._executant.lire(lire, self._lus, self._refuse, cle="demande")

    @Slot(object)
    def _lus(self, eleve_ids: tuple[int, ...]) -> None:
        if self._ctx is not None:
            fenetre = self._fenetre.window()
            args = (self._executant, self._bus, self._ctx, eleve_ids, MotifRelance.PIECES, fenetre)
            self.dialogue = DialogueRelance(*args)
            self.dialogue.finished.connect(self._ferme)
            self.dialogue.open()

    @Slot()
    def _ferme(self) -> None:
        self.dialogue = None

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
