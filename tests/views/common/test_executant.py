"""The runners: order of writes, stale reads, errors, cancellation, shutdown, closed receivers."""

import gc
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.erreurs import BaseOccupee
from imuse_desk.views.common.executant import Annule, Etapes, Executant, Jeton


class Recepteur(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.recus: list[object] = []
        self.erreurs: list[Exception] = []
        self.progres: list[tuple[int, int]] = []
        self.fils: set[bool] = set()

    @Slot(object)
    def recevoir(self, resultat: object) -> None:
        self.fils.add(QThread.currentThread() is self.thread())
        self.recus.append(resultat)

    @Slot(object)
    def refuser(self, erreur: Exception) -> None:
        self.erreurs.append(erreur)

    @Slot(int, int)
    def avancer(self, fait: int, total: int) -> None:
        self.progres.append((fait, total))


def _rendre(valeur: object) -> Callable[[], object]:
    return lambda: valeur


def test_three_hundred_results_all_arrive_in_the_ui_thread(executant: Executant, qtbot: QtBot) -> None:
    recepteur = Recepteur()
    for rang in range(300):
        executant.lire(_rendre(rang), recepteur.recevoir)
    qtbot.waitUntil(lambda: len(recepteur.recus) == 300, timeout=5000)
    assert sorted(map(int, map(str, recepteur.recus))) == list(range(300))
    assert recepteur.fils == {True}


def test_writes_run_one_at_a_time_in_order(executant: Executant, qtbot: QtBot) -> None:
    recepteur = Recepteur()
    dedans: list[str] = []

    def ecrire(nom: int) -> Callable[[], int]:
        def fonction() -> int:
            dedans.append(threading.current_thread().name)
            time.sleep(0.002)
            return nom

        return fonction

    for rang in range(20):
        executant.ecrire(ecrire(rang), recepteur.recevoir)
    qtbot.waitUntil(lambda: len(recepteur.recus) == 20, timeout=5000)
    assert recepteur.recus == list(range(20))
    assert len(set(dedans)) == 1


def test_only_the_last_read_of_a_key_is_delivered(executant: Executant, qtbot: QtBot) -> None:
    recepteur, verrou = Recepteur(), threading.Event()

    def lente() -> str:
        verrou.wait(5)
        return "ancienne"

    executant.lire(lente, recepteur.recevoir, cle="liste")
    executant.lire(_rendre("nouvelle"), recepteur.recevoir, cle="liste")
    executant.lire(_rendre("autre"), recepteur.recevoir, cle="fiche")
    qtbot.waitUntil(lambda: len(recepteur.recus) == 2, timeout=5000)
    verrou.set()
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=5000)
    assert sorted(map(str, recepteur.recus)) == ["autre", "nouvelle"]


def test_a_typed_error_goes_to_its_slot_or_to_echec(executant: Executant, qtbot: QtBot) -> None:
    recepteur = Recepteur()

    def occupee() -> None:
        raise BaseOccupee

    executant.ecrire(occupee, recepteur.recevoir, recepteur.refuser)
    qtbot.waitUntil(lambda: len(recepteur.erreurs) == 1)
    with qtbot.waitSignal(executant.echec) as recu:
        executant.lire(occupee, recepteur.recevoir)
    assert isinstance(recu.args[0], BaseOccupee)
    assert recepteur.recus == []


def test_an_unexpected_error_is_an_incident_as_well(executant: Executant, qtbot: QtBot) -> None:
    recepteur = Recepteur()

    def cassee() -> None:
        raise KeyError("x")

    with qtbot.waitSignal(executant.incident) as recu:
        executant.lire(cassee, recepteur.recevoir, recepteur.refuser)
    assert isinstance(recu.args[0], KeyError)
    assert len(recepteur.erreurs) == 1


def test_long_work_reports_progress_and_stops(executant: Executant, qtbot: QtBot) -> None:
    recepteur = Recepteur()

    def travail(jeton: Jeton) -> int:
        for rang in range(1, 2001):
            jeton.avancer(rang, 2000)
        return 2000

    executant.travailler(travail, recepteur.recevoir, progres=recepteur.avancer)
    qtbot.waitUntil(lambda: recepteur.recus == [2000], timeout=5000)
    assert recepteur.progres[-1] == (2000, 2000)
    assert len(recepteur.progres) < 200

    def sans_fin(jeton: Jeton) -> None:
        while True:
            jeton.verifier()
            time.sleep(0.001)

    jeton = executant.travailler(sans_fin, recepteur.recevoir, recepteur.refuser)
    jeton.annuler()
    qtbot.waitUntil(lambda: len(recepteur.erreurs) == 1, timeout=5000)
    assert isinstance(recepteur.erreurs[0], Annule)


def test_work_that_breaks_off_tells_how_far_it_went(executant: Executant, qtbot: QtBot) -> None:
    recepteur = Recepteur()

    def travail(jeton: Jeton) -> None:
        jeton.avancer(0, 21)
        jeton.avancer(7, 21)
        raise BaseOccupee

    executant.travailler(travail, recepteur.recevoir, recepteur.refuser, progres=recepteur.avancer)
    qtbot.waitUntil(lambda: bool(recepteur.erreurs), timeout=5000)
    assert recepteur.progres == [(0, 21), (7, 21)]


