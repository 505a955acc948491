"""Journal à souches: the receipts of a period in the order of their numbers, what they come to, page after page."""

from dataclasses import dataclass
from datetime import date, datetime

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_GRIS,
    Emetteur,
    paragraphe,
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
from imuse_desk.printing.visas import COLONNES_OPERATIONS, Visa

CADENCE = 5
TENU, CONTROLE = Visa("Le régisseur"), Visa("Contrôlé par")
HAUTEUR_TOTAL = 1.5
COLONNES_JOURNAL = (
    Colonne("Reçu", GAUCHE, 43.0),
    Colonne("Date", 44.0, 61.0),
    Colonne("Dossier", 62.0, 74.0),
    Colonne("Payeur", 75.0, 116.0),
    Colonne("Mode", 117.0, 144.0),
    Colonne("Montant en euros", 145.0, 167.0, a_droite=True),
    Colonne("Cumul en euros", 168.0, DROITE, a_droite=True),
)
COLONNES_MODES = (Colonne("Par mode de règlement", GAUCHE, 105.5), *COLONNES_OPERATIONS)


@dataclass(frozen=True, slots=True)
class SoucheJournal:
    """One receipt, or one of its cheques; ``detail`` stands under the payer."""

    recu: str
    le: date
    dossier: str
    payeur: str
    mode: str
    montant_centimes: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class JournalImprime:
    """Everything the paper prints; ``report_centimes`` is what the year had brought before the period."""

    emetteur: Emetteur
    du: date
    au: date
    faits: tuple[tuple[str, str], ...]
    souches: tuple[SoucheJournal, ...]
    modes: tuple[tuple[str, int, int], ...] = ()
    report_centimes: int = 0
    gauche: Visa = TENU
    droite: Visa = CONTROLE
    note: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None

    @property
    def total_centimes(self) -> int:
        """What the period brought."""
        return sum(souche.montant_centimes for souche in self.souches)


def produire_journal(papier: JournalImprime) -> bytes:
    """Make the PDF of one journal; raises Invalide on a character that the faces lack."""
    return dessiner([composer_journal(papier)], titre="Journal à souches", auteur=papier.emetteur.nom)


def composer_journal(brut: JournalImprime) -> list[Page]:
    """Lay a journal out, page by page."""
    papier = preparer(brut)
    periode = f"du {date_fr(papier.du)} au {date_fr(papier.au)}"
    flux = ouvrir(papier, "Journal à souches", periode, empreinte=papier.empreinte)
    poser_tableau(flux, _tableau(papier), 2.75)
    if not papier.souches:
        paragraphe(flux, ("", "Aucune recette dans cette période."), GAUCHE, STYLE_GRIS)
    poser_total(flux, "Total de la période", papier.total_centimes)
    if papier.modes:
        poser_tableau(flux, _modes(papier.modes), 2)
        poser_somme(flux, "Total", sum(somme for _, _, somme in papier.modes))
    return signer(flux, papier)


def _tableau(papier: JournalImprime) -> Tableau:
    cumul = papier.report_centimes
    rangees = []
    if cumul:  # what is carried over from page to page is the running sum
        vides = (Cellule(""), Cellule(""))
        mots = (Cellule(f"avant le {date_fr(papier.du)}", STYLE_GRIS), Cellule(""), Cellule(""))
        rangees.append(Rangee((Cellule("Report", STYLE_GRIS), *vides, *mots, Cellule(montant(cumul))), cumul))
    for souche in papier.souches:
        cumul += souche.montant_centimes
        rangees.append(_rangee(souche, cumul))
    groupes = (Groupe(tuple(rangees)),) if rangees else ()
    return Tableau(COLONNES_JOURNAL, groupes, est_regle=False, reporte=True, apres=HAUTEUR_TOTAL, cadence=CADENCE)


def _rangee(souche: SoucheJournal, cumul_centimes: int) -> Rangee:
    notes = (souche.detail,) if souche.detail else ()
    return Rangee(
        (
            Cellule(souche.recu),
            Cellule(date_fr(souche.le)),
            Cellule(souche.dossier),
            Cellule(souche.payeur, notes=notes),
            Cellule(souche.mode),
            Cellule(montant(souche.montant_centimes)),
            Cellule(montant(cumul_centimes)),
        ),
        souche.montant_centimes,
    )


def _modes(modes: tuple[tuple[str, int, int], ...]) -> Tableau:
    rangees = tuple(Rangee((Cellule(mode), Cellule(str(n)), Cellule(montant(somme)))) for mode, n, somme in modes)
    return Tableau(COLONNES_MODES, (Groupe(rangees),), est_regle=False, apres=HAUTEUR_TOTAL)
