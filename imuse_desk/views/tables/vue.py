"""The table view of every list: sort by heading, selection kept by id, links, copy, empty state."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.delegue import DelegueCellule
from imuse_desk.views.tables.entete import HAUTEUR_RANGEE, EnTete
from imuse_desk.views.tables.modeles import ROLE_IDENT, ModeleCellules

DEUX_LIGNES = 46
_ENTREES = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class OutilsTable(Protocol):
    """What answers the context menu and Ctrl+C of a table."""

    def retirer(self) -> None:
        """Another one takes the place."""


def _menu_simple(table: "TableListe") -> OutilsTable:
    from imuse_desk.views.listes.menu_table import MenuTable  # it is built on this module

    return MenuTable(table)


class TableListe(QTableView):
    """``table = TableListe("Familles"); table.brancher(modele)``.

    Signals carry row ids: ``choix_change(ident or None)`` on selection, ``ouverte(ident)`` on Enter or double click,
    ``lien_suivi(ident, column key)`` on a link, an action, a tick box or a painted choice (mouse, Enter or Space),
    ``tri_demande(column key, ascending)`` on a heading (the screen sorts in SQL and calls ``montrer_tri``);
    ``menu_demande(place on screen)`` on a right click, the Menu key or Shift+F10; ``menu_entete_demande(place, column
    key)`` on a heading; ``disposition_changee()`` when a column was moved or given another width.

    While several rows are chosen, the row announced last stays the one on show.
    """

    choix_change = Signal(object)
    ouverte = Signal(object)
    lien_suivi = Signal(object, str)
    tri_demande = Signal(str, bool)
    menu_demande = Signal(QPoint)
    menu_entete_demande = Signal(QPoint, str)
    disposition_changee = Signal()
    copie_demandee = Signal()

    def __init__(self, nom: str, parent: QWidget | None = None, *, est_multiple: bool = False) -> None:
        """``nom`` is the accessible name of the table; ``est_multiple`` lets several rows be chosen."""
        self._hauteur = 0
        super().__init__(parent)
        self.setAccessibleName(nom)
        self.setItemDelegate(DelegueCellule(self))
        self.setHorizontalHeader(EnTete(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if est_multiple else mode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.regler_rangees(HAUTEUR_RANGEE)
        self.horizontalHeader().sectionClicked.connect(self._trier)
        self.setProperty("rangee_survolee", -1)
        self._gardes: list[Any] = []
        self._garde_courant: Any = None
        self._annonce: Any = None
        self._est_en_remise = False
        self.tri_libre = False  # every column with a heading sorts: the rows are all known
        self._vide: QWidget | None = None
        entete = self._entete()
        entete.menu_demande.connect(self.menu_entete_demande)
        entete.disposition_changee.connect(self.disposition_changee)
        self.outils: OutilsTable = _menu_simple(self)

    def poser_outils(self, outils: OutilsTable) -> None:
        """The menu of a list, in place of the simple one."""
        self.outils.retirer()
        self.outils = outils

    def permettre_plusieurs(self) -> None:
        """Let several rows be chosen, and columns be moved with the mouse."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.horizontalHeader().setSectionsMovable(True)

    def brancher(self, modele: ModeleCellules) -> None:
        """Show a model and give its columns their widths."""
        self.setModel(modele)
        self._entete().repartir()
        modele.colonnes_changees.connect(self._entete().repartir)
        modele.modelAboutToBeReset.connect(self._avant_remise)
        modele.modelReset.connect(self._apres_remise)
        self.selectionModel().selectionChanged.connect(self._annoncer)
        self._montrer_vide()

    @property
    def largeurs(self) -> dict[str, int]:
        """The widths that the person gave to columns, in pixels at 100 %."""
        return dict(self._entete().largeurs)

    def poser_largeurs(self, largeurs: Mapping[str, int]) -> None:
        """Give columns the widths kept; the others have their own."""
        self._entete().largeurs = dict(largeurs)
        self._entete().repartir()

    def regler_rangees(self, hauteur: int) -> None:
        """Height of the rows: 28, or 30 to 32 where a row holds a list or an action."""
        self._hauteur = hauteur
        vertical = self.verticalHeader()
        vertical.setMinimumSectionSize(px(20))
        vertical.setDefaultSectionSize(px(hauteur))
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def figer_hauteur(self) -> None:
        """Give the table the exact height of its rows (small tables in cards); call again after the rows change."""
        self.setProperty("hauteur_fixe", "oui")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hausser()
        entete = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()
        self.setFixedHeight(entete + self.verticalHeader().length())

    def hausser_phrases(self) -> None:
        """Let the rows whose phrase needs it have two lines, as the table is filled and widened (short tables)."""
        self.setProperty("phrases_hautes", "oui")
        self._hausser()

    def _accorder_hauteurs(self) -> None:
        """What was asked of the heights holds for what is on show now."""
        if self.property("hauteur_fixe"):
            self.figer_hauteur()
        elif self.property("phrases_hautes"):
            self._hausser()

    def _hausser(self) -> None:
        """Give two lines to the rows whose phrase needs them."""
        modele, delegue = self.model(), self.itemDelegate()
        if modele is None or not isinstance(delegue, DelegueCellule):
            return
        for rang in range(modele.rowCount()):
            cellules = [modele.index(rang, colonne) for colonne in range(modele.columnCount())]
            lignes = max((delegue.lignes(c, self.columnWidth(c.column())) for c in cellules), default=1)
            self.setRowHeight(rang, px(self._hauteur if lignes == 1 else DEUX_LIGNES))

    def montrer_tri(self, cle: str, *, est_croissant: bool = True) -> None:
        """Put the arrow on a column."""
        rang = next((r for r, colonne in enumerate(self._modele().colonnes) if colonne.cle == cle), None)
        self._entete().triee = (rang, est_croissant) if rang is not None else None
        self._entete().viewport().update()

    def poser_vide(self, vide: QWidget) -> None:
        """What stands in the place of the rows while there is none (an ``EtatVide``)."""
        self._vide = vide
        vide.setParent(self.viewport())
        self._montrer_vide()

    def choisis(self) -> list[Any]:
        """Ids of the chosen rows, in the order shown."""
        modele = self._modele()
        return [modele.ident(rang) for rang in self._rangs_choisis() if modele.tete(rang) is None]

    def _rangs_choisis(self) -> list[int]:
        """Read from the ranges chosen: a range of 30,000 rows is one."""
        plages: Sequence[QItemSelectionRange] = list(self.selectionModel().selection())  # type: ignore[call-overload]  # a QList
        return sorted({rang for plage in plages for rang in range(plage.top(), plage.bottom() + 1)})

    def choisi(self) -> Any:
        """Id of the first chosen row, or None."""
        choisis = self.choisis()
        return choisis[0] if choisis else None

    def choisir(self, ident: object) -> bool:
        """Choose the row of an id and bring it into view without announcing it; False if it is not in the list."""
        rang = self._modele().rang(ident)
        if rang is None:
            self._annonce = None
            self.clearSelection()
            return False
        index = self.model().index(rang, 0)
        if ident == self._annonce and len(self.choisis()) > 1:
            return True  # the card is on show already: several rows stay chosen
        self._annonce = ident
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copie_demandee.emit()
        elif self._basculer_tete(self.currentIndex(), event.key()):
            return
        elif event.key() in _ENTREES and self.currentIndex().isValid():
            self._entrer(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and not self._zone(self.currentIndex()).isEmpty():
            self._suivre(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _basculer_tete(self, index: QModelIndex, touche: int) -> bool:
        """Enter, Space or an arrow on a heading closes its group or opens it."""
        modele = self._modele()
        if not index.isValid() or modele.tete(index.row()) is None:
            return False
        ouvert = modele.est_ouvert(index.row())
        fleche = Qt.Key.Key_Left if ouvert else Qt.Key.Key_Right
        if touche not in {*_ENTREES, Qt.Key.Key_Space, fleche}:
            return False
        self._basculer(index.row())
        return True

    def _basculer(self, rang: int) -> None:
        haut = self.verticalScrollBar().value()
        self._modele().basculer(rang)
        self.selectionModel().setCurrentIndex(self.model().index(rang, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.verticalScrollBar().setValue(haut)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802, D102
        place = event.globalPos()
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse and index.isValid():
            if not self.selectionModel().isRowSelected(index.row(), QModelIndex()):
                self.setCurrentIndex(index)
        elif self.currentIndex().isValid():
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_demande.emit(place)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._modele().tete(index.row()) is not None:
            return
        if index.isValid() and not self._active(index, event):
            self.ouverte.emit(index.data(ROLE_IDENT))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102
        index = self.indexAt(event.position().toPoint())
        self._survoler(index.row() if index.isValid() else -1)
        forme = Qt.CursorShape.PointingHandCursor if self._active(index, event) else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(forme)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if index.isValid() and self._modele().tete(index.row()) is not None:
            self._basculer(index.row())
        elif self._active(index, event):
            self._suivre(index)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        # the sheet is read again after a change of text size: rows and heading grow with it
        if event.type() == QEvent.Type.StyleChange and self._hauteur:
            self.horizontalHeader().setFixedHeight(px(HAUTEUR_RANGEE))
            self.regler_rangees(self._hauteur)
            self._accorder_hauteurs()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        self._survoler(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        if self.model() is not None and event.size().width() != event.oldSize().width():
            self._entete().suivre_la_place()
            self._accorder_hauteurs()
        if self._vide is not None:
            self._vide.setGeometry(self.viewport().rect())

    def _modele(self) -> ModeleCellules:
        modele = self.model()
        if not isinstance(modele, ModeleCellules):
            raise TypeError("brancher() was not called with a ModeleCellules")
        return modele

    def _entete(self) -> EnTete:
        entete = self.horizontalHeader()
        if not isinstance(entete, EnTete):
            raise TypeError("the header was replaced")
        return entete

    def _active(self, index: QModelIndex, event: QMouseEvent) -> bool:
        return self._zone(index).contains(event.position().toPoint())

    def _zone(self, index: QModelIndex) -> QRect:
        """Where a press on this cell does something; empty on a cell that only says."""
        delegue = self.itemDelegate()
        if not index.isValid() or not isinstance(delegue, DelegueCellule):
            return QRect()
        return delegue.zone_active(self.visualRect(index), index)

    def _suivre(self, index: QModelIndex) -> None:
        self.lien_suivi.emit(index.data(ROLE_IDENT), self._modele().colonnes[index.column()].cle)

    def _entrer(self, index: QModelIndex) -> None:
        """Enter follows the current link or act, reached with the arrows, and opens the row from any other cell."""
        if self._zone(index).isEmpty():
            self.ouverte.emit(index.data(ROLE_IDENT))
        else:
            self._suivre(index)

    def _survoler(self, rang: int) -> None:
        if self.property("rangee_survolee") != rang:
            self.setProperty("rangee_survolee", rang)
            self.viewport().update()

    @Slot(int)
    def _trier(self, section: int) -> None:
        colonne = self._modele().colonnes[section]
        if colonne.est_triable or (self.tri_libre and colonne.titre):
            triee = self._entete().triee
            croissant = not (triee is not None and triee[0] == section and triee[1])
            self.montrer_tri(colonne.cle, est_croissant=croissant)
            self.tri_demande.emit(colonne.cle, croissant)

    @Slot()
    def _avant_remise(self) -> None:
        self._gardes = self.choisis()
        courant = self.currentIndex()
        self._garde_courant = courant.data(ROLE_IDENT) if courant.isValid() else None

    @Slot()
    def _apres_remise(self) -> None:
        """Choose again, by id, what was chosen before the reset; announce only what is no longer there."""
        self._survoler(-1)
        selection = self.selectionModel()
        modele = self._modele()
        drapeaux = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        annonce = self._annonce
        retrouves = [rang for rang in map(modele.rang, self._gardes) if rang is not None]
        self._est_en_remise = True
        courant = modele.rang(self._garde_courant)
        if courant is not None:
            selection.setCurrentIndex(modele.index(courant, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(_en_plages(modele, retrouves), drapeaux)
        self._est_en_remise = False
        self._annonce = annonce if modele.rang(annonce) is not None else None
        if self._gardes and not retrouves:
            self.choix_change.emit(None)
        self._accorder_hauteurs()
        self._montrer_vide()

    @Slot()
    def _annoncer(self) -> None:
        if self._est_en_remise:
            return
        choisis = self.choisis()
        if len(choisis) > 1:
            return  # several rows are chosen: the card on show stays
        ident = choisis[0] if choisis else None
        if ident != self._annonce:
            self._annonce = ident
            self.choix_change.emit(ident)

    def _montrer_vide(self) -> None:
        if self._vide is not None:
            self._vide.setGeometry(self.viewport().rect())
            self._vide.setVisible(self.model() is None or self.model().rowCount() == 0)


def _en_plages(modele: ModeleCellules, rangs: Sequence[int]) -> QItemSelection:
    """Rows as ranges: thirty thousand chosen rows that follow one another are one."""
    plages = QItemSelection()
    ordonnes = sorted(rangs)
    debut = 0
    for place, rang in enumerate(ordonnes):
        if place + 1 == len(ordonnes) or ordonnes[place + 1] != rang + 1:
            plages.select(modele.index(ordonnes[debut], 0), modele.index(rang, 0))
            debut = place + 1
    return plages
