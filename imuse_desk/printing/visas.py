"""The foot of the till's papers: two frames to sign side by side, and the count of notes and coins."""

from dataclasses import dataclass

from imuse_desk.domain.argent import INSECABLE, euros, grouper, montant
from imuse_desk.printing.base import STYLE_BLOC, STYLE_COURANT, STYLE_NOTE, STYLE_SOUS_TITRE, Flux, paragraphe
from imuse_desk.printing.grille_page import AXE, DROITE, FILET_FORT, GAUCHE
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau
from imuse_desk.printing.texte import couper

LIGNE_VISAS = 49.0  # where they stand on a page that leaves the room
HAUTEUR_VISAS = 8.1
BORD_GAUCHE = 105.5
RETRAIT_MM = 16.0
BILLET_MINIMAL_CENTIMES = 500

COLONNES_OPERATIONS = (
    Colonne("Opérations", AXE, 147.75, a_droite=True),
    Colonne("Montant en euros", 170.875, DROITE, a_droite=True),
)
"""The right half of a table of the till: how many, how much."""
COLONNES_COUPURES = (
    Colonne("Coupure", GAUCHE, 84.375),
    Colonne("Nombre", AXE, 147.75, a_droite=True),
    COLONNES_OPERATIONS[-1],
)


@dataclass(frozen=True, slots=True)
class Visa:
    """Who signs: in what capacity ("Remis par le régisseur"), and the name and date where they are known."""

    titre: str
    nom: str = ""
    le: str = ""


@dataclass(frozen=True, slots=True)
class Coupure:
    """So many notes or coins of one value; from five euros up they are notes."""

    valeur_centimes: int
    nombre: int

    @property
    def montant_centimes(self) -> int:
        """What they are worth together."""
        return self.valeur_centimes * self.nombre

    @property
    def est_billet(self) -> bool:
        """Say whether it is a note."""
        return self.valeur_centimes >= BILLET_MINIMAL_CENTIMES

    @property
    def libelle(self) -> str:
        """``Billets de 20 €``, ``Pièces de 50 centimes``."""
        genre = "Billets" if self.est_billet else "Pièces"
        if self.valeur_centimes % 100 == 0:
            return f"{genre} de {self.valeur_centimes // 100}{INSECABLE}€"
        return f"{genre} de {self.valeur_centimes}{INSECABLE}centime{'s' * (self.valeur_centimes > 1)}"


def tableau_coupures(coupures: tuple[Coupure, ...], apres: float) -> Tableau:
    """Notes then coins, largest first, with a sub-total of each; what was counted as none says so."""
    triees = sorted(coupures, key=lambda coupure: -coupure.valeur_centimes)
    groupes = tuple(
        Groupe(
            tuple(_rangee(coupure) for coupure in triees if coupure.est_billet is est_billet), nom, a_sous_total=True
        )
        for nom, est_billet in (("Billets", True), ("Pièces", False))
    )
    pleins = tuple(groupe for groupe in groupes if groupe.rangees)
    return Tableau(COLONNES_COUPURES, pleins, est_regle=False, reporte=True, apres=apres)


def compter(coupures: tuple[Coupure, ...]) -> str:
    """``12 billets et 8 pièces``."""
    billets = sum(coupure.nombre for coupure in coupures if coupure.est_billet)
    pieces = sum(coupure.nombre for coupure in coupures) - billets
    noms = ((billets, "billet"), (pieces, "pièce"))
    return " et ".join(accorder(nombre, nom) for nombre, nom in noms if nombre) or "aucune espèce"


def accorder(nombre: int, nom: str) -> str:
    """``1 chèque``, ``17 chèques``."""
    return f"{grouper(str(nombre))}{INSECABLE}{nom}{'s' * (nombre > 1)}"


def poser_visas(flux: Flux, gauche: Visa, droite: Visa, dessous: float) -> None:
    """Set both frames low on the page, with ``dessous`` lines free under them."""
    flux.reserver(2.5 + HAUTEUR_VISAS + dessous)
    if flux.est_en_haut:
        flux.avancer(0)
    depart = max(flux.ligne + 2.5, min(LIGNE_VISAS, flux.bas - HAUTEUR_VISAS - dessous))
    for x_mm, bord, visa in ((GAUCHE, BORD_GAUCHE, gauche), (AXE, DROITE, droite)):
        _poser_visa(flux, visa, x_mm, bord, depart)
    flux.ligne = depart + HAUTEUR_VISAS


def poser_ecart(flux: Flux, ecart_centimes: int, motif: str) -> None:
    """The difference between what was counted and what should be there, in words and large, and its reason."""
    flux.reserver(4)
    flux.avancer(2)
    mots = "caisse juste" if not ecart_centimes else "excédent" if ecart_centimes > 0 else "déficit"
    flux.page.filet(flux.ligne - 1.1, FILET_FORT)
    flux.page.ecrire(GAUCHE, flux.ligne, "Écart", STYLE_BLOC)
    flux.page.ecrire(AXE, flux.ligne, mots, STYLE_COURANT)
    flux.page.ecrire(DROITE, flux.ligne, euros(ecart_centimes), STYLE_SOUS_TITRE, a_droite=True)
    if motif:
        paragraphe(flux, (motif,), AXE, STYLE_COURANT)


def _rangee(coupure: Coupure) -> Rangee:
    return Rangee(
        (
            Cellule(coupure.libelle),
            Cellule(grouper(str(coupure.nombre)) if coupure.nombre else "–"),
            Cellule(montant(coupure.montant_centimes)),
        ),
        coupure.montant_centimes,
    )


def _poser_visa(flux: Flux, visa: Visa, x_mm: float, bord: float, depart: float) -> None:
    """One frame: name, date, room to sign."""
    page = flux.page
    page.filet(depart - 0.9, FILET_FORT, x_mm, bord)
    page.ecrire(x_mm, depart, couper(visa.titre, bord - x_mm, STYLE_BLOC)[0], STYLE_BLOC)
    for ligne, libelle, valeur in ((1.5, "Nom", visa.nom), (3.0, "Date", visa.le), (4.5, "Signature", "")):
        page.ecrire(x_mm, depart + ligne, libelle, STYLE_NOTE)
        base = depart + ligne + (0.15 if libelle != "Signature" else 3.5)
        valeurs = couper(valeur, bord - x_mm - RETRAIT_MM, STYLE_COURANT)
        if valeurs:
            page.ecrire(x_mm + RETRAIT_MM, depart + ligne, valeurs[0], STYLE_COURANT)
        else:
            page.filet(base, gauche=x_mm + RETRAIT_MM, droite=bord)
