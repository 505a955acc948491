"""The letters of a selection on show: printing them marks them printed, which can be taken back."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.courriers.gestes import GestesCourriers


class FenetreLettres(FenetrePapier):
    """``FenetreLettres(executant, bus, ctx, octets, ids of the messages, parent).show()``."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, octets: bytes, ids: Sequence[int], parent: QWidget | None
    ) -> None:
        super().__init__(executant, "lettres.pdf", octets, parent)
        self._ctx, self._ids = ctx, tuple(ids)
        self._gestes = GestesCourriers(executant, bus)
        self._gestes.refuse.connect(self.message.setText)
        self.imprimer.clicked.connect(self._marquer)

    @Slot()
    def _marquer(self) -> None:
        """Once: letters printed again are marked already."""
        ids, self._ids = self._ids, ()
        self._gestes.imprimer(self._ctx, ids)
