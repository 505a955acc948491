"""État de versement: what a period brought by product and by means, the slips that carried it, what still waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from imuse_desk.domain.argent import grouper, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_GRIS,
    Emetteur,
    Flux,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import COLONNES, GAUCHE, Page
from imuse_desk.printing.papier_regie import ouvrir, signer
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_somme, poser_tableau
from imuse_desk.printing.visas import COLONNES_OPERATIONS, Visa

HAUTEUR_SOMME = 1.5
ENTRE_TABLEAUX = 2.0
REGISSEUR, COMPTABLE = Visa("Le régisseur"), Visa("Reçu par le comptable")
MONTANT = COLONNES_OPERATIONS[-1]
OPERATIONS = COLONNES_OPERATIONS[0]


@dataclass(frozen=True, slots=True)
class LigneEtat:
    """A row of one of the tables: a code or a number, words, a day, how many, cents."""

    libelle: str
    montant_centimes: int
    code: str = ""
    nombre: int | None = None
    le: date | None = None


@dataclass(frozen=True, slots=True)
class EtatVersement:
    """Everything the paper prints: the four tables; the sums of the first two are the same."""

    emetteur: Emetteur
    du: date
    au: date
    faits: tuple[tuple[str, str], ...]
    produits: tuple[LigneEtat, ...]
    moyens: tuple[LigneEtat, ...]
    remises: tuple[LigneEtat, ...] = ()
    restes: tuple[LigneEtat, ...] = ()
    gauche: Visa = REGISSEUR
    droite: Visa = COMPTABLE
    note: str = ""
    duplicata_a: datetime | None = None


def produire_versement(papier: EtatVersement) -> bytes:
    """Make the PDF of one statement; raises Invalide on a character that the faces lack."""
    return dessiner([composer_versement(papier)], titre="État de versement", auteur=papier.emetteur.nom)


def composer_versement(brut: EtatVersement) -> list[Page]:
    """Lay a statement out, page by page."""
    papier = preparer(brut)
    periode = f"du {date_fr(papier.du)} au {date_fr(papier.au)}"
    flux = ouvrir(papier, "État de versement", periode)
    au = date_fr(papier.au)
    for rang, (colonnes, lignes, cellules, total) in enumerate((
        (_produits(), papier.produits, _codee, "Total des recettes"),
        (_moyens("Moyen de paiement"), papier.moyens, _comptee, "Total des recettes"),
        (_remises(), papier.remises, _datee, "Total des remises"),
        (_moyens(f"Reste à verser au {au}"), papier.restes, _comptee, "Total restant à verser"),
    )):  # fmt: skip
        _poser(flux, colonnes, lignes, cellules, total, 2.75 if not rang else ENTRE_TABLEAUX)
    return signer(flux, papier)


def _poser(
    flux: Flux, colonnes: tuple[Colonne, ...], lignes: tuple[LigneEtat, ...],
    cellules: Callable[[LigneEtat], tuple[Cellule, ...]], total: str, ecart: float,
) -> None:  # fmt: skip
    """One table and its sum; an empty one says so."""
    rangees = tuple(Rangee(cellules(ligne), ligne.montant_centimes) for ligne in lignes)
    if not rangees:
        rangees = (Rangee((Cellule("Néant", STYLE_GRIS), *(Cellule("") for _ in colonnes[1:]))),)
    tableau = Tableau(colonnes, (Groupe(rangees),), est_regle=False, reporte=True, apres=HAUTEUR_SOMME)
    poser_tableau(flux, tableau, ecart)
    poser_somme(flux, total, sum(ligne.montant_centimes for ligne in lignes))


def _produits() -> tuple[Colonne, ...]:
    return (Colonne("Code produit", GAUCHE, 63.25), Colonne("Nature de la recette", COLONNES[2], 168.875), MONTANT)


def _moyens(titre: str) -> tuple[Colonne, ...]:
    return (Colonne(titre, GAUCHE, 105.5), OPERATIONS, MONTANT)


def _remises() -> tuple[Colonne, ...]:
    return (
        Colonne("Remise", GAUCHE, 50.0), Colonne("Date", 52.0, 70.0), Colonne("Nature", 72.0, 126.0),
        Colonne("Opérations", 127.0, 147.75, a_droite=True), MONTANT,
    )  # fmt: skip


def _codee(ligne: LigneEtat) -> tuple[Cellule, ...]:
    code = Cellule(ligne.code) if ligne.code else Cellule("sans code", STYLE_GRIS)
    return (code, Cellule(ligne.libelle), Cellule(montant(ligne.montant_centimes)))


def _nombre(ligne: LigneEtat) -> Cellule:
    return Cellule("" if ligne.nombre is None else grouper(str(ligne.nombre)))


def _comptee(ligne: LigneEtat) -> tuple[Cellule, ...]:
    return (Cellule(ligne.libelle), _nombre(ligne), Cellule(montant(ligne.montant_centimes)))


def _datee(ligne: LigneEtat) -> tuple[Cellule, ...]:
    le = date_fr(ligne.le) if ligne.le else ""
    return (Cellule(ligne.code), Cellule(le), Cellule(ligne.libelle), _nombre(ligne),
            Cellule(montant(ligne.montant_centimes)))  # fmt: skip
