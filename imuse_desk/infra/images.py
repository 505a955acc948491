"""Pictures that go on papers: looked at by their content, never by their name, and written again before they are kept.

What is kept is a small PNG of our own: no metadata, no rotation left to be applied, nothing hostile to parse later.
"""

import io
import warnings
from pathlib import Path

from imuse_desk.domain.erreurs import Introuvable, Invalide

OCTETS_MAX = 8 * 1024 * 1024
PIXELS_MAX = 40_000_000
QUALITE = 85
COTE_MAX = 900
"""Longest side kept: 600 dpi of what a paper shows."""


def lire_image(chemin: Path, *, champ: str = "image") -> bytes:
    """A PNG or JPEG file as a clean PNG.

    Raises Invalide: image_trop_lourde(maximum_mo), image_illisible, image_trop_grande; Introuvable.
    """
    try:
        octets = chemin.stat().st_size
        if octets > OCTETS_MAX:
            raise Invalide(champ, "image_trop_lourde", maximum_mo=OCTETS_MAX // (1024 * 1024))
        contenu = chemin.read_bytes()
    except OSError as erreur:
        raise Introuvable("fichier", str(chemin)) from erreur
    return nettoyer_image(contenu, champ=champ)


def jpeg_de_pixels(pixels: bytes, cote: int) -> bytes:
    """A square of RGB pixels as a JPEG file."""
    from PIL import Image

    sortie = io.BytesIO()
    Image.frombytes("RGB", (cote, cote), pixels).save(sortie, "JPEG", quality=QUALITE, optimize=True)
    return sortie.getvalue()


def nettoyer_image(contenu: bytes, *, champ: str = "image") -> bytes:
    """The same from the bytes of a file."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(contenu), formats=("PNG", "JPEG"))
            if image.width * image.height > PIXELS_MAX:
                raise Invalide(champ, "image_trop_grande", largeur=image.width, hauteur=image.height)
            image.load()
            droite = ImageOps.exif_transpose(image)
            nette = droite.convert("RGBA" if droite.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as erreur:
        raise Invalide(champ, "image_illisible") from erreur
    nette.thumbnail((COTE_MAX, COTE_MAX), Image.Resampling.LANCZOS)
    sortie = io.BytesIO()
    nette.save(sortie, "PNG", optimize=True)
    return sortie.getvalue()
