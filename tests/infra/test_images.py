"""Pictures of the papers: what they hold decides, and what is kept is a clean small PNG."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from imuse_desk.domain.erreurs import Introuvable, Invalide
from imuse_desk.infra.images import COTE_MAX, lire_image, nettoyer_image


def _image(genre: str, taille: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    sortie = io.BytesIO()
    Image.new(mode, taille, "red").save(sortie, genre, **options)
    return sortie.getvalue()


@pytest.mark.parametrize(
    ("genre", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK")]
)
def test_png_and_jpeg_are_kept_as_png(genre: str, mode: str) -> None:
    nette = Image.open(io.BytesIO(nettoyer_image(_image(genre, mode=mode))))
    assert (nette.format, nette.size) == ("PNG", (40, 20))
    assert nette.mode in {"RGB", "RGBA"}


def test_a_large_picture_is_made_small_and_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    nette = Image.open(io.BytesIO(nettoyer_image(_image("JPEG", (3000, 1000), exif=exif))))
    assert nette.size == (COTE_MAX // 3, COTE_MAX)
    assert not nette.getexif()


def _bombe() -> bytes:
    """A PNG of 30,000 x 30,000 that says so in a few bytes."""
    entete = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    morceaux = b"".join(
        struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c))
        for n, c in ((b"IHDR", entete), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + morceaux


@pytest.mark.parametrize(
    "contenu",
    [b"", b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", _image("GIF"), _image("PNG")[:60],
     _image("JPEG", (400, 400))[:500], _bombe()],
    ids=["vide", "pdf", "svg", "gif", "png coupé", "jpeg coupé", "bombe"],
)  # fmt: skip
def test_anything_else_is_refused(contenu: bytes, tmp_path: Path) -> None:
    fichier = tmp_path / "logo.png"
    fichier.write_bytes(contenu)
    with pytest.raises(Invalide) as refus:
        lire_image(fichier, champ="logo")
    assert (refus.value.champ, refus.value.code) == ("logo", refus.value.code)
    assert refus.value.code in {"image_illisible", "image_trop_grande"}


def test_a_file_too_heavy_or_gone_is_not_read(tmp_path: Path) -> None:
    lourd = tmp_path / "logo.png"
    lourd.write_bytes(b"\0" * (8 * 1024 * 1024 + 1))
    with pytest.raises(Invalide) as refus:
        lire_image(lourd)
    assert refus.value.code == "image_trop_lourde"
    with pytest.raises(Introuvable):
        lire_image(tmp_path / "absent.png")
