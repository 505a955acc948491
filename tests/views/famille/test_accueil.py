"""What the Accueil shows is laid out again when it changed, not at each paper that the machine reads."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.famille import accueil as module
from imuse_desk.views.famille.accueil import Accueil, Nouvelles, lire_nouvelles
from tests.bases import BaseDemo


def test_the_same_news_are_not_laid_out_again(
    qtbot: QtBot, executant: Executant, base_demo: BaseDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    accueil = Accueil(executant)
    qtbot.addWidget(accueil)
    remises: list[None] = []
    accueil.attente.modelReset.connect(lambda: remises.append(None))

    def calme() -> int:
        qtbot.waitUntil(lambda: not executant.est_occupe)
        return len(remises)

    ctx = base_demo.contexte(Role.SECRETARIAT)
    accueil.entrer(ctx)
    assert calme() == 1
    accueil.relire()
    assert calme() == 1
    lues = lire_nouvelles(ctx)
    autres = replace(lues, attente=replace(lues.attente, pieces=lues.attente.pieces + 1))

    def lire(_ctx: object) -> Nouvelles:
        return autres

    monkeypatch.setattr(module, "lire_nouvelles", lire)
    accueil.relire()
    assert calme() == 2
    assert accueil.attente.index(0, 1).data() == str(lues.attente.pieces + 1)
    accueil.entrer(ctx)
    assert calme() == 3, "another person, site or year: everything is shown anew"
