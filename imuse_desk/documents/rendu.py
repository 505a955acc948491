"""Page images, text and search with PDFium, in the documents process. Pages count from 1, as people say them."""

import ctypes
import math
import unicodedata
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from imuse_desk.domain.erreurs import RegleMetier

PIXELS_MAX = 25_000_000
COTE_MAX = 10_000
CARACTERES_MAX = 200_000
"""Characters of one page that are read."""
OCCURRENCES_MAX = 500
PART_D_UN_SCAN = 0.5
"""Share of the page that a picture covers, for the page to be a scan."""

Boite = tuple[float, float, float, float]
_CENTIEMES = 100.0


@dataclass(frozen=True)
class Image:
    """Raw pixels, rows of ``pas`` bytes from the top: RGB, or grey."""

    width: int
    height: int
    pas: int
    octets: bytes


def ouvrir(contenu: bytes) -> pypdfium2.PdfDocument | None:
    """Open with PDFium; None when it can't; raises RegleMetier for a protected file."""
    try:
        document = pypdfium2.PdfDocument(contenu)
    except pypdfium2.PdfiumError as erreur:
        if erreur.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise RegleMetier("protege") from erreur
        if erreur.err_code == pdfium.FPDF_ERR_SECURITY:
            raise RegleMetier("chiffrement_inconnu") from erreur
        return None
    if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
        document.init_forms()  # fields are drawn only so; this PDFium holds no JavaScript engine
    return document


def page(document: Any, numero: int) -> Any:
    """Page ``numero``; raises RegleMetier when PDFium can't load it."""
    try:
        return document[numero - 1]
    except (pypdfium2.PdfiumError, IndexError) as erreur:
        raise RegleMetier("page_abimee") from erreur


def taille(page: Any) -> tuple[float, float]:
    """Width and height as shown, in points; raises RegleMetier when the page has none."""
    largeur, hauteur = page.get_size()
    if not (math.isfinite(largeur) and math.isfinite(hauteur) and largeur > 0 and hauteur > 0):
        raise RegleMetier("page_abimee")
    return largeur, hauteur


def dessiner(page: Any, *, cote_px: int = 0, largeur_px: int = 0, rotation: int = 0, en_gris: bool = False) -> Image:
    """Draw to a width, or to a longest side, in pixels, never above ``PIXELS_MAX``; ``rotation`` in degrees."""
    largeur, hauteur = taille(page)
    if rotation in (90, 270):
        largeur, hauteur = hauteur, largeur
    echelle = largeur_px / largeur if largeur_px else cote_px / max(largeur, hauteur)
    # one pixel of margin: sides are rounded up
    echelle = min(echelle, math.sqrt(PIXELS_MAX / (largeur * hauteur)), (COTE_MAX - 1) / max(largeur, hauteur))
    try:
        bitmap = page.render(scale=echelle, rotation=rotation, grayscale=en_gris, rev_byteorder=not en_gris)
    except pypdfium2.PdfiumError as erreur:
        raise RegleMetier("page_abimee") from erreur
    image = Image(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    bitmap.close()
    return image


def est_image(page: Any) -> bool:
    """Whether one picture covers most of the page, as a scanner makes it."""
    largeur, hauteur = taille(page)
    for image in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        gauche, bas, droite, haut = image.get_bounds()
        if (droite - gauche) * (haut - bas) > PART_D_UN_SCAN * largeur * hauteur:
            return True
    return False


def texte(page: Any) -> str:
    """The text layer of the page, lines ended by a newline; empty for a scan."""
    couche = page.get_textpage()
    lu = couche.get_text_range(0, min(couche.count_chars(), CARACTERES_MAX))
    couche.close()
    return str(lu).replace("\r\n", "\n").replace("\x00", "")


def chercher(page: Any, cherche: str) -> list[list[Boite]]:
    """Boxes of each place where the words stand, accents, capitals and line ends set aside.

    A box is left, top, right, bottom in points from the upper left corner of the page as shown.
    """
    voulu, _ = _plier(cherche)
    voulu = voulu.strip()
    if not voulu:
        return []
    couche = page.get_textpage()
    codes = [pdfium.FPDFText_GetUnicode(couche, i) for i in range(min(couche.count_chars(), CARACTERES_MAX))]
    plie, origines = _plier("".join(map(caractere, codes)))
    trouves: list[list[Boite]] = []
    debut = plie.find(voulu)
    while debut >= 0 and len(trouves) < OCCURRENCES_MAX:
        fin = debut + len(voulu)
        premier, dernier = origines[debut], origines[fin - 1]
        rectangles = range(couche.count_rects(premier, dernier - premier + 1))
        trouves.append([vers_affichage(page, couche.get_rect(i)) for i in rectangles])
        debut = plie.find(voulu, fin)
    couche.close()
    return trouves


def caractere(code: int) -> str:
    """The character of a code, a space for what is none."""
    return " " if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _plier(brut: str) -> tuple[str, list[int]]:
    """Text without accents, capitals and repeated spaces, and the rank of origin of each letter kept."""
    lettres: list[str] = []
    origines: list[int] = []
    for rang, caractere in enumerate(brut):
        if caractere.isspace():
            if lettres and lettres[-1] == " ":
                continue
            plie = " "
        else:
            decompose = unicodedata.normalize("NFKD", caractere.replace("’", "'"))
            plie = "".join(signe for signe in decompose if not unicodedata.combining(signe)).casefold()
        lettres.extend(plie)
        origines.extend([rang] * len(plie))
    return "".join(lettres), origines


def vers_affichage(page: Any, rectangle: tuple[float, float, float, float]) -> Boite:
    """Page coordinates to points of the page as shown (rotation and crop box applied), rounded to 0.01."""
    gauche, bas, droite, haut = rectangle
    largeur, hauteur = taille(page)
    facteur = min(_CENTIEMES, 1e6 / max(largeur, hauteur))
    cadre = (0, 0, round(largeur * facteur), round(hauteur * facteur), 0)
    points = []
    for x, y in ((gauche, haut), (droite, bas)):
        px, py = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, *cadre, x, y, px, py)
        points.append((px.value / facteur, py.value / facteur))
    (x1, y1), (x2, y2) = points
    return (round(min(x1, x2), 2), round(min(y1, y2), 2), round(max(x1, x2), 2), round(max(y1, y2), 2))
