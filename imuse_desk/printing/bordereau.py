"""Bordereau de remise: cheques, cash with the count of notes and coins, or chèques-vacances; listed, summed, signed."""

from dataclasses import dataclass
from datetime import datetime

from imuse_desk.domain.argent import euros, grouper, montant
from imuse_desk.printing.base import (
    STYLE_BLOC,
    STYLE_GRIS,
    STYLE_SOUS_TITRE,
    Emetteur,
    Flux,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import AXE, COLONNES, DROITE, FILET_FORT, GAUCHE, Page
from imuse_desk.printing.papier_regie import ouvrir, signer
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import SOUS_LIGNE, Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau
from imuse_desk.printing.visas import Coupure, Visa, accorder, compter, tableau_coupures

APRES_TABLEAU = 1.6
CADENCE = 5
REMIS, RECU = Visa("Remis par le régisseur"), Visa("Reçu par le comptable")
X_NUMERO = 30.0
COLONNES_CHEQUES = (
    Colonne("n°", GAUCHE, X_NUMERO, a_droite=True),
    Colonne("Tireur", 34.0, 84.375),
    Colonne("Banque", COLONNES[3], 128.6),
    Colonne("Chèque", COLONNES[5], 149.7),
    Colonne("Reçu", COLONNES[6], 170.8),
    Colonne("Montant en euros", COLONNES[7], DROITE, a_droite=True),
)
COLONNES_TITRES = (
    Colonne("n°", GAUCHE, X_NUMERO, a_droite=True),
    Colonne("Porteur", 34.0, 84.375),
    Colonne("Nombre", COLONNES[3], 105.5, a_droite=True),
    Colonne("Valeur du titre", AXE, 137.0, a_droite=True),
    Colonne("Reçu", COLONNES[6], 170.8),
    Colonne("Montant en euros", COLONNES[7], DROITE, a_droite=True),
)


@dataclass(frozen=True, slots=True)
class ChequeRemis:
    """One cheque: who drew it, on which bank, and the reçu given for it."""

    tireur: str
    banque: str
    numero: str
    recu: str
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class TitresRemis:
    """Titles of one value from one bearer (chèques-vacances, coupons), and the reçu given for them."""

    porteur: str
    nombre: int
    valeur_centimes: int
    recu: str

    @property
    def montant_centimes(self) -> int:
        """What they are worth together."""
        return self.nombre * self.valeur_centimes


@dataclass(frozen=True, slots=True)
class Bordereau:
    """Everything a bordereau prints; one of the three contents is filled.

    ``faits`` are its day, account and régisseur; ``note`` what the remittance closes.
    """

    emetteur: Emetteur
    titre: str
    numero: str
    faits: tuple[tuple[str, str], ...]
    cheques: tuple[ChequeRemis, ...] = ()
    titres: tuple[TitresRemis, ...] = ()
    coupures: tuple[Coupure, ...] = ()
    gauche: Visa = REMIS
    droite: Visa = RECU
    note: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None

    @property
    def total_centimes(self) -> int:
        """Sum of what is remitted."""
        papiers = sum(cheque.montant_centimes for cheque in self.cheques)
        papiers += sum(titres.montant_centimes for titres in self.titres)
        return papiers + sum(coupure.montant_centimes for coupure in self.coupures)


def produire_bordereau(papier: Bordereau) -> bytes:
    """Make the PDF of one bordereau; raises Invalide on a character that the faces lack."""
    titre = f"{papier.titre}, bordereau n°\u00a0{papier.numero}"
    return dessiner([composer_bordereau(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_bordereau(brut: Bordereau) -> list[Page]:
    """Lay a bordereau out, page by page."""
    papier = preparer(brut)
    numero = f"bordereau n°\u00a0{papier.numero}"
    flux = ouvrir(papier, papier.titre, numero, lien=" · ", empreinte=papier.empreinte)
    poser_tableau(flux, _tableau(papier), 2.75)
    _total(flux, papier)
    return signer(flux, papier)


def _tableau(papier: Bordereau) -> Tableau:
    if papier.coupures:
        return tableau_coupures(papier.coupures, APRES_TABLEAU)
    if papier.titres:
        colonnes = COLONNES_TITRES
        rangees = [_rangee_titres(rang, titres) for rang, titres in enumerate(papier.titres, start=1)]
    else:
        colonnes = COLONNES_CHEQUES
        rangees = [_rangee_cheque(rang, cheque) for rang, cheque in enumerate(papier.cheques, start=1)]
    groupes = (Groupe(tuple(rangees)),) if rangees else ()
    return Tableau(colonnes, groupes, est_regle=False, reporte=True, apres=APRES_TABLEAU, cadence=CADENCE)


def _rangee_cheque(rang: int, cheque: ChequeRemis) -> Rangee:
    textes = (cheque.tireur, cheque.banque, cheque.numero, cheque.recu, montant(cheque.montant_centimes))
    return Rangee((Cellule(str(rang), STYLE_GRIS), *map(Cellule, textes)), cheque.montant_centimes)


def _rangee_titres(rang: int, titres: TitresRemis) -> Rangee:
    chiffres = (grouper(str(titres.nombre)), montant(titres.valeur_centimes))
    textes = (titres.porteur, *chiffres, titres.recu, montant(titres.montant_centimes))
    return Rangee((Cellule(str(rang), STYLE_GRIS), *map(Cellule, textes)), titres.montant_centimes)


def _nombre(papier: Bordereau) -> str:
    """``17 chèques``."""
    if papier.coupures:
        return compter(papier.coupures)
    if papier.titres:
        return accorder(sum(titres.nombre for titres in papier.titres), "titre")
    return accorder(len(papier.cheques), "chèque")


def _total(flux: Flux, papier: Bordereau) -> None:
    """Count and total, under a strong rule."""
    flux.reserver(2)
    flux.avancer(APRES_TABLEAU)
    page, ligne = flux.page, flux.ligne
    page.filet(ligne - APRES_TABLEAU + SOUS_LIGNE + 0.2, FILET_FORT)
    page.ecrire(GAUCHE, ligne, _nombre(papier), STYLE_BLOC)
    page.ecrire(AXE, ligne, "Total de la remise", STYLE_GRIS)
    page.ecrire(DROITE, ligne, euros(papier.total_centimes), STYLE_SOUS_TITRE, a_droite=True)
