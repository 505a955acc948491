"""A photograph or a scan (JPEG, PNG) as a PDF of one page, made inside the documents process: nothing else opens it."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from imuse_desk.domain.erreurs import RegleMetier

PIXELS_MAX = 60_000_000
LARGEUR_POUCES = 8.27
"""The picture takes the width of an A4 page."""
RESOLUTION_MIN = 72


def en_pdf(contenu: bytes) -> bytes:
    """The picture upright (as its camera says), on white; raises RegleMetier(abime | trop_complexe)."""
    try:
        with Image.open(BytesIO(contenu), formats=("JPEG", "PNG")) as lue:
            if lue.width * lue.height > PIXELS_MAX:
                raise RegleMetier("trop_complexe")
            droite = ImageOps.exif_transpose(lue)
            if droite.has_transparency_data:
                droite = Image.alpha_composite(Image.new("RGBA", droite.size, "white"), droite.convert("RGBA"))
            sortie = BytesIO()
            resolution = max(RESOLUTION_MIN, droite.width / LARGEUR_POUCES)
            droite.convert("RGB").save(sortie, "PDF", resolution=resolution)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as erreur:
        raise RegleMetier("abime") from erreur
    return sortie.getvalue()
