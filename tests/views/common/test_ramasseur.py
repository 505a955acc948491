"""Garbage is searched for by the UI thread alone."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from imuse_desk.views.common import ramasseur
from imuse_desk.views.common.ramasseur import Ramasseur


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
