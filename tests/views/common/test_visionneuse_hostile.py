"""The viewer on hostile files: whatever they hold, the window keeps answering and says what it could not open."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from pytestqt.qtbot import QtBot

from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.visionneuse import Visionneuse
from tests.documents.hostiles import HOSTILES, ecrire

TROU_S = 0.1
"""Longest time that the window may leave a tick waiting."""
ESSAIS = 6
"""A tick may be late once because the computer is busy elsewhere; what blocks the window does so each time."""
REPRESENTATIFS = ("bon", "arbre_10_7", "bombe_double_4g", "pages_100k", "boite_enorme", "tronque_fin", "chiffre")


class Battement(QObject):
    """A tick every 5 ms in the thread of the window; keeps the longest time between two."""

    def __init__(self) -> None:
        super().__init__()
        self._minuterie = QTimer(self)
        self._minuterie.setInterval(5)
        self._minuterie.setTimerType(Qt.TimerType.PreciseTimer)
        self._minuterie.timeout.connect(self._battre)
        self.repartir()
        self._minuterie.start()

    def repartir(self) -> None:
        self.trou, self._dernier = 0.0, time.perf_counter()

    @Slot()
    def _battre(self) -> None:
        maintenant = time.perf_counter()
        self.trou, self._dernier = max(self.trou, maintenant - self._dernier), maintenant


@pytest.fixture
def vue(qtbot: QtBot, executant: Executant) -> Iterator[Visionneuse]:
    vue = Visionneuse(executant)
    qtbot.addWidget(vue)
    vue.resize(900, 600)
    vue.show()
    yield vue
    vue.fermer()


def _ouvrir_et_chercher(qtbot: QtBot, vue: Visionneuse, executant: Executant, chemin: Path) -> float:
    """Open, wait for the answer, search and zoom where there is a page; the longest time that a tick waited."""
    battement = Battement()
    vue.ouvrir(chemin, chemin.stem)
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=60_000)
    if vue.feuille.isVisible():
        vue.recherche.setText("bonjour")
        vue.chercher()
        vue.agrandir()
        qtbot.waitUntil(lambda: not executant.est_occupe, timeout=60_000)
    return battement.trou


def _repond(qtbot: QtBot, vue: Visionneuse, executant: Executant, chemin: Path) -> None:
    trous: list[float] = []
    while not trous or (trous[-1] >= TROU_S and len(trous) < ESSAIS):
        trous.append(_ouvrir_et_chercher(qtbot, vue, executant, chemin))
        assert vue.feuille.isVisible() or vue.message.text() not in ("", "Ouverture…")
    assert min(trous) < TROU_S, trous


@pytest.mark.parametrize("nom", REPRESENTATIFS)
def test_the_window_answers_while_a_hostile_file_is_opened(
    qtbot: QtBot, vue: Visionneuse, executant: Executant, tmp_path: Path, nom: str
) -> None:
    _repond(qtbot, vue, executant, ecrire(nom, tmp_path))


@pytest.mark.long
@pytest.mark.parametrize("nom", [nom for nom in HOSTILES if nom not in REPRESENTATIFS])
def test_the_window_answers_while_any_hostile_file_is_opened(
    qtbot: QtBot, vue: Visionneuse, executant: Executant, tmp_path: Path, nom: str
) -> None:
    _repond(qtbot, vue, executant, ecrire(nom, tmp_path))


def test_what_is_too_complex_is_said_so(qtbot: QtBot, vue: Visionneuse, tmp_path: Path) -> None:
    vue.ouvrir(ecrire("bombe_double_4g", tmp_path), "Bombe")
    qtbot.waitUntil(lambda: "Fichier trop complexe pour être ouvert sans risque." in vue.message.text(), timeout=30_000)
    assert not vue.feuille.isVisible()
