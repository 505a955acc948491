"""The photos of the pupils in the lists of Suivi: one choice for all, off at first; a table reads what it shows."""

from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Slot
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtWidgets import QCheckBox, QStyleOptionViewItem, QTableView

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.portraits import Portraits, initiales, lire_portraits
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.cellule import Cellule
from imuse_desk.views.tables.delegue import DelegueCellule
from imuse_desk.views.tables.entete import HAUTEUR_RANGEE
from imuse_desk.views.tables.modeles import ROLE_CELLULE
from imuse_desk.views.tables.vue import TableListe

Index = QModelIndex | QPersistentModelIndex
COTE, RANGEE = 28, 36


class DeleguePortraits(DelegueCellule):
    """A cell that names a pupil begins with his portrait, while they are shown."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.portraits = Portraits()
        self.est_montre = False

    def paint(self, peintre: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        super().paint(peintre, option, index)
        cellule = self._qui(index)
        if cellule is not None:
            zone, cote = super()._zone(option.rect, index), px(COTE)
            carre = QRectF(zone.left(), zone.top() + (zone.height() - 1 - cote) // 2, cote, cote)
            self.portraits.peindre(peintre, carre, cellule.eleve, initiales(cellule.second, cellule.texte))

    def _zone(self, rect: QRect, index: Index) -> QRect:
        zone = super()._zone(rect, index)
        return zone if self._qui(index) is None else zone.adjusted(px(COTE) + 8, 0, 0, 0)

    def _qui(self, index: Index) -> Cellule | None:
        if not self.est_montre:
            return None
        cellule = index.data(ROLE_CELLULE)
        return cellule if isinstance(cellule, Cellule) and cellule.eleve else None


class TablePortraits(QObject):
    """Reads the portraits of the rows of one table, while they are shown; ``entrer(ctx)`` for another person."""

    def __init__(self, executant: Executant, bus: Bus, table: TableListe, action: QAction) -> None:
        super().__init__(table)
        self._executant, self._table, self._action = executant, table, action
        self._ctx: Contexte | None = None
        self._tour = 0
        """Turns when what was read so far holds no more: a reading of an earlier turn is dropped."""
        self.delegue = DeleguePortraits(table)
        table.setItemDelegate(self.delegue)
        table.model().modelReset.connect(self._lire)
        action.toggled.connect(self._montrer)
        bus.change.connect(self._objets_changes)

    def entrer(self, ctx: Contexte) -> None:
        """What one person was shown, or is still read for him, is not the next one's."""
        self._ctx = ctx
        self._oublier()

    def _oublier(self) -> None:
        self._tour += 1
        self.delegue.portraits.oublier()
        self._table.viewport().update()

    @Slot(bool)
    def _montrer(self, est_montre: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.delegue.est_montre = est_montre
        self._table.regler_rangees(RANGEE if est_montre else HAUTEUR_RANGEE)
        self._table.viewport().update()
        self._lire()

    @Slot()
    def _lire(self) -> None:
        if self._ctx is None or not self._action.isChecked():
            return
        modele = self._table.model()
        cellules = (modele.index(rang, 0).data(ROLE_CELLULE) for rang in range(modele.rowCount()))
        eleves = [c.eleve for c in cellules if isinstance(c, Cellule) and c.eleve]
        manquent = self.delegue.portraits.manquent(eleves)
        if manquent:
            self._executant.lire(
                partial(_lire, self._tour, self._ctx, manquent), self._lus, self._illisibles, cle="photos"
            )

    @Slot(object)
    def _lus(self, lus: tuple[int, dict[int, QImage | None]]) -> None:
        tour, images = lus
        if tour == self._tour:
            self.delegue.portraits.poser(images)
            self._table.viewport().update()

    @Slot(object)
    def _illisibles(self, _erreur: Exception) -> None:
        """Initials stand in their place."""

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "photo" in changements.genres:
            self._oublier()
            self._lire()


def _lire(tour: int, ctx: Contexte, eleves: list[int]) -> tuple[int, dict[int, QImage | None]]:
    return tour, lire_portraits(ctx, eleves)


class CasePhotos(QCheckBox):
    """The choice as a box beside the title of a list; the menu of the roll call holds the same."""

    def __init__(self, action: QAction) -> None:
        super().__init__("P&hotos")
        self.setAccessibleName("Photos des élèves")
        self.setToolTip("Montrer la photo des élèves, ou leurs initiales")
        self.setChecked(action.isChecked())
        self.toggled.connect(action.setChecked)
        action.toggled.connect(self.setChecked)


class PhotosSuivi(QObject):
    """``ajouter(table)`` for each list of pupils; ``action`` is the choice that they share."""

    def __init__(self, executant: Executant, bus: Bus, parent: QObject) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self.action = QAction("&Photos des élèves", self)
        self.action.setCheckable(True)
        self.tables: list[TablePortraits] = []

    def ajouter(self, table: TableListe) -> None:
        """One more list of pupils."""
        self.tables.append(TablePortraits(self._executant, self._bus, table, self.action))

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        for table in self.tables:
            table.entrer(ctx)
