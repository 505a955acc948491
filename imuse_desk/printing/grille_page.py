"""The page grid and the display list: a page is laid out whole, then drawn rules first, text last in reading order.

Unit down the page: the line of 4.5 mm (A4 = 66 lines), counted from the top edge to the baseline. Unit across: mm.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from imuse_desk.printing.polices import DEMI_GRASSE, REGULIERE, charger, largeur

MM = 72 / 25.4
LIGNE_MM = 4.5
HAUTEUR_MM, LARGEUR_MM = 297.0, 210.0
GAUCHE, AXE, DROITE = 25.0, 109.5, 190.0
COLONNES = (25.0, 46.125, 67.25, 88.375, 109.5, 130.625, 151.75, 172.875)
DERNIERE_LIGNE = 61.0
INTERLIGNE_NOTE = 0.75

NOTE, COURANT, TEXTE, SOUS_TITRE, TITRE = 7.5, 9.0, 10.0, 13.0, 21.0  # the five sizes, in points
FILET_FORT, FILET = 0.9, 0.3  # rule thicknesses, in points

Couleur = tuple[float, float, float]
NOIR: Couleur = (0.0, 0.0, 0.0)
GRIS: Couleur = (0.33, 0.33, 0.33)
ACCENT: Couleur = (0.055, 0.290, 0.337)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: size in points, weight, colour."""

    taille: float = COURANT
    gras: bool = False
    couleur: Couleur = NOIR

    def largeur(self, texte: str) -> float:
        """Width of a text in mm."""
        return largeur(texte, self.taille, gras=self.gras) / MM


@dataclass(frozen=True, slots=True)
class Ecrit:
    """One text on the page: left end of its baseline in points from the bottom left, extra space between letters."""

    x: float
    y: float
    texte: str
    style: Style
    espacement: float = 0.0


@dataclass(frozen=True, slots=True)
class Filet:
    """One horizontal rule, in points."""

    x1: float
    x2: float
    y: float
    epaisseur: float


@dataclass(frozen=True, slots=True)
class Cadre:
    """One empty frame (a tick box, the stamp), in points from the bottom left."""

    x: float
    y: float
    largeur: float
    hauteur: float
    epaisseur: float


@dataclass(frozen=True, slots=True)
class Embleme:
    """The mark of the house: a square of staff lines, or the logo's picture, in points from the bottom left."""

    x: float
    y: float
    largeur: float
    hauteur: float
    couleur: Couleur
    image: bytes = b""


@dataclass(slots=True)
class Page:
    """One page as a display list."""

    ecrits: list[Ecrit] = field(default_factory=list)
    filets: list[Filet] = field(default_factory=list)
    cadres: list[Cadre] = field(default_factory=list)
    emblemes: list[Embleme] = field(default_factory=list)

    def ecrire(self, x_mm: float, ligne: float, texte: str, style: Style, *, a_droite: bool = False) -> None:
        """Set a text with its left end (or its right end) at ``x_mm``, on the baseline ``ligne``."""
        if texte:
            x = x_mm * MM - (largeur(texte, style.taille, gras=style.gras) if a_droite else 0)
            self.ecrits.append(Ecrit(x, hauteur_pt(ligne), texte, style))

    def filet(self, ligne: float, epaisseur: float = FILET, gauche: float = GAUCHE, droite: float = DROITE) -> None:
        """Draw a rule from ``gauche`` to ``droite`` (mm)."""
        self.filets.append(Filet(gauche * MM, droite * MM, hauteur_pt(ligne), epaisseur))

    def case(self, x_mm: float, ligne: float, cote_mm: float = 2.7) -> None:
        """Draw an empty tick box standing on the baseline."""
        bas = hauteur_pt(ligne) - 0.1 * MM
        self.cadres.append(Cadre(x_mm * MM, bas, cote_mm * MM, cote_mm * MM, 0.6))


def hauteur_pt(ligne: float) -> float:
    """Turn a line of the grid into points from the bottom of the page."""
    return (HAUTEUR_MM - ligne * LIGNE_MM) * MM


