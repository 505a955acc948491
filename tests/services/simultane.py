"""Two acts at the same instant: the second begins while the first stands in a function of a module."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

PAUSE_S = 0.6


def ensemble(
    monkeypatch: pytest.MonkeyPatch, module: Any, nom: str, premier: Callable[[], Any], second: Callable[[], Any]
) -> tuple["Future[Any]", "Future[Any]"]:
    """Both, over."""
    vrai, entre = getattr(module, nom), threading.Event()

    def lentement(*arguments: Any) -> Any:
        entre.set()
        time.sleep(PAUSE_S)
        return vrai(*arguments)

    monkeypatch.setattr(module, nom, lentement)
    with ThreadPoolExecutor(2) as postes:
        un = postes.submit(premier)
        assert entre.wait(10)
        deux = postes.submit(second)
    return un, deux


def puis(monkeypatch: pytest.MonkeyPatch, module: Any, nom: str, faire: Callable[[], object]) -> None:
    """Do something after each call of a function of a module."""
    vraie = getattr(module, nom)

    def suivie(*arguments: Any, **options: Any) -> Any:
        rendu = vraie(*arguments, **options)
        faire()
        return rendu

    monkeypatch.setattr(module, nom, suivie)
