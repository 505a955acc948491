"""Drive the real program by keys and clicks, and photograph it: what ``visite`` and ``captures`` share."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.infra.chemins import VARIABLE
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.main_window import FenetrePrincipale

LARGEUR, HAUTEUR = 1366, 768
DELAI_S = 20.0


class SceneImpossible(Exception):
    """A step did not happen in time: the sentence says which."""


class ProgrammeJoue(Protocol):
    """The program as the scenes drive it (``app.Programme``, handed over by the command line)."""

    executant: Executant
    fenetre: QWidget | None
    principale: FenetrePrincipale | None

    def demarrer(self) -> None:
        """Open the base, then sign-in."""

    def fermer(self) -> None:
        """Leave."""


Fabrique = Callable[[int], ProgrammeJoue]
"""Makes the program on a demonstration of so many families; 0: it starts without a base."""


def sans_ecran() -> None:
    """Run offscreen where there is no screen (to be called before the application is made)."""
    a_un_ecran = sys.platform in {"win32", "darwin"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not a_un_ecran and os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        # the screen of an office: Qt's own offscreen one is 800×800, and windows keep within it
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={files('imuse_desk.resources') / 'ecran.json'}"


@contextmanager
def donnees_temporaires() -> Iterator[Path]:
    """A data folder of its own: the person's bases and preferences are not touched."""
    avant = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="imuse-visite-", ignore_cleanup_errors=True) as nom:
        os.environ[VARIABLE] = nom
        try:
            yield Path(nom)
        finally:
            if avant is None:
                os.environ.pop(VARIABLE, None)
            else:
                os.environ[VARIABLE] = avant


def attendre(condition: Callable[[], object], quoi: str, delai_s: float = DELAI_S) -> None:
    """Let the program run until a condition holds. Raises SceneImpossible with ``quoi``."""
    fin = time.monotonic() + delai_s
    while not condition():
        if time.monotonic() > fin:
            raise SceneImpossible(quoi)
        QApplication.processEvents()
        time.sleep(0.005)
    QApplication.processEvents()


def cliquer(widget: QWidget) -> None:
    """Press a widget with the left button, at its centre."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def taper(widget: QWidget, mots: str) -> None:
    """Type words, letter by letter."""
    widget.setFocus()
    QTest.keyClicks(widget, mots)


def touche(widget: QWidget, cle: Qt.Key, modificateur: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key."""
    QTest.keyClick(widget, cle, modificateur)


def lacher_fichier(cible: QWidget, chemins: list[Path]) -> None:
    """Drop files on a widget, as a mouse would."""
    donnees = QMimeData()
    donnees.setUrls([QUrl.fromLocalFile(str(chemin)) for chemin in chemins])
    centre = cible.rect().center()
    gauche, aucune = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entree = QDragEnterEvent(QPoint(centre), Qt.DropAction.CopyAction, donnees, gauche, aucune)
    QApplication.sendEvent(cible, entree)
    depot = QDropEvent(QPointF(centre), Qt.DropAction.CopyAction, donnees, gauche, aucune)
    QApplication.sendEvent(cible, depot)


def photographier(fenetre: QWidget, chemin: Path) -> None:
    """Write a window as PNG."""
    QApplication.processEvents()
    chemin.parent.mkdir(parents=True, exist_ok=True)
    if not fenetre.grab().save(str(chemin)):
        raise SceneImpossible(f"l’image {chemin.name} n’a pas pu être écrite")
