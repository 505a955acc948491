"""The 2D-Doc on the pages of a document: a DataMatrix found, its bytes given as they are. Nothing is judged here.

Measured on simulated scans: one look at 200 dpi reads every module of 0.33 mm and more but the worst scans; enlarging
twice, then drawing at 300 and 400 dpi, recovers most of the rest. These three take fifteen times as long, so they are
made where ink lies close enough for a code. What is tried depends on the pages, never the clock.
"""

from typing import Any

import zxingcpp
from PIL import Image, ImageFilter

from imuse_desk.documents import rendu
from imuse_desk.domain.feuille_route import lire_feuille
from imuse_desk.domain.sceau import ressemble

PAGES_MAX = 8
"""First pages looked at: the code stands on the page that it seals, or on the first one."""
PAGES_INSISTEES = 2
"""Pages on which more is tried when no page gave a code at first sight."""
FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
POUCE = 72.0
FORMATS_FEUILLE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Code128])
RESOLUTION_FEUILLE = 200
RESOLUTION = 200
_ESSAIS = ((RESOLUTION, 2), (300, 1), (400, 1))
"""Resolution, and how many times the drawing is enlarged."""
_CARREAU = 16
"""Pixels at 200 dpi of the side of the squares, 2 mm, whose ink is weighed: a code of 12 mm holds five by five."""
_COTE_DENSE = 3
"""Squares in a row and in a column that hold ink: lines of text leave white between them."""
_ENCRE = 30
"""Levels of grey, of 255, under the paper: half a code is ink, be it four times as pale as black."""

Trouve = tuple[int, bytes, rendu.Boite]
"""Page, bytes of the code, and its box in points from the upper left corner of the page as shown."""


def chercher(document: Any, pages: int) -> Trouve | None:
    """The first code of the first pages, or None."""
    a_revoir: list[int] = []
    for numero in range(1, min(pages, PAGES_MAX) + 1):
        image, points = _dessiner(document, numero, RESOLUTION, 1)
        if (trouve := _lire(numero, image, points)) is not None:
            return trouve
        if numero <= PAGES_INSISTEES and est_dense(image):
            a_revoir.append(numero)
    for numero in a_revoir:
        for resolution, agrandi in _ESSAIS:
            if (trouve := _lire(numero, *_dessiner(document, numero, resolution, agrandi))) is not None:
                return trouve
    return None


def est_dense(image: Image.Image) -> bool:
    """Whether ink lies close enough for a code on some 6 mm of a page drawn at 200 dpi, in both directions."""
    compte = image.histogram()
    papier = compte.index(max(compte))
    encres = image.reduce(_CARREAU).point(lambda gris: 255 if gris < papier - _ENCRE else 0)
    return encres.filter(ImageFilter.MinFilter(_COTE_DENSE)).getbbox() is not None


def feuille(document: Any, numero: int) -> str | None:
    """The text of the cover sheet that a page is, or None."""
    image, _points = _dessiner(document, numero, RESOLUTION_FEUILLE, 1)
    lus = zxingcpp.read_barcodes(image, formats=FORMATS_FEUILLE, try_invert=False)
    return next((code.text for code in lus if code.valid and lire_feuille(code.text) is not None), None)


def _lire(numero: int, image: Image.Image, points: float) -> Trouve | None:
    for code in zxingcpp.read_barcodes(image, formats=FORMATS, try_invert=False):
        if code.valid and ressemble(code.bytes):
            coins = (
                code.position.top_left,
                code.position.top_right,
                code.position.bottom_left,
                code.position.bottom_right,
            )
            xs, ys = [coin.x * points for coin in coins], [coin.y * points for coin in coins]
            return numero, code.bytes, (round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))
    return None


def _dessiner(document: Any, numero: int, resolution: int, agrandi: int) -> tuple[Image.Image, float]:
    """A page in grey, and how many points one of its pixels is."""
    page = rendu.page(document, numero)
    largeur, _hauteur = rendu.taille(page)
    dessin = rendu.dessiner(page, largeur_px=max(1, round(largeur * resolution / POUCE)), en_gris=True)
    page.close()
    image = Image.frombuffer("L", (dessin.width, dessin.height), dessin.octets, "raw", "L", dessin.pas, 1)
    if agrandi > 1:
        image = image.resize((image.width * agrandi, image.height * agrandi), Image.Resampling.BICUBIC)
    return image, largeur / image.width
