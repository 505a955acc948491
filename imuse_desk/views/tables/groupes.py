"""The rows of a grouped table: a heading before each group, whose rows show while it is open."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imuse_desk.domain.feuille import ecrire_somme
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre


@dataclass(frozen=True, slots=True)
class Groupe:
    """``n`` rows that follow one another under a heading; sums by key of the column, cents for amounts."""

    libelle: str
    n: int
    sommes: Mapping[str, int]


class Plan:
    """Which row of the table is a heading, and which shows what position of the data."""

    def __init__(self, groupes: Sequence[Groupe], fermes: Collection[str]) -> None:
        self.groupes = tuple(groupes)
        self._lignes: list[int] = []  # a position, or −1 − the rank of a group
        self._debuts: list[int] = []
        self._tetes: list[int] = []
        self._ouverts = [groupe.libelle not in fermes for groupe in self.groupes]
        debut = 0
        for rang, groupe in enumerate(self.groupes):
            self._debuts.append(debut)
            self._tetes.append(len(self._lignes))
            self._lignes.append(-1 - rang)
            if self._ouverts[rang]:
                self._lignes.extend(range(debut, debut + groupe.n))
            debut += groupe.n

    def __len__(self) -> int:
        return len(self._lignes)

    def groupe(self, rang: int) -> Groupe | None:
        """The group whose heading this row is."""
        ligne = self._lignes[rang]
        return self.groupes[-1 - ligne] if ligne < 0 else None

    def est_ouvert(self, rang: int) -> bool:
        """Whether the group of a heading shows its rows."""
        return self._ouverts[-1 - self._lignes[rang]]

    def position(self, rang: int) -> int:
        """The position in the data that a row shows; ValueError on a heading."""
        ligne = self._lignes[rang]
        if ligne < 0:
            raise ValueError("a heading shows no row of the data")
        return ligne

    def rang(self, position: int) -> int | None:
        """The row that shows a position; None while its group is closed."""
        groupe = bisect_right(self._debuts, position) - 1
        if groupe < 0 or not self._ouverts[groupe]:
            return None
        return self._tetes[groupe] + 1 + position - self._debuts[groupe]


def cellule_de_tete(groupe: Groupe, colonne: Colonne, rang: int, *, est_ouvert: bool, compte: str) -> Cellule:
    """What a heading says in a column: its name and count first, then the sums under their columns."""
    if rang == 0:
        return Cellule(groupe.libelle, Genre.TETE, icone="caret-down" if est_ouvert else "caret-right", second=compte)
    somme: Any = groupe.sommes.get(colonne.cle)
    return Cellule() if somme is None else Cellule(ecrire_somme(somme, colonne.nature), Genre.SOMME)
