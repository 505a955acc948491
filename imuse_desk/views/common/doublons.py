"""Likely duplicates while a card is typed: the first one in a band, opened or set aside by its links."""

from PySide6.QtCore import QObject, Signal, Slot

from imuse_desk.services.familles import Doublon
from imuse_desk.views.common.bus import Bus


class Doublons(QObject):
    """``lus`` receives what the base found; ``suivre(cle)`` follows the band's link; ``change`` asks for a new band."""

    change = Signal()

    def __init__(self, bus: Bus, parent: QObject) -> None:
        super().__init__(parent)
        self._bus = bus
        self._trouves: tuple[Doublon, ...] = ()
        self._ecartes: set[int] = set()

    @property
    def premier(self) -> Doublon | None:
        """The likeliest one."""
        return self._trouves[0] if self._trouves else None

    def oublier(self) -> None:
        """Another card."""
        self._trouves = ()

    @Slot(object)
    def lus(self, trouves: tuple[Doublon, ...]) -> None:
        """What the base found, less those that the person set aside."""
        self._trouves = tuple(d for d in trouves if d.personne_id not in self._ecartes)
        self.change.emit()

    @Slot(str)
    def suivre(self, cle: str) -> None:
        """``autre``: not the same person; else open the card of the one found."""
        doublon = self.premier
        if doublon is None:
            return
        if cle == "autre":
            self._ecartes.add(doublon.personne_id)
            self._trouves = self._trouves[1:]
            self.change.emit()
        elif doublon.eleve_id is not None:
            self._bus.ouvrir("eleve", doublon.eleve_id)
        elif doublon.foyer_id is not None:
            self._bus.ouvrir("foyer", doublon.foyer_id)
