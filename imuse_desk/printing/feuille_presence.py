"""Attendance sheet of a month of a weekly time: a column a lesson, blank to fill by hand or with what was called."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import JOURS_ABREGES, date_fr, mois_fr
from imuse_desk.printing.base import (
    STYLE_DEMI,
    STYLE_GRIS,
    STYLE_NOTE,
    Emetteur,
    Entete,
    Flux,
    paragraphe,
    tete_bureau,
)
from imuse_desk.printing.grille_page import AXE, DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau
from imuse_desk.printing.texte import couper

NOMS_MM = 58.0
SEANCE_MM = 18.0  # the widest column of a lesson
TOTAL_MM = 9.0
ENTRE_MM = 2.0
PIED = 5.0  # lines under the table: what the keys say, and the teacher's signature


@dataclass(frozen=True, slots=True)
class SeanceFeuille:
    """A lesson; ``precision`` is its hour where two are on one day, ``sort`` why it does not take place."""

    le: date
    precision: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class EleveFeuille:
    """A pupil; ``mots`` has a key a lesson, None where he is not expected, empty where nobody called him."""

    nom: str
    mots: tuple[str | None, ...]
    absences: int = 0
    retards: int = 0


@dataclass(frozen=True, slots=True)
class FeuillePresence:
    """Everything the paper prints; ``est_vierge``: boxes to fill by hand."""

    emetteur: Emetteur
    cours: str
    annee: str
    mois: date
    faits: tuple[tuple[str, str], ...]
    seances: tuple[SeanceFeuille, ...]
    eleves: tuple[EleveFeuille, ...]
    codes: tuple[tuple[str, str], ...]
    le: date
    est_vierge: bool = False


def composer_feuille_presence(brut: FeuillePresence) -> list[Page]:
    """Lay a sheet out, page by page.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: FeuillePresence, reglage: Reglage) -> Flux:
    mois = mois_fr(papier.mois)
    entete = Entete(
        papier.emetteur,
        papier.cours,
        f"Feuille de présence, {mois}",
        tuple(f for f in papier.faits if f[1]),
        suite=f"{papier.cours} · feuille de présence, {mois}",
        partie=f"le {date_fr(papier.le)}",
    )
    flux = Flux(entete, reglage)
    tete_bureau(flux, (papier.annee, f"le {date_fr(papier.le)}"))
    if not papier.eleves or not papier.seances:
        flux.avancer(1)
        vide = "Aucune séance ce mois-ci." if papier.eleves else "Aucun élève n’est inscrit à cet horaire ce mois-ci."
        paragraphe(flux, (vide,), GAUCHE, STYLE_GRIS)
        return flux
    poser_tableau(flux, _tableau(papier), 3.25)
    _pied(flux, papier)
    return flux


def _tableau(papier: FeuillePresence) -> Tableau:
    totaux = () if papier.est_vierge else ("Abs.", "Ret.")
    place = DROITE - GAUCHE - NOMS_MM - len(totaux) * (TOTAL_MM + ENTRE_MM)
    large = min(SEANCE_MM, place / len(papier.seances) - ENTRE_MM)
    colonnes = [Colonne("Élève", GAUCHE, GAUCHE + NOMS_MM - ENTRE_MM)]
    gauche = GAUCHE + NOMS_MM
    for seance in papier.seances:
        mots = (JOURS_ABREGES[seance.le.weekday()], f"{seance.le.day:02}/{seance.le.month:02}", seance.precision)
        colonnes.append(Colonne("\n".join(mot for mot in mots if mot), gauche, gauche + large))
        gauche += large + ENTRE_MM
    for rang, titre in enumerate(reversed(totaux)):
        droite = DROITE - rang * (TOTAL_MM + ENTRE_MM)
        colonnes.insert(len(papier.seances) + 1, Colonne(titre, droite - TOTAL_MM, droite, a_droite=True))
    rangees = tuple(
        Rangee(
            (
                Cellule(eleve.nom),
                *(_case(papier, seance, mot) for seance, mot in zip(papier.seances, eleve.mots, strict=True)),
                *(_nombre(n) for n in (eleve.absences, eleve.retards)[: len(totaux)]),
            )
        )
        for eleve in papier.eleves
    )
    return Tableau(tuple(colonnes), (Groupe(rangees),), apres=PIED)


def _case(papier: FeuillePresence, seance: SeanceFeuille, mot: str | None) -> Cellule:
    if mot is None:
        return Cellule("–", STYLE_GRIS)
    if seance.sort:
        return Cellule(seance.sort, STYLE_NOTE)
    if papier.est_vierge or not mot:
        return Cellule(a_case=True)
    return Cellule(mot, STYLE_DEMI)


def _nombre(n: int) -> Cellule:
    return Cellule(str(n)) if n else Cellule("–", STYLE_GRIS)


def _pied(flux: Flux, papier: FeuillePresence) -> None:
    """What each key says, at the left; at the axis, who called."""
    legende = " · ".join(f"{code}\u00a0{libelle.lower()}" for code, libelle in papier.codes)
    flux.avancer(2)
    haut = flux.ligne
    for rang, ligne in enumerate(couper(legende, AXE - GAUCHE - 4, STYLE_NOTE)):
        flux.page.ecrire(GAUCHE, haut + 0.75 * rang, ligne, STYLE_NOTE)
    flux.page.ecrire(AXE, haut, "Date et signature de l’enseignant", STYLE_GRIS)
    flux.ligne = haut + 2.5
    flux.page.filet(flux.ligne, gauche=AXE)
