"""Watch a folder that may stand on a network: told by the system where it can, looked at now and then in any case."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from imuse_desk.infra.bannette import Arrive, Attente, relever
from imuse_desk.views.common.executant import Executant

PAS_MS, LENT_MS = 1_000, 10_000
"""Between two looks: while a file is still being written, and otherwise."""
FICHIERS_MAX = 500
"""Files taken at once, the oldest; the others come as these go."""


@dataclass(frozen=True, slots=True)
class Releve:
    """What a look found: the files that are whole, all those looked at, and how many more stand in the folder."""

    prets: tuple[Arrive, ...]
    presents: frozenset[Path]
    en_plus: int


class Veille(QObject):
    """``arrives(Releve)`` at each look; ``perdu(erreur)`` when the folder can't be reached."""

    arrives = Signal(object)
    perdu = Signal(object)

    def __init__(self, executant: Executant, parent: QObject) -> None:
        super().__init__(parent)
        self._executant = executant
        self._dossier: Path | None = None
        self._attente = Attente()
        self._guet = QFileSystemWatcher(self)
        self._guet.directoryChanged.connect(self._change)
        self._minuterie = QTimer(self, singleShot=True)
        self._minuterie.timeout.connect(self.regarder)

    def suivre(self, dossier: Path | None) -> None:
        """Watch this folder instead; None stops."""
        if self._guet.directories():
            self._guet.removePaths(self._guet.directories())
        self._minuterie.stop()
        self._dossier, self._attente = dossier, Attente()
        self.regarder()

    @Slot()
    def regarder(self) -> None:
        """Look now."""
        if self._dossier is not None:
            lecture: Callable[[], tuple[Arrive, ...]] = partial(relever, self._dossier)
            self._executant.lire(lecture, self._releve, self._injoignable, cle="bannette")

    @Slot(str)
    def _change(self, _dossier: str) -> None:
        self._minuterie.start(PAS_MS)

    @Slot(object)
    def _releve(self, arrives: tuple[Arrive, ...]) -> None:
        if self._dossier is None:  # nothing is watched any more
            return
        vus = arrives[:FICHIERS_MAX]
        prets, en_cours = self._attente.trier(vus)
        if not self._guet.directories():
            self._guet.addPath(str(self._dossier))
        self._minuterie.start(PAS_MS if en_cours else LENT_MS)
        presents = frozenset(a.chemin for a in vus)
        self.arrives.emit(Releve(tuple(prets), presents, len(arrives) - len(vus)))

    @Slot(object)
    def _injoignable(self, erreur: Exception) -> None:
        if self._dossier is None:
            return
        if self._guet.directories():
            self._guet.removePaths(self._guet.directories())
        self._minuterie.start(LENT_MS)
        self.perdu.emit(erreur)
