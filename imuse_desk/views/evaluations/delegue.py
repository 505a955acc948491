"""How the marks grid is painted and typed in: one delegate for names, marks, averages and comments."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from imuse_desk.domain.collage import APPRECIATION
from imuse_desk.domain.notes import MOTIF_MAX
from imuse_desk.views.common.icones import pixmap
from imuse_desk.views.common.theme import Graisse, couleur, police, px
from imuse_desk.views.evaluations.modele import Index, ModeleNotes
from imuse_desk.views.evaluations.saisie import FeuilleSaisie

MARGE, MARGE_BORD, ARETE = 8, 16, 3
TEXTE_MAX = MOTIF_MAX + 20
COURT = 8
_SORTIES = {
    Qt.Key.Key_Return: (1, 0), Qt.Key.Key_Enter: (1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1),
}  # fmt: skip


class DelegueNotes(QStyledItemDelegate):
    """``sorti(rows, columns)`` after a cell was typed in and left by a key."""

    sorti = Signal(int, int)

    def paint(self, peintre: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        modele = index.model()
        if not isinstance(modele, ModeleNotes) or modele.saisie is None:
            return
        peintre.save()
        rect = QRect(option.rect)
        vue = option.widget
        courant = vue.currentIndex() if vue is not None and hasattr(vue, "currentIndex") else None
        sur_rangee = courant is not None and courant.row() == index.row()
        choisie = bool(option.state & QStyle.StateFlag.State_Selected)
        if choisie or sur_rangee:
            peintre.fillRect(rect, couleur("accent_soft"))
        colonne = index.column()
        if colonne == 0:
            self._nom(peintre, rect, modele.saisie, index.row())
        elif colonne == modele.colonne_moyenne:
            self._moyenne(peintre, rect, modele.saisie, index.row())
        elif colonne == modele.colonne_appreciation:
            self._appreciation(peintre, rect, modele.saisie, index.row())
        else:
            self._note(peintre, rect, modele.saisie, (index.row(), colonne - 1))
        peintre.fillRect(rect.left(), rect.bottom(), rect.width(), 1, couleur("rule"))
        if colonne <= len(modele.criteres) or colonne == modele.colonne_moyenne:
            peintre.fillRect(rect.right(), rect.top(), 1, rect.height(), couleur("rule"))
        if sur_rangee and colonne == 0:
            peintre.fillRect(rect.left(), rect.top(), ARETE, rect.height(), couleur("accent"))
        if courant is not None and sur_rangee and courant.column() == colonne:
            self._anneau(peintre, rect, est_au_clavier=vue is not None and vue.hasFocus())
        peintre.restore()

    def _nom(self, peintre: QPainter, rect: QRect, saisie: FeuilleSaisie, rang: int) -> None:
        eleve = saisie.rangees[rang].eleve
        zone = rect.adjusted(MARGE_BORD, 0, -MARGE, 0)
        parti = eleve.parti_le is not None
        if parti:
            marque = pixmap("sign-out", "text3", 14)
            peintre.drawPixmap(zone.right() - px(14), zone.center().y() - px(7), marque)
            zone.setRight(zone.right() - px(14) - 4)
        gras = police(10, Graisse.DemiBold)
        pris = _ecrire(peintre, zone, eleve.nom, gras, "text2" if parti else "text")
        zone.setLeft(zone.left() + pris + 5)
        _ecrire(peintre, zone, eleve.prenom, police(10), "text2")

    def _note(self, peintre: QPainter, rect: QRect, saisie: FeuilleSaisie, place: tuple[int, int]) -> None:
        case = saisie.rangees[place[0]].cases[place[1]]
        mots = saisie.montre(*place)
        if case.erreur is not None:
            peintre.fillRect(rect, couleur("bad_ground"))
            peintre.drawPixmap(rect.left() + 5, rect.center().y() - px(6), pixmap("warning-circle-fill", "bad", 12))
            zone = rect.adjusted(5 + px(12) + 4, 0, -4, 0)
            _ecrire(peintre, zone, mots, police(10), "bad", Qt.AlignmentFlag.AlignHCenter)
            return
        est_absent = case.note is not None and case.note.est_absent
        if est_absent:
            peintre.fillRect(rect, couleur("neutral_ground"))
        encre = "neutral" if est_absent else "text2" if saisie.est_fermee else "text"
        zone = rect.adjusted(4, 0, -4, 0)
        _ecrire(peintre, zone, mots, police(10, tabulaire=True), encre, Qt.AlignmentFlag.AlignHCenter)

    def _moyenne(self, peintre: QPainter, rect: QRect, saisie: FeuilleSaisie, rang: int) -> None:
        mots = saisie.moyenne(rang)
        complete = saisie.rangees[rang].bilan.est_complet and mots != "\u2014"
        fonte = police(10, Graisse.DemiBold if complete else Graisse.Normal, tabulaire=True)
        encre = "text" if complete else "text3"
        _ecrire(peintre, rect.adjusted(4, 0, -MARGE, 0), mots, fonte, encre, Qt.AlignmentFlag.AlignRight)

    def _appreciation(self, peintre: QPainter, rect: QRect, saisie: FeuilleSaisie, rang: int) -> None:
        texte = saisie.rangees[rang].texte
        zone = rect.adjusted(MARGE, 0, -MARGE_BORD, 0)
        if texte.erreur is not None:
            peintre.drawPixmap(zone.left(), zone.center().y() - px(6), pixmap("warning-circle-fill", "bad", 12))
            zone.setLeft(zone.left() + px(12) + 5)
        mots = " ".join(saisie.edite(rang, APPRECIATION).split())
        _ecrire(peintre, zone, mots, police(10), "bad" if texte.erreur is not None else "text2")

    def _anneau(self, peintre: QPainter, rect: QRect, *, est_au_clavier: bool) -> None:
        """The cell where the keys go: two pixels, one while the keys go elsewhere."""
        encre, gros = couleur("accent" if est_au_clavier else "field"), 2 if est_au_clavier else 1
        peintre.fillRect(rect.left(), rect.top(), rect.width(), gros, encre)
        peintre.fillRect(rect.left(), rect.bottom() - gros + 1, rect.width(), gros, encre)
        peintre.fillRect(rect.left(), rect.top(), gros, rect.height(), encre)
        peintre.fillRect(rect.right() - gros + 1, rect.top(), gros, rect.height(), encre)

    # ---- typing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802, D102
        ligne = QLineEdit(parent)
        ligne.setMaxLength(TEXTE_MAX)
        ligne.setAlignment(Qt.AlignmentFlag.AlignCenter)
        ligne.setProperty("kind", "case")
        ligne.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return ligne

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802, D102
        cadre = QRect(option.rect)
        if len(str(index.data(Qt.ItemDataRole.EditRole))) > COURT:  # an absence with its reason
            cadre.setWidth(max(cadre.width(), px(150)))
        editor.setGeometry(cadre)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: N802, D102
        if isinstance(editor, QLineEdit) and isinstance(model, ModeleNotes):
            model.setData(index, editor.text())

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:  # noqa: N802, D102
        if isinstance(objet, QLineEdit) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pas = _SORTIES.get(Qt.Key(event.key()))
            if pas is not None:
                self.commitData.emit(objet)
                self.closeEditor.emit(objet, QStyledItemDelegate.EndEditHint.NoHint)
                self.sorti.emit(*pas)
                return True
        return super().eventFilter(objet, event)


def _ecrire(
    peintre: QPainter, zone: QRect, mots: str, fonte: QFont, encre: str,
    cote: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:  # fmt: skip
    """One line, elided on the right if need be; returns the width it took."""
    if not mots:
        return 0
    place = (mots, fonte.key(), zone.width())
    if (mesuree := _mesures.get(place)) is None:
        mesure = QFontMetrics(fonte)
        dit = mesure.elidedText(mots, Qt.TextElideMode.ElideRight, max(0, zone.width() + 1))
        if len(_mesures) >= _MESURES_MAX:
            _mesures.clear()
        _mesures[place] = mesuree = dit, mesure.horizontalAdvance(dit)
    dit, pris = mesuree
    peintre.setFont(fonte)
    peintre.setPen(couleur(encre))
    peintre.drawText(zone, _ALIGNEMENTS[cote], dit)
    return pris


_ALIGNEMENTS = {
    cote: int(Qt.AlignmentFlag.AlignVCenter | cote)
    for cote in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter)
}
_MESURES_MAX = 4000
_mesures: dict[tuple[str, str, int], tuple[str, int]] = {}
