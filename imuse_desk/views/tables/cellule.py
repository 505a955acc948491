"""What a table cell says and how: text, kind, tone, icon, second text. Qt-free, built by the presenters."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from imuse_desk.domain.feuille import ColonneFeuille, Nature, Valeur, ecrire_valeur, lire_valeur
from imuse_desk.domain.textes import visible
from imuse_desk.views.common.jetons import Ton

Alignement = Literal["gauche", "droite", "centre"]
TIRET = "—"


class Genre(StrEnum):
    """How a cell is painted; the delegate has one branch for each."""

    TEXTE = "texte"
    PHRASE = "phrase"  # goes on a second line where it needs one
    SECOND = "second"
    FORT = "fort"
    NOM = "nom"
    LIEN = "lien"
    PUCE = "puce"
    MONTANT = "montant"
    DISCRET = "discret"
    ACTION = "action"
    CASE = "case"
    CHOIX = "choix"
    TETE = "tete"
    SOMME = "somme"


@dataclass(frozen=True, slots=True)
class Cellule:
    """One cell. ``second`` follows the text in a quieter ink; ``est_cochee`` serves the kind CASE alone.

    ``eleve`` is the pupil that a name is of, where his portrait may stand before it.
    """

    texte: str = ""
    genre: Genre = Genre.TEXTE
    ton: Ton | None = None
    icone: str = ""
    second: str = ""
    est_cochee: bool = False
    eleve: int = 0

    def __post_init__(self) -> None:
        """What comes from a file or another desk shows without control marks."""
        if not (self.texte.isprintable() and self.second.isprintable()):
            object.__setattr__(self, "texte", visible(self.texte))
            object.__setattr__(self, "second", visible(self.second))

    @property
    def copie(self) -> str:
        """The cell as plain text, for copying and screen readers."""
        if self.genre is Genre.CASE:
            return "oui" if self.est_cochee else "non"
        if self.texte == TIRET:
            return ""
        return f"{self.texte} {self.second}".strip()


@dataclass(frozen=True, slots=True)
class Colonne:
    """One column: key (also the sort key), heading, width in pixels; exactly one column of a table stretches.

    ``nature`` tells what its cells say (they are read back to be sorted, summed and exported); one that is not shown at
    first is chosen by the person.
    """

    cle: str
    titre: str
    largeur: int = 100
    alignement: Alignement = "gauche"
    est_triable: bool = True
    est_etirable: bool = False
    infobulle: str = ""
    nature: Nature = Nature.TEXTE
    est_montree: bool = True
    est_sommable: bool = False

    def feuille(self) -> ColonneFeuille:
        """The column as exports and papers know it."""
        return ColonneFeuille(self.cle, self.titre, self.nature, self.largeur, self.est_sommable)

    def valeur(self, cellule: Cellule) -> Valeur:
        """The exact value that a cell of this column says."""
        return lire_valeur(cellule.copie, self.nature)

    def cellule(self, valeur: Valeur) -> Cellule:
        """A value as a cell of this column."""
        mots = ecrire_valeur(valeur, self.nature)
        if not mots:
            return vide()
        return Cellule(mots, Genre.MONTANT if self.nature is Nature.MONTANT else Genre.SECOND)


def nom(famille: str, prenom: str = "", eleve: int = 0) -> Cellule:
    """A person: family name in semibold, first name after it; ``eleve`` as in ``Cellule``."""
    return Cellule(famille, Genre.NOM, second=prenom, eleve=eleve)


def lien(texte: str, second: str = "") -> Cellule:
    """Words that open something."""
    return Cellule(texte, Genre.LIEN, second=second)


def puce(texte: str, ton: Ton, icone: str = "") -> Cellule:
    """A state as a chip."""
    return Cellule(texte, Genre.PUCE, ton, icone)


def montant(texte: str, ton: Ton | None = None) -> Cellule:
    """An amount already written in French; an empty one is a dash."""
    return Cellule(texte, Genre.MONTANT, ton) if texte else vide()


def action(texte: str, icone: str) -> Cellule:
    """An act on the row, pressed like a link."""
    return Cellule(texte, Genre.ACTION, icone=icone)


def case(*, est_cochee: bool) -> Cellule:
    """A tick box."""
    return Cellule(genre=Genre.CASE, est_cochee=est_cochee)


def vide() -> Cellule:
    """Nothing, or zero: a dash."""
    return Cellule(TIRET, Genre.DISCRET)
