"""The small pages left of the document: the one on show is outlined, its number below stands out."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen
from PySide6.QtWidgets import QListView, QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from imuse_desk.views.common.theme import Graisse, couleur, police, px

LARGEUR, HAUTEUR = 56, 80
CELLULE = QSize(84, 110)
MARGE = 10
"""Above a page, so that its outline touches nothing."""
TRAIT = 3


class _Page(QStyledItemDelegate):
    """A page, its outline, its number."""

    def paint(
        self, peintre: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        etat = option.state
        cellule: QRect = option.rect
        est_montree = bool(etat & QStyle.StateFlag.State_Selected)
        peintre.save()
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRect(cellule.x(), cellule.y() + px(MARGE), cellule.width(), px(HAUTEUR))
        icone = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icone, QIcon):
            taille = icone.actualSize(QSize(px(LARGEUR), px(HAUTEUR)))
            page = QRect(0, 0, taille.width(), taille.height())
            page.moveCenter(place.center())
            peintre.drawPixmap(page, icone.pixmap(taille))
            if est_montree:
                peintre.setPen(QPen(couleur("accent"), TRAIT))
                peintre.drawRoundedRect(page.adjusted(-2, -2, 1, 1), 4, 4)
        numero = QRect(cellule.x(), place.bottom() + 3, cellule.width(), cellule.bottom() - place.bottom() - 3)
        if est_montree and etat & QStyle.StateFlag.State_HasFocus:
            dessus = QRect(0, 0, px(28), numero.height())
            dessus.moveCenter(numero.center())
            peintre.setPen(QPen(couleur("accent"), 2))
            peintre.drawRoundedRect(dessus.adjusted(1, 1, -1, -1), 4, 4)
        peintre.setFont(police(9, Graisse.DemiBold if est_montree else Graisse.Normal))
        peintre.setPen(couleur("text" if est_montree else "text2"))
        peintre.drawText(numero, Qt.AlignmentFlag.AlignCenter, str(index.data(Qt.ItemDataRole.DisplayRole)))
        peintre.restore()


def habiller(liste: QListWidget) -> None:
    """Make a list of pages the strip of the station."""
    liste.setObjectName("vignettes")
    liste.setItemDelegate(_Page(liste))
    liste.setViewMode(QListView.ViewMode.IconMode)
    liste.setFlow(QListView.Flow.TopToBottom)
    liste.setWrapping(False)
    liste.setMovement(QListView.Movement.Static)
    liste.setIconSize(QSize(px(LARGEUR), px(HAUTEUR)))
    liste.setGridSize(QSize(px(CELLULE.width()), px(CELLULE.height())))
    liste.setSpacing(0)
    liste.setResizeMode(QListView.ResizeMode.Adjust)
    liste.setFixedWidth(px(96))
    liste.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
