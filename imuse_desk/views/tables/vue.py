"""The table view of every list: sort by heading, selection kept by id, links, copy, empty state."""

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from imuse_desk.views.common.icones import pixmap
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.delegue import DelegueCellule
from imuse_desk.views.tables.modeles import ROLE_IDENT, ModeleCellules

HAUTEUR_RANGEE = 28
_ENTREES = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class EnTete(QHeaderView):
    """Headings without ground; an arrow stands on the sorted column alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(32)
        self.setFixedHeight(px(HAUTEUR_RANGEE))
        self.setAccessibleName("En-têtes")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.triee: tuple[int, bool] | None = None

    def paintSection(self, peintre: QPainter, rect: QRect, section: int) -> None:  # noqa: N802, D102
        super().paintSection(peintre, rect, section)
        if self.triee is None or self.triee[0] != section:
            return
        modele = self.model()
        a_droite = bool(
            Qt.AlignmentFlag(
                modele.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) or 0
            )
            & Qt.AlignmentFlag.AlignRight
        )
        fleche = pixmap("caret-up-fill" if self.triee[1] else "caret-down-fill", "text2", 12)
        x = rect.left() + 6 if a_droite else rect.right() - 6 - px(12)
        peintre.drawPixmap(x, rect.center().y() - px(12) // 2, fleche)


class TableListe(QTableView):
    """``table = TableListe("Familles"); table.brancher(modele)``.

    Signals carry row ids: ``choix_change(ident or None)`` on selection, ``ouverte(ident)`` on Enter or double click,
    ``lien_suivi(ident, column key)`` on a link, an action, a tick box or a painted choice (mouse, Enter or Space),
    ``tri_demande(column key, ascending)`` on a heading (the screen sorts in SQL and calls ``montrer_tri``).
    """

    choix_change = Signal(object)
    ouverte = Signal(object)
    lien_suivi = Signal(object, str)
    tri_demande = Signal(str, bool)

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
        self._vide: QWidget | None = None

    def brancher(self, modele: ModeleCellules) -> None:
        """Show a model; column widths are set once, here."""
        self.setModel(modele)
        entete = self.horizontalHeader()
        for rang, colonne in enumerate(modele.colonnes):
            if colonne.est_etirable:
                entete.setSectionResizeMode(rang, QHeaderView.ResizeMode.Stretch)
            else:
                self.setColumnWidth(rang, px(colonne.largeur))
        modele.modelAboutToBeReset.connect(self._avant_remise)
        modele.modelReset.connect(self._apres_remise)
        self.selectionModel().selectionChanged.connect(self._annoncer)
        self._montrer_vide()

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
        rangees = self.model().rowCount() if self.model() is not None else 0
        entete = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()
        self.setFixedHeight(entete + rangees * self.verticalHeader().defaultSectionSize())

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
        rangs = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._modele().ident(rang) for rang in rangs]

    def choisi(self) -> Any:
        """Id of the current chosen row, or None."""
        choisis = self.choisis()
        return choisis[0] if choisis else None

    def choisir(self, ident: object) -> bool:
        """Choose the row of an id and bring it into view without announcing it; False if it is not in the list."""
        rang = self._modele().rang(ident)
        if rang is None:
            self._annonce = None
            self.clearSelection()
            return False
        self._annonce = ident
        index = self.model().index(rang, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def texte_copie(self) -> str:
        """The chosen rows with their headings, tab-separated."""
        modele = self._modele()
        lignes = ["\t".join(colonne.titre for colonne in modele.colonnes)]
        lignes.extend(
            "\t".join(modele.cellule(index.row(), c).copie for c in range(len(modele.colonnes)))
            for index in sorted(self.selectionModel().selectedRows())
        )
        return "\n".join(lignes)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        if event.matches(QKeySequence.StandardKey.Copy):
            if self.choisis():
                QGuiApplication.clipboard().setText(self.texte_copie())
        elif event.key() in _ENTREES and self.currentIndex().isValid():
            self._entrer(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and not self._zone(self.currentIndex()).isEmpty():
            self._suivre(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102
        index = self.indexAt(event.position().toPoint())
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
        if event.button() == Qt.MouseButton.LeftButton and self._active(index, event):
            self._suivre(index)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        # the sheet is read again after a change of text size: rows and heading grow with it
        if event.type() == QEvent.Type.StyleChange and self._hauteur:
            self.horizontalHeader().setFixedHeight(px(HAUTEUR_RANGEE))
            self.regler_rangees(self._hauteur)
            if self.property("hauteur_fixe"):
                self.figer_hauteur()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        self._survoler(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
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
        if colonne.est_triable:
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
        for rang in retrouves:
            selection.select(modele.index(rang, 0), drapeaux)
        self._est_en_remise = False
        self._annonce = annonce if modele.rang(annonce) is not None else None
        if self._gardes and not retrouves:
            self.choix_change.emit(None)
        if self.property("hauteur_fixe"):
            self.figer_hauteur()
        self._montrer_vide()

    @Slot()
    def _annoncer(self) -> None:
        if self._est_en_remise:
            return
        ident = self.choisi()
        if ident != self._annonce:
            self._annonce = ident
            self.choix_change.emit(ident)

    def _montrer_vide(self) -> None:
        if self._vide is not None:
            self._vide.setGeometry(self.viewport().rect())
            self._vide.setVisible(self.model() is None or self.model().rowCount() == 0)
