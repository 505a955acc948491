"""The table of a facture: its lines person by person with the base of each amount, then the avoirs it takes in."""

from dataclasses import dataclass
from datetime import date

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.grille_page import AXE, DROITE, GAUCHE
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau

COLONNES_FACTURE = (
    Colonne("Prestation", GAUCHE, 84.375),
    Colonne("Période", 88.375, 105.5),
    Colonne("Base de liquidation", AXE, 168.875),
    Colonne("Montant en euros", 172.875, DROITE, a_droite=True),
)
PIECE_JOINTE = "pièce jointe à la présente facture"


@dataclass(frozen=True, slots=True)
class LigneFacture:
    """One amount: ``base`` is its arithmetic ("QF 880,66 € × 36,50 %"), ``notes`` the courses, floor and ceiling."""

    libelle: str
    montant_centimes: int
    periode: str = ""
    base: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupeFacture:
    """The lines of one pupil, or of the household (``est_eleve`` false); ``precision`` is birth date and course."""

    nom: str
    lignes: tuple[LigneFacture, ...]
    precision: str = ""
    est_eleve: bool = True


@dataclass(frozen=True, slots=True)
class AvoirImpute:
    """An avoir that the facture takes into account; its amount is negative."""

    numero: str
    du_le: date
    facture: str
    montant_centimes: int
    motif: str = ""
    periode: str = ""


def tableau_facture(groupes: tuple[GroupeFacture, ...], avoirs: tuple[AvoirImpute, ...], apres: float) -> Tableau:
    """Build the table; ``apres`` is the height of what stays with the last row on its page."""
    tous = [
        Groupe(tuple(map(_rangee, groupe.lignes)), groupe.nom, groupe.precision, a_sous_total=True)
        for groupe in groupes
        if groupe.lignes
    ]
    if avoirs:
        nom = "Avoir imputé" if len(avoirs) == 1 else "Avoirs imputés"
        tous.append(Groupe(tuple(map(_rangee_avoir, avoirs)), nom, PIECE_JOINTE, a_sous_total=True))
    return Tableau(COLONNES_FACTURE, tuple(tous), est_regle=False, reporte=True, apres=apres)


def _rangee(ligne: LigneFacture) -> Rangee:
    return Rangee(
        (
            Cellule(ligne.libelle),
            Cellule(ligne.periode),
            Cellule(ligne.base, notes=ligne.notes),
            Cellule(montant(ligne.montant_centimes)),
        ),
        ligne.montant_centimes,
    )


def _rangee_avoir(avoir: AvoirImpute) -> Rangee:
    base = f"arrêté du\u00a0{date_fr(avoir.du_le)} sur la facture {avoir.facture}"
    notes = (avoir.motif,) if avoir.motif else ()
    return _rangee(LigneFacture(f"Avoir n°\u00a0{avoir.numero}", avoir.montant_centimes, avoir.periode, base, notes))
