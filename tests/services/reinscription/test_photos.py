"""Photos and documents assembled here: kept as PDF, found again by the files that they came from."""

import errno
import hashlib
from pathlib import Path

import pytest
from PIL import Image

from imuse_desk.documents.composition import Assemblage, PagePrise
from imuse_desk.domain.erreurs import StockagePlein
from imuse_desk.services.lectures.reinscription import lire_faits
from imuse_desk.services.reinscription.pieces import ImporterPieces, PieceImportee, importer
from tests.fabriques import Maison, pdf
from tests.services.reinscription.outils import fichier, ouvrir


def _importer(maison: Maison, code: str, *sources: Path | Assemblage, foyer: str = "Valmont") -> list[PieceImportee]:
    dossier = ouvrir(maison, foyer).dossier_id
    return importer(maison.ctx(), ImporterPieces(dossier, maison.ids[f"type:{code}"], sources)).resultat


def _faits(maison: Maison, recue: PieceImportee) -> dict[str, tuple[str, str]]:
    return {f.regle: (f.resultat, f.valeur) for f in lire_faits(maison.ctx(), recue.piece_id or 0)}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    chemin = tmp_path / "IMG_2231.JPG"
    Image.linear_gradient("L").save(chemin)
    return chemin


def test_a_photo_is_kept_as_a_pdf_and_says_so(maison: Maison, photo: Path) -> None:
    (recue,) = _importer(maison, "domicile", photo)
    vu = fichier(ouvrir(maison), recue.piece_id or 0)
    assert (vu.nom, vu.pages, vu.provenance) == ("IMG_2231.pdf", 1, (("photo", "une image JPEG"),))
    assert vu.alertes == ()
    with maison.ctx().depot.ouvrir(vu.sha256) as flux:
        assert flux.read(5) == b"%PDF-"
    faits = _faits(maison, recue)
    assert faits["origine"] == ("conforme", hashlib.sha256(photo.read_bytes()).hexdigest())
    assert faits["pdf"][0] == "conforme"


def test_the_same_photo_is_found_again(maison: Maison, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (premiere,) = _importer(maison, "domicile", photo)
    (encore,) = _importer(maison, "domicile", photo)
    assert (encore.code, encore.piece_id) == ("deja_la", premiere.piece_id)
    monkeypatch.setattr("imuse_desk.services.admission.composer", _autrement)  # as another version of Pillow would
    (encore,) = _importer(maison, "domicile", photo)
    assert (encore.code, encore.piece_id) == ("deja_la", premiere.piece_id)
    assert len([f for f in (maison.dossier / "store").rglob("*") if f.is_file()]) == 1, "nothing is kept of the others"
    maison.foyer("Bernard")
    maison.eleve("Paul", "Bernard", cours=("COR", "FM1.1"))
    (ailleurs,) = _importer(maison, "domicile", photo, foyer="Bernard")
    assert "autre_foyer" in _faits(maison, ailleurs)


def _autrement(assemblage: Assemblage, **options: object) -> object:
    from dataclasses import replace

    from imuse_desk.documents import composition

    fait = composition.composer(assemblage, **options)  # type: ignore[arg-type]
    contenu = fait.pdf + b"\n% other bytes"
    return replace(fait, pdf=contenu, examen=replace(fait.examen, sha256=hashlib.sha256(contenu).hexdigest()))


def test_a_site_may_take_no_photo(maison: Maison, photo: Path) -> None:
    maison.regler("photos_acceptees", valeur=False)
    (recue,) = _importer(maison, "domicile", photo)
    assert (recue.code, recue.message) == ("pas_un_pdf", "ce fichier n’est pas un PDF\u00a0: une image JPEG")


def test_a_photo_cut_short_is_refused_under_its_own_name(maison: Maison, photo: Path) -> None:
    photo.write_bytes(photo.read_bytes()[:400])
    (recue,) = _importer(maison, "domicile", photo)
    assert (recue.fichier, recue.piece_id) == ("IMG_2231.JPG", None)


def test_several_files_make_one_document(maison: Maison, photo: Path, tmp_path: Path) -> None:
    avis = tmp_path / "avis.pdf"
    avis.write_bytes(pdf(3, "avis"))
    pages = (PagePrise(avis, 1), PagePrise(avis, 2), PagePrise(avis, 3), PagePrise(photo, 1, 90))
    (recue,) = _importer(maison, "avis1", Assemblage("avis.pdf", pages))
    vu = fichier(ouvrir(maison), recue.piece_id or 0)
    assert (vu.pages, vu.provenance) == (4, (("assemble", "4 pages de 2 fichiers"),))
    assert _faits(maison, recue)["pages"] == ("conforme", "4 sur 4")
    (une,) = _importer(maison, "domicile", Assemblage("une.pdf", pages[:1]))
    assert fichier(ouvrir(maison), une.piece_id or 0).provenance == (("assemble", "1 page de 1 fichier"),)
    (seule,) = _importer(maison, "domicile", photo)
    assert _faits(maison, seule)["meme_fichier"] == ("a_verifier", "Pièce avis1")
    (encore,) = _importer(maison, "avis1", Assemblage("autre nom.pdf", pages))
    assert encore.code == "deja_la"
    (retournee,) = _importer(maison, "avis1", Assemblage("avis.pdf", (*pages[:3], PagePrise(photo, 1, 270))))
    assert retournee.est_recue, "a page turned the other way is another document"


def test_a_full_disk_keeps_nothing_and_says_so(maison: Maison, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def plein(*_: object) -> None:
        raise StockagePlein from OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr("imuse_desk.infra.depot.Depot.ranger", plein)
    (recue,) = _importer(maison, "domicile", photo)
    assert (recue.code, recue.piece_id) == ("disque_plein", None)
