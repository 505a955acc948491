"""Address labels on A4 sheets, from any place of the first sheet on: a sheet begun is not lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.adresse import (
    LIGNES_MAXIMUM,
    PAS_MM,
    PAS_SERRE_MM,
    AdressePostale,
    Cadre,
    ecrire_adresse,
    mettre_en_forme,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import HAUTEUR_MM, LARGEUR_MM, Page
from imuse_desk.printing.polices import preparer

HAUTEUR_LETTRE_MM = 2.6  # from the baseline to the top of a capital, at 10 pt


@dataclass(frozen=True, slots=True)
class Planche:
    """A sheet of labels as it is sold: columns and rows, size of a label, gap between columns, in mm; centred on A4.

    ``marge_mm`` is what a printer may be out by, kept free inside each label.
    """

    colonnes: int
    rangees: int
    large_mm: float
    haute_mm: float
    entre_mm: float
    marge_mm: float

    @property
    def nombre(self) -> int:
        """How many labels a sheet holds."""
        return self.colonnes * self.rangees

    @property
    def cadre(self) -> Cadre:
        """The room of the address in a label."""
        return Cadre(self.large_mm - 2 * self.marge_mm, taille_minimale=6.5)

    def place(self, rang: int) -> tuple[float, float]:
        """The left and top edge of a label, counted from 0 along the rows."""
        rangee, colonne = divmod(rang, self.colonnes)
        largeur_mm = self.colonnes * self.large_mm + (self.colonnes - 1) * self.entre_mm
        gauche = (LARGEUR_MM - largeur_mm) / 2 + colonne * (self.large_mm + self.entre_mm)
        return gauche, (HAUTEUR_MM - self.rangees * self.haute_mm) / 2 + rangee * self.haute_mm


PLANCHES = {"2x7": Planche(2, 7, 99.1, 38.1, 2.5, 8.0), "3x8": Planche(3, 8, 64.6, 33.8, 0.0, 4.0)}


def produire_etiquettes(
    adresses: Sequence[AdressePostale], planche: Planche, premiere: int = 1, *, auteur: str
) -> bytes:
    """Make the PDF of the sheets; ``premiere`` is the place of the first label, counted from 1.

    Raises Invalide: premiere (entier_hors_bornes), a character that the faces lack.
    """
    return dessiner([composer_etiquettes(adresses, planche, premiere)], titre="Étiquettes", auteur=auteur)


def composer_etiquettes(adresses: Sequence[AdressePostale], planche: Planche, premiere: int = 1) -> list[Page]:
    """Lay the sheets out."""
    if not 1 <= premiere <= planche.nombre:
        raise Invalide("premiere", "entier_hors_bornes", minimum=1, maximum=planche.nombre)
    pages: list[Page] = []
    for rang, adresse in enumerate(adresses, start=premiere - 1):
        feuille, place = divmod(rang, planche.nombre)
        if feuille == len(pages):
            pages.append(Page())
        _ecrire(pages[feuille], preparer(adresse), planche, place)
    return pages


def _ecrire(page: Page, adresse: AdressePostale, planche: Planche, place: int) -> None:
    """Set an address in the middle of its label's height."""
    gauche, haut = planche.place(place)
    lignes = len(mettre_en_forme(adresse, planche.cadre))
    pas = PAS_SERRE_MM if lignes == LIGNES_MAXIMUM else PAS_MM
    bloc = HAUTEUR_LETTRE_MM + pas * (lignes - 1)
    bas = haut + (planche.haute_mm + bloc) / 2
    ecrire_adresse(page, adresse, x_mm=gauche + planche.marge_mm, y_mm=bas, cadre=planche.cadre)
