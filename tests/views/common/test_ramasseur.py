"""Garbage is searched for by the UI thread alone."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from imuse_desk.views.common import ramasseur
from imuse_desk.views.common.ramasseur import OBJETS_NEUFS, TOURS_ANCIENS, TOURS_JEUNES, Ramasseur, ramasser


class Boucle:
    """An object that holds itself: only a search for cycles frees it; it notes the thread that did."""

    liberee_par: list[str]

    def __init__(self, liberee_par: list[str]) -> None:
        self.liberee_par = liberee_par
        self.moi = self

    def __del__(self) -> None:
        self.liberee_par.append(threading.current_thread().name)


def test_a_reader_frees_nothing_the_screen_does(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ramasseur, "INTERVALLE_MS", 10)
    monkeypatch.setattr(ramasseur, "OBJETS_NEUFS", 20_000)
    par: list[str] = []
    boucle = weakref.ref(Boucle(par))
    gardes: list[list[int]] = []

    def allouer() -> None:
        gardes.extend([rang] for rang in range(60_000))

    fil = threading.Thread(target=allouer, name="lecture")
    fil.start()
    fil.join()
    assert boucle() is not None, "a thread that allocates searches for nothing"
    parent = QObject()
    Ramasseur(parent)
    qtbot.waitUntil(lambda: boucle() is None)
    assert par == [threading.main_thread().name]
    assert not gc.isenabled()
    parent.deleteLater()


@pytest.mark.parametrize(
    ("compte", "generation"),
    [
        ((OBJETS_NEUFS, TOURS_JEUNES + 1, TOURS_ANCIENS + 1), None),
        ((OBJETS_NEUFS + 1, TOURS_JEUNES, TOURS_ANCIENS + 1), 0),
        ((OBJETS_NEUFS + 1, TOURS_JEUNES + 1, TOURS_ANCIENS), 1),
        ((OBJETS_NEUFS + 1, TOURS_JEUNES + 1, TOURS_ANCIENS + 1), 2),
    ],
)
def test_the_longer_a_search_the_rarer_it_is(
    monkeypatch: pytest.MonkeyPatch, compte: tuple[int, int, int], generation: int | None
) -> None:
    cherchees: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: compte)
    monkeypatch.setattr(gc, "collect", cherchees.append)
    ramasser()
    assert cherchees == ([] if generation is None else [generation])


def test_a_search_begins_before_the_window_would_be_seen_to_wait() -> None:
    """What readers leave, tens of thousands of objects that hold one another, is taken apart in several times."""
    collectes: list[int] = []

    def noter(phase: str, dit: dict[str, int]) -> None:
        if phase == "stop":
            collectes.append(dit["collected"])

    gc.collect()
    gc.callbacks.append(noter)
    try:
        for _ in range(60_000):
            Boucle([])
            ramasser()
    finally:
        gc.callbacks.remove(noter)
    assert sum(collectes) > 3 * OBJETS_NEUFS
    assert max(collectes) < 20_000
