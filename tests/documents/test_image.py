"""A picture becomes a page in the documents process; a hostile one is answered like any other file."""

from pathlib import Path

import pytest
from PIL import Image

from imuse_desk.documents.client import PDF, Lecteur, examiner
from imuse_desk.documents.nature import IMAGES
from imuse_desk.domain.erreurs import RegleMetier

TOUT = PDF | IMAGES


@pytest.mark.parametrize(("nom", "mode"), [("a.jpg", "RGB"), ("b.png", "RGBA"), ("c.png", "P"), ("d.jpg", "CMYK")])
def test_a_picture_is_a_page(tmp_path: Path, nom: str, mode: str) -> None:
    chemin = tmp_path / nom
    Image.new("RGB", (800, 600), "teal").convert(mode).save(chemin)
    examen = examiner(chemin, natures=TOUT)
    assert (examen.etat, examen.pages, examen.faits["type_reel"]) == ("lisible", 1, "png" if "png" in nom else "jpeg")
    lecteur = Lecteur(chemin, natures=TOUT)
    largeur, hauteur = lecteur.taille(1)
    assert largeur > hauteur
    assert lecteur.rendre(1, 200).width == 200
    lecteur.close()


def test_a_picture_stands_upright_as_its_camera_says(tmp_path: Path) -> None:
    chemin = tmp_path / "debout.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (800, 600), "teal").save(chemin, exif=exif)
    lecteur = Lecteur(chemin, natures=TOUT)
    largeur, hauteur = lecteur.taille(1)
    lecteur.close()
    assert hauteur > largeur


def test_a_picture_too_large_or_damaged_is_refused(tmp_path: Path) -> None:
    bombe = tmp_path / "bombe.png"
    Image.new("1", (20_000, 20_000)).save(bombe)
    assert examiner(bombe, natures=TOUT).etat == "trop_complexe"
    coupee = tmp_path / "coupee.jpg"
    Image.effect_noise((400, 400), 50).save(coupee)
    coupee.write_bytes(coupee.read_bytes()[:3000])
    assert examiner(coupee, natures=TOUT).etat == "abime"


def test_a_piece_stays_a_pdf(tmp_path: Path) -> None:
    chemin = tmp_path / "photo.jpg"
    Image.new("RGB", (80, 60)).save(chemin)
    assert examiner(chemin).etat == "pas_un_pdf"
    with pytest.raises(RegleMetier, match="pas_un_pdf"):
        Lecteur(chemin)
