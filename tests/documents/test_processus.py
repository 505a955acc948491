"""The walls around the documents process, looked at from outside on the live process."""

import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from imuse_desk.documents import limites, protocole
from imuse_desk.documents.client import examiner
from imuse_desk.documents.processus import ARGUMENT, Processus, ProcessusMort, commande
from imuse_desk.domain.erreurs import RegleMetier
from tests.documents.hostiles import simple

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


@pytest.fixture
def processus() -> Iterator[Processus]:
    processus = Processus()
    yield processus
    processus.arreter()


def charger(processus: Processus, contenu: bytes, demande: protocole.Message) -> protocole.Message:
    return processus.charger([contenu], len(contenu), demande, time.monotonic() + 9)[0]


@linux
def test_limits_of_the_live_process(processus):
    lignes = Path(f"/proc/{processus.pid}/limits").read_text().splitlines()
    bornes = {ligne[:26].strip(): ligne[26:].split()[:2] for ligne in lignes}
    assert bornes["Max address space"] == [str(limites.MEMOIRE_MAX)] * 2
    assert bornes["Max file size"] == ["0", "0"]
    assert bornes["Max core file size"] == ["0", "0"]
    assert bornes["Max open files"] == [str(limites.DESCRIPTEURS_MAX)] * 2
    charger(processus, simple(), {"requete": "ouvrir"})
    cpu = Path(f"/proc/{processus.pid}/limits").read_text().splitlines()[1].split()[3]
    assert 1 <= int(cpu) <= limites.CPU_MAX_S + 2


@linux
def test_no_privileges_and_a_call_filter(processus):
    etat = dict(ligne.split(":\t", 1) for ligne in Path(f"/proc/{processus.pid}/status").read_text().splitlines())
    assert etat["NoNewPrivs"] == "1"
    assert etat["Seccomp"] == "2"


def test_environment_holds_no_secret(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "secret")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus")
    processus = Processus()
    try:
        herite = psutil.Process(processus.pid).environ()
    finally:
        processus.arreter()
    assert set(herite) <= {"LANG", "LC_CTYPE", "PYTHONHASHSEED", "PYTHONPATH", "SYSTEMROOT", "WINDIR"}


def test_no_file_of_the_program_is_inherited(tmp_path):
    with (tmp_path / "base.db").open("wb") as base:
        os.set_inheritable(base.fileno(), True)
        processus = Processus()
        try:
            ouverts = [fichier.path for fichier in psutil.Process(processus.pid).open_files()]
        finally:
            processus.arreter()
    assert ouverts == []


INTRUS = """
import os, socket, subprocess, sys, errno
from imuse_desk.documents import limites
victime = sys.argv[1]
limites.poser()
def essayer(action):
    try:
        action()
    except OSError as erreur:
        return errno.errorcode[erreur.errno]
    return "PERMIS"
print(essayer(lambda: socket.socket()), essayer(lambda: os.fork()), essayer(lambda: os.execv("/bin/true", ["true"])),
      essayer(lambda: open(victime, "wb")), essayer(lambda: open(victime + "2", "wb")),
      essayer(lambda: os.unlink(victime)), essayer(lambda: os.rename(victime, victime + "3")),
      essayer(lambda: os.kill(os.getppid(), 0)), essayer(lambda: open(victime, "rb")))
"""


@linux
def test_code_inside_has_no_network_no_program_and_changes_no_file(tmp_path):
    victime = tmp_path / "victime.txt"
    victime.write_text("intact")
    fait = subprocess.run(
        [sys.executable, "-c", INTRUS, str(victime)], check=False, capture_output=True, text=True, timeout=30
    )
    assert fait.stdout.split() == ["EPERM"] * 8 + ["PERMIS"], fait.stderr
    assert victime.read_text() == "intact"


