"""Facts on a paper: label and value under one another, in half the width of the page; adults side by side."""

from dataclasses import dataclass

from imuse_desk.printing.base import STYLE_BLOC, STYLE_COURANT, STYLE_GRIS, Flux
from imuse_desk.printing.grille_page import AXE, FILET_FORT, GAUCHE, Page
from imuse_desk.printing.texte import couper

DEMI_LARGEUR_MM = 80.5
LIBELLE_MM = 30.0

Faits = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ResponsableFiche:
    """One adult; ``coordonnees`` are label and value, an empty value leaves a line to write on."""

    nom: str
    role: str = ""
    coordonnees: Faits = ()


def poser_responsables(flux: Flux, responsables: tuple[ResponsableFiche, ...]) -> None:
    """Set adults two by two, each under a strong rule."""
    for rang in range(0, len(responsables), 2):
        _paire(flux, responsables[rang : rang + 2])


def _paire(flux: Flux, paire: tuple[ResponsableFiche, ...]) -> None:
    """Set one or two adults side by side; the block stays whole."""
    hauteurs = [_hauteur_responsable(responsable) for responsable in paire]
    ecart = flux.ecart(2.25)
    flux.reserver(max(hauteurs) + ecart)
    flux.avancer(ecart)
    depart = flux.ligne
    for x_mm, responsable in zip((GAUCHE, AXE), paire, strict=False):
        page, ligne = flux.page, depart
        page.filet(ligne - 0.9, FILET_FORT, x_mm, x_mm + DEMI_LARGEUR_MM)
        for texte in couper(responsable.nom, DEMI_LARGEUR_MM, STYLE_BLOC):
            page.ecrire(x_mm, ligne, texte, STYLE_BLOC)
            ligne += 1
        for texte in couper(responsable.role, DEMI_LARGEUR_MM, STYLE_GRIS):
            page.ecrire(x_mm, ligne, texte, STYLE_GRIS)
            ligne += 1
        ecrire_faits(page, responsable.coordonnees, x_mm, ligne + 0.25)
    flux.ligne = depart + max(hauteurs)


def _hauteur_responsable(responsable: ResponsableFiche) -> float:
    """Lines from the name's first baseline to the last one of the block."""
    noms = len(couper(responsable.nom, DEMI_LARGEUR_MM, STYLE_BLOC))
    roles = len(couper(responsable.role, DEMI_LARGEUR_MM, STYLE_GRIS))
    faits = hauteur_faits(responsable.coordonnees)
    return noms + roles - 1 + (faits + 0.25 if faits else 0)


def hauteur_faits(faits: Faits) -> int:
    """Lines that facts take."""
    return sum(max(1, len(couper(valeur, DEMI_LARGEUR_MM - LIBELLE_MM, STYLE_COURANT))) for _, valeur in faits)


def ecrire_faits(page: Page, faits: Faits, x_mm: float, ligne: float) -> None:
    """Write facts under one another; a missing value leaves a line to write on."""
    for libelle, valeur in faits:
        page.ecrire(x_mm, ligne, libelle, STYLE_GRIS)
        if not valeur:
            page.filet(ligne + 0.15, gauche=x_mm + LIBELLE_MM, droite=x_mm + DEMI_LARGEUR_MM)
            ligne += 1
        for texte in couper(valeur, DEMI_LARGEUR_MM - LIBELLE_MM, STYLE_COURANT):
            page.ecrire(x_mm + LIBELLE_MM, ligne, texte, STYLE_COURANT)
            ligne += 1
