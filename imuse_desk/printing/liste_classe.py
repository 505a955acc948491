"""Class list of a weekly time: its pupils, with a box to tick for each of the next lessons."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import STYLE_GRIS, Emetteur, Entete, Flux, paragraphe, tete_bureau
from imuse_desk.printing.grille_page import DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau

CASE_MM = 5.2  # from the left of a date to the left of the next
FIXES = (("Âge", 8.0), ("Niveau", 14.0), ("Téléphone", 24.0))
ENTRE_MM = 2.0


@dataclass(frozen=True, slots=True)
class EleveListe:
    """One pupil; ``passage`` is the turn in a block of individual lessons."""

    nom: str
    age: int | None = None
    niveau: str = ""
    telephone: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class ListeClasse:
    """Everything the paper prints; ``horaire`` in words, ``dates`` the lessons to come, twelve at most."""

    emetteur: Emetteur
    cours: str
    annee: str
    horaire: str
    faits: tuple[tuple[str, str], ...]
    eleves: tuple[EleveListe, ...]
    dates: tuple[date, ...]
    le: date


def composer_liste_classe(brut: ListeClasse) -> list[Page]:
    """Lay a list out, page by page.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: ListeClasse, reglage: Reglage) -> Flux:
    n = len(papier.eleves)
    compte = f"{n}\u00a0élève{'s' if n > 1 else ''}" if n else "aucun élève"
    entete = Entete(
        papier.emetteur,
        papier.cours,
        papier.horaire,
        (*(f for f in papier.faits if f[1]), ("Élèves", compte)),
        suite=f"{papier.cours} · {papier.horaire}",
        partie=f"le {date_fr(papier.le)}",
    )
    flux = Flux(entete, reglage)
    tete_bureau(flux, (papier.annee, f"le {date_fr(papier.le)}"))
    if papier.eleves:
        poser_tableau(flux, _tableau(papier), 3.25)
    else:
        flux.avancer(1)
        paragraphe(flux, ("Aucun élève n’est inscrit à cet horaire.",), GAUCHE, STYLE_GRIS)
    return flux


def _tableau(papier: ListeClasse) -> Tableau:
    colonnes, gauche = [], GAUCHE
    pris = sum(large + ENTRE_MM for _, large in FIXES) + ENTRE_MM + CASE_MM * len(papier.dates)
    for tete, large in (("Élève", DROITE - GAUCHE - pris), *FIXES):
        colonnes.append(Colonne(tete, gauche, gauche + large))
        gauche += large + ENTRE_MM
    for jour in papier.dates:
        colonnes.append(Colonne(f"{jour.day:02}\n{jour.month:02}", gauche, gauche + CASE_MM))
        gauche += CASE_MM
    cases = tuple(Cellule(a_case=True) for _ in papier.dates)
    rangees = tuple(
        Rangee(
            (
                Cellule(" · ".join(mots for mots in (eleve.passage, eleve.nom) if mots)),
                Cellule("—" if eleve.age is None else str(eleve.age)),
                Cellule(eleve.niveau or "—"),
                Cellule(eleve.telephone or "—"),
                *cases,
            )
        )
        for eleve in papier.eleves
    )
    return Tableau(tuple(colonnes), (Groupe(rangees),))