SANS_FIL = """
import threading
from imuse_desk.documents import limites
limites.clore()
premier = threading.Thread(target=lambda: print("PREMIER"))
premier.start()
premier.join()
limites.clore(sans_fil=True)
try:
    threading.Thread(target=lambda: print("SECOND")).start()
except RuntimeError:
    print("REFUS")
"""


@linux
def test_the_process_that_reads_starts_its_threads_then_no_other():
    fait = subprocess.run([sys.executable, "-c", SANS_FIL], check=False, capture_output=True, text=True, timeout=30)
    assert fait.stdout.split() == ["PREMIER", "REFUS"], fait.stderr


@linux
def test_memory_bomb_stopped_by_the_kernel_limit(hostile):
    bombe = hostile("bombe_1g")
    sommet = 0
    import threading

    fini = threading.Event()

    def observer() -> None:
        nonlocal sommet
        while not fini.wait(0.02):
            for enfant in psutil.Process().children():
                try:
                    sommet = max(sommet, enfant.memory_info().vms)
                except psutil.NoSuchProcess:
                    continue

    fil = threading.Thread(target=observer)
    fil.start()
    examen = examiner(bombe)
    fini.set()
    fil.join()
    assert examen.etat == "trop_complexe"
    assert 500 * 1024**2 < sommet <= limites.MEMOIRE_MAX


@linux
def test_endless_page_stopped_before_ten_seconds(hostile):
    debut = time.monotonic()
    assert examiner(hostile("carrelage")).etat == "trop_complexe"
    assert time.monotonic() - debut < 10


def test_late_answer_kills_the_process(hostile):
    processus = Processus()
    contenu = hostile("carrelage").read_bytes()
    debut = time.monotonic()
    with pytest.raises(ProcessusMort):
        processus.charger([contenu], len(contenu), {"requete": "inspecter"}, time.monotonic() + 0.7)
    assert time.monotonic() - debut < 2
    assert not psutil.pid_exists(processus.pid)


def test_no_process_is_left_behind(hostile):
    avant = set(psutil.Process().children())  # a viewer of another test may still be dying
    for nom in ("bon", "chiffre", "bombe_double_4g"):
        examiner(hostile(nom))
    assert set(psutil.Process().children()) <= avant


def test_process_ends_with_the_program():
    programme = "from imuse_desk.documents.processus import Processus; import os; print(Processus().pid); os._exit(0)"
    fait = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, timeout=30, check=True)
    orphelin = int(fait.stdout)
    limite = time.monotonic() + 5
    while psutil.pid_exists(orphelin) and psutil.Process(orphelin).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < limite
        time.sleep(0.05)


def test_greeting_needs_no_pdf_library():
    """The process is ready before it imports what reads documents."""
    programme = "import sys; import imuse_desk.documents.__main__; print(*sys.modules)"
    fait = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, timeout=30, check=True)
    charges = set(fait.stdout.split())
    assert charges.isdisjoint(
        {"pikepdf", "pypdfium2", "sqlalchemy", "PySide6", "subprocess", "imuse_desk.documents.travail"}
    )


def test_frozen_program_starts_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert commande() == [sys.executable, ARGUMENT]


def test_program_that_cannot_start_is_named(monkeypatch, hostile):
    chemin = hostile("bon")
    monkeypatch.setattr(sys, "executable", "/nulle/part/python")
    with pytest.raises(RegleMetier) as refus:
        examiner(chemin)
    assert refus.value.code == "documents_indisponible"
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RegleMetier):
        examiner(chemin)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x00",
        struct.pack(">IQ", 2**32 - 1, 0),
        struct.pack(">IQ", 2, 2**60) + b"{}",
        struct.pack(">IQ", 2, 0) + b"[]",
        struct.pack(">IQ", 9, 0) + b"pas json!",
        struct.pack(">IQ", 100_000, 0) + b"[" * 100_000,
        struct.pack(">IQ", 2, 10) + b"{}court",
    ],
)
def test_malformed_frames_are_refused(octets):
    import io

    with pytest.raises(protocole.FluxRompu):
        protocole.lire(io.BytesIO(octets))
