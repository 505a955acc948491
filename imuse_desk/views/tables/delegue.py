"""The one delegate of the tables: it owns the whole cell (ground, rule, chosen edge, focus ring, content)."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from imuse_desk.views.common.icones import pixmap
from imuse_desk.views.common.puces import HAUTEUR_RANGEE, largeur_puce, peindre_puce
from imuse_desk.views.common.theme import Graisse, couleur, police, px
from imuse_desk.views.tables.cellule import Cellule, Genre
from imuse_desk.views.tables.modeles import ROLE_CELLULE, Index

MARGE, MARGE_BORD = 8, 16
ARETE = 3
ICONE = 16
ECART_ICONE = 6
ECART_SECOND = 5
COTE_CASE = 16

_ENCRE: dict[Genre, str] = {
    Genre.SECOND: "text2",
    Genre.DISCRET: "text3",
    Genre.LIEN: "accent",
    Genre.ACTION: "accent",
}


class DelegueCellule(QStyledItemDelegate):
    """Paints a ``Cellule``; links and actions answer to ``zone_active``, elided text to a tooltip."""

    def paint(self, peintre: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        cellule = index.data(ROLE_CELLULE)
        if not isinstance(cellule, Cellule):
            return
        peintre.save()
        self._fond(peintre, option, index)
        zone = self._zone(option.rect, index)
        if est_tete(index):
            self._tete(peintre, option, index, cellule)
            peintre.restore()
            return
        peintre.setClipRect(zone.adjusted(-MARGE, 0, MARGE, 0), Qt.ClipOperation.IntersectClip)
        if cellule.genre is Genre.PUCE:
            self._puce(peintre, zone, cellule)
        elif cellule.genre is Genre.CASE:
            self._case(peintre, self._carre(zone, index), est_cochee=cellule.est_cochee)
        elif cellule.genre is Genre.CHOIX:
            self._choix(peintre, zone, cellule)
        elif self.lignes(index, option.rect.width()) > 1:
            self._phrase(peintre, zone, cellule)
        else:
            self._texte(peintre, zone, cellule, est_a_droite=_est_a_droite(index))
        peintre.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, D102
        cellule = index.data(ROLE_CELLULE)
        gauche, droite = _marges(index)
        largeur = self._largeur(cellule) if isinstance(cellule, Cellule) else 0
        return QSize(largeur + gauche + droite, max(px(28), option.fontMetrics.height() + 8))

    def zone_active(self, rect: QRect, index: Index) -> QRect:
        """Where a click follows the link, acts, ticks or opens the choice; empty for other cells."""
        cellule = index.data(ROLE_CELLULE)
        if not isinstance(cellule, Cellule):
            return QRect()
        zone = self._zone(rect, index)
        if cellule.genre is Genre.CASE:
            return self._carre(zone, index).toRect().adjusted(-4, -4, 4, 4)
        if cellule.genre is Genre.CHOIX:
            return zone
        if cellule.genre not in {Genre.LIEN, Genre.ACTION} or not cellule.texte:
            return QRect()
        largeur = min(self._largeur(cellule), zone.width())
        gauche = zone.right() - largeur if _est_a_droite(index) else zone.left()
        return QRect(gauche, zone.top(), largeur, zone.height())

    def helpEvent(  # noqa: N802, D102
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        cellule = index.data(ROLE_CELLULE)
        if event.type() != QEvent.Type.ToolTip or not isinstance(cellule, Cellule):
            return super().helpEvent(event, view, option, index)
        place = self._zone(option.rect, index).width() * self.lignes(index, option.rect.width())
        if self._largeur(cellule) > place:
            QToolTip.showText(event.globalPos(), cellule.copie, view)
        else:
            QToolTip.hideText()
        return True

    def lignes(self, index: Index, largeur: int) -> int:
        """How many lines the cell takes in a column of this width: two for a phrase that needs them."""
        cellule = index.data(ROLE_CELLULE)
        if not isinstance(cellule, Cellule) or cellule.genre is not Genre.PHRASE:
            return 1
        gauche, droite = _marges(index)
        return 2 if self._largeur(cellule) > largeur - gauche - droite else 1

    def _phrase(self, peintre: QPainter, zone: QRect, cellule: Cellule) -> None:
        """Two lines: the words that fit, then the rest with the second text."""
        fontes = _fontes(cellule)
        mesure = QFontMetrics(fontes[0])
        mots = cellule.texte.split(" ")
        pris = len(mots)
        while pris > 1 and mesure.horizontalAdvance(" ".join(mots[:pris])) > zone.width():
            pris -= 1
        haut = (zone.height() - 1) // 2
        ligne = QRect(zone.left(), zone.top() + px(2), zone.width(), haut - px(2))
        _ecrire(peintre, ligne, " ".join(mots[:pris]), fontes[0], "text")
        ligne.moveTop(zone.top() + haut - px(1))
        ecrit = _ecrire(peintre, ligne, " ".join(mots[pris:]), fontes[0], "text")
        ligne.setLeft(ligne.left() + (ecrit + ECART_SECOND if ecrit else 0))
        _ecrire(peintre, ligne, cellule.second, fontes[1], "text2")

    def _tete(self, peintre: QPainter, option: QStyleOptionViewItem, index: Index, cellule: Cellule) -> None:
        """A group's heading runs over the cells of its row; sums stand over it, under their columns."""
        rect, vue = QRect(option.rect), option.widget
        if cellule.genre is Genre.SOMME:
            self._texte(peintre, self._zone(rect, index), cellule, est_a_droite=True)
            return
        entete = index.sibling(index.row(), 0)
        mots = entete.data(ROLE_CELLULE)
        if isinstance(vue, QTableView) and isinstance(mots, Cellule):
            depart = self._zone(vue.visualRect(entete), entete).left()
            peintre.setClipRect(rect)
            place = QRect(depart, rect.top(), self._largeur(mots) + 4, rect.height())
            self._texte(peintre, place, mots, est_a_droite=False)

    def _zone(self, rect: QRect, index: Index) -> QRect:
        gauche, droite = _marges(index)
        return rect.adjusted(gauche, 0, -droite, 0)

    def _fond(self, peintre: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        choisie = bool(option.state & QStyle.StateFlag.State_Selected)
        vue = option.widget
        survolee = isinstance(vue, QAbstractItemView) and vue.property("rangee_survolee") == index.row()
        if est_tete(index):
            peintre.fillRect(rect, couleur("hover" if survolee else "sunken"))
        elif choisie or survolee:
            peintre.fillRect(rect, couleur("accent_soft" if choisie else "hover"))
        derniere = index.row() == index.model().rowCount() - 1
        if not derniere or (isinstance(vue, QAbstractItemView) and not vue.property("hauteur_fixe")):
            peintre.fillRect(rect.left(), rect.bottom(), rect.width(), 1, couleur("rule"))
        if choisie and index.column() == 0:
            peintre.fillRect(rect.left(), rect.top(), ARETE, rect.height(), couleur("accent"))
        if isinstance(vue, QAbstractItemView) and vue.hasFocus() and vue.currentIndex().row() == index.row():
            self._anneau(peintre, rect, index)
            if vue.currentIndex() == index and not (zone := self.zone_active(rect, index)).isEmpty():
                peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
                peintre.setPen(QPen(couleur("accent"), 1))
                peintre.drawRoundedRect(QRectF(zone.adjusted(-4, 4, 4, -5)).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _anneau(self, peintre: QPainter, rect: QRect, index: Index) -> None:
        """Focus ring round the current row: its part in this cell."""
        encre = couleur("accent")
        peintre.fillRect(rect.left(), rect.top(), rect.width(), 2, encre)
        peintre.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, encre)
        if index.column() == 0:
            peintre.fillRect(rect.left(), rect.top(), 2, rect.height(), encre)
        if index.column() == index.model().columnCount() - 1:
            peintre.fillRect(rect.right() - 1, rect.top(), 2, rect.height(), encre)

    def _largeur(self, cellule: Cellule) -> int:
        if cellule.genre is Genre.PUCE:
            return largeur_puce(cellule.texte, cellule.icone)
        fontes = _fontes(cellule)
        largeur = QFontMetrics(fontes[0]).horizontalAdvance(cellule.texte)
        if cellule.second:
            largeur += ECART_SECOND + QFontMetrics(fontes[1]).horizontalAdvance(cellule.second)
        return largeur + (px(ICONE) + ECART_ICONE if cellule.icone else 0)

    def _puce(self, peintre: QPainter, zone: QRect, cellule: Cellule) -> None:
        centre = zone.top() + (zone.height() - 1) / 2
        peindre_puce(
            peintre, zone.left(), centre, px(HAUTEUR_RANGEE), (cellule.texte, cellule.ton or "neutral", cellule.icone)
        )

    def _texte(self, peintre: QPainter, zone: QRect, cellule: Cellule, *, est_a_droite: bool) -> None:
        premiere, seconde = _fontes(cellule)
        encre = cellule.ton or _ENCRE.get(cellule.genre, "text")
        x, largeur = zone.left(), zone.width()
        if est_a_droite:
            pris = min(self._largeur(cellule), largeur)
            x, largeur = zone.right() + 1 - pris, pris
        if cellule.icone:
            taille = px(ICONE)
            y = zone.top() + (zone.height() - 1 - taille) // 2
            peintre.drawPixmap(QPointF(x, y), pixmap(cellule.icone, encre, ICONE))
            x += taille + ECART_ICONE
            largeur -= taille + ECART_ICONE
        ecrit = _ecrire(peintre, QRect(x, zone.top(), largeur, zone.height() - 1), cellule.texte, premiere, encre)
        if cellule.second:
            x += ecrit + ECART_SECOND
            reste = QRect(x, zone.top(), largeur - ecrit - ECART_SECOND, zone.height() - 1)
            _ecrire(peintre, reste, cellule.second, seconde, "text2")

    def _carre(self, zone: QRect, index: Index) -> QRectF:
        cote = px(COTE_CASE)
        centree = _alignement(index) & Qt.AlignmentFlag.AlignHCenter
        gauche = zone.left() + (zone.width() - cote) / 2 if centree else zone.left()
        return QRectF(round(gauche) + 0.5, zone.top() + (zone.height() - 1 - cote) // 2 + 0.5, cote - 1, cote - 1)

    def _case(self, peintre: QPainter, carre: QRectF, *, est_cochee: bool) -> None:
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        peintre.setPen(QPen(couleur("accent_fill" if est_cochee else "field"), 1))
        peintre.setBrush(couleur("accent_fill" if est_cochee else "surface"))
        peintre.drawRoundedRect(carre, 4, 4)
        if est_cochee:
            taille = px(12)
            coin = carre.center() - QPointF(taille / 2, taille / 2)
            peintre.drawPixmap(coin, pixmap("check-bold", "on_fill", 12))

    def _choix(self, peintre: QPainter, zone: QRect, cellule: Cellule) -> None:
        """A closed combo: outline, words, second words and caret on the right."""
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        cadre = QRectF(zone).adjusted(-MARGE + 0.5, 3.5, MARGE - 0.5, -3.5)
        peintre.setPen(QPen(couleur(cellule.ton or "field"), 1))
        peintre.setBrush(couleur("surface"))
        peintre.drawRoundedRect(cadre, 6, 6)
        caret = px(12)
        peintre.drawPixmap(
            QPointF(zone.right() - caret, zone.center().y() - caret / 2), pixmap("caret-down-bold", "text2", 12)
        )
        droite = zone.adjusted(0, 0, -caret - MARGE, 0)
        if cellule.second:
            fonte = police(9, Graisse.Medium)
            largeur = QFontMetrics(fonte).horizontalAdvance(cellule.second)
            droite.setWidth(droite.width() - largeur)
            _ecrire(
                peintre, QRect(droite.right(), zone.top(), largeur + 1, zone.height()), cellule.second, fonte, "text2"
            )
        _ecrire(peintre, droite, cellule.texte, police(10), "text" if cellule.texte else "text3")


def est_tete(index: Index) -> bool:
    """Whether the row is a group's heading, which cannot be chosen."""
    return not index.flags() & Qt.ItemFlag.ItemIsSelectable


def _alignement(index: Index) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0)


def _est_a_droite(index: Index) -> bool:
    return bool(_alignement(index) & Qt.AlignmentFlag.AlignRight)


def _marges(index: Index) -> tuple[int, int]:
    """Left and right padding: wider at both ends, so that the first column lines up with the card's title."""
    derniere = index.column() == index.model().columnCount() - 1
    return (MARGE_BORD if index.column() == 0 else MARGE, MARGE_BORD if derniere else MARGE)


def _fontes(cellule: Cellule) -> tuple[QFont, QFont]:
    graisse = Graisse.Normal
    if cellule.genre in {Genre.FORT, Genre.NOM, Genre.TETE, Genre.SOMME}:
        graisse = Graisse.DemiBold
    elif cellule.genre in {Genre.LIEN, Genre.ACTION}:
        graisse = Graisse.Medium
    return police(10, graisse, tabulaire=cellule.genre in {Genre.MONTANT, Genre.SOMME}), police(10)


def _ecrire(peintre: QPainter, zone: QRect, texte: str, fonte: QFont, encre: str) -> int:
    """Draw one line, elided on the right if need be; returns the width it took."""
    mesure = QFontMetrics(fonte)
    dit = mesure.elidedText(texte, Qt.TextElideMode.ElideRight, max(0, zone.width() + 1))
    peintre.setFont(fonte)
    peintre.setPen(couleur(encre))
    peintre.drawText(zone.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, dit)
    return mesure.horizontalAdvance(dit)
