"""The search for garbage, on the UI thread alone.

Python searches for cycles in whatever thread happens to allocate: a reader of the pool could then take apart widgets,
items and pixmaps that Qt lets only the UI thread touch, in the middle of an event. The search is therefore switched off
and asked for here, between two events.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

OBJETS_NEUFS = 50_000
"""Objects made between two searches."""
TOURS = 10
"""Searches of a generation before the next older one is searched too."""
INTERVALLE_MS = 500


def ramasser() -> None:
    """Search as far as the counts ask: the young objects once enough were made, the older ones now and then."""
    neufs, jeunes, anciens = gc.get_count()
    if neufs > OBJETS_NEUFS:
        gc.collect(2 if jeunes > TOURS and anciens > TOURS else 1 if jeunes > TOURS else 0)


class Ramasseur(QObject):
    """Switches Python's own search off, and searches between two events of the UI thread until it is closed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._minuterie = QTimer(self, interval=INTERVALLE_MS)
        self._minuterie.timeout.connect(self._tour)
        self._minuterie.start()

    @Slot()
    def _tour(self) -> None:
        ramasser()
