"""The cover sheet of a piece (feuille de route): laid on a document before it is scanned, it says whose it is.

The same code stands twice, as a DataMatrix and as a Code 128: a fold or a stamp on one leaves the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from imuse_desk.printing.base import STYLE_GRIS, STYLE_TEXTE, Emetteur, Entete, Flux, paragraphe, tete_bureau
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import DROITE, GAUCHE, MM, SOUS_TITRE, Motif, Page, Style, hauteur_pt
from imuse_desk.printing.polices import preparer

TITRE = "Feuille de route"
CONSIGNE = (
    "Posez cette feuille sur le document, puis numérisez le tout. Elle n’est pas rangée avec lui\u00a0: "
    "elle peut resservir pour la même pièce."
)
COTE_MM, BARRES_MM, HAUTEUR_BARRES_MM = 60.0, 164.0, 22.0
LIGNE_CARRE, LIGNE_BARRES = 26.0, 48.0


@dataclass(frozen=True, slots=True)
class FeuilleDeRoute:
    """Everything a cover sheet shows; ``code`` is the text of its barcodes."""

    emetteur: Emetteur
    famille: str
    dossier: str
    annee: str
    piece: str
    prenom: str
    code: str


def produire_feuilles(feuilles: Sequence[FeuilleDeRoute]) -> bytes:
    """One PDF, a page a sheet; raises Invalide on a character that the faces lack."""
    return dessiner((composer_feuille(une) for une in feuilles), titre=TITRE, auteur=feuilles[0].emetteur.nom)


def composer_feuille(brute: FeuilleDeRoute) -> list[Page]:
    """Lay a sheet out on its page."""
    papier = preparer(brute)
    faits = (("Famille", papier.famille), ("Dossier", papier.dossier), ("Année", papier.annee))
    flux = Flux(Entete(papier.emetteur, TITRE, papier.piece, faits))
    tete_bureau(flux)
    if papier.prenom:
        flux.avancer(1)
        paragraphe(flux, (f"pour {papier.prenom}",), GAUCHE, Style(SOUS_TITRE, couleur=papier.emetteur.accent))
    flux.avancer(1.5)
    paragraphe(flux, (CONSIGNE,), GAUCHE, STYLE_TEXTE)
    milieu = (GAUCHE + DROITE) / 2
    _poser(flux.page, "DataMatrix", papier.code, milieu - COTE_MM / 2, LIGNE_CARRE, COTE_MM, COTE_MM)
    _poser(flux.page, "Code128", papier.code, milieu - BARRES_MM / 2, LIGNE_BARRES, BARRES_MM, HAUTEUR_BARRES_MM)
    large = STYLE_GRIS.largeur(papier.code)
    flux.page.ecrire(milieu - large / 2, LIGNE_BARRES + HAUTEUR_BARRES_MM / 4.5 + 1, papier.code, STYLE_GRIS)
    return flux.terminer()


def _poser(page: Page, genre: str, texte: str, x_mm: float, haut: float, large_mm: float, haut_mm: float) -> None:
    """Draw a code with its upper edge at the line ``haut``."""
    rangees = _modules(genre, texte)
    colonnes = len(rangees[0])
    echelle = large_mm * MM / colonnes
    hauteur = haut_mm * MM / echelle / len(rangees)  # in modules
    chemin = []
    for rang, rangee in enumerate(reversed(rangees)):
        x = 0
        for suite in rangee.split("0"):
            if suite:
                chemin.append(f"{x} {rang * hauteur:.4f} {len(suite)} {hauteur:.4f} re")
            x += len(suite) + 1
    page.motifs.append(Motif(x_mm * MM, hauteur_pt(haut) - haut_mm * MM, echelle, " ".join(chemin)))


@lru_cache(maxsize=64)
def _modules(genre: str, texte: str) -> tuple[str, ...]:
    """The modules row by row, 1 for black; bars have one row."""
    import zxingcpp  # other papers have no such code

    dessin: Any = zxingcpp.create_barcode(texte, zxingcpp.BarcodeFormat[genre]).to_image(add_quiet_zones=False)
    points: Any = memoryview(dessin)
    rangees = ["".join("0" if point else "1" for point in rangee) for rangee in points.tolist()]
    return tuple(rangees if genre == "DataMatrix" else rangees[:1])
