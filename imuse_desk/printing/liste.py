"""A list as a paper: title, site, what filters it, its columns over the pages, groups with their count and sums."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from imuse_desk.printing.base import STYLE_COURANT, STYLE_NOTE, Emetteur, Entete, Flux, tete_bureau
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import DROITE, GAUCHE, Page, Style
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau

ENTRE_COLONNES_MM = 3.0
LARGEUR_MIN_MM = 9.0
COLONNES_SERREES = 6  # from so many columns on, rows are set in the smallest size


@dataclass(frozen=True, slots=True)
class ColonneListe:
    """A column: its heading, its share of the width, whether it stands at the right edge (numbers)."""

    titre: str
    part: int
    a_droite: bool = False


@dataclass(frozen=True, slots=True)
class SectionListe:
    """Rows under a heading, already written; ``precision`` is their count and sums."""

    nom: str
    precision: str
    rangees: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PapierListe:
    """Everything the paper prints."""

    emetteur: Emetteur
    titre: str
    compte: str
    colonnes: tuple[ColonneListe, ...]
    sections: tuple[SectionListe, ...]
    faits: tuple[tuple[str, str], ...]
    imprimee_a: datetime


def produire_liste(papier: PapierListe) -> bytes:
    """Make the PDF of a list; raises Invalide on a character that the faces lack."""
    return dessiner([composer_liste(papier)], titre=papier.titre, auteur=papier.emetteur.nom)


def composer_liste(brut: PapierListe) -> list[Page]:
    """Lay a list out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: PapierListe, reglage: Reglage) -> Flux:
    quand = papier.emetteur.instant(papier.imprimee_a)
    entete = Entete(
        papier.emetteur, papier.titre, papier.compte, papier.faits, suite=f"{papier.titre} · {papier.compte}",
        partie=f"le {quand}",
    )  # fmt: skip
    flux = Flux(entete, reglage)
    tete_bureau(flux, (f"le {quand}",))
    style = STYLE_NOTE if len(papier.colonnes) >= COLONNES_SERREES else STYLE_COURANT
    groupes = tuple(
        Groupe(tuple(_rangee(rangee, style) for rangee in section.rangees), section.nom, section.precision)
        for section in papier.sections
        if section.rangees
    )
    poser_tableau(flux, Tableau(partager_largeur(papier.colonnes), groupes, est_regle=False))
    return flux


def _rangee(textes: tuple[str, ...], style: Style) -> Rangee:
    return Rangee(tuple(Cellule(texte, style) for texte in textes))


def partager_largeur(colonnes: tuple[ColonneListe, ...]) -> tuple[Colonne, ...]:
    """Share the width of the page by the widths on the screen; no column is narrower than its least."""
    utile = DROITE - GAUCHE - ENTRE_COLONNES_MM * (len(colonnes) - 1)
    libre = max(0.0, utile - LARGEUR_MIN_MM * len(colonnes))
    parts = sum(colonne.part for colonne in colonnes) or 1
    posees, gauche = [], GAUCHE
    for colonne in colonnes:
        droite = gauche + min(LARGEUR_MIN_MM, utile / len(colonnes)) + libre * colonne.part / parts
        posees.append(Colonne(colonne.titre, gauche, droite, colonne.a_droite))
        gauche = droite + ENTRE_COLONNES_MM
    return tuple(posees)
