"""The store of files: nothing half-written, whatever the disk does."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier, StockagePlein
from imuse_desk.infra.depot import Depot, Empreinte

CONTENU = b"avis " * 1000


def fichiers(racine: Path) -> list[Path]:
    return [chemin for chemin in racine.rglob("*") if chemin.is_file()]


@pytest.fixture
def disque_de_1_mo(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte."""
    point = tmp_path / "disque"
    point.mkdir()
    if not shutil.which("mount") or os.geteuid() != 0:
        pytest.skip("mounting needs root; the file size limit test covers the same path")
    monte = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(point)], check=False, capture_output=True
    )
    if monte.returncode:
        pytest.skip("no mount in this container")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=True)


def test_stored_under_its_hash_and_read_back(tmp_path):
    depot = Depot(tmp_path / "donnees")
    source = tmp_path / "avis.pdf"
    source.write_bytes(CONTENU)
    attendu = hashlib.sha256(CONTENU).hexdigest()
    assert depot.ranger(source) == Empreinte(attendu, len(CONTENU))
    assert depot.chemin(attendu) == tmp_path / "donnees" / "store" / attendu[:2] / attendu[2:4] / attendu
    with depot.ouvrir(attendu) as flux:
        assert flux.read() == CONTENU
    assert depot.verifier(attendu) == "intact"
    assert source.exists()
    assert len(fichiers(tmp_path / "donnees")) == 1


def test_same_content_kept_once_and_stream_accepted(tmp_path):
    depot = Depot(tmp_path)
    assert depot.ranger(io.BytesIO(CONTENU)) == depot.ranger(io.BytesIO(CONTENU))
    assert len(fichiers(tmp_path)) == 1


def test_only_its_owner_reads_it(tmp_path):
    depot = Depot(tmp_path)
    chemin = depot.chemin(depot.ranger(io.BytesIO(CONTENU)).sha256)
    assert chemin.stat().st_mode & 0o077 == 0
    assert chemin.parent.stat().st_mode & 0o077 == 0


def test_damage_seen_and_healed_by_storing_again(tmp_path):
    depot = Depot(tmp_path)
    sha256 = depot.ranger(io.BytesIO(CONTENU)).sha256
    depot.chemin(sha256).write_bytes(b"autre")
    assert depot.verifier(sha256) == "altere"
    depot.ranger(io.BytesIO(CONTENU))
    assert depot.verifier(sha256) == "intact"


def test_absent_and_removed(tmp_path):
    depot = Depot(tmp_path)
    sha256 = depot.ranger(io.BytesIO(CONTENU)).sha256
    assert depot.retirer(sha256) is True
    assert depot.retirer(sha256) is False
    assert depot.verifier(sha256) == "absent"
    with pytest.raises(Introuvable):
        depot.ouvrir(sha256)
    with pytest.raises(Introuvable):
        depot.ranger(tmp_path / "nulle part.pdf")


@pytest.mark.parametrize("faux", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_hash_that_is_none_refused(tmp_path, faux):
    with pytest.raises(Invalide):
        Depot(tmp_path).chemin(faux)


def test_full_disk_leaves_nothing_and_works_again(disque_de_1_mo):
    depot = Depot(disque_de_1_mo)
    petit = depot.ranger(io.BytesIO(CONTENU))
    with pytest.raises(StockagePlein):
        depot.ranger(io.BytesIO(os.urandom(3_000_000)))
    assert fichiers(disque_de_1_mo) == [depot.chemin(petit.sha256)]
    assert depot.verifier(petit.sha256) == "intact"
    assert depot.verifier(depot.ranger(io.BytesIO(b"encore" * 1000)).sha256) == "intact"


def test_read_only_disk_is_named(disque_de_1_mo):
    depot = Depot(disque_de_1_mo)
    sha256 = depot.ranger(io.BytesIO(CONTENU)).sha256
    subprocess.run(["mount", "-o", "remount,ro", str(disque_de_1_mo)], check=True)
    with pytest.raises(RegleMetier) as refus:
        depot.ranger(io.BytesIO(b"nouveau"))
    assert refus.value.code == "depot_lecture_seule"
    with pytest.raises(RegleMetier):
        depot.retirer(sha256)
    assert depot.verifier(sha256) == "intact"


def test_file_size_limit_counts_as_a_full_disk(tmp_path):
    programme = """
import io, resource, signal, sys
from pathlib import Path
from imuse_desk.domain.erreurs import StockagePlein
from imuse_desk.infra.depot import Depot
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Depot(Path(sys.argv[1])).ranger(io.BytesIO(bytes(300_000)))
except StockagePlein:
    print("plein")
"""
    fait = subprocess.run(
        [sys.executable, "-c", programme, str(tmp_path)], capture_output=True, text=True, timeout=30, check=True
    )
    assert fait.stdout.strip() == "plein"
    assert fichiers(tmp_path) == []


def test_source_that_fails_leaves_nothing(tmp_path):
    class Coupe(io.BytesIO):
        def read(self, taille: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        Depot(tmp_path).ranger(Coupe())
    assert fichiers(tmp_path) == []


def test_killed_copy_leaves_a_remnant_that_is_swept(tmp_path):
    programme = """
import io, os, sys
from pathlib import Path
from imuse_desk.infra.depot import Depot
class Mortel(io.BytesIO):
    def read(self, taille=-1):
        os.kill(os.getpid(), 9) if self.tell() else None
        return super().read(1000)
Depot(Path(sys.argv[1])).ranger(Mortel(bytes(5000)))
"""
    subprocess.run([sys.executable, "-c", programme, str(tmp_path)], check=False, timeout=30)
    depot = Depot(tmp_path)
    assert len(fichiers(tmp_path)) == 1
    assert not (tmp_path / "store").exists()
    assert depot.balayer() == 0, "a copy in progress elsewhere is left alone"
    assert depot.balayer(plus_vieux_que_s=-1) == 1
    assert fichiers(tmp_path) == []


def test_eight_threads_store_the_same_file(tmp_path):
    depot = Depot(tmp_path)
    recus: list[Empreinte] = []
    fils = [threading.Thread(target=lambda: recus.append(depot.ranger(io.BytesIO(CONTENU)))) for _ in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(recus) == 8
    assert len(set(recus)) == 1
    assert depot.verifier(recus[0].sha256) == "intact"
    assert len(fichiers(tmp_path)) == 1
