"""A documents process that is killed, hangs, fills the disk or lies: the program goes on, and says the same thing."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from imuse_desk.documents import limites, processus
from imuse_desk.documents.client import Lecteur, examiner
from imuse_desk.documents.place import Place
from imuse_desk.documents.processus import Processus, Reponse
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.views.common.messages import texte_erreur
from tests.documents.hostiles import simple

linux = pytest.mark.skipif(sys.platform != "linux", reason="signals and limits of Linux")
PHRASE = "fichier trop complexe pour être ouvert sans risque"

FAUX = """
import os, sys, time
from imuse_desk.documents import limites, protocole
entree, sortie = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
{avant}
limites.poser()
protocole.ecrire(sortie, {{"pret": True}})
protocole.lire(entree)
protocole.lire(entree)
{apres}
"""
REMPLIR = "while True: os.write(deja, bytes(1 << 20))"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    chemin = tmp_path / "bon.pdf"
    chemin.write_bytes(simple())
    return chemin


def remplacer(monkeypatch: pytest.MonkeyPatch, apres: str, avant: str = "") -> None:
    """Have the program start a process that keeps to the walls and the greeting, then misbehaves."""
    code = FAUX.format(avant=avant, apres=apres)
    monkeypatch.setattr(processus, "commande", lambda *_: [sys.executable, "-c", code])


def refuse(document: Path) -> str:
    """Both ways of opening a document say the same sentence; that sentence."""
    examen = examiner(document)
    assert examen.etat == "trop_complexe"
    with pytest.raises(RegleMetier) as refus:
        Lecteur(document)
    message = texte_erreur(refus.value)
    assert message.phrase.casefold() == f"{examen.message}.".casefold()
    return examen.message


def test_the_limits_are_those_that_were_promised() -> None:
    assert (limites.MEMOIRE_MAX, limites.MEMOIRE_OCR) == (1 << 30, 2 << 30)
    assert (processus.DELAI_S, processus.DELAI_OCR_S) <= (10, 60)
    assert limites.CPU_MAX_S < processus.DELAI_S
    assert limites.CPU_OCR_S < processus.DELAI_OCR_S <= 60


@linux
@pytest.mark.parametrize(
    "geste",
    [
        "os.abort()",
        "os._exit(3)",
        "import ctypes; ctypes.string_at(0)",  # a fault of memory
        "bytes(2 << 30)",  # more than its gibibyte
        "sortie.write(b'{}' * 50); sortie.flush(); os._exit(0)",  # nonsense, then nothing
    ],
)
def test_a_process_that_dies_or_lies(monkeypatch: pytest.MonkeyPatch, document: Path, geste: str) -> None:
    avant = set(psutil.Process().children())
    remplacer(monkeypatch, geste)
    assert refuse(document) == PHRASE
    assert set(psutil.Process().children()) <= avant, "nothing is left behind"


@linux
def test_a_process_that_never_answers(monkeypatch: pytest.MonkeyPatch, document: Path) -> None:
    remplacer(monkeypatch, "time.sleep(600)")
    monkeypatch.setattr(processus, "DELAI_S", 1.0)
    monkeypatch.setattr("imuse_desk.documents.client.DELAI_S", 1.0)
    debut = time.monotonic()
    assert refuse(document) == PHRASE
    assert time.monotonic() - debut < 5


@linux
def test_a_process_stopped_in_the_middle_of_a_request(monkeypatch: pytest.MonkeyPatch, document: Path) -> None:
    """Stopped, it uses no processor: the clock of the program ends it."""
    monkeypatch.setattr(processus, "DELAI_S", 1.0)
    avant = set(psutil.Process().children())
    lecteur = Lecteur(document)
    assert lecteur.rendre(1, 100).width >= 100
    (enfant,) = set(psutil.Process().children()) - avant
    os.kill(enfant.pid, signal.SIGSTOP)
    debut = time.monotonic()
    with pytest.raises(RegleMetier) as refus:
        lecteur.rendre(1, 100)
    assert refus.value.code == "trop_complexe"
    assert time.monotonic() - debut < 5
    assert lecteur.rendre(1, 100).width >= 100, "the next request has a process of its own"
    lecteur.close()


@linux
def test_a_process_killed_again_and_again(document: Path) -> None:
    """Whatever moment it dies at, a call answers or says so; the reader is never lost."""
    lecteur = Lecteur(document)
    vus: set[str] = set()
    fini = threading.Event()

    def tuer() -> None:
        while not fini.wait(0.05):
            for enfant in psutil.Process().children():
                enfant.kill()

    fil = threading.Thread(target=tuer)
    fil.start()
    for _ in range(20):
        try:
            lecteur.rendre(1, 1200)
        except RegleMetier as refus:
            vus.add(refus.code)
    fini.set()
    fil.join()
    assert vus <= {"trop_complexe", "documents_indisponible"}
    assert vus, "it was killed at least once"
    _jusqu_a_une_page(lecteur)
    lecteur.close()


def _jusqu_a_une_page(lecteur: Lecteur) -> None:
    try:
        assert lecteur.rendre(1, 100).width >= 100
    except RegleMetier:  # the last one killed
        assert lecteur.rendre(1, 100).width >= 100


@linux
def test_a_process_that_fills_the_disk(monkeypatch: pytest.MonkeyPatch, document: Path, tmp_path: Path) -> None:
    """Even into a file that was open before its walls stood, it cannot write one byte."""
    victime = tmp_path / "victime.bin"
    remplacer(monkeypatch, REMPLIR, f"deja = os.open({str(victime)!r}, os.O_WRONLY | os.O_CREAT)")
    assert refuse(document) == PHRASE
    assert victime.stat().st_size == 0


@linux
def test_nothing_is_written_where_temporary_files_go(document: Path, tmp_path: Path) -> None:
    """The answer is the same on a full disk: the process and the program write nothing to look at a document."""
    attendu = examiner(document)
    programme = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "from imuse_desk.documents.client import Lecteur, examiner;"
        "lecteur = Lecteur(sys.argv[1]); pages = lecteur.pages; lecteur.rendre(1, 800); lecteur.mots(1);"
        "lecteur.code(); lecteur.close(); print(pages, examiner(sys.argv[1]).etat)"
    )
    fait = subprocess.run(
        [sys.executable, "-B", "-c", programme, str(document)], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "TMPDIR": str(tmp_path / "absent")},
    )  # fmt: skip
    assert fait.stdout.split() == ["1", attendu.etat], fait.stderr


class _Magasin(io.BytesIO):
    """A document whose store goes away once its beginning has been read."""

    def __init__(self) -> None:
        super().__init__(b"%PDF-1.7\n" + bytes(3 << 20))
        self.lectures = 0

    def read(self, taille: int | None = -1) -> bytes:
        self.lectures += 1
        if self.lectures > 3:  # its nature is told from its two ends
            raise RuntimeError("base perdue")
        return super().read(taille)


def test_a_store_that_fails_while_the_document_is_handed_over_leaves_no_process() -> None:
    avant = set(psutil.Process().children())
    with pytest.raises(RuntimeError, match="base perdue"):
        Lecteur(_Magasin)
    assert set(psutil.Process().children()) <= avant


def test_a_process_whose_answer_came_too_late_for_who_closed_is_waited_for_too() -> None:
    """Closed while another thread had its answer already: that thread ends what the close could not wait for."""
    place = Place()
    repondu, ferme = threading.Event(), threading.Event()
    tenu: list[Processus] = []

    def demarrer(occuper: Callable[[Processus], None]) -> Reponse:
        tenu.append(Processus())
        occuper(tenu[0])
        repondu.set()
        assert ferme.wait(10)
        return {}, b""

    fil = threading.Thread(target=lambda: place.demander(demarrer, lambda _processus: ({}, b"")))
    fil.start()
    assert repondu.wait(10)
    place.close()
    ferme.set()
    fil.join()
    assert place.pid is None
    assert not psutil.pid_exists(tenu[0].pid), "not even a zombie"


def test_a_process_that_cannot_be_watched_is_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def sans_fil(_self: Processus, _fin: float | None) -> threading.Timer:
        raise RuntimeError("can't start new thread")

    avant = set(psutil.Process().children())
    monkeypatch.setattr(Processus, "_surveiller", sans_fil)
    with pytest.raises(RuntimeError, match="new thread"):
        Processus()
    assert set(psutil.Process().children()) <= avant


def _du_lecteur(lecteur: Lecteur) -> processus.Processus:
    assert lecteur._place._processus is not None
    return lecteur._place._processus


def arretee(_m: pytest.MonkeyPatch, _document: Path) -> None:
    processus.Processus().arreter()


def tuee(_m: pytest.MonkeyPatch, document: Path) -> None:
    lecteur = Lecteur(document)
    _du_lecteur(lecteur).tuer()
    lecteur.close()


def tuee_puis_demandee(_m: pytest.MonkeyPatch, document: Path) -> None:
    lecteur = Lecteur(document)
    _du_lecteur(lecteur).tuer()
    with pytest.raises(RegleMetier):
        lecteur.rendre(1, 100)


def fermee_pendant(monkeypatch: pytest.MonkeyPatch, document: Path) -> None:
    """Closed in the middle of the call of another thread."""
    remplacer(monkeypatch, "protocole.ecrire(sortie, {'pages': 1})\nprotocole.lire(entree)\ntime.sleep(600)")
    lecteur = Lecteur(document)
    refus: list[str] = []

    def demander() -> None:
        try:
            lecteur.rendre(1, 100)
        except RegleMetier as erreur:
            refus.append(erreur.code)

    fil = threading.Thread(target=demander)
    fil.start()
    time.sleep(0.1)
    lecteur.close()
    fil.join(20)
    assert refus == ["document_ferme"]


def muette(monkeypatch: pytest.MonkeyPatch, document: Path) -> None:
    monkeypatch.setattr(processus, "commande", lambda *_: [sys.executable, "-c", "import time; time.sleep(600)"])
    monkeypatch.setattr("imuse_desk.documents.client.DELAI_S", 0.5)
    with pytest.raises(RegleMetier, match="documents_indisponible"):
        Lecteur(document)


def meurt_au_salut(monkeypatch: pytest.MonkeyPatch, document: Path) -> None:
    monkeypatch.setattr(processus, "commande", lambda *_: ["/bin/false"])
    with pytest.raises(RegleMetier, match="documents_indisponible"):
        Lecteur(document)


@linux
@pytest.mark.parametrize("finir", [arretee, tuee, tuee_puis_demandee, fermee_pendant, muette, meurt_au_salut])
def test_no_end_leaves_a_process_even_dead(
    monkeypatch: pytest.MonkeyPatch, document: Path, finir: Callable[[pytest.MonkeyPatch, Path], None]
) -> None:
    """Each way to end it waits for it: a dead process that nobody waited for stays in the system's table."""
    avant = set(psutil.Process().children())
    finir(monkeypatch, document)
    assert set(psutil.Process().children()) <= avant
