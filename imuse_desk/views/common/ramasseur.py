"""The search for garbage, on the UI thread alone.

Python searches for cycles in whatever thread happens to allocate: a reader of the pool could then take apart widgets,
items and pixmaps that Qt lets only the UI thread touch, in the middle of an event. The search is therefore switched off
and asked for here, between two events.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

OBJETS_NEUFS = 10_000
"""Objects made between two searches: the window waits for one, and taking 50,000 apart took it 70 to 110 ms."""
TOURS_JEUNES, TOURS_ANCIENS = 4, 100
"""Searches of a generation before the next older one is searched too; the oldest takes longest."""
INTERVALLE_MS = 100
"""Three readers that work at once make fewer objects than that meanwhile, or hardly more."""


def ramasser() -> None:
    """Search as far as the counts ask: the young objects once enough were made, the older ones now and then."""
    neufs, jeunes, anciens = gc.get_count()
    if neufs > OBJETS_NEUFS:
        est_jeune = jeunes <= TOURS_JEUNES
        gc.collect(0 if est_jeune else 1 if anciens <= TOURS_ANCIENS else 2)


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
