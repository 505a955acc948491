"""The page grid and the display list: a page is laid out whole, then drawn (``dessin``).

Unit down the page: the line of 4.5 mm (A4 = 66 lines), counted from the top edge to the baseline. Unit across: mm.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from imuse_desk.printing.polices import largeur

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
    couleur: Couleur = NOIR


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


@dataclass(frozen=True, slots=True)
class Motif:
    """One filled path in units of its own, a unit being ``echelle`` points, from its lower left corner."""

    x: float
    y: float
    echelle: float
    chemin: str


@dataclass(slots=True)
class Page:
    """One page as a display list; ``fond`` is drawn under it, once a document for all the pages that share it.

    ``hauteur_mm`` is the height of the sheet, the upper part of A4 where it is less; a sheet on its side is as wide as
    A4 is high.
    """

    ecrits: list[Ecrit] = field(default_factory=list)
    filets: list[Filet] = field(default_factory=list)
    cadres: list[Cadre] = field(default_factory=list)
    emblemes: list[Embleme] = field(default_factory=list)
    motifs: list[Motif] = field(default_factory=list)
    fond: "Page | None" = None
    hauteur_mm: float = HAUTEUR_MM
    largeur_mm: float = LARGEUR_MM

    @property
    def droite(self) -> float:
        """The right edge of what is printed, in mm."""
        return DROITE + self.largeur_mm - LARGEUR_MM

    def textes(self) -> Iterator[Ecrit]:
        """Every text that the reader sees, the shared ones first."""
        if self.fond:
            yield from self.fond.textes()
        yield from self.ecrits

    def ajouter(self, autre: "Page", plus_bas_mm: float) -> None:
        """Set another page's contents on this one, so many millimetres lower."""
        baisse = plus_bas_mm * MM
        self.ecrits += [replace(ecrit, y=ecrit.y - baisse) for ecrit in autre.ecrits]
        self.filets += [replace(filet, y=filet.y - baisse) for filet in autre.filets]
        self.cadres += [replace(cadre, y=cadre.y - baisse) for cadre in autre.cadres]
        self.emblemes += [replace(embleme, y=embleme.y - baisse) for embleme in autre.emblemes]

    def ecrire(self, x_mm: float, ligne: float, texte: str, style: Style, *, a_droite: bool = False) -> None:
        """Set a text with its left end (or its right end) at ``x_mm``, on the baseline ``ligne``."""
        if texte:
            x = x_mm * MM - (largeur(texte, style.taille, gras=style.gras) if a_droite else 0)
            self.ecrits.append(Ecrit(x, hauteur_pt(ligne), texte, style))

    def filet(
        self,
        ligne: float,
        epaisseur: float = FILET,
        gauche: float = GAUCHE,
        droite: float | None = None,
        couleur: Couleur = NOIR,
    ) -> None:
        """Draw a rule from ``gauche`` to ``droite`` (mm, the page's own edge); black, but for the bar of a chart."""
        fin = self.droite if droite is None else droite
        self.filets.append(Filet(gauche * MM, fin * MM, hauteur_pt(ligne), epaisseur, couleur))

    def case(self, x_mm: float, ligne: float, cote_mm: float = 2.7) -> None:
        """Draw an empty tick box standing on the baseline."""
        bas = hauteur_pt(ligne) - 0.1 * MM
        self.cadres.append(Cadre(x_mm * MM, bas, cote_mm * MM, cote_mm * MM, 0.6))


def hauteur_pt(ligne: float) -> float:
    """Turn a line of the grid into points from the bottom of the page."""
    return (HAUTEUR_MM - ligne * LIGNE_MM) * MM
