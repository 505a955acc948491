"""A pupil's card on paper: who, whom to call, what is allowed, what is followed this year."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_COURANT,
    STYLE_GRIS,
    Emetteur,
    Entete,
    Flux,
    paragraphe,
    tete_bureau,
    titre_bloc,
)
from imuse_desk.printing.faits import Faits, ResponsableFiche, ecrire_faits, hauteur_faits, poser_responsables
from imuse_desk.printing.grille_page import AXE, COLONNES, DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau


@dataclass(frozen=True, slots=True)
class CoursFiche:
    """One course: its level, its time in words, room, teachers."""

    cours: str
    niveau: str = ""
    horaire: str = ""
    salle: str = ""
    enseignants: str = ""


@dataclass(frozen=True, slots=True)
class FicheEleveImprimee:
    """Everything the card prints; ``blocs`` are titled facts, left out where they have none."""

    emetteur: Emetteur
    nom: str
    annee: str
    le: date
    faits: Faits
    alerte: str = ""
    responsables: tuple[ResponsableFiche, ...] = ()
    blocs: tuple[tuple[str, Faits], ...] = ()
    cours: tuple[CoursFiche, ...] = ()
    observations: str = ""


def composer_fiche_eleve(brut: FicheEleveImprimee) -> list[Page]:
    """Lay a card out, page by page.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: FicheEleveImprimee, reglage: Reglage) -> Flux:
    entete = Entete(
        papier.emetteur,
        papier.nom,
        "Fiche élève",
        papier.faits,
        suite=f"Fiche élève {papier.annee}",
        partie=papier.nom,
    )
    flux = Flux(entete, reglage)
    tete_bureau(flux, (papier.annee, f"le {date_fr(papier.le)}"))
    if papier.alerte:
        flux.avancer(1)
        paragraphe(flux, (papier.alerte,), GAUCHE, flux.entete.style_vedette)
    poser_responsables(flux, papier.responsables)
    for titre, faits in papier.blocs:
        _bloc(flux, titre, faits)
    if papier.cours:
        poser_tableau(flux, _tableau(papier.cours))
    else:
        flux.avancer(1)
        paragraphe(flux, (f"Aucun cours suivi en {papier.annee}.",), GAUCHE, STYLE_GRIS)
    if papier.observations:
        titre_bloc(flux, "Observations", 2)
        paragraphe(flux, tuple(papier.observations.splitlines()), GAUCHE, STYLE_COURANT)
    return flux


def _bloc(flux: Flux, titre: str, faits: Faits) -> None:
    """Facts in two columns under a title; a block without facts is left out."""
    remplis = tuple(fait for fait in faits if fait[1])
    if not remplis:
        return
    moitie = (len(remplis) + 1) // 2
    colonnes = (remplis[:moitie], remplis[moitie:])
    hauteur = max(hauteur_faits(colonne) for colonne in colonnes)
    titre_bloc(flux, titre, hauteur + 0.5)
    for x_mm, colonne in zip((GAUCHE, AXE), colonnes, strict=True):
        ecrire_faits(flux.page, colonne, x_mm, flux.ligne + 1.25)
    flux.ligne += hauteur + 0.25


def _tableau(cours: tuple[CoursFiche, ...]) -> Tableau:
    colonnes = (
        Colonne("Cours", GAUCHE, 74.0),
        Colonne("Niveau", 77.0, 92.0),
        Colonne("Horaire", 95.0, 124.0),
        Colonne("Salle", 127.0, COLONNES[6] - 2),
        Colonne("Enseignant", COLONNES[6], DROITE),
    )
    rangees = tuple(
        Rangee(tuple(Cellule(x or "—") for x in (c.cours, c.niveau, c.horaire, c.salle, c.enseignants))) for c in cours
    )
    return Tableau(colonnes, (Groupe(rangees),))
