"""Registry of the keyboard shortcuts: one place that refuses a duplicate and feeds the list of the help."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

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


def toucher(touches: str, effet: str, ecran: QWidget, fente: Callable[[], object]) -> None:
    """Keys of a screen, or of a window of its own, that work inside it; ``effet`` is what the list says of them."""
    raccourci = QShortcut(QKeySequence(touches), ecran)
    raccourci.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    raccourci.setWhatsThis(effet)
    raccourci.activated.connect(fente)


def existants(ecran: QWidget, nom: str) -> list[Raccourci]:
    """Keys that the widgets of a screen take by themselves: its shortcuts, which say their effect, and its buttons.

    Mnemonics stand on the screen; keys of windows that a screen has opened belong to these.
    """
    trouves = [
        Raccourci(r.key().toString(), r.whatsThis(), nom)
        for r in ecran.findChildren(QShortcut)
        if r.whatsThis() and _est_de(ecran, r.parent())
    ]
    for bouton in ecran.findChildren(QAbstractButton):
        touches = bouton.shortcut()
        if touches.isEmpty() or touches == QKeySequence.mnemonic(bouton.text()) or not _est_de(ecran, bouton):
            continue
        trouves.append(Raccourci(touches.toString(), bouton.accessibleName() or bouton.text().replace("&", ""), nom))
    uniques = {(lisible(r.touches), r.effet): r for r in trouves}
    return sorted(uniques.values(), key=lambda r: r.touches)


def _est_de(ecran: QWidget, objet: QObject | None) -> bool:
    """The object stands in the screen itself, not in a window opened over it."""
    return isinstance(objet, QWidget) and objet.window() is ecran.window()


def lisible(touches: str) -> str:
    """Keys as the key caps show them in French: ``Return`` is ``Entrée``."""
    francais = {"Return": "Entrée", "Enter": "Entrée", "Esc": "Échap", "Del": "Suppr", "Left": "←", "Right": "→"}
    francais |= {"Up": "↑", "Down": "↓", "Shift": "Maj", "Space": "Espace", "PgUp": "Page ↑", "PgDown": "Page ↓"}
    return "+".join(francais.get(morceau, morceau) for morceau in touches.split("+")) if touches != "+" else touches
