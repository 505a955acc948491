"""Drawing of laid-out pages: marks and rules first, then every text in one text object, in reading order.

Each text is encoded once a document, and a background shared by many pages is one form object.
"""

import hashlib
import io
from collections.abc import Iterable

from reportlab import rl_config
from reportlab.lib.rl_accel import escapePDF
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imuse_desk.printing.grille_page import (
    COURANT,
    HAUTEUR_MM,
    LARGEUR_MM,
    MM,
    NOIR,
    Couleur,
    Ecrit,
    Embleme,
    Page,
    Style,
)
from imuse_desk.printing.polices import REGULIERE, charger

ENCODAGES_MAXIMUM = 4_000


def dessiner(lots: Iterable[list[Page]], *, titre: str, auteur: str) -> bytes:
    """Draw papers (each a list of pages) into one PDF; the same papers give the same bytes."""
    charger()
    rl_config.useA85 = 0  # streams as they are: a fifth smaller, and nothing to encode
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
    dessinateur = _Dessinateur(toile)
    for pages in lots:
        for page in pages:
            toile.setPageSize((page.largeur_mm * MM, page.hauteur_mm * MM))
            if page.hauteur_mm != HAUTEUR_MM:
                toile.translate(0, (page.hauteur_mm - HAUTEUR_MM) * MM)
            dessinateur.page(page)
            toile.showPage()
    toile.save()
    return sortie.getvalue()


class _Dessinateur:
    """One document being drawn."""

    def __init__(self, toile: Canvas) -> None:
        self.toile = toile
        self.document = toile._doc  # type: ignore[attr-defined]  # noqa: SLF001 - the faces' codes are a document's own
        self.encodages: dict[tuple[str, bool], list[tuple[str, str]]] = {}
        self.fonds: dict[int, tuple[Page, str]] = {}

    def page(self, page: Page) -> None:
        """Draw one page."""
        if page.fond:
            self.toile.doForm(self._fond(page.fond))
        for embleme in page.emblemes:
            _dessiner_embleme(self.toile, embleme)
        operations = ["0 G 0 g"]
        epaisseur, encre = 0.0, NOIR
        for filet in page.filets:
            if filet.couleur != encre:
                encre = filet.couleur
                operations.append("{:g} {:g} {:g} RG".format(*encre) if encre != NOIR else "0 G")
            if filet.epaisseur != epaisseur:
                epaisseur = filet.epaisseur
                operations.append(f"{epaisseur:g} w")
            operations.append(f"{filet.x1:.2f} {filet.y:.2f} m {filet.x2:.2f} {filet.y:.2f} l S")
        if encre != NOIR:
            operations.append("0 G")
        for cadre in page.cadres:
            operations.append(f"{cadre.epaisseur:g} w")
            operations.append(f"{cadre.x:.2f} {cadre.y:.2f} {cadre.largeur:.2f} {cadre.hauteur:.2f} re S")
        for motif in page.motifs:
            echelle = f"{motif.echelle:.5f}"
            operations.append(f"q {echelle} 0 0 {echelle} {motif.x:.2f} {motif.y:.2f} cm {motif.chemin} f Q")
        operations.append("BT")
        self._textes(page.ecrits, operations)
        operations.append("ET")
        self.toile.addLiteral("\n".join(operations))

    def _fond(self, fond: Page) -> str:
        """The name of a background's form, drawn the first time it is met."""
        connu = self.fonds.get(id(fond))
        if connu:
            return connu[1]
        nom = f"fond{len(self.fonds)}"
        self.fonds[id(fond)] = (fond, nom)  # the page is kept: its identity must not serve another
        self.toile.beginForm(nom, 0, 0, LARGEUR_MM * MM, HAUTEUR_MM * MM)
        self.page(fond)
        self.toile.endForm()
        return nom

    def _textes(self, ecrits: list[Ecrit], operations: list[str]) -> None:
        """Write the operators of what changes alone."""
        couleur: Couleur | None = None
        police = ""
        for ecrit in ecrits:
            style = ecrit.style
            if style.couleur != couleur:
                couleur = style.couleur
                operations.append(_remplissage(couleur))
            operations.append(f"1 0 0 1 {ecrit.x:.2f} {ecrit.y:.2f} Tm")
            if ecrit.espacement:
                operations.append(f"{ecrit.espacement:.3f} Tc")
            for nom, code in self._encoder(ecrit.texte, style):
                voulue = f"{nom} {style.taille:g} Tf"
                if voulue != police:
                    police = voulue
                    operations.append(police)
                operations.append(code)
            if ecrit.espacement:
                operations.append("0 Tc")

    def _encoder(self, texte: str, style: Style) -> list[tuple[str, str]]:
        """A text as (font's name, operator) pairs: a face holds at most 256 codes, a text may need two."""
        cle = (texte, style.gras)
        connu = self.encodages.get(cle)
        if connu is None:
            if len(self.encodages) >= ENCODAGES_MAXIMUM:
                self.encodages.clear()
            police = charger()[style.gras]
            connu = [
                (police.getSubsetInternalName(jeu, self.document), f"({escapePDF(code)}) Tj")
                for jeu, code in police.splitString(texte, self.document)
            ]
            self.encodages[cle] = connu
        return connu


def _remplissage(couleur: Couleur) -> str:
    """Black and grey in DeviceGray, which laser printers do not screen."""
    rouge, vert, bleu = couleur
    return f"{rouge:g} g" if rouge == vert == bleu else f"{rouge:g} {vert:g} {bleu:g} rg"


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
