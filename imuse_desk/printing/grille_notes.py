"""The marks of a course for a period: a pupil a row, a criterion a column, averages and comments, A4 on its side."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_COURANT,
    STYLE_DEMI,
    STYLE_GRIS,
    STYLE_NOTE,
    Emetteur,
    Entete,
    Flux,
    paragraphe,
    tete_bureau,
)
from imuse_desk.printing.grille_page import GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau
from imuse_desk.printing.texte import couper

NOMS_MM, ENTRE_MM = 46.0, 2.0
CRITERE_MM = 20.0
MOTIF_MM = 14.0  # a narrower column has no room for the reason of an absence
CRITERES_MAX = 15  # beyond, comments have no room beside the marks
MOYENNE_MM = 13.0
TEXTE_MM = 46.0  # the least that a comment is set in
PIED = 1.75  # the line under the table
GRISE = "Moyenne en gris\u00a0: il manque des notes."
SANS_TEXTE = "Tant de critères ne laissent pas de place aux appréciations."


@dataclass(frozen=True, slots=True)
class NoteImprimee:
    """A mark as written, or an absence with its reason."""

    texte: str = ""
    est_absent: bool = False
    motif: str = ""


@dataclass(frozen=True, slots=True)
class EleveImprime:
    """A pupil's row; ``parti`` says since when he is no more in the course."""

    nom: str
    notes: tuple[NoteImprimee, ...]
    moyenne: str
    est_complete: bool
    appreciation: str
    parti: str = ""


@dataclass(frozen=True, slots=True)
class GrilleNotes:
    """Everything the paper prints; a criterion is its name and the scale under it, ``moyenne`` heads the averages."""

    emetteur: Emetteur
    cours: str
    annee: str
    periode: str
    faits: tuple[tuple[str, str], ...]
    criteres: tuple[tuple[str, str], ...]
    moyenne: str
    eleves: tuple[EleveImprime, ...]
    le: date


def composer_grille_notes(brut: GrilleNotes) -> list[Page]:
    """Lay a sheet out, page by page. Raises Invalide: a character that the faces lack, an accent that does not read."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: GrilleNotes, reglage: Reglage) -> Flux:
    entete = Entete(
        papier.emetteur, papier.cours, f"Feuille de notes, {papier.periode}", tuple(f for f in papier.faits if f[1]),
        suite=f"{papier.cours} · feuille de notes, {papier.periode}", partie=f"le {date_fr(papier.le)}",
    )  # fmt: skip
    flux = Flux(entete, reglage, est_couche=True)
    tete_bureau(flux, (papier.annee, f"le {date_fr(papier.le)}"))
    if not papier.eleves or not papier.criteres:
        flux.avancer(1)
        vide = "Aucun critère n’est noté dans ce cours." if papier.eleves else "Aucun élève pendant cette période."
        paragraphe(flux, (vide,), GAUCHE, STYLE_GRIS)
        return flux
    titres = _colonnes(papier, flux.page.droite)
    hauteur = max(titre.titre.count("\n") for titre in titres)
    rangees = tuple(_rangee(eleve, titres) for eleve in papier.eleves)
    poser_tableau(flux, Tableau(titres, (Groupe(rangees),), apres=PIED), 2 + 0.75 * hauteur)
    est_complete = all(eleve.est_complete for eleve in papier.eleves)
    mots = ("" if est_complete else GRISE, "" if _a_des_textes(papier) else SANS_TEXTE)
    flux.avancer(PIED)
    flux.page.ecrire(GAUCHE, flux.ligne, " ".join(mot for mot in mots if mot), STYLE_NOTE)
    return flux


def _a_des_textes(papier: GrilleNotes) -> bool:
    return len(papier.criteres) <= CRITERES_MAX


def _colonnes(papier: GrilleNotes, bord: float) -> tuple[Colonne, ...]:
    """Names, criteria as wide as the comments let them, average, comment."""
    texte_mm = TEXTE_MM if _a_des_textes(papier) else 0.0
    place = bord - GAUCHE - NOMS_MM - MOYENNE_MM - texte_mm - 2 * ENTRE_MM
    large = min(CRITERE_MM, place / len(papier.criteres) - ENTRE_MM)
    colonnes = [Colonne("Élève", GAUCHE, GAUCHE + NOMS_MM - ENTRE_MM)]
    gauche = GAUCHE + NOMS_MM
    for libelle, bareme in papier.criteres:
        titre = [*couper(libelle, large, STYLE_NOTE), *([bareme] if bareme else [])]
        colonnes.append(Colonne("\n".join(titre), gauche, gauche + large, a_droite=True))
        gauche += large + ENTRE_MM
    colonnes.append(Colonne(papier.moyenne, gauche, gauche + MOYENNE_MM, a_droite=True))
    if _a_des_textes(papier):
        colonnes.append(Colonne("Appréciation", gauche + MOYENNE_MM + 2 * ENTRE_MM, bord))
    return tuple(colonnes)


def _rangee(eleve: EleveImprime, colonnes: tuple[Colonne, ...]) -> Rangee:
    avec_motif = colonnes[1].droite - colonnes[1].gauche >= MOTIF_MM
    notes = (
        Cellule(
            note.texte, STYLE_GRIS if note.est_absent else STYLE_COURANT,
            (note.motif,) if note.motif and avec_motif else (),
        )
        for note in eleve.notes
    )  # fmt: skip
    cellules = (
        Cellule(eleve.nom, STYLE_DEMI, (eleve.parti,) if eleve.parti else ()),
        *notes,
        Cellule(eleve.moyenne, STYLE_DEMI if eleve.est_complete else STYLE_GRIS),
        Cellule(notes=(eleve.appreciation,) if eleve.appreciation else ()),
    )
    return Rangee(cellules[: len(colonnes)])
