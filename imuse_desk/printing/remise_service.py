"""Procès-verbal de remise de service: the cash, the values, the last numbers, found together by both régisseurs."""

from dataclasses import dataclass
from datetime import datetime

from imuse_desk.domain.argent import grouper, montant
from imuse_desk.printing.base import (
    STYLE_TEXTE,
    Emetteur,
    paragraphe,
    titre_bloc,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import AXE, DROITE, GAUCHE, Page
from imuse_desk.printing.papier_regie import ouvrir, signer
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_somme, poser_tableau
from imuse_desk.printing.visas import (
    COLONNES_OPERATIONS,
    Coupure,
    Visa,
    poser_ecart,
    tableau_coupures,
)

APRES_TABLEAU = 1.6
COLONNES_VALEURS = (Colonne("Valeurs et avoirs remis", GAUCHE, 105.5), *COLONNES_OPERATIONS)
COLONNES_NUMEROS = (Colonne("Dernières pièces", GAUCHE, 105.5), Colonne("Numéro", AXE, DROITE))
SORTANT, ENTRANT = Visa("Le régisseur sortant"), Visa("Le régisseur entrant")


@dataclass(frozen=True, slots=True)
class RemiseService:
    """Everything the paper prints; ``constat`` is the sentence that opens it, ``valeurs`` (words, how many, cents)."""

    emetteur: Emetteur
    numero: str
    faits: tuple[tuple[str, str], ...]
    constat: str
    theorique_centimes: int
    coupures: tuple[Coupure, ...]
    valeurs: tuple[tuple[str, int | None, int], ...]
    numeros: tuple[tuple[str, str], ...]
    motif: str = ""
    stock: str = ""
    observations: str = ""
    gauche: Visa = SORTANT
    droite: Visa = ENTRANT
    note: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None

    @property
    def compte_centimes(self) -> int:
        """The cash counted."""
        return sum(coupure.montant_centimes for coupure in self.coupures)


def produire_remise_service(papier: RemiseService) -> bytes:
    """Make the PDF of one procès-verbal; raises Invalide on a character that the faces lack."""
    titre = f"Procès-verbal de remise de service n°\u00a0{papier.numero}"
    return dessiner([composer_remise_service(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_remise_service(brut: RemiseService) -> list[Page]:
    """Lay a procès-verbal out, page by page."""
    papier = preparer(brut)
    numero = f"procès-verbal n°\u00a0{papier.numero}"
    flux = ouvrir(papier, "Remise de service", numero, lien=" · ", empreinte=papier.empreinte)
    flux.avancer(1.25)
    paragraphe(flux, (papier.constat,), GAUCHE, STYLE_TEXTE)
    if papier.coupures:
        poser_tableau(flux, tableau_coupures(papier.coupures, APRES_TABLEAU), 2.5)
    poser_somme(flux, "Encaisse comptée", papier.compte_centimes)
    poser_somme(flux, "Encaisse selon les écritures, fonds de caisse compris", papier.theorique_centimes)
    poser_ecart(flux, papier.compte_centimes - papier.theorique_centimes, papier.motif)
    poser_tableau(flux, _valeurs(papier), 2.25)
    poser_tableau(flux, _numeros(papier), 2.25)
    for titre, mots in (("Stock et matériel remis", papier.stock), ("Observations", papier.observations)):
        if mots:
            titre_bloc(flux, titre, 2)
            paragraphe(flux, (mots,), GAUCHE, STYLE_TEXTE)
    return signer(flux, papier)


def _valeurs(papier: RemiseService) -> Tableau:
    rangees = tuple(
        Rangee((Cellule(quoi), Cellule("" if n is None else grouper(str(n)) if n else "–"), Cellule(montant(somme))))
        for quoi, n, somme in papier.valeurs
    )
    return Tableau(COLONNES_VALEURS, (Groupe(rangees),) if rangees else (), est_regle=False)


def _numeros(papier: RemiseService) -> Tableau:
    rangees = tuple(Rangee((Cellule(quoi), Cellule(numero))) for quoi, numero in papier.numeros)
    return Tableau(COLONNES_NUMEROS, (Groupe(rangees),) if rangees else (), est_regle=False)