def test_long_writing_work_lets_others_write_between_its_steps(executant: Executant, qtbot: QtBot) -> None:
    recepteur, fils = Recepteur(), set[str]()
    demande, suite = threading.Event(), threading.Event()

    def etapes() -> Etapes:
        for rang in range(3):
            yield rang, 3
            fils.add(threading.current_thread().name)
            demande.set()
            assert suite.wait(5)
        return "fini"

    executant.derouler(etapes, recepteur.recevoir, progres=recepteur.avancer)
    assert demande.wait(5)
    executant.ecrire(_rendre("entre deux pas"), recepteur.recevoir)
    suite.set()
    qtbot.waitUntil(lambda: len(recepteur.recus) == 2, timeout=5000)
    assert recepteur.recus == ["entre deux pas", "fini"]
    assert recepteur.progres[-1] == (2, 3)
    assert len(fils) == 1


def test_work_by_steps_is_stopped_between_two_or_breaks_off(executant: Executant, qtbot: QtBot) -> None:
    recepteur, faits = Recepteur(), list[int]()
    trois, suite = threading.Event(), threading.Event()

    def etapes() -> Etapes:
        for rang in range(1000):
            yield rang, 1000
            faits.append(rang)
            if rang == 3:
                trois.set()
                assert suite.wait(5)

    jeton = executant.derouler(etapes, recepteur.recevoir, recepteur.refuser)
    assert trois.wait(5)
    jeton.annuler()
    suite.set()
    qtbot.waitUntil(lambda: len(recepteur.erreurs) == 1, timeout=5000)
    assert isinstance(recepteur.erreurs[0], Annule)
    assert faits == [0, 1, 2, 3]

    def cassees() -> Etapes:
        yield 0, 2
        raise BaseOccupee

    executant.derouler(cassees, recepteur.recevoir, recepteur.refuser)
    qtbot.waitUntil(lambda: len(recepteur.erreurs) == 2, timeout=5000)
    assert isinstance(recepteur.erreurs[1], BaseOccupee)
    assert recepteur.recus == []


def test_closing_ends_the_step_under_way_and_begins_no_other(qtbot: QtBot) -> None:
    coureur, recepteur, faits = Executant(), Recepteur(), list[int]()
    entre = threading.Event()

    def etapes() -> Etapes:
        for rang in range(50):
            yield rang, 50
            entre.set()
            time.sleep(0.05)
            faits.append(rang)

    coureur.derouler(etapes, recepteur.recevoir, recepteur.refuser)
    assert entre.wait(5)
    coureur.fermer()
    assert faits == [0]
    qtbot.wait(20)
    assert (recepteur.recus, recepteur.erreurs) == ([], [])


def test_a_receiver_that_is_gone_gets_nothing(executant: Executant, qtbot: QtBot) -> None:
    recepteur, verrou = Recepteur(), threading.Event()
    executant.lire(lambda: verrou.wait(5), recepteur.recevoir)
    del recepteur
    gc.collect()
    verrou.set()
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=5000)


def test_a_lambda_is_no_receiver(executant: Executant) -> None:
    with pytest.raises(TypeError, match="bound method"):
        executant.lire(_rendre(1), lambda _: None)


@pytest.mark.parametrize("comment", ["method", "partial", "closure", "inside"])
def test_a_thread_never_holds_a_widget(executant: Executant, qtbot: QtBot, comment: str) -> None:
    """The thread could be the last to let go of it, and would destroy it."""
    widget = QWidget()
    qtbot.addWidget(widget)
    recepteur = Recepteur()
    fonctions: dict[str, Callable[[], object]] = {
        "method": widget.width, "partial": partial(repr, widget), "closure": lambda: widget.width() + 1,
        "inside": partial(lambda f: f(), widget.width),
    }  # fmt: skip
    with pytest.raises(TypeError, match="must stay on the UI thread"):
        executant.lire(fonctions[comment], recepteur.recevoir)


def test_closing_waits_for_the_write_and_delivers_nothing(qtbot: QtBot) -> None:
    coureur, recepteur, ecrit = Executant(), Recepteur(), threading.Event()

    def ecrire() -> None:
        time.sleep(0.05)
        ecrit.set()

    coureur.ecrire(ecrire, recepteur.recevoir)
    time.sleep(0.01)
    coureur.fermer()
    assert ecrit.is_set()
    qtbot.wait(20)
    assert recepteur.recus == []
    assert coureur.lire(_rendre(1), recepteur.recevoir).est_annule, "a late timer is no fault"
    with pytest.raises(RuntimeError):
        coureur.ecrire(_rendre(1), recepteur.recevoir)
    assert not coureur.est_occupe


def test_five_thousand_booleans_can_be_emitted(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference at each emit(True) and aborts."""

    class Emetteur(QObject):
        basculee = Signal(bool)

    class Compteur(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.vrais = 0

        @Slot(bool)
        def compter(self, vrai: bool) -> None:
            self.vrais += vrai

    emetteur, compteur = Emetteur(), Compteur()
    emetteur.basculee.connect(compteur.compter)
    for rang in range(5000):
        emetteur.basculee.emit(rang % 2 == 0)
    assert compteur.vrais == 2500
