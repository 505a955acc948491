"""The cover sheet: read on paper by the desk's scanner, folded, turned, through a fax."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from imuse_desk.documents.client import ImagePage, Lecteur
from imuse_desk.domain.feuille_route import FeuilleRoute
from imuse_desk.printing.feuille_route import FeuilleDeRoute, composer_feuille, produire_feuilles
from tests.printing.exemples import EMETTEUR, NOM_LONG, polices_du_pdf, textes

CODE = FeuilleRoute(1, 12, 12345, 123, 54321, "9F3A")
MODELE = FeuilleDeRoute(
    EMETTEUR,
    "Mme Claire Valmont",
    "R26-01184",
    "2026-2027",
    "Avis d’imposition sur les revenus 2024",
    "Lina",
    CODE.texte,
)


def test_it_says_whose_it_is_and_for_which_piece() -> None:
    contenu = produire_feuilles([MODELE, MODELE])
    pages = textes(contenu)
    assert len(pages) == 2
    for mots in ("Feuille de route", "Valmont", "R26-01184", "2026-2027", "pour Lina", CODE.texte):
        assert mots in pages[0]
    assert all(polices_du_pdf(contenu).values())
    assert contenu == produire_feuilles([MODELE, MODELE])


def test_long_names_stay_above_the_codes() -> None:
    from dataclasses import replace

    (page,) = composer_feuille(replace(MODELE, famille=NOM_LONG, piece=NOM_LONG * 2))
    haut_du_code = max(motif.y for motif in page.motifs) + 60 * 72 / 25.4
    texte = [ecrit for ecrit in page.ecrits if ecrit.texte not in {CODE.texte} and 90 < ecrit.y < haut_du_code]
    assert not texte


def _scan(tmp_path: Path) -> Image.Image:
    chemin = tmp_path / "feuille.pdf"
    chemin.write_bytes(produire_feuilles([MODELE]))
    lecteur = Lecteur(chemin)
    vue: ImagePage = lecteur.rendre(1, 1240)  # 150 dpi
    lecteur.close()
    return Image.frombytes("RGB", (vue.width, vue.height), vue.octets, "raw", "RGB", vue.stride).convert("L")


def _lue(image: Image.Image, tmp_path: Path) -> FeuilleRoute | None:
    chemin = tmp_path / "scan.pdf"
    image.save(chemin, resolution=150)
    lecteur = Lecteur(chemin)
    try:
        return lecteur.feuille(1)
    finally:
        lecteur.close()


@pytest.mark.parametrize("cas", ["droite", "penchee", "couchee", "renversee", "fax", "sans_carre", "sans_barres"])
def test_its_code_is_read_from_a_poor_scan(cas: str, tmp_path: Path) -> None:
    image = _scan(tmp_path)
    tours = {"penchee": 7, "couchee": 90, "renversee": 183}
    if cas in tours:
        image = image.rotate(tours[cas], expand=True, fillcolor=255)
    elif cas == "fax":
        image = image.resize((1728 * 2 // 3, 1143)).convert("1").convert("L").resize(image.size)
    elif cas.startswith("sans"):
        haut, bas = (600, 1150) if cas == "sans_carre" else (1200, 1500)
        ImageDraw.Draw(image).rectangle((0, haut, image.width, bas), fill=255)
    assert _lue(image, tmp_path) == CODE


def test_a_page_without_a_code_is_no_sheet(tmp_path: Path) -> None:
    assert _lue(Image.new("L", (1240, 1754), 255), tmp_path) is None


def test_another_code_is_no_sheet(tmp_path: Path) -> None:
    import zxingcpp

    image = Image.new("L", (1240, 1754), 255)
    dessin = zxingcpp.create_barcode("IDR1-1-2-3-4-0-AAAA-00", zxingcpp.BarcodeFormat.DataMatrix).to_image(scale=10)
    image.paste(Image.fromarray(dessin), (300, 300))
    assert _lue(image, tmp_path) is None
