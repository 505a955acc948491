"""État des restes à recouvrer: what is past due invoice by invoice, with the régie then with the comptable, signed."""

from dataclasses import dataclass
from datetime import date, datetime

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_GRIS,
    Emetteur,
    Flux,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import DROITE, GAUCHE, Page
from imuse_desk.printing.papier_regie import ouvrir, signer
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import (
    Cellule,
    Colonne,
    Groupe,
    Rangee,
    Tableau,
    poser_somme,
    poser_tableau,
    poser_total,
)
from imuse_desk.printing.visas import Visa

HAUTEUR_SOMME = 1.5
CADENCE = 5
REGISSEUR, COMPTABLE = Visa("Le régisseur"), Visa("Vu par le comptable")


@dataclass(frozen=True, slots=True)
class LigneReste:
    """An invoice: its debtor, what it is for, the earliest day not paid (None: it was handed over), cents."""

    dossier: str
    debiteur: str
    facture: str
    objet: str
    echeance: date | None
    situation: str
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class EtatRestes:
    """Everything the paper prints."""

    emetteur: Emetteur
    le: date
    faits: tuple[tuple[str, str], ...]
    suivis: tuple[LigneReste, ...]
    transmis: tuple[LigneReste, ...] = ()
    gauche: Visa = REGISSEUR
    droite: Visa = COMPTABLE
    note: str = ""
    duplicata_a: datetime | None = None


def produire_restes(papier: EtatRestes) -> bytes:
    """Make the PDF of one statement; raises Invalide on a character that the faces lack."""
    return dessiner([composer_restes(papier)], titre="État des restes à recouvrer", auteur=papier.emetteur.nom)


def composer_restes(brut: EtatRestes) -> list[Page]:
    """Lay a statement out, page by page."""
    papier = preparer(brut)
    quand = f"au {date_fr(papier.le)}"
    flux = ouvrir(papier, "Restes à recouvrer", quand)
    _poser(flux, "Suivis par la régie", papier.suivis, 2.75)
    if papier.transmis:
        _poser(flux, "Transmis au comptable", papier.transmis, 2)
        poser_total(flux, "Total", sum(x.montant_centimes for x in (*papier.suivis, *papier.transmis)))
    return signer(flux, papier)


def _poser(flux: Flux, titre: str, lignes: tuple[LigneReste, ...], ecart: float) -> None:
    """The debts that somebody follows, and their sum; nobody owes: it says so."""
    colonnes = (
        Colonne(titre, GAUCHE, 70.0), Colonne("Facture", 71.0, 88.0), Colonne("Objet", 89.0, 123.0),
        Colonne("Échéance", 124.0, 140.0), Colonne("Situation", 141.0, 172.0),
        Colonne("Reste en euros", 173.0, DROITE, a_droite=True),
    )  # fmt: skip
    rangees = tuple(
        Rangee(
            (
                Cellule(f"{x.dossier} {x.debiteur}"),
                Cellule(x.facture),
                Cellule(x.objet),
                Cellule(date_fr(x.echeance) if x.echeance else "–"),
                Cellule(x.situation),
                Cellule(montant(x.montant_centimes)),
            ),
            x.montant_centimes,
        )
        for x in lignes
    ) or (Rangee((Cellule("Néant", STYLE_GRIS), *(Cellule("") for _ in colonnes[1:]))),)
    tableau = Tableau(colonnes, (Groupe(rangees),), est_regle=False, cadence=CADENCE, reporte=True, apres=HAUTEUR_SOMME)
    poser_tableau(flux, tableau, ecart)
    poser_somme(flux, titre, sum(x.montant_centimes for x in lignes))
