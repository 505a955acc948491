"""The documents held ready: their processes end, whatever the program does meanwhile."""

import threading

import psutil
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from imuse_desk.views.common.executant import Executant
from imuse_desk.views.verification.reserve import Reserve
from tests.fabriques import Maison
from tests.views.verification.conftest import ranger


class Attente(QObject):
    """Takes what a read brings."""

    @Slot(object)
    def recevoir(self, _rien: object) -> None:
        """Nothing to do."""


def test_documents_let_go_while_the_program_leaves_leave_no_process(
    qtbot: QtBot, executant: Executant, maison: Maison
) -> None:
    avant = set(psutil.Process().children())
    reserve, attente = Reserve(executant), Attente()
    idents = [ranger(maison, "domicile", f"facture {n}", minutes=n) for n in range(3)]
    reserve.vouloir(maison.ctx(), idents, 400)
    qtbot.waitUntil(lambda: all(reserve.prendre(ident) is not None for ident in idents), timeout=60_000)
    ouverts = set(psutil.Process().children()) - avant
    assert len(ouverts) == 3
    fini = threading.Event()
    for _ in range(3):
        executant.lire(fini.wait, attente.recevoir)  # the readers are all busy
    reserve.vider()
    fermeture = threading.Thread(target=executant.fermer)
    fermeture.start()
    fini.set()
    fermeture.join()
    qtbot.waitUntil(lambda: not ouverts & set(psutil.Process().children()), timeout=10_000)
