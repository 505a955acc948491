"""The notice for the door of a room: a teacher is away, which lessons fall, what becomes of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from imuse_desk.printing.base import STYLE_TEXTE, Emetteur, Entete, Flux, paragraphe, tete_bureau
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import COLONNES, DROITE, GAUCHE, SOUS_TITRE, Page, Style
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau

TITRE = "Absence d’enseignant"
COLONNES_AVIS = (
    Colonne("Jour et heure", GAUCHE, 86.0),
    Colonne("Cours", COLONNES[3], 128.6),
    Colonne("Salle", COLONNES[5], 149.75),
    Colonne("", COLONNES[6], DROITE),
)


@dataclass(frozen=True, slots=True)
class LigneAvis:
    """A lesson: when, which, where, what becomes of it."""

    quand: str
    cours: str
    salle: str
    suite: str


@dataclass(frozen=True, slots=True)
class AvisPorte:
    """Everything the notice of a site shows."""

    emetteur: Emetteur
    enseignant: str
    dates: str
    consigne: str
    lecons: tuple[LigneAvis, ...]


def produire_avis(avis: Sequence[AvisPorte]) -> bytes:
    """One PDF, a notice a site; raises Invalide on a character that the faces lack."""
    return dessiner((composer_avis(un) for un in avis), titre=TITRE, auteur=avis[0].emetteur.nom)


def composer_avis(brut: AvisPorte) -> list[Page]:
    """Lay a notice out, page by page."""
    papier = preparer(brut)
    flux = Flux(Entete(papier.emetteur, TITRE, papier.enseignant, suite=TITRE, partie=papier.enseignant))
    tete_bureau(flux)
    flux.avancer(3)
    style = Style(SOUS_TITRE, gras=True, couleur=papier.emetteur.accent)
    paragraphe(flux, (f"{papier.enseignant} ne donne pas cours {papier.dates}.",), GAUCHE, style)
    if papier.consigne:
        flux.avancer(1)
        paragraphe(flux, (papier.consigne,), GAUCHE, STYLE_TEXTE)
    rangees = tuple(
        Rangee((
            Cellule(x.quand, STYLE_TEXTE), Cellule(x.cours, STYLE_TEXTE), Cellule(x.salle, STYLE_TEXTE),
            Cellule(x.suite, STYLE_TEXTE),
        ))
        for x in papier.lecons
    )  # fmt: skip
    poser_tableau(flux, Tableau(COLONNES_AVIS, (Groupe(rangees),)))
    return flux.terminer()
