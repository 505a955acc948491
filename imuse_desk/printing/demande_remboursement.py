"""Demande de remboursement: what the ordonnateur is asked to give back, to whom, on which account, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_GRIS,
    STYLE_SOUS_TITRE,
    STYLE_TEXTE,
    Emetteur,
    ecrire_faits_tete,
    paragraphe,
    titre_bloc,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import AXE, COLONNES, DROITE, GAUCHE, TITRE, Page, Style
from imuse_desk.printing.montant_lettres import en_lettres
from imuse_desk.printing.papier_regie import ouvrir, signer
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau, poser_total
from imuse_desk.printing.visas import Visa

HAUTEUR_TOTAL = 1.5
REGISSEUR, ORDONNATEUR = Visa("Le régisseur"), Visa("Bon pour remboursement, l’ordonnateur")
COLONNES_ORIGINE = (
    Colonne("Pièce", GAUCHE, 63.25),
    Colonne("Date", COLONNES[2], 105.5),
    Colonne("Registre", AXE, 168.875),
    Colonne("Montant en euros", 170.875, DROITE, a_droite=True),
)


@dataclass(frozen=True, slots=True)
class OrigineCredit:
    """A receipt or a credit note, its block, how much of it is asked back."""

    piece: str
    le: date
    registre: str
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class DemandeImprimee:
    """Everything the paper prints; ``virement`` are the facts of the account to pay."""

    emetteur: Emetteur
    numero: str
    faits: tuple[tuple[str, str], ...]
    montant_centimes: int
    virement: tuple[tuple[str, str], ...]
    motif: str
    origines: tuple[OrigineCredit, ...]
    gauche: Visa = REGISSEUR
    droite: Visa = ORDONNATEUR
    note: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None


def produire_demande(papier: DemandeImprimee) -> bytes:
    """Make the PDF of one request; raises Invalide on a character that the faces lack."""
    titre = f"Demande de remboursement n°\u00a0{papier.numero}"
    return dessiner([composer_demande(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_demande(brut: DemandeImprimee) -> list[Page]:
    """Lay a request out, page by page."""
    papier = preparer(brut)
    numero = f"n°\u00a0{papier.numero}"
    flux = ouvrir(papier, "Demande de remboursement", numero, empreinte=papier.empreinte)
    flux.avancer(3)
    flux.page.ecrire(GAUCHE, flux.ligne, "À rembourser", STYLE_SOUS_TITRE)
    style = Style(TITRE, gras=True, couleur=papier.emetteur.accent)
    flux.page.ecrire(AXE, flux.ligne, euros(papier.montant_centimes), style)
    paragraphe(flux, (en_lettres(papier.montant_centimes),), AXE, STYLE_GRIS)
    titre_bloc(flux, "Virement à faire", 5)
    flux.ligne = ecrire_faits_tete(flux.page, GAUCHE, flux.ligne + 1.25, papier.virement)
    titre_bloc(flux, "Motif", 3)
    paragraphe(flux, (papier.motif,), GAUCHE, STYLE_TEXTE)
    poser_tableau(flux, _origines(papier.origines), 2.75)
    poser_total(flux, "Total", papier.montant_centimes)
    return signer(flux, papier)


def _origines(origines: tuple[OrigineCredit, ...]) -> Tableau:
    rangees = tuple(
        Rangee(
            (Cellule(x.piece), Cellule(date_fr(x.le)), Cellule(x.registre), Cellule(montant(x.montant_centimes))),
            x.montant_centimes,
        )
        for x in origines
    )
    groupes = (Groupe(rangees),) if rangees else ()
    return Tableau(COLONNES_ORIGINE, groupes, est_regle=False, reporte=True, apres=HAUTEUR_TOTAL)
