"""A photograph or a scan (JPEG, PNG, HEIC) as a PDF of one page, or a portrait: made in the documents process alone.

The same picture always gives the same bytes, so that a photo converted twice is found to be the same document.
"""

import io
from typing import Any

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from imuse_desk.domain.erreurs import RegleMetier

PIXELS_MAX = 60_000_000
PIXELS_JPEG_MAX = 250_000_000
"""A JPEG is decoded at a half, a quarter or an eighth of its size: the largest telephones are admitted."""
COTE_MAX = 3_508
"""Longest side kept: an A4 sheet at 300 dpi."""
QUALITE = 85
HAUT_DU_PORTRAIT = 0.35
"""Where the square of a portrait is cut: a face stands in the upper part of a picture held upright."""
A4 = (595.28, 841.89)


def en_pdf(contenu: bytes) -> bytes:
    """The picture upright (as its camera says), on white, no larger than a sheet needs.

    Raises RegleMetier(abime | image_trop_grande | image_animee | heic_indisponible).
    """
    return _page(_lue(contenu))


def portrait(contenu: bytes, cote: int) -> bytes:
    """The pixels (RGB, row by row) of a square of ``cote`` pixels cut in the picture upright, rather high than low.

    Raises as ``en_pdf``.
    """
    return ImageOps.fit(_lue(contenu).convert("RGB"), (cote, cote), centering=(0.5, HAUT_DU_PORTRAIT)).tobytes()


def _lue(contenu: bytes) -> Image.Image:
    """The picture upright, grey or RGB. Raises as ``en_pdf``."""
    Image.MAX_IMAGE_PIXELS = None  # judged here, before anything is decoded
    formats = ("JPEG", "PNG") if contenu[4:8] != b"ftyp" else _heic()
    try:
        with Image.open(io.BytesIO(contenu), formats=formats) as lue:
            _verifier(lue)
            if lue.format in {"JPEG", "MPO"}:
                lue.draft(None, (COTE_MAX, COTE_MAX))
            return _aplatie(ImageOps.exif_transpose(_reduite(lue)))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, RuntimeError) as erreur:
        raise RegleMetier("abime") from erreur


def _heic() -> tuple[str, ...]:
    """Teach Pillow the format; the decoder may start no thread in this process."""
    try:
        import pi_heif
    except ImportError as erreur:
        raise RegleMetier("heic_indisponible") from erreur
    pi_heif.register_heif_opener(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    return ("HEIF",)


def _verifier(image: Image.Image) -> None:
    """Refuse what is too large to be decoded here, and what moves."""
    limite = PIXELS_JPEG_MAX if image.format in {"JPEG", "MPO"} else PIXELS_MAX
    if image.width * image.height > limite:
        raise RegleMetier("image_trop_grande")
    if image.format == "PNG" and getattr(image, "is_animated", False):
        raise RegleMetier("image_animee")


def _reduite(image: Image.Image) -> Image.Image:
    """No longer than ``COTE_MAX``; what the camera says of its position is kept for the turn that follows."""
    image.load()
    cote = max(image.size)
    if cote <= COTE_MAX:
        return image
    exif = image.getexif()
    if image.mode in {"1", "P", "PA"} or image.mode.startswith("I"):
        image = _aplatie(image)
    petite = image.resize(tuple(max(1, round(c * COTE_MAX / cote)) for c in image.size), Image.Resampling.BICUBIC)  # type: ignore[arg-type]  # two sides
    petite.info["exif"] = exif.tobytes()
    return petite


def _aplatie(image: Image.Image) -> Image.Image:
    """Grey or RGB, on white paper."""
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda niveau: niveau * (1 / 256)).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("L" if image.mode in {"1", "L", "LA"} else "RGB")


def _page(image: Image.Image) -> bytes:
    """One A4 page, portrait or landscape as the picture is; a long receipt keeps its shape."""
    courte, longue = A4
    largeur, hauteur = (longue, courte) if image.width > image.height else (courte, longue)
    echelle = min(largeur / image.width, hauteur / image.height)
    largeur, hauteur = round(image.width * echelle, 2), round(image.height * echelle, 2)
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=QUALITE)
    with pikepdf.new() as pdf:
        dessin: Any = pikepdf.Stream(pdf, jpeg.getvalue())
        dessin.Type, dessin.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        dessin.Width, dessin.Height, dessin.BitsPerComponent = image.width, image.height, 8
        dessin.ColorSpace = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
        dessin.Filter = pikepdf.Name.DCTDecode
        page = pdf.add_blank_page(page_size=(largeur, hauteur))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=dessin))
        page.obj.Contents = pikepdf.Stream(pdf, f"q {largeur} 0 0 {hauteur} 0 0 cm /Photo Do Q".encode())
        sortie = io.BytesIO()
        pdf.save(sortie, static_id=True)
    return sortie.getvalue()
