"""The context menu of a small table: copy its rows, write them to a file."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu, QToolTip

from imuse_desk.views.listes.copie import copier_feuille
from imuse_desk.views.listes.export import DialogueExport, exporter
from imuse_desk.views.listes.photo import Photo, des_cellules, photographier
from imuse_desk.views.tables.modeles import ModeleCellules
from imuse_desk.views.tables.vue import TableListe


class MenuTable(QObject):
    """Every table has one until a screen gives it the tools of a list (``OutilsListe``)."""

    def __init__(self, table: TableListe) -> None:
        super().__init__(table)
        self._table = table
        self.export: DialogueExport | None = None
        self.menu = QMenu(table)
        self.copier_lignes = self.menu.addAction("&Copier les lignes\tCtrl+C")
        self.menu.addSeparator()
        self.vers_excel = self.menu.addAction("Exporter vers &Excel (XLSX)…")
        self.vers_csv = self.menu.addAction("Exporter en CS&V…")
        self.copier_lignes.triggered.connect(self.copier)
        self.vers_excel.triggered.connect(self._exporter_xlsx)
        self.vers_csv.triggered.connect(self._exporter_csv)
        table.menu_demande.connect(self.montrer)
        table.copie_demandee.connect(self.copier)

    def retirer(self) -> None:
        """Another menu takes the place."""
        self._table.menu_demande.disconnect(self.montrer)
        self._table.copie_demandee.disconnect(self.copier)
        self.menu.deleteLater()
        self.deleteLater()

    @Slot(QPoint)
    def montrer(self, place: QPoint) -> None:
        """Open the menu."""
        modele = self._table.model()
        if isinstance(modele, ModeleCellules) and modele.nombre():
            self.menu.popup(place)

    @Slot()
    def copier(self) -> None:
        """Copy the rows chosen; the whole table where none is."""
        photo = self._photo(self._table.choisis() or None)
        if photo is not None and photo.idents:
            copier_feuille(photo.developper())

    def _photo(self, choisis: list[object] | None = None) -> Photo | None:
        modele = self._table.model()
        if not isinstance(modele, ModeleCellules):
            return None

        return photographier(self._table.accessibleName(), modele, choisis, partial(des_cellules, modele))

    @Slot()
    def _exporter_xlsx(self) -> None:
        self._exporter("xlsx")

    @Slot()
    def _exporter_csv(self) -> None:
        self._exporter("csv")

    def _exporter(self, fin: str) -> None:
        photo = self._photo()
        if photo is not None:
            self.export = exporter(photo, fin, None, self._table, self._dire)

    @Slot(str)
    def _dire(self, phrase: str) -> None:
        QToolTip.showText(self._table.mapToGlobal(QPoint(16, 0)), phrase, self._table)
