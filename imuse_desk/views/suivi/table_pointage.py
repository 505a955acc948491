"""Tables where a key is a word of the roll call: the pupils of a lesson, or a month of lessons."""

from collections.abc import Collection

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView

from imuse_desk.views.common.theme import couleur
from imuse_desk.views.tables.delegue import DelegueCellule
from imuse_desk.views.tables.modeles import Index
from imuse_desk.views.tables.vue import TableListe

_EFFACER = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class TablePointage(TableListe):
    """``mot_tape(code)`` on a key of ``codes``, empty on Delete; other keys are the table's own."""

    mot_tape = Signal(str)

    def __init__(self, nom: str) -> None:
        super().__init__(nom)
        self.codes: Collection[str] = ()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        libre = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        code = event.text().upper()
        if libre and event.key() in _EFFACER:
            self.mot_tape.emit("")
        elif libre and code and code in self.codes:
            self.mot_tape.emit(code)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _texte: str) -> None:  # noqa: N802
        """Letters are words of the roll call: none goes to a name."""


class GrillePointage(TablePointage):
    """Cells are chosen one by one, with the arrows; a ring stands round the current one."""

    def __init__(self, nom: str) -> None:
        super().__init__(nom)
        self.setItemDelegate(_DelegueGrille(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)


class _DelegueGrille(DelegueCellule):
    def _anneau(self, peintre: QPainter, rect: QRect, index: Index) -> None:
        vue = self.parent()
        if isinstance(vue, QAbstractItemView) and vue.currentIndex() == index:
            peintre.setPen(couleur("accent"))
            for retrait in (0, 1):
                peintre.drawRect(rect.adjusted(retrait, retrait, -1 - retrait, -2 - retrait))
