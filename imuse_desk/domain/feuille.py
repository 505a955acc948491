"""A list as typed values: what is shown, ready to be grouped, summed, written to a file, printed or copied.

A cell holds a text, a date, an instant of the site's clock, a whole number, an amount in cents, or nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from imuse_desk.domain.argent import MOINS, euros, grouper, lire_montant, montant
from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import plier

Valeur = str | int | date | None
"""An instant is a ``datetime``, which is a ``date`` too."""

SANS_VALEUR = "Sans valeur"
I = TypeVar("I")  # noqa: E741  the type of a row's id


class Nature(StrEnum):
    """What the values of a column are; amounts are cents."""

    TEXTE = "texte"
    DATE = "date"
    NOMBRE = "nombre"
    MONTANT = "montant"


@dataclass(frozen=True, slots=True)
class ColonneFeuille:
    """A column: its heading, what its values are, its width in pixels, whether a sum of them says something."""

    cle: str
    titre: str
    nature: Nature = Nature.TEXTE
    largeur: int = 100
    est_sommable: bool = False

    @property
    def nom(self) -> str:
        """The heading without its currency, for a sentence that writes it after the amount."""
        return self.titre.rstrip("€").rstrip()


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading; a list that is not grouped is one section without a name."""

    libelle: str
    rangees: Sequence[Sequence[Valeur]]


@dataclass(frozen=True, slots=True)
class Feuille:
    """A whole list as shown: columns in their order, rows in theirs, and the words of what filters it."""

    titre: str
    colonnes: tuple[ColonneFeuille, ...]
    sections: tuple[Section, ...]
    filtres: tuple[str, ...] = ()
    un: str = "ligne"
    plusieurs: str = "lignes"

    @property
    def nombre(self) -> int:
        """How many rows there are."""
        return sum(len(section.rangees) for section in self.sections)

    @property
    def est_groupee(self) -> bool:
        """Whether rows stand under headings."""
        return any(section.libelle for section in self.sections)

    def compter(self, n: int) -> str:
        """``1 famille``, ``2 041 familles``."""
        return f"{grouper(str(n))} {self.un if n < 2 else self.plusieurs}"

    def sommes(self, rangees: Sequence[Sequence[Valeur]]) -> dict[str, int]:
        """The sum of each column that can be summed, by key."""
        return {
            colonne.cle: sommer(rangee[rang] for rangee in rangees)
            for rang, colonne in enumerate(self.colonnes)
            if colonne.est_sommable
        }


def ecrire_valeur(valeur: Valeur, nature: Nature) -> str:
    """A value as screens and papers show it; nothing is an empty text."""
    if valeur is None:
        return ""
    if isinstance(valeur, datetime):
        return f"{date_fr(valeur.date())} à {heure_fr(valeur.time())}"
    if isinstance(valeur, date):
        return date_fr(valeur)
    if isinstance(valeur, int):
        if nature is Nature.MONTANT:
            return montant(valeur)
        return (MOINS if valeur < 0 else "") + grouper(str(abs(valeur)))
    return valeur


def ecrire_somme(somme: int, nature: Nature) -> str:
    """A sum as the foot of a list says it: ``1 234,50 €`` or ``23``."""
    return euros(somme) if nature is Nature.MONTANT else ecrire_valeur(somme, nature)


def lire_valeur(texte: str, nature: Nature) -> Valeur:
    """The value that a cell shows as a text; what is not of the column's nature stays a text."""
    if not texte:
        return None
    try:
        if nature is Nature.MONTANT:
            return lire_montant(texte)
        if nature is Nature.NOMBRE:
            net = "".join(texte.split()).replace(MOINS, "-")
            return int(net)
        if nature is Nature.DATE:
            lue = datetime.strptime(texte, "%d/%m/%Y à %H:%M" if " à " in texte else "%d/%m/%Y")  # noqa: DTZ007  the site's clock
            return lue if " à " in texte else lue.date()
    except (Invalide, ValueError):
        return texte
    return texte


def sommer(valeurs: Iterable[Valeur]) -> int:
    """The sum of the numbers; what is missing or could not be read counts for nothing."""
    return sum(valeur for valeur in valeurs if isinstance(valeur, int))


def cle_de_tri(valeur: Valeur) -> tuple[int, int, str]:
    """Where a value sorts: numbers and dates by size, texts folded, nothing at the end."""
    if valeur is None or valeur == "":
        return 2, 0, ""
    if isinstance(valeur, datetime):
        return 0, round(valeur.timestamp()), ""
    if isinstance(valeur, date):
        return 0, valeur.toordinal(), ""
    if isinstance(valeur, int):
        return 0, valeur, ""
    return 1, 0, plier(valeur)


def trier(ids: Sequence[I], valeurs: Mapping[I, Valeur], *, est_croissant: bool = True) -> list[I]:
    """Sort ids by the values of a column; equal ones keep their order and rows without a value stay last."""
    cles: dict[Valeur, tuple[int, int, str]] = {None: cle_de_tri(None)}
    for valeur in valeurs.values():
        if valeur not in cles:
            cles[valeur] = cle_de_tri(valeur)
    avec = [ident for ident in ids if cles[valeurs.get(ident)][0] != 2]
    sans = [ident for ident in ids if cles[valeurs.get(ident)][0] == 2]
    avec.sort(key=lambda ident: cles[valeurs.get(ident)], reverse=not est_croissant)
    return avec + sans


def libelle_de_groupe(valeur: Valeur, nature: Nature) -> str:
    """The heading under which a value goes: dates by year, the rest as written."""
    if valeur is None or valeur == "":
        return SANS_VALEUR
    if isinstance(valeur, date):
        return str(valeur.year)
    return ecrire_valeur(valeur, nature)


def regrouper(ids: Iterable[I], valeurs: Mapping[I, Valeur], nature: Nature) -> list[tuple[str, list[I]]]:
    """Part ids under the values of a column, headings in the order of the values, ids in the order given."""
    libelles: dict[Valeur, str] = {}
    groupes: defaultdict[str, list[I]] = defaultdict(list)
    cles: dict[str, tuple[int, int, str]] = {}
    for ident in ids:
        valeur = valeurs.get(ident)
        libelle = libelles.get(valeur)
        if libelle is None:
            libelle = libelles[valeur] = libelle_de_groupe(valeur, nature)
            cles.setdefault(libelle, cle_de_tri(valeur))
        groupes[libelle].append(ident)
    return sorted(groupes.items(), key=lambda groupe: cles[groupe[0]])
