"""Any column of a long list as typed values, whatever rows are on the screen: to sort, group, sum and export it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from imuse_desk.domain.feuille import Nature, Valeur, regrouper, sommer, trier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Lien
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.listes_dossiers import Filtre, ListeIds

Valeurs = Mapping[str, Mapping[int, Valeur]]
"""By key of the column, then by id of the row."""

PEU = 1_000
"""Up to so many ids are asked by name; beyond, the whole table is read faster than a long list of ids."""

PAQUET = 1_000
"""Rows fetched at once: one at a time is slow, all of them at once is work for the garbage collector."""


class LectureColonnes:
    """One reading of some columns; a subclass keeps what several of them share. Few columns a statement: rows cost."""

    def __init__(self, session: Session, ctx: Contexte, ids: Sequence[int]) -> None:
        self.session, self.ctx, self.ids = session, ctx, ids

    def lire(self, requete: Any) -> Any:
        """Run a statement, rows as the base gives them: the session's own reading of each costs as much again."""
        return self.session.connection().execute(requete).yield_per(PAQUET)

    def paires(self, requete: Any) -> dict[int, Any]:
        """Run a statement of (id, value); the last row of an id holds."""
        return dict(iter(self.lire(requete)))

    def parmi(self, colonne: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Condition for the rows asked: by name while they are few."""
        return colonne.in_(self.ids) if len(self.ids) <= PEU else true()

    def premiers(self, du_foyer: Any) -> dict[int, Any]:
        """The row of the first adult of each household: rows are (household, value…), read from ``lien``."""
        return {ligne[0]: ligne for ligne in self.lire(du_foyer.order_by(Lien.rang.desc(), Lien.id.desc()))}


@dataclass(frozen=True, slots=True)
class SourceListe:
    """What gives a list: its ids filtered and sorted by the base (``tris``: the columns it can sort), the rows of a
    page, and the values of any column.
    """

    lister: Callable[[Contexte, Filtre], ListeIds]
    lire_lignes: Callable[[Contexte, Sequence[int]], Sequence[Any]]
    valeurs: Callable[[Contexte, Sequence[int], Sequence[str]], Valeurs]
    tris: frozenset[str]


@dataclass(frozen=True, slots=True)
class Regroupement:
    """What a list is grouped by, and the columns summed for each group."""

    cle: str
    nature: Nature
    sommees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupeLu:
    """Rows under a heading and their sums, by key of the column."""

    libelle: str
    ids: list[int]
    sommes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ListeLue:
    """Ids as sorted, how many there are without a filter, and the groups where there are: their ids are shown."""

    ids: list[int]
    total: int
    groupes: tuple[GroupeLu, ...] | None = None

    @property
    def montres(self) -> list[int]:
        """Ids in the order shown."""
        return self.ids if self.groupes is None else [ident for groupe in self.groupes for ident in groupe.ids]


@cas_d_usage(Permission.CONSULTER)
def lire_liste(
    ctx: Contexte, source: SourceListe, filtre: Filtre, regroupement: Regroupement | None = None
) -> ListeLue:
    """A list filtered, sorted by any of its columns and grouped."""
    lue = source.lister(ctx, filtre)
    ids = lue.ids
    if filtre.tri not in source.tris:
        ids = trier(ids, source.valeurs(ctx, ids, [filtre.tri])[filtre.tri], est_croissant=filtre.est_croissant)
    return regrouper_liste(ctx, source, ListeLue(ids, lue.total), regroupement)


@cas_d_usage(Permission.CONSULTER)
def regrouper_liste(ctx: Contexte, source: SourceListe, lue: ListeLue, regroupement: Regroupement | None) -> ListeLue:
    """The same list under other headings, or under none."""
    if regroupement is None:
        return ListeLue(lue.ids, lue.total)
    cles = list(dict.fromkeys([regroupement.cle, *regroupement.sommees]))
    return ListeLue(lue.ids, lue.total, former_groupes(lue.ids, source.valeurs(ctx, lue.ids, cles), regroupement))


def former_groupes(ids: Sequence[int], valeurs: Valeurs, regroupement: Regroupement) -> tuple[GroupeLu, ...]:
    """Part rows under the values of a column, each group with its sums."""
    return tuple(
        GroupeLu(
            libelle, membres, {cle: sommer(map(valeurs[cle].get, membres)) for cle in regroupement.sommees}
        )
        for libelle, membres in regrouper(ids, valeurs[regroupement.cle], regroupement.nature)
    )  # fmt: skip
