"""Pages laid out in their order, as on a table: moved by drag or Alt+arrows, turned, taken away."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap, QTransform
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from imuse_desk.documents.composition import PagePrise
from imuse_desk.domain.textes import visible
from imuse_desk.views.common.theme import px

COTE = 130
"""Longest side of a thumbnail, in pixels at the usual text size."""
_CLE = Qt.ItemDataRole.UserRole


class _ImageAuDessus(QStyledItemDelegate):
    """The page above its words."""

    def initStyleOption(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.decorationPosition = QStyleOptionViewItem.Position.Top
        option.displayAlignment = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class Planche(QListWidget):
    """``ajouter(prise, pixmap)``, then ``prises()`` in the order shown; ``changee`` after each act."""

    changee = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("planche")
        self.setAccessibleName("Pages du document")
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setItemDelegate(_ImageAuDessus(self))
        self.setIconSize(QSize(px(COTE), px(COTE)))
        self.setGridSize(QSize(px(COTE + 22), px(COTE + 44)))
        self._pages: dict[int, tuple[PagePrise, QPixmap]] = {}
        self.model().rowsMoved.connect(self._deplacees)

    def ajouter(self, prise: PagePrise, image: QPixmap) -> None:
        """Lay a page after the others."""
        cle = len(self._pages)
        self._pages[cle] = (prise, image)
        article = QListWidgetItem()
        article.setData(_CLE, cle)
        self.addItem(article)
        self._habiller(article)
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        self.changee.emit()

    def prises(self) -> tuple[PagePrise, ...]:
        """The pages in the order shown, as they were turned."""
        return tuple(self._pages[self.item(rang).data(_CLE)][0] for rang in range(self.count()))

    @Slot()
    def avancer(self) -> None:
        """The page chosen goes one place towards the first."""
        self._deplacer(-1)

    @Slot()
    def reculer(self) -> None:
        """The page chosen goes one place towards the last."""
        self._deplacer(1)

    @Slot()
    def tourner(self) -> None:
        """A quarter turn clockwise, for good."""
        article = self.currentItem()
        if article is not None:
            prise, image = self._pages[article.data(_CLE)]
            self._pages[article.data(_CLE)] = (replace(prise, rotation=(prise.rotation + 90) % 360), image)
            self._habiller(article)
            self.changee.emit()

    @Slot()
    def retirer(self) -> None:
        """The page chosen leaves the document; its file stays where it is."""
        if self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self._renumeroter()

    def _deplacer(self, de: int) -> None:
        rang = self.currentRow()
        if rang >= 0 and 0 <= rang + de < self.count():
            self.insertItem(rang + de, self.takeItem(rang))
            self.setCurrentRow(rang + de)
            self._renumeroter()

    @Slot()
    def _deplacees(self) -> None:
        self._renumeroter()

    def _renumeroter(self) -> None:
        for rang in range(self.count()):
            self._habiller(self.item(rang))
        self.changee.emit()

    def _habiller(self, article: QListWidgetItem) -> None:
        prise, image = self._pages[article.data(_CLE)]
        rang = self.row(article) + 1
        page = image.transformed(QTransform().rotate(prise.rotation))
        icone = QIcon(page)
        icone.addPixmap(page, QIcon.Mode.Selected)  # else Qt veils the page that is chosen
        article.setIcon(icone)
        article.setText(visible(f"{rang} · {prise.chemin.name}"))
        tournee = f", tournée de {prise.rotation}°" if prise.rotation else ""
        mots = f"Page {rang}\u00a0: {prise.chemin.name}, page {prise.page}{tournee}"
        article.setToolTip(visible(mots))
        article.setData(Qt.ItemDataRole.AccessibleTextRole, visible(mots))
