"""The documents held ready: their processes end, whatever the program does meanwhile."""

import threading

import psutil
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.erreurs import BaseInjoignable
from imuse_desk.services.lectures.poste import PiecePoste, lire_piece
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.verification import reserve, station
from imuse_desk.views.verification.reserve import Reserve
from tests.fabriques import Maison
from tests.views.verification.conftest import facture, ranger
from tests.views.verification.poste import Attente, Poste


def test_documents_let_go_while_the_program_leaves_leave_no_process(
    qtbot: QtBot, executant: Executant, maison: Maison
) -> None:
    avant = set(psutil.Process().children())
    tenues, attente = Reserve(executant), Attente()
    idents = [ranger(maison, "domicile", f"facture {n}", minutes=n) for n in range(3)]
    tenues.vouloir(maison.ctx(), idents, 400)
    qtbot.waitUntil(lambda: all(tenues.prendre(ident) is not None for ident in idents), timeout=60_000)
    ouverts = set(psutil.Process().children()) - avant
    assert len(ouverts) == 3
    fini = threading.Event()
    for _ in range(3):
        executant.lire(fini.wait, attente.recevoir)  # the readers are all busy
    tenues.vider()
    fermeture = threading.Thread(target=executant.fermer)
    fermeture.start()
    fini.set()
    fermeture.join()
    qtbot.waitUntil(lambda: not ouverts & set(psutil.Process().children()), timeout=10_000)


def test_a_base_that_does_not_answer_takes_no_piece_out_of_the_queue(
    poste: Poste, maison: Maison, monkeypatch: pytest.MonkeyPatch
) -> None:
    idents = [facture(maison, minutes=n) for n in range(5)]
    poste.ouvrir()

    def perdue(*_: object) -> PiecePoste:
        raise BaseInjoignable

    for module in (station, reserve):
        monkeypatch.setattr(module, "lire_piece", perdue)
    poste.station.relire_piece()
    poste.calme()
    assert (poste.montree, poste.rang) == (idents[0], "1 sur 5")
    assert "ne répond pas" in poste.phrase
    for _ in range(3):  # the third one could not be read ahead
        poste.touche("n")
    assert poste.station.piece is None
    assert "ne répond pas" in poste.station.vue.message.text()
    for module in (station, reserve):
        monkeypatch.setattr(module, "lire_piece", lire_piece)
    poste.qtbot.mouseClick(poste.station.vue.reessayer, Qt.MouseButton.LeftButton)
    poste.calme()
    assert (poste.montree, poste.rang) == (idents[3], "4 sur 5")
