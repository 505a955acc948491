"""Item models of the tables: a paged one over a list of ids, and a fixed one for the small tables of the cards.

Both give the delegate a ``Cellule`` under ``ROLE_CELLULE`` and the row's id under ``ROLE_IDENT``; everything else that
Qt asks for is a string.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Slot

from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.tables.cellule import Alignement, Cellule, Colonne, Genre

ROLE_CELLULE = int(Qt.ItemDataRole.UserRole) + 1
ROLE_IDENT = int(Qt.ItemDataRole.UserRole) + 2
PAGE = 100  # rows read at once: about three screens
GARDEES = 6_000  # rows kept in the cache
EN_VOL = 2  # pages asked at the same time

Index = QModelIndex | QPersistentModelIndex
L = TypeVar("L")

_CHARGEMENT = Cellule("…", Genre.DISCRET)
_ALIGNEMENTS: dict[Alignement, Qt.AlignmentFlag] = {
    "gauche": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "droite": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "centre": Qt.AlignmentFlag.AlignCenter,
}
_RACINE = QModelIndex()


class ModeleCellules(QAbstractTableModel):
    """Common half of the two models: columns, headings and roles over ``cellule`` and ``ident``."""

    def __init__(self, colonnes: Sequence[Colonne], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colonnes = tuple(colonnes)

    def cellule(self, rang: int, colonne: int) -> Cellule:
        """Cell at a row and a column."""
        raise NotImplementedError

    def ident(self, rang: int) -> Any:
        """Id of the row."""
        raise NotImplementedError

    def rang(self, ident: object) -> int | None:
        """Row of an id, None if it is not in the table."""
        raise NotImplementedError

    def columnCount(self, parent: Index = _RACINE) -> int:  # noqa: N802, D102
        return 0 if parent.isValid() else len(self.colonnes)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: D102
        if not index.isValid():
            return None
        if role == ROLE_IDENT:
            return self.ident(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGNEMENTS[self.colonnes[index.column()].alignement])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, ROLE_CELLULE):
            cellule = self.cellule(index.row(), index.column())
            return cellule if role == ROLE_CELLULE else cellule.copie
        return None

    def headerData(  # noqa: N802, D102
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.colonnes):
            return None
        colonne = self.colonnes[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return colonne.titre
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGNEMENTS[colonne.alignement])
        if role == Qt.ItemDataRole.ToolTipRole and colonne.infobulle:
            return colonne.infobulle
        return None


class ModeleFixe(ModeleCellules):
    """A table whose rows are all known: ``modele.poser([(12, [lien("Lina"), puce("Validé", "ok", …)]), …])``."""

    def __init__(self, colonnes: Sequence[Colonne], parent: QObject | None = None) -> None:
        super().__init__(colonnes, parent)
        self._rangees: list[tuple[Any, Sequence[Cellule]]] = []

    def poser(self, rangees: Iterable[tuple[Any, Sequence[Cellule]]]) -> None:
        """Replace the rows, each (id, cells in the order of the columns)."""
        nouvelles = list(rangees)
        if any(len(cellules) != len(self.colonnes) for _, cellules in nouvelles):
            raise ValueError("a row has more or fewer cells than the table has columns")
        self.beginResetModel()
        self._rangees = nouvelles
        self.endResetModel()

    def remplacer(self, ident: object, cellules: Sequence[Cellule]) -> None:
        """Replace one row in place; nothing happens if its id is not there."""
        rang = self.rang(ident)
        if rang is not None:
            self._rangees[rang] = (ident, cellules)
            self.dataChanged.emit(self.index(rang, 0), self.index(rang, len(self.colonnes) - 1))

    def rowCount(self, parent: Index = _RACINE) -> int:  # noqa: N802, D102
        return 0 if parent.isValid() else len(self._rangees)

    def cellule(self, rang: int, colonne: int) -> Cellule:  # noqa: D102
        return self._rangees[rang][1][colonne]

    def ident(self, rang: int) -> Any:  # noqa: D102
        return self._rangees[rang][0]

    def rang(self, ident: object) -> int | None:  # noqa: D102
        return next((rang for rang, (autre, _) in enumerate(self._rangees) if autre == ident), None)


def _lire(lire_page: Callable[[tuple[int, ...]], Sequence[L]], ids: tuple[int, ...]) -> tuple[tuple[int, ...], list[L]]:
    return ids, list(lire_page(ids))


class ModelePagine(ModeleCellules, Generic[L]):
    """A table over a list of ids whose rows are read by pages, off the UI thread, when they come into view.

    ``lire_page(ids)`` returns rows in any order; ``ident`` tells a row's id (its ``id`` by default); ``cellules`` makes
    the cells of a row in the order of the columns. An old row stays on show until its new version has arrived.
    """

    def __init__(
        self,
        colonnes: Sequence[Colonne],
        lire_page: Callable[[tuple[int, ...]], Sequence[L]],
        cellules: Callable[[L], Sequence[Cellule]],
        executant: Executant,
        parent: QObject | None = None,
        *,
        ident: Callable[[L], int] = attrgetter("id"),
    ) -> None:
        super().__init__(colonnes, parent)
        self._lire_page = lire_page
        self._cellules = cellules
        self._executant = executant
        self._ident_de = ident
        self._ids: Sequence[int] = ()
        self._rangs: dict[int, int] | None = None
        self._lignes: dict[int, tuple[L, Sequence[Cellule]]] = {}
        self._perimees: set[int] = set()
        self._demandees: list[int] = []
        self._en_vol: set[int] = set()
        self._relance = QTimer(self, singleShot=True, interval=0)
        self._relance.timeout.connect(self._demander)

    @property
    def ids(self) -> Sequence[int]:
        """The ids in the order shown."""
        return self._ids

    def poser_ids(self, ids: Sequence[int]) -> None:
        """Show another list of ids (a new filter or sort); rows already read are kept."""
        self.beginResetModel()
        self._ids = ids
        self._rangs = None
        self._demandees.clear()
        self.endResetModel()

    def rafraichir(self, ids: Iterable[int] | None = None) -> None:
        """Read again the rows of these ids, or all, the next time they are seen."""
        self._perimees.update(self._lignes if ids is None else ids)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.colonnes) - 1))

    def ligne(self, ident: int) -> L | None:
        """The row of an id, None while it has not been read."""
        gardee = self._lignes.get(ident)
        return gardee[0] if gardee is not None else None

    def rowCount(self, parent: Index = _RACINE) -> int:  # noqa: N802, D102
        return 0 if parent.isValid() else len(self._ids)

    def ident(self, rang: int) -> int:  # noqa: D102
        return self._ids[rang]

    def rang(self, ident: object) -> int | None:  # noqa: D102
        if self._rangs is None:
            self._rangs = {autre: rang for rang, autre in enumerate(self._ids)}
        return self._rangs.get(ident) if isinstance(ident, int) else None

    def cellule(self, rang: int, colonne: int) -> Cellule:  # noqa: D102
        ident = self._ids[rang]
        gardee = self._lignes.get(ident)
        if gardee is None or ident in self._perimees:
            self._vouloir(rang // PAGE)
        return gardee[1][colonne] if gardee is not None else _CHARGEMENT

    def _vouloir(self, page: int) -> None:
        if not self._demandees or self._demandees[-1] != page:
            if page in self._demandees:
                self._demandees.remove(page)
            self._demandees.append(page)
        if not self._relance.isActive():
            self._relance.start()

    @Slot()
    def _demander(self) -> None:
        """Ask for the pages seen last first: those scrolled past are forgotten."""
        del self._demandees[: -2 * EN_VOL]
        while self._demandees and len(self._en_vol) < EN_VOL * PAGE:
            page = self._demandees.pop()
            manquantes = tuple(
                i
                for i in self._ids[page * PAGE : (page + 1) * PAGE]
                if i not in self._en_vol and (i not in self._lignes or i in self._perimees)
            )
            if manquantes:
                self._en_vol.update(manquantes)
                self._perimees.difference_update(manquantes)
                self._executant.lire(partial(_lire, self._lire_page, manquantes), self._page_lue, self._page_refusee)

    @Slot(object)
    def _page_lue(self, resultat: tuple[tuple[int, ...], list[L]]) -> None:
        ids, lignes = resultat
        self._en_vol.difference_update(ids)
        for ligne in lignes:
            ident = self._ident_de(ligne)
            self._lignes.pop(ident, None)
            self._lignes[ident] = (ligne, tuple(self._cellules(ligne)))
        for ancien in list(self._lignes)[: max(0, len(self._lignes) - GARDEES)]:
            del self._lignes[ancien]
        rangs = [rang for rang in map(self.rang, ids) if rang is not None]
        if rangs:
            self.dataChanged.emit(self.index(min(rangs), 0), self.index(max(rangs), len(self.colonnes) - 1))
        if self._demandees:
            self._relance.start()

    @Slot(object)
    def _page_refusee(self, erreur: Exception) -> None:
        self._en_vol.clear()
        self._demandees.clear()
        if isinstance(erreur, ErreurMetier):
            self._executant.echec.emit(erreur)
