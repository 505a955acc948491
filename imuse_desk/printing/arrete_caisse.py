"""Arrêté de caisse: what the till should hold, what was counted, the difference and its reason; the day by means."""

from dataclasses import dataclass
from datetime import datetime

from imuse_desk.domain.argent import montant
from imuse_desk.printing.base import (
    Emetteur,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import GAUCHE, Page
from imuse_desk.printing.papier_regie import ouvrir, signer
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_somme, poser_tableau
from imuse_desk.printing.visas import COLONNES_OPERATIONS, Coupure, Visa, poser_ecart, tableau_coupures

APRES_TABLEAU = 1.6
COLONNES_MOUVEMENTS = (Colonne("Caisse", GAUCHE, 105.5), *COLONNES_OPERATIONS)
COLONNES_MODES = (Colonne("Encaissé ce jour", GAUCHE, 105.5), *COLONNES_OPERATIONS)
TENU, CONTROLE = Visa("Le régisseur"), Visa("Contrôlé par")


@dataclass(frozen=True, slots=True)
class LigneCaisse:
    """One amount and how many operations made it (None: not counted, as the float)."""

    libelle: str
    montant_centimes: int
    nombre: int | None = None


@dataclass(frozen=True, slots=True)
class ArreteCaisse:
    """Everything the paper prints.

    ``mouvements`` are the cash alone, from the float on: their sum is what the till should hold. ``modes`` are the
    day's receipts by means. ``motif`` explains a difference.
    """

    emetteur: Emetteur
    numero: str
    faits: tuple[tuple[str, str], ...]
    mouvements: tuple[LigneCaisse, ...]
    coupures: tuple[Coupure, ...]
    modes: tuple[LigneCaisse, ...] = ()
    motif: str = ""
    gauche: Visa = TENU
    droite: Visa = CONTROLE
    note: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None

    @property
    def theorique_centimes(self) -> int:
        """What the till should hold."""
        return sum(mouvement.montant_centimes for mouvement in self.mouvements)

    @property
    def compte_centimes(self) -> int:
        """What was counted."""
        return sum(coupure.montant_centimes for coupure in self.coupures)

    @property
    def ecart_centimes(self) -> int:
        """Counted less expected: above zero, too much."""
        return self.compte_centimes - self.theorique_centimes


def produire_arrete(papier: ArreteCaisse) -> bytes:
    """Make the PDF of one arrêté; raises Invalide on a character that the faces lack."""
    titre = f"Arrêté de caisse n°\u00a0{papier.numero}"
    return dessiner([composer_arrete(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_arrete(brut: ArreteCaisse) -> list[Page]:
    """Lay an arrêté out, page by page."""
    papier = preparer(brut)
    flux = ouvrir(papier, "Arrêté de caisse", f"n°\u00a0{papier.numero}", empreinte=papier.empreinte)
    poser_tableau(flux, _tableau(COLONNES_MOUVEMENTS, papier.mouvements), 2.75)
    poser_somme(flux, "Encaisse théorique", papier.theorique_centimes)
    poser_tableau(flux, tableau_coupures(papier.coupures, APRES_TABLEAU), 2)
    poser_somme(flux, "Encaisse comptée", papier.compte_centimes)
    poser_ecart(flux, papier.ecart_centimes, papier.motif)
    if papier.modes:
        poser_tableau(flux, _tableau(COLONNES_MODES, papier.modes), 2)
        poser_somme(flux, "Total encaissé", sum(mode.montant_centimes for mode in papier.modes))
    return signer(flux, papier)


def _tableau(colonnes: tuple[Colonne, ...], lignes: tuple[LigneCaisse, ...]) -> Tableau:
    rangees = tuple(
        Rangee(
            (
                Cellule(ligne.libelle),
                Cellule("" if ligne.nombre is None else str(ligne.nombre) if ligne.nombre else "–"),
                Cellule(montant(ligne.montant_centimes)),
            ),
            ligne.montant_centimes,
        )
        for ligne in lignes
    )
    groupes = (Groupe(rangees),) if rangees else ()
    return Tableau(colonnes, groupes, est_regle=False, reporte=True, apres=APRES_TABLEAU)
