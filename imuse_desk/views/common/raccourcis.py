"""Registry of the keyboard shortcuts: one place that refuses a duplicate and feeds the list of the help."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

PARTOUT = "Partout"


@dataclass(frozen=True, slots=True)
class Raccourci:
    """One shortcut: keys in Qt's form (``Ctrl+N``), what it does, and the screen where it does it."""

    touches: str
    effet: str
    ecran: str


class RaccourciPris(ValueError):
    """Two actions ask for the same keys on the same screen, or one of them everywhere."""


class Raccourcis:
    """``registre.ajouter("Ctrl+N", "Nouvelle fiche", fenetre, self.nouvelle)``."""

    def __init__(self) -> None:
        self._pris: dict[str, list[Raccourci]] = {}

    def inscrire(self, touches: str, effet: str, ecran: str = PARTOUT) -> str:
        """Take keys; returns them in Qt's portable form, raises RaccourciPris or ValueError on keys Qt can't read."""
        sequence = QKeySequence(touches).toString(QKeySequence.SequenceFormat.PortableText)
        if not sequence:
            raise ValueError(f"unreadable shortcut {touches!r}")
        for autre in self._pris.get(sequence, []):
            if PARTOUT in (autre.ecran, ecran) or autre.ecran == ecran:
                raise RaccourciPris(f"{sequence}: {autre.effet!r} ({autre.ecran}) and {effet!r} ({ecran})")
        self._pris.setdefault(sequence, []).append(Raccourci(sequence, effet, ecran))
        return sequence

    def ajouter(
        self, touches: str, effet: str, cible: QWidget, fente: Callable[[], None], ecran: str = PARTOUT
    ) -> QShortcut:
        """Take keys and connect them to a bound slot: in the whole window, or, for a screen, inside ``cible``."""
        raccourci = QShortcut(QKeySequence(self.inscrire(touches, effet, ecran)), cible)
        if ecran != PARTOUT:
            raccourci.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        raccourci.activated.connect(fente)
        return raccourci

    def poser(self, touches: str, action: QAction, ecran: str = PARTOUT) -> None:
        """Take keys for a menu action, whose words are the effect."""
        action.setShortcut(QKeySequence(self.inscrire(touches, action.text().replace("&", ""), ecran)))

    def liste(self) -> list[Raccourci]:
        """Every shortcut, those of the whole window first, then by screen."""
        tous = [raccourci for meme in self._pris.values() for raccourci in meme]
        return sorted(tous, key=lambda r: (r.ecran != PARTOUT, r.ecran, r.touches))


def lisible(touches: str) -> str:
    """Keys as the key caps show them in French: ``Return`` is ``Entrée``."""
    francais = {"Return": "Entrée", "Enter": "Entrée", "Esc": "Échap", "Del": "Suppr", "Left": "←", "Right": "→"}
    francais |= {"Up": "↑", "Down": "↓", "Shift": "Maj", "Space": "Espace", "PgUp": "Page ↑", "PgDown": "Page ↓"}
    return "+".join(francais.get(morceau, morceau) for morceau in touches.split("+")) if touches != "+" else touches
