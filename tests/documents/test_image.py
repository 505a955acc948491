"""A picture becomes a page in the documents process; a hostile one is answered like any other file."""

import hashlib
import struct
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from imuse_desk.documents import image
from imuse_desk.documents.client import PDF, Lecteur, examiner
from imuse_desk.documents.composition import Assemblage, PagePrise, composer
from imuse_desk.documents.nature import IMAGES
from imuse_desk.domain.erreurs import RegleMetier

TOUT = PDF | IMAGES
HEIC = Path(__file__).resolve().parents[1] / "data" / "photos" / "specimen_tournee.heic"


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
    Image.new("1", (8, 8)).save(bombe)
    entete = struct.pack(">II", 30_000, 30_000) + bombe.read_bytes()[24:29]
    somme = struct.pack(">I", zlib.crc32(b"IHDR" + entete))
    bombe.write_bytes(bombe.read_bytes()[:16] + entete + somme + bombe.read_bytes()[33:])
    examen = examiner(bombe, natures=TOUT)
    assert (examen.etat, examen.code) == ("trop_complexe", "image_trop_grande")
    assert "60 millions de pixels" in examen.message
    coupee = tmp_path / "coupee.jpg"
    Image.effect_noise((400, 400), 50).save(coupee)
    coupee.write_bytes(coupee.read_bytes()[:3000])
    assert examiner(coupee, natures=TOUT).etat == "abime"
    faux = tmp_path / "faux.png"
    faux.write_bytes(b"\x89PNG\r\n\x1a\n" + b"pas une image " * 50)
    assert examiner(faux, natures=TOUT).etat == "abime"


def test_a_moving_picture_is_refused_with_its_reason(tmp_path: Path) -> None:
    animee = tmp_path / "animee.png"
    Image.new("RGB", (80, 60), "teal").save(animee, save_all=True, append_images=[Image.new("RGB", (80, 60), "red")])
    examen = examiner(animee, natures=TOUT)
    assert (examen.etat, examen.message) == ("pas_un_pdf", "image animée\u00a0: donnez une photo fixe ou un PDF")


def test_a_large_photo_is_reduced_to_a_sheet_at_300_dpi(tmp_path: Path) -> None:
    chemin = tmp_path / "telephone.jpg"
    exif = Image.Exif()
    exif[0x0112] = 8
    Image.linear_gradient("L").resize((7_000, 5_000)).save(chemin, exif=exif)
    fait = composer(Assemblage("telephone.pdf", (PagePrise(chemin),)))
    assert fait.examen.etat == "lisible"
    (largeur, hauteur), (image_l, image_h) = _page(fait.pdf)
    assert hauteur > largeur, "upright, as its camera says"
    assert max(image_l, image_h) <= 3_508
    assert max(largeur, hauteur) <= 842


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_looks_on_white(tmp_path: Path, mode: str) -> None:
    grise = Image.new("L", (80, 60), 255 if mode == "1" else 200)
    image = Image.new("I;16", (80, 60), 200 * 256) if mode == "I;16" else grise.convert(mode)
    if mode in {"LA", "RGBA"}:
        image.putalpha(0)
    chemin = tmp_path / "a.png"
    image.save(chemin)
    lecteur = Lecteur(chemin, natures=TOUT)
    vue = lecteur.rendre(1, 100)
    lecteur.close()
    attendu = 200 if mode in {"L", "I;16"} else 255
    assert abs(vue.octets[vue.stride * (vue.height // 2) + 150] - attendu) <= 2


def test_a_heic_photo_stands_upright(tmp_path: Path) -> None:
    lecteur = Lecteur(HEIC, natures=TOUT)
    largeur, hauteur = lecteur.taille(1)
    vue = lecteur.rendre(1, 300)
    lecteur.close()
    assert hauteur > largeur
    droite = vue.octets[vue.stride * 200 + 3 * 295 : vue.stride * 200 + 3 * 296]
    assert droite[2] > droite[0] + 60, "its blue head turned to the right"
    coupee = tmp_path / "coupee.heic"
    coupee.write_bytes(HEIC.read_bytes()[:700])
    assert examiner(coupee, natures=TOUT).etat == "abime"


def test_without_its_decoder_a_heic_photo_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(RegleMetier, match="heic_indisponible"):
        image.en_pdf(HEIC.read_bytes())


def test_the_same_photo_gives_the_same_document(tmp_path: Path) -> None:
    chemin = tmp_path / "a.jpg"
    Image.effect_noise((300, 200), 50).save(chemin)
    fait = composer(Assemblage("a.pdf", (PagePrise(chemin),)))
    assert fait.pdf == composer(Assemblage("b.pdf", (PagePrise(chemin),))).pdf
    assert fait.origines == (hashlib.sha256(chemin.read_bytes()).hexdigest(),)


def _page(contenu: bytes) -> tuple[tuple[float, float], tuple[int, int]]:
    """Sides of the page, and of its picture."""
    with pikepdf.open(BytesIO(contenu)) as pdf:
        boite = [float(cote) for cote in pdf.pages[0].mediabox]
        dessin = pdf.pages[0].obj.Resources.XObject.Photo
        return (boite[2], boite[3]), (int(dessin.Width), int(dessin.Height))


def test_a_piece_stays_a_pdf(tmp_path: Path) -> None:
    chemin = tmp_path / "photo.jpg"
    Image.new("RGB", (80, 60)).save(chemin)
    assert examiner(chemin).etat == "pas_un_pdf"
    with pytest.raises(RegleMetier, match="pas_un_pdf"):
        Lecteur(chemin)
