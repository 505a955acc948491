"""The context menu of a ledger: the acts of the row, then copies and files as in every table."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction

from imuse_desk.views.facturation.actes import MOTS
from imuse_desk.views.listes.menu_table import MenuTable
from imuse_desk.views.tables.vue import TableListe


class MenuRegistre(MenuTable):
    """``possibles`` tells the acts of the row chosen when the menu opens; ``acte_choisi(act)``."""

    acte_choisi = Signal(str)

    def __init__(self, table: TableListe, possibles: Callable[[], Sequence[str]]) -> None:
        super().__init__(table)
        self._possibles = possibles
        premiere = self.menu.actions()[0]
        self.actes: dict[str, QAction] = {}
        for acte, mots in MOTS.items():
            action = QAction(mots, self.menu)
            action.setData(acte)
            action.setVisible(False)
            self.menu.insertAction(premiere, action)
            self.actes[acte] = action
        self.menu.insertSeparator(premiere)
        self.menu.triggered.connect(self._choisi)

    @Slot(QPoint)
    def montrer(self, place: QPoint) -> None:
        """Open the menu on the acts of the row, and no other."""
        possibles = self._possibles()
        for acte, action in self.actes.items():
            action.setVisible(acte in possibles)
        super().montrer(place)

    @Slot(QAction)
    def _choisi(self, action: QAction) -> None:
        if action.data():
            self.acte_choisi.emit(str(action.data()))
