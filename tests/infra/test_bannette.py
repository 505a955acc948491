"""The scanner's folder: half-written files are waited for, nothing is lost when one is put away."""

import errno
import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import RegleMetier, StockagePlein
from imuse_desk.infra import bannette
from imuse_desk.infra.bannette import ECARTES, RANGES, Attente, deplacer, exiger_inchange, relever


def _ecrire(dossier: Path, nom: str, contenu: bytes = b"%PDF-1.4") -> Path:
    chemin = dossier / nom
    chemin.write_bytes(contenu)
    return chemin


def test_documents_and_photos_are_seen_oldest_first(tmp_path: Path) -> None:
    for rang, nom in enumerate(("b.PDF", "a.jpg", "c.heic")):
        os.utime(_ecrire(tmp_path, nom), ns=(0, rang * 10**9))
    for autre in ("notes.txt", ".cache.pdf", "~scan.pdf", "scan.pdf.part"):
        _ecrire(tmp_path, autre)
    (tmp_path / "dossier.pdf").mkdir()
    assert [a.chemin.name for a in relever(tmp_path)] == ["b.PDF", "a.jpg", "c.heic"]


def test_a_file_still_being_written_is_waited_for(tmp_path: Path) -> None:
    attente, scan = Attente(), _ecrire(tmp_path, "scan.pdf", b"%PDF")
    vide = _ecrire(tmp_path, "vide.pdf", b"")
    assert attente.trier(relever(tmp_path)) == ([], True)
    scan.write_bytes(b"%PDF-1.4 la suite")
    assert attente.trier(relever(tmp_path)) == ([], True)
    prets, en_cours = attente.trier(relever(tmp_path))
    assert [p.chemin for p in prets] == [scan]
    assert en_cours, "the empty one is still to come"
    vide.unlink()
    attente.trier(relever(tmp_path))
    assert attente.trier(relever(tmp_path))[1] is False


def test_what_cannot_be_looked_at_is_told_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "boucle.pdf").symlink_to(tmp_path / "boucle.pdf")
    (tmp_path / "perdu.pdf").symlink_to(tmp_path / "ailleurs.pdf")
    _ecrire(tmp_path, "vide.pdf", b"")
    vus = {a.chemin.name: a.defaut for a in relever(tmp_path)}
    assert vus == {"boucle.pdf": "bannette_lien", "perdu.pdf": "bannette_lien", "vide.pdf": ""}
    attente = Attente()
    attente.trier(relever(tmp_path))
    prets, en_cours = attente.trier(relever(tmp_path))
    assert ({p.chemin.name for p in prets}, en_cours) == ({"boucle.pdf", "perdu.pdf"}, True)
    monkeypatch.setattr(bannette, "VIDE_S", 0)
    prets, en_cours = attente.trier(relever(tmp_path))
    assert (len(prets), en_cours) == (3, False)
    assert deplacer(tmp_path / "boucle.pdf", ECARTES).is_symlink()


def test_a_protected_file_is_told_and_a_lost_network_is_no_empty_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entree:
        name, path = "scan.pdf", "/reseau/scan.pdf"

        def __init__(self, erreur: OSError) -> None:
            self.erreur = erreur

        def stat(self) -> None:
            raise self.erreur

        def is_symlink(self) -> bool:
            return False

    def voir(erreur: OSError) -> list[str]:
        with monkeypatch.context() as reseau:
            reseau.setattr(os, "scandir", lambda _dossier: nullcontext([Entree(erreur)]))
            return [a.defaut for a in relever(Path("/reseau"))]

    assert voir(PermissionError(errno.EACCES, "interdit")) == ["bannette_interdit"]
    assert voir(FileNotFoundError(errno.ENOENT, "parti")) == []
    with pytest.raises(RegleMetier, match="bannette_injoignable"):
        voir(OSError(errno.EIO, "reseau"))


def test_a_file_that_took_the_place_of_another_is_seen(tmp_path: Path) -> None:
    scan = _ecrire(tmp_path, "scan.pdf")
    (vu,) = relever(tmp_path)
    exiger_inchange(vu)
    _ecrire(tmp_path, "scan.pdf", b"%PDF-1.4 un autre")
    with pytest.raises(RegleMetier, match="bannette_modifiee"):
        exiger_inchange(vu)
    scan.unlink()
    with pytest.raises(RegleMetier, match="fichier_introuvable"):
        exiger_inchange(vu)
    tmp_path.rmdir()
    with pytest.raises(RegleMetier, match="bannette_injoignable"):
        exiger_inchange(vu)


def test_files_of_one_name_are_all_kept(tmp_path: Path) -> None:
    places = [deplacer(_ecrire(tmp_path, "scan.pdf", bytes([rang])), RANGES) for rang in range(3)]
    assert [p.name for p in places] == ["scan.pdf", "scan (2).pdf", "scan (3).pdf"]
    assert [p.read_bytes() for p in places] == [b"\0", b"\1", b"\2"]
    assert deplacer(_ecrire(tmp_path, "scan.pdf"), ECARTES).parent == tmp_path / "écartés"
    assert relever(tmp_path) == ()


def test_a_lost_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(RegleMetier, match="bannette_injoignable"):
        relever(tmp_path / "reseau")
    with pytest.raises(RegleMetier, match="bannette_injoignable"):
        deplacer(tmp_path / "reseau" / "scan.pdf", RANGES)


@pytest.mark.parametrize(
    ("erreur", "attendu", "code"),
    [
        (OSError(errno.ENOSPC, "plein"), StockagePlein, "disque_plein"),
        (PermissionError(errno.EACCES, "tenu"), RegleMetier, "bannette_occupee"),
        (OSError(errno.EIO, "reseau"), RegleMetier, "bannette_injoignable"),
    ],
)
def test_what_cannot_be_moved_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, erreur: OSError, attendu: type[Exception], code: str
) -> None:
    def echouer(*_: object) -> None:
        raise erreur

    scan = _ecrire(tmp_path, "scan.pdf")
    monkeypatch.setattr(Path, "replace", echouer)
    with pytest.raises(attendu) as refus:
        deplacer(scan, RANGES)
    assert getattr(refus.value, "code", "") == code
    assert scan.read_bytes() == b"%PDF-1.4"
    assert list((tmp_path / RANGES).iterdir()) == []