def dessiner(lots: Iterable[list[Page]], *, titre: str, auteur: str) -> bytes:
    """Draw papers (each a list of pages) into one PDF; the same papers give the same bytes."""
    charger()
    sortie = io.BytesIO()
    toile = Canvas(
        sortie,
        pagesize=(LARGEUR_MM * MM, HAUTEUR_MM * MM),
        invariant=1,
        pageCompression=1,
        initialFontName=REGULIERE,  # type: ignore[arg-type]  # the stub says float: it is the font's name
        initialFontSize=COURANT,
        lang="fr-FR",
    )
    toile.setTitle(titre)
    toile.setAuthor(auteur)
    toile.setCreator("imuse_desk")
    for pages in lots:
        for page in pages:
            _dessiner_page(toile, page)
            toile.showPage()
    toile.save()
    return sortie.getvalue()


def _dessiner_page(toile: Canvas, page: Page) -> None:
    """Draw marks and rules, then every text in one text object."""
    for embleme in page.emblemes:
        _dessiner_embleme(toile, embleme)
    toile.setStrokeGray(0)
    for filet in page.filets:
        toile.setLineWidth(filet.epaisseur)
        toile.line(filet.x1, filet.y, filet.x2, filet.y)
    for cadre in page.cadres:
        toile.setLineWidth(cadre.epaisseur)
        toile.rect(cadre.x, cadre.y, cadre.largeur, cadre.hauteur)
    objet = toile.beginText()
    courant: Style | None = None
    for ecrit in page.ecrits:
        objet.setTextOrigin(ecrit.x, ecrit.y)
        if ecrit.style != courant:
            _changer_style(objet, ecrit.style, courant)
            courant = ecrit.style
        if ecrit.espacement:
            objet.setCharSpace(ecrit.espacement)
        objet.textOut(ecrit.texte)
        if ecrit.espacement:
            objet.setCharSpace(0)
    toile.drawText(objet)


def _changer_style(objet: PDFTextObject, style: Style, precedent: Style | None) -> None:
    """Write the operators for what changed alone; black and grey in DeviceGray, which laser printers do not screen."""
    if precedent is None or precedent.couleur != style.couleur:
        rouge, vert, bleu = style.couleur
        if rouge == vert == bleu:
            objet.setFillGray(rouge)
        else:
            objet.setFillColorRGB(rouge, vert, bleu)
    if precedent is None or (precedent.taille, precedent.gras) != (style.taille, style.gras):
        objet.setFont(DEMI_GRASSE if style.gras else REGULIERE, style.taille)


def _dessiner_embleme(toile: Canvas, embleme: Embleme) -> None:
    """Draw the logo, or the house mark: a square, five staff lines and one note."""
    if embleme.image:
        _dessiner_image(toile, embleme)
        return
    cote = embleme.largeur
    toile.saveState()
    toile.setFillColorRGB(*embleme.couleur)
    toile.rect(embleme.x, embleme.y, cote, cote, stroke=0, fill=1)
    toile.setStrokeGray(1)
    toile.setLineWidth(0.55)
    for rang in range(-2, 3):
        y = embleme.y + cote * (0.5 + 0.12 * rang)
        toile.line(embleme.x + 0.14 * cote, y, embleme.x + 0.86 * cote, y)
    toile.setFillGray(1)
    toile.translate(embleme.x + 0.63 * cote, embleme.y + 0.5 * cote)
    toile.rotate(20)
    toile.ellipse(-0.125 * cote, -0.088 * cote, 0.125 * cote, 0.088 * cote, stroke=0, fill=1)
    toile.restoreState()


def _dessiner_image(toile: Canvas, embleme: Embleme) -> None:
    """Draw a picture; it is read once a document, however many pages show it."""
    nom = f"image{hashlib.sha256(embleme.image).hexdigest()[:16]}"
    if not toile.hasForm(nom):
        toile.beginForm(nom, 0, 0, 1, 1)
        toile.drawImage(ImageReader(io.BytesIO(embleme.image)), 0, 0, 1, 1, mask="auto")
        toile.endForm()
    toile.saveState()
    toile.transform(embleme.largeur, 0, 0, embleme.hauteur, embleme.x, embleme.y)
    toile.doForm(nom)
    toile.restoreState()
