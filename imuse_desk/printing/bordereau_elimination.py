"""Bordereau d'élimination: what is proposed for destruction, by kind and year; no family, no figure of anybody."""

from dataclasses import dataclass
from datetime import date, datetime

from imuse_desk.domain.argent import grouper
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import DROITE, GAUCHE, Page
from imuse_desk.printing.papier_regie import ouvrir, signer
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau
from imuse_desk.printing.visas import Visa

TITRE = "Bordereau d’élimination"
MO = 1024 * 1024
COLONNES = (
    Colonne("N°", GAUCHE, 27.0),
    Colonne("Nature des documents", 29.0, 80.0),
    Colonne("Année", 82.0, 100.0),
    Colonne("Dates extrêmes", 101.0, 135.0),
    Colonne("Conservation", 136.0, 162.0),
    Colonne("Nombre", 162.0, 175.0, a_droite=True),
    Colonne("Mo", 176.0, DROITE, a_droite=True),
)


@dataclass(frozen=True, slots=True)
class LigneImprimee:
    """A kind of paper of a year: its two ends, how long it was kept, how many, their size."""

    nature: str
    annee: str
    dates: str
    conservation: str
    nombre: int
    octets: int


@dataclass(frozen=True, slots=True)
class EliminationImprimee:
    """Everything the paper prints."""

    emetteur: Emetteur
    numero: int
    le: date
    faits: tuple[tuple[str, str], ...]
    lignes: tuple[LigneImprimee, ...]
    gauche: Visa
    droite: Visa
    note: str = ""
    duplicata_a: datetime | None = None


def produire_elimination(papier: EliminationImprimee) -> bytes:
    """Make the PDF; raises Invalide on a character that the faces lack."""
    return dessiner([composer_elimination(papier)], titre=TITRE, auteur=papier.emetteur.nom)


def composer_elimination(brut: EliminationImprimee) -> list[Page]:
    """Lay the list out, page by page."""
    papier = preparer(brut)
    flux = ouvrir(papier, TITRE, f"n°\u00a0{papier.numero}")
    rangees = tuple(
        Rangee(
            (
                Cellule(str(rang)), Cellule(x.nature), Cellule(x.annee), Cellule(x.dates), Cellule(x.conservation),
                Cellule(grouper(str(x.nombre))), Cellule(_mo(x.octets)),
            )
        )
        for rang, x in enumerate(papier.lignes, start=1)
    )  # fmt: skip
    total = Rangee(
        (
            Cellule(""), Cellule("Total"), Cellule(""), Cellule(""), Cellule(""),
            Cellule(grouper(str(sum(x.nombre for x in papier.lignes)))),
            Cellule(_mo(sum(x.octets for x in papier.lignes))),
        )
    )  # fmt: skip
    poser_tableau(flux, Tableau(COLONNES, (Groupe(rangees), Groupe((total,)))))
    return signer(flux, papier)


def _mo(octets: int) -> str:
    return f"{octets / MO:.2f}".replace(".", ",")
