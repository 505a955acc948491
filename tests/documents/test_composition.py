"""One document out of several files, or of some pages of one: order, turns, nothing of the rest, clear refusals."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from imuse_desk.documents.composition import FICHIERS_MAX, Assemblage, PagePrise, composer
from tests.fabriques import pdf


@pytest.fixture
def recto(tmp_path: Path) -> Path:
    chemin = tmp_path / "recto.pdf"
    chemin.write_bytes(pdf(3, "Recto"))
    return chemin


@pytest.fixture
def verso(tmp_path: Path) -> Path:
    chemin = tmp_path / "verso.jpg"
    Image.linear_gradient("L").save(chemin)
    return chemin


def _dessin(page: pikepdf.Page) -> pikepdf.Object:
    return next(iter(page.obj.Resources.XObject.as_dict().values()))


def _textes(contenu: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(contenu)
    return [page.get_textpage().get_text_range().strip() for page in document]


def test_pages_stand_in_the_order_asked_and_turned_for_good(recto: Path, verso: Path) -> None:
    pages = (PagePrise(recto, 3), PagePrise(verso, 1, 90), PagePrise(recto, 1, 180))
    fait = composer(Assemblage("Avis.pdf", pages))
    assert (fait.examen.etat, fait.examen.pages, fait.examen.octets) == ("lisible", 3, len(fait.pdf))
    assert _textes(fait.pdf) == ["Recto, page 3", "", "Recto, page 1"]
    with pikepdf.open(BytesIO(fait.pdf)) as document:
        assert [int(page.obj.get("/Rotate", 0)) for page in document.pages] == [0, 90, 180]
    assert len(fait.origines) == 2
    assert fait.pdf == composer(Assemblage("Encore.pdf", pages)).pdf


def test_a_page_left_out_leaves_nothing_behind(tmp_path: Path) -> None:
    images = [Image.effect_noise((400, 400), 80).convert("RGB") for _ in range(2)]
    scan = tmp_path / "scan.pdf"
    images[0].save(scan, "PDF", save_all=True, append_images=images[1:])
    with pikepdf.open(scan, allow_overwriting_input=True) as document:  # one dictionary of resources for all pages
        premiere, seconde = document.pages
        dessins = {nom: _dessin(page) for nom, page in (("/A", premiere), ("/B", seconde))}
        ressources = document.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary(dessins)))
        for page, nom in zip(document.pages, dessins, strict=True):
            page.obj.Resources = ressources
            page.obj.Contents = document.make_stream(f"q 400 0 0 400 0 0 cm {nom} Do Q".encode())
        document.save(scan)
    fait = composer(Assemblage("moitie.pdf", (PagePrise(scan, 1),)))
    with pikepdf.open(BytesIO(fait.pdf)) as document:
        assert list(document.pages[0].obj.Resources.XObject.keys()) == ["/A"]
    assert len(fait.pdf) < 0.6 * scan.stat().st_size


def test_what_a_page_would_do_is_taken_away(tmp_path: Path) -> None:
    chemin = tmp_path / "actif.pdf"
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(200, 200))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        page.obj.AA = pikepdf.Dictionary(O=script)
        lien = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 99, 99]), A=script
        )
        page.obj.Annots = pikepdf.Array([document.make_indirect(lien)])
        document.save(chemin)
    assert composer(Assemblage("inerte.pdf", (PagePrise(chemin),))).examen.faits["contenu_actif"] == []


def test_one_bad_file_refuses_the_whole_and_is_named(recto: Path, tmp_path: Path) -> None:
    texte = tmp_path / "notes.pdf"
    texte.write_text("pas un PDF")
    fait = composer(Assemblage("tout.pdf", (PagePrise(recto), PagePrise(texte))))
    assert (fait.examen.etat, fait.pdf) == ("pas_un_pdf", b"")
    assert fait.examen.message == "notes.pdf\u00a0: ce fichier n’est pas un PDF\u00a0: un fichier de texte"
    absent = composer(Assemblage("tout.pdf", (PagePrise(recto), PagePrise(tmp_path / "parti.pdf"))))
    assert (absent.examen.etat, absent.examen.code) == ("introuvable", "fichier_introuvable")


def test_limits_hold(recto: Path, tmp_path: Path) -> None:
    assert composer(Assemblage("vide.pdf", ())).examen.etat == "trop_complexe"
    copies = [tmp_path / f"{rang}.pdf" for rang in range(FICHIERS_MAX + 1)]
    assert composer(Assemblage("trop.pdf", tuple(map(PagePrise, copies)))).examen.etat == "trop_complexe"
    assert composer(Assemblage("page 9.pdf", (PagePrise(recto, 9),))).examen.etat == "abime"
    gros = composer(Assemblage("gros.pdf", (PagePrise(recto),)), taille_max=100)
    assert (gros.examen.etat, gros.examen.code) == ("trop_gros", "trop_gros")
