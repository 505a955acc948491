"""Timetables: a week of a pupil, a teacher or a room, or a day of a site by room; the grid, then every lesson in words.

The table says in full what a block of the grid may have to cut.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_COURANT,
    STYLE_NOTE,
    Emetteur,
    Entete,
    Flux,
    paragraphe,
    tete_bureau,
)
from imuse_desk.printing.grille_heures import Bloc, poser_grille
from imuse_desk.printing.grille_page import DERNIERE_LIGNE, GAUCHE, Page
from imuse_desk.printing.liste import ColonneListe, partager_largeur
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Groupe, Rangee, Tableau, hauteur_tableau, poser_tableau

COLONNES_MAX = 7
GRILLE_MINIMALE = 24.0  # lines
AVANT_GRILLE = 2.5
AVANT_TABLEAU = 2.5
DENSES = 40  # from so many rows on, the table is set in the smallest size


@dataclass(frozen=True, slots=True)
class EmploiDuTemps:
    """Everything the paper prints: the grid's columns and blocks, and the table (heads with their shares, rows)."""

    emetteur: Emetteur
    titre: str
    sous_titre: str
    annee: str
    le: date
    colonnes: tuple[str, ...]
    blocs: tuple[Bloc, ...]
    tetes: tuple[ColonneListe, ...]
    rangees: tuple[tuple[str, ...], ...]
    faits: tuple[tuple[str, str], ...] = ()
    vide: str = "Aucun cours."
    empreinte: str = ""


def composer_emploi(brut: EmploiDuTemps) -> list[Page]:
    """Lay a timetable out, page by page: so many columns a page, then the table.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: EmploiDuTemps, reglage: Reglage) -> Flux:
    entete = Entete(
        papier.emetteur,
        papier.titre,
        papier.sous_titre,
        papier.faits,
        suite=f"{papier.titre} · {papier.annee}",
        partie=f"le {date_fr(papier.le)}",
        empreinte=papier.empreinte,
    )
    flux = Flux(entete, reglage)
    tete_bureau(flux, (papier.annee, f"le {date_fr(papier.le)}"))
    if not papier.blocs:
        flux.avancer(2)
        paragraphe(flux, (papier.vide,), GAUCHE, STYLE_COURANT)
    tableau = _tableau(papier)
    dessous = hauteur_tableau(tableau) + AVANT_TABLEAU + 1 if len(papier.colonnes) <= COLONNES_MAX else 0.0
    for premiere in range(0, len(papier.colonnes) if papier.blocs else 0, COLONNES_MAX):
        _grille(flux, papier, premiere, dessous)
    poser_tableau(flux, tableau, AVANT_TABLEAU)
    return flux


def _tableau(papier: EmploiDuTemps) -> Tableau:
    style = STYLE_NOTE if len(papier.rangees) > DENSES else STYLE_COURANT
    rangees = tuple(Rangee(tuple(Cellule(texte, style) for texte in rangee)) for rangee in papier.rangees)
    return Tableau(partager_largeur(papier.tetes), (Groupe(rangees),) if rangees else (), est_regle=False)


def _grille(flux: Flux, papier: EmploiDuTemps, premiere: int, dessous: float) -> None:
    """One grid: on the first page where it has room to be read, else overleaf; above the table where both fit."""
    colonnes = papier.colonnes[premiere : premiere + COLONNES_MAX]
    siens = [
        Bloc(b.colonne - premiere, b.debut, b.duree_min, b.titre, b.details)
        for b in papier.blocs
        if premiere <= b.colonne < premiere + COLONNES_MAX
    ]
    if not siens:
        return
    flux.reserver(AVANT_GRILLE + GRILLE_MINIMALE)
    flux.avancer(AVANT_GRILLE)
    bas = DERNIERE_LIGNE - dessous if DERNIERE_LIGNE - dessous - flux.ligne >= GRILLE_MINIMALE else DERNIERE_LIGNE
    flux.ligne = poser_grille(flux.page, colonnes, siens, flux.ligne, bas)
