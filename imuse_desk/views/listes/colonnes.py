"""Choose and order the columns of a list, with the mouse or with keys alone."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.views.common.boutons import discret, primaire, secondaire
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.cellule import Colonne


class ListeOrdonnee(QListWidget):
    """Rows that Alt and the arrows move."""

    deplacement = Signal(int)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Rows measured before the style sheet was known are measured again."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        pas = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if pas is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.deplacement.emit(pas)
        else:
            super().keyPressEvent(event)


class DialogueColonnes(QDialog):
    """Connect ``validees(keys)`` and ``defaut_demande`` to bound slots, then ``open()``.

    Space ticks a column, Alt+Up and Alt+Down move it; one column at least stays.
    """

    validees = Signal(object)
    defaut_demande = Signal()

    def __init__(self, parent: QWidget | None, toutes: Sequence[Colonne], montrees: Sequence[str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Colonnes de la liste")
        self.setMinimumWidth(px(420))
        self.liste = ListeOrdonnee()
        self.liste.setAccessibleName("Colonnes, dans l’ordre de la liste")
        self.liste.setMinimumHeight(px(320))
        self.liste.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.monter = secondaire("&Monter", "arrow-up")
        self.descendre = secondaire("&Descendre", "arrow-down")
        self.defaut = discret("&Rétablir")
        self.defaut.setToolTip("Revenir aux colonnes, à leur ordre et à leurs largeurs d’origine")
        self.renoncer = secondaire("Re&noncer")
        self.valider = primaire("&Appliquer", "check")
        self.valider.setDefault(True)
        self._remplir(toutes, montrees)
        self._composer()
        self.liste.deplacement.connect(self._deplacer)
        self.monter.clicked.connect(self._monter)
        self.descendre.clicked.connect(self._descendre)
        self.defaut.clicked.connect(self._retablir)
        self.renoncer.clicked.connect(self.reject)
        self.valider.clicked.connect(self._valider)
        self.liste.itemChanged.connect(self._actualiser)
        self.liste.currentRowChanged.connect(self._actualiser)
        self.liste.setCurrentRow(0)
        self.liste.setFocus()
        self._actualiser()

    def _remplir(self, toutes: Sequence[Colonne], montrees: Sequence[str]) -> None:
        par_cle = {colonne.cle: colonne for colonne in toutes if colonne.titre}
        ordre = [*(cle for cle in montrees if cle in par_cle), *(cle for cle in par_cle if cle not in montrees)]
        for cle in ordre:
            item = QListWidgetItem(par_cle[cle].titre)
            item.setData(Qt.ItemDataRole.UserRole, cle)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if cle in montrees else Qt.CheckState.Unchecked)
            self.liste.addItem(item)

    def _composer(self) -> None:
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(texte("Colonnes de la liste", "titre_carte"))
        aide = "Cochez celles à montrer (Espace) et rangez-les\u00a0: Alt+Haut, Alt+Bas."
        colonne.addWidget(texte(aide, "second", replie=True))
        milieu = QHBoxLayout()
        milieu.setSpacing(12)
        milieu.addWidget(self.liste, 1)
        cote = QVBoxLayout()
        cote.setSpacing(8)
        cote.addWidget(self.monter)
        cote.addWidget(self.descendre)
        cote.addStretch(1)
        milieu.addLayout(cote)
        colonne.addLayout(milieu, 1)
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        rangee.addWidget(self.defaut)
        rangee.addStretch(1)
        rangee.addWidget(self.renoncer)
        rangee.addWidget(self.valider)
        colonne.addLayout(rangee)

    def cochees(self) -> list[str]:
        """Keys of the columns ticked, in order."""
        items = [self.liste.item(rang) for rang in range(self.liste.count())]
        return [str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked]

    @Slot()
    def _monter(self) -> None:
        self._deplacer(-1)

    @Slot()
    def _descendre(self) -> None:
        self._deplacer(1)

    @Slot(int)
    def _deplacer(self, pas: int) -> None:
        rang = self.liste.currentRow()
        if rang >= 0 and 0 <= rang + pas < self.liste.count():
            item = self.liste.takeItem(rang)
            self.liste.insertItem(rang + pas, item)
            self.liste.setCurrentRow(rang + pas)

    @Slot()
    def _actualiser(self) -> None:
        rang = self.liste.currentRow()
        self.monter.setEnabled(rang > 0)
        self.descendre.setEnabled(0 <= rang < self.liste.count() - 1)
        self.valider.setEnabled(bool(self.cochees()))

    @Slot()
    def _retablir(self) -> None:
        self.defaut_demande.emit()
        self.accept()

    @Slot()
    def _valider(self) -> None:
        self.validees.emit(self.cochees())
        self.accept()
