"""The same things in bare Qt: a window of two fields, a table of strings."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QVBoxLayout, QWidget

_RACINE = QModelIndex()


class Peint(QObject):
    """Counts the paints of a window for which ``est_la()`` is true."""

    def __init__(self, fenetre: QWidget) -> None:
        super().__init__(fenetre)
        self.nombre = 0
        self.est_la: Callable[[], bool] = lambda: True
        fenetre.installEventFilter(self)

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:  # noqa: N802
        """The window's update request paints all that changed in it, at once after this."""
        if event.type() == QEvent.Type.UpdateRequest and self.est_la():
            self.nombre += 1
        return False


class Chaines(QAbstractTableModel):
    """Rows of strings, all in memory."""

    def __init__(self, rangees: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self.rangees = rangees

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _RACINE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.rangees)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _RACINE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.rangees[0])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        return self.rangees[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def poser(self, rangees: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rangees = rangees
        self.endResetModel()


def table(rangees: Sequence[Sequence[str]]) -> tuple[QTableView, Chaines]:
    """A bare table of strings."""
    vue, modele = QTableView(), Chaines(rangees)
    vue.setModel(modele)
    vue.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    vue.verticalHeader().hide()
    vue.verticalHeader().setDefaultSectionSize(28)
    return vue, modele


def porte() -> tuple[QWidget, QLineEdit]:
    """A window with a name, a password and a button."""
    fenetre = QWidget()
    colonne = QVBoxLayout(fenetre)
    champs = [QLineEdit(), QLineEdit()]
    for widget in (*champs, QPushButton("Se connecter")):
        colonne.addWidget(widget)
    return fenetre, champs[0]


def main() -> None:
    """Show the window, paint it, take a key: what Qt costs by itself."""
    from PySide6.QtTest import QTest

    application = QApplication(sys.argv)
    fenetre, champ = porte()
    peint = Peint(fenetre)
    fenetre.show()
    while not peint.nombre:
        application.processEvents()
    QTest.keyClicks(champ, "a")
    application.processEvents()
    print("prêt" if champ.text() == "a" else "rien", flush=True)


if __name__ == "__main__":
    main()
