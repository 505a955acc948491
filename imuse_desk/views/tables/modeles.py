"""Item models of the tables: a paged one over a list of ids, and a fixed one for the small tables of the cards.

Both give the delegate a ``Cellule`` under ``ROLE_CELLULE`` and the row's id under ``ROLE_IDENT``; everything else that
Qt asks for is a string.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.domain.feuille import Valeur, regrouper, sommer, trier
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.tables.cellule import Alignement, Cellule, Colonne, Genre
from imuse_desk.views.tables.groupes import Groupe, Plan, cellule_de_tete

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
    """Common half of the two models: the columns shown, in their order, and the rows, under headings or not.

    ``colonnes`` are those shown and ``toutes`` all of them; cells come from ``cellule_a`` by position in the data.
    """

    colonnes_changees = Signal()

    def __init__(self, colonnes: Sequence[Colonne], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.toutes = tuple(colonnes)
        self.mots: tuple[str, str] = ("ligne", "lignes")
        self._places = self._par_defaut()
        self.colonnes = tuple(self.toutes[place] for place in self._places)
        self._plan: Plan | None = None
        self._fermes: set[str] = set()

    def nombre(self) -> int:
        """How many rows of data there are, headings apart."""
        raise NotImplementedError

    def cellule_a(self, position: int, place: int) -> Cellule:
        """Cell at a position of the data, in one of all the columns."""
        raise NotImplementedError

    def ident_a(self, position: int) -> Any:
        """Id at a position of the data."""
        raise NotImplementedError

    def position_de(self, ident: object) -> int | None:
        """Position of an id, None if it is not in the data."""
        raise NotImplementedError

    # ---- columns

    def _par_defaut(self) -> list[int]:
        return [place for place, colonne in enumerate(self.toutes) if colonne.est_montree]

    def montrer(self, cles: Sequence[str]) -> None:
        """Show these columns, in this order; none known: those shown at first."""
        places = {colonne.cle: place for place, colonne in enumerate(self.toutes)}
        voulues = [places[cle] for cle in dict.fromkeys(cles) if cle in places] or self._par_defaut()
        if voulues != self._places:
            self.beginResetModel()
            self._places = voulues
            self.colonnes = tuple(self.toutes[place] for place in voulues)
            self.endResetModel()
            self.colonnes_changees.emit()

    # ---- rows and headings

    def poser_groupes(self, groupes: Sequence[Groupe] | None) -> None:
        """Group the rows, which stand in the order of the groups already; inside a reset of the model."""
        if groupes is None:
            self._fermes.clear()
        self._plan = Plan(groupes, self._fermes) if groupes is not None else None

    @property
    def est_groupe(self) -> bool:
        """Whether rows stand under headings."""
        return self._plan is not None

    @property
    def groupes(self) -> tuple[Groupe, ...]:
        """The groups, in order; none where the rows are not grouped."""
        return self._plan.groupes if self._plan is not None else ()

    def tete(self, rang: int) -> Groupe | None:
        """The group whose heading this row is."""
        return self._plan.groupe(rang) if self._plan is not None else None

    def basculer(self, rang: int) -> None:
        """Close the group of a heading, or open it."""
        groupe = self.tete(rang)
        if groupe is not None:
            self.fermer_groupes(self._fermes ^ {groupe.libelle})

    def fermer_groupes(self, libelles: Iterable[str]) -> None:
        """Close these groups and open the others."""
        self.beginResetModel()
        self._fermes = set(libelles)
        self._plan = Plan(self.groupes, self._fermes)
        self.endResetModel()

    def est_ouvert(self, rang: int) -> bool:
        """Whether the group of a heading shows its rows."""
        return self._plan is not None and self._plan.est_ouvert(rang)

    def idents(self) -> list[Any]:
        """Every id, those of closed groups too, in order."""
        return [self.ident_a(position) for position in range(self.nombre())]

    def cellule(self, rang: int, colonne: int) -> Cellule:
        """Cell at a row and a column of the table."""
        groupe = self.tete(rang)
        if groupe is None:
            return self.cellule_a(self._position(rang), self._places[colonne])
        compte = f"{grouper(str(groupe.n))} {self.mots[0] if groupe.n < 2 else self.mots[1]}"
        return cellule_de_tete(
            groupe, self.colonnes[colonne], colonne, est_ouvert=self.est_ouvert(rang), compte=compte
        )  # fmt: skip

    def ident(self, rang: int) -> Any:
        """Id of a row of the table, None for a heading."""
        return self.ident_a(self._position(rang)) if self.tete(rang) is None else None

    def rang(self, ident: object) -> int | None:
        """Row of an id, None if it is not in the table, or under a closed heading."""
        position = self.position_de(ident)
        return self._plan.rang(position) if self._plan is not None and position is not None else position

    def _position(self, rang: int) -> int:
        return self._plan.position(rang) if self._plan is not None else rang

    # ---- what Qt asks

    def rowCount(self, parent: Index = _RACINE) -> int:  # noqa: N802, D102
        if parent.isValid():
            return 0
        return len(self._plan) if self._plan is not None else self.nombre()

    def columnCount(self, parent: Index = _RACINE) -> int:  # noqa: N802, D102
        return 0 if parent.isValid() else len(self.colonnes)

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: D102
        if index.isValid() and self.tete(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: D102
        if not index.isValid():
            return None
        if role == ROLE_IDENT:
            return self.ident(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGNEMENTS[self.colonnes[index.column()].alignement])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, ROLE_CELLULE):
            cellule = self.cellule(index.row(), index.column())
            if role == Qt.ItemDataRole.AccessibleTextRole and cellule.genre is Genre.TETE:
                return f"{cellule.copie}, {'ouvert' if self.est_ouvert(index.row()) else 'fermé'}"
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
    """A table whose rows are all known: ``modele.poser([(12, [lien("Lina"), puce("Validé", "ok", …)]), …])``.

    Sort and grouping, once asked, hold for the rows posed later.
    """

    def __init__(self, colonnes: Sequence[Colonne], parent: QObject | None = None) -> None:
        super().__init__(colonnes, parent)
        self._posees: list[tuple[Any, Sequence[Cellule]]] = []
        self._rangees: list[tuple[Any, Sequence[Cellule]]] = []
        self._tri: tuple[str, bool] | None = None
        self._groupe = ""

    def changer_colonnes(self, colonnes: Sequence[Colonne]) -> None:
        """Other columns: the rows are posed again."""
        self.beginResetModel()
        self.toutes = tuple(colonnes)
        self._places = self._par_defaut()
        self.colonnes = tuple(self.toutes[place] for place in self._places)
        self._posees, self._rangees = [], []
        self.poser_groupes(None)
        self.endResetModel()
        self.colonnes_changees.emit()

    def poser(self, rangees: Iterable[tuple[Any, Sequence[Cellule]]]) -> None:
        """Replace the rows, each (id, cells in the order of all the columns)."""
        nouvelles = list(rangees)
        if any(len(cellules) != len(self.toutes) for _, cellules in nouvelles):
            raise ValueError("a row has more or fewer cells than the table has columns")
        self.beginResetModel()
        self._posees = nouvelles
        self._ordonner()
        self.endResetModel()

    def ordonner(self, tri: tuple[str, bool] | None, groupe: str) -> None:
        """Sort by a column (key, ascending) and group by another (empty: no group)."""
        self.beginResetModel()
        self._tri, self._groupe = tri, groupe
        self._ordonner()
        self.endResetModel()

    def _ordonner(self) -> None:
        places = {colonne.cle: place for place, colonne in enumerate(self.toutes)}
        ordre = list(range(len(self._posees)))
        if self._tri is not None and self._tri[0] in places:
            ordre = trier(ordre, self._valeurs(places[self._tri[0]]), est_croissant=self._tri[1])
        groupes: list[Groupe] | None = None
        if self._groupe in places:
            place = places[self._groupe]
            formes = regrouper(ordre, self._valeurs(place), self.toutes[place].nature)
            sommees = {c.cle: self._valeurs(r) for r, c in enumerate(self.toutes) if c.est_sommable}
            groupes = [
                Groupe(libelle, len(rangs), {cle: sommer(map(v.get, rangs)) for cle, v in sommees.items()})
                for libelle, rangs in formes
            ]
            ordre = [rang for _, rangs in formes for rang in rangs]
        self._rangees = [self._posees[rang] for rang in ordre]
        self.poser_groupes(groupes)

    def _valeurs(self, place: int) -> dict[int, Valeur]:
        lire = self.toutes[place].valeur
        return {rang: lire(cellules[place]) for rang, (_, cellules) in enumerate(self._posees)}

    def remplacer(self, ident: object, cellules: Sequence[Cellule]) -> None:
        """Replace one row in place; nothing happens if its id is not there."""
        for rangees in (self._posees, self._rangees):
            for position, (autre, _) in enumerate(rangees):
                if autre == ident:
                    rangees[position] = (ident, cellules)
                    break
        rang = self.rang(ident)
        if rang is not None:
            self.dataChanged.emit(self.index(rang, 0), self.index(rang, len(self.colonnes) - 1))

    def nombre(self) -> int:  # noqa: D102
        return len(self._rangees)

    def cellule_a(self, position: int, place: int) -> Cellule:  # noqa: D102
        return self._rangees[position][1][place]

    def ident_a(self, position: int) -> Any:  # noqa: D102
        return self._rangees[position][0]

    def position_de(self, ident: object) -> int | None:  # noqa: D102
        return next((position for position, (autre, _) in enumerate(self._rangees) if autre == ident), None)


def _lire(lecture: Callable[[], Sequence[L]], ids: tuple[int, ...]) -> tuple[tuple[int, ...], list[L]]:
    return ids, list(lecture())


class ModelePagine(ModeleCellules, Generic[L]):
    """A table over a list of ids whose rows are read by pages, off the UI thread, when they come into view.

    ``lecture_de(ids)`` gives what the thread runs to read these rows, in any order; ``ident`` tells a row's id (its
    ``id`` by default); ``cellules`` makes the cells of a row in the order of the columns. An old row stays on show
    until its new version has arrived.
    """

    def __init__(
        self,
        colonnes: Sequence[Colonne],
        lecture_de: Callable[[tuple[int, ...]], Callable[[], Sequence[L]]],
        cellules: Callable[[L], Sequence[Cellule]],
        executant: Executant,
        parent: QObject | None = None,
        *,
        ident: Callable[[L], int] = attrgetter("id"),
    ) -> None:
        super().__init__(colonnes, parent)
        self._lecture_de = lecture_de
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

    def poser_ids(self, ids: Sequence[int], groupes: Sequence[Groupe] | None = None) -> None:
        """Show another list of ids (a new filter, sort or grouping); rows already read are kept."""
        self.beginResetModel()
        self._ids = ids
        self._rangs = None
        self.poser_groupes(groupes)
        self._demandees.clear()
        self.endResetModel()

    def rafraichir(self, ids: Iterable[int] | None = None) -> None:
        """Read again the rows of these ids, or all, the next time they are seen."""
        perimees = list(self._lignes if ids is None else ids)
        self._perimees.update(perimees)
        rangs = range(self.rowCount()) if ids is None else [r for r in map(self.rang, perimees) if r is not None]
        if rangs:
            self.dataChanged.emit(self.index(min(rangs), 0), self.index(max(rangs), len(self.colonnes) - 1))

    def ligne(self, ident: int) -> L | None:
        """The row of an id, None while it has not been read."""
        gardee = self._lignes.get(ident)
        return gardee[0] if gardee is not None else None

    def nombre(self) -> int:  # noqa: D102
        return len(self._ids)

    def ident_a(self, position: int) -> int:  # noqa: D102
        return self._ids[position]

    def idents(self) -> list[int]:  # noqa: D102
        return list(self._ids)

    def position_de(self, ident: object) -> int | None:  # noqa: D102
        if self._rangs is None:
            self._rangs = {autre: rang for rang, autre in enumerate(self._ids)}
        return self._rangs.get(ident) if isinstance(ident, int) else None

    def cellule_a(self, position: int, place: int) -> Cellule:  # noqa: D102
        ident = self._ids[position]
        gardee = self._lignes.get(ident)
        if gardee is None or ident in self._perimees:
            self._vouloir(position // PAGE)
        return gardee[1][place] if gardee is not None else _CHARGEMENT

    def lues(self, idents: Iterable[int]) -> list[Sequence[Cellule]] | None:
        """The cells of these rows in all the columns, None where one has not been read."""
        gardees = [self._lignes.get(ident) for ident in idents]
        return [gardee[1] for gardee in gardees if gardee is not None] if None not in gardees else None

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
                lecture = partial(_lire, self._lecture_de(manquantes), manquantes)
                self._executant.lire(lecture, self._page_lue, self._page_refusee)

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
