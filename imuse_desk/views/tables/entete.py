"""The headings of a table: arrow of the sorted column, widths and order that the person gives to the columns."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QWidget

from imuse_desk.views.common.icones import pixmap
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.modeles import ModeleCellules

HAUTEUR_RANGEE = 28


class EnTete(QHeaderView):
    """Headings without ground; an arrow stands on the sorted column alone. Widths are kept by key of the column."""

    disposition_changee = Signal()
    menu_demande = Signal(QPoint, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(32)
        self.setFixedHeight(px(HAUTEUR_RANGEE))
        self.setAccessibleName("En-têtes")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.triee: tuple[int, bool] | None = None
        self.largeurs: dict[str, int] = {}  # those the person gave, in pixels at 100 %
        self._est_en_pose = False
        self.customContextMenuRequested.connect(self._demander_menu)
        self.sectionResized.connect(self._largeur_changee)
        self.sectionMoved.connect(self._colonne_deplacee)

    @property
    def est_reglable(self) -> bool:
        """Whether the person arranges the columns: what does not fit is then scrolled to, not squeezed."""
        return self.sectionsMovable()

    @property
    def modele(self) -> ModeleCellules:
        """The table's model."""
        modele = self.model()
        if not isinstance(modele, ModeleCellules):
            raise TypeError("brancher() was not called with a ModeleCellules")
        return modele

    @Slot()
    def repartir(self) -> None:
        """Give the columns their widths; the one that stretches takes what is left, or its own where nothing is."""
        colonnes = self.modele.colonnes
        mode = QHeaderView.ResizeMode
        etirable = next((r for r, c in enumerate(colonnes) if c.est_etirable), None)
        if etirable is None and self.est_reglable:
            etirable = len(colonnes) - 1
        fixes = 0
        self._est_en_pose = True
        for rang, colonne in enumerate(colonnes):
            if rang == etirable and colonne.cle not in self.largeurs:
                continue
            large = px(self.largeurs.get(colonne.cle, colonne.largeur))
            self.setSectionResizeMode(rang, mode.Interactive)
            self.resizeSection(rang, large)
            fixes += large
        if etirable is not None and colonnes[etirable].cle not in self.largeurs:
            large = px(colonnes[etirable].largeur)
            deborde = self.est_reglable and len(colonnes) > 1 and fixes + large > self._place()
            self.setSectionResizeMode(etirable, mode.Interactive if deborde else mode.Stretch)
            if deborde:
                self.resizeSection(etirable, large)
        self._est_en_pose = False

    def _place(self) -> int:
        """Width of the rows; the headings take theirs a little later."""
        table = self.parentWidget()
        return table.viewport().width() if isinstance(table, QAbstractScrollArea) else self.viewport().width()

    def suivre_la_place(self) -> None:
        """The table has another width."""
        if self.est_reglable:
            self.repartir()

    @Slot(int, int, int)
    def _largeur_changee(self, rang: int, _avant: int, largeur: int) -> None:
        etire = self.sectionResizeMode(rang) == QHeaderView.ResizeMode.Stretch
        if not self._est_en_pose and not etire and self.est_reglable and self.isVisible():
            self.largeurs[self.modele.colonnes[rang].cle] = max(1, round(largeur * 100 / px(100)))
            self.disposition_changee.emit()

    @Slot(int, int, int)
    def _colonne_deplacee(self, _logique: int, _avant: int, _apres: int) -> None:
        """The model takes the new order, so that the order seen and the order known are always one."""
        if self._est_en_pose:
            return
        colonnes = self.modele.colonnes
        cles = [colonnes[self.logicalIndex(place)].cle for place in range(len(colonnes))]
        triee = (colonnes[self.triee[0]].cle, self.triee[1]) if self.triee is not None else None
        self._est_en_pose = True
        for rang in range(len(colonnes)):
            self.moveSection(self.visualIndex(rang), rang)
        self._est_en_pose = False
        self.modele.montrer(cles)
        if triee is not None:
            self.triee = (cles.index(triee[0]), triee[1])
        self.disposition_changee.emit()

    @Slot(QPoint)
    def _demander_menu(self, place: QPoint) -> None:
        rang = self.logicalIndexAt(place)
        colonnes = self.modele.colonnes
        self.menu_demande.emit(self.mapToGlobal(place), colonnes[rang].cle if 0 <= rang < len(colonnes) else "")

    def paintSection(self, peintre: QPainter, rect: QRect, section: int) -> None:  # noqa: N802, D102
        super().paintSection(peintre, rect, section)
        if self.triee is None or self.triee[0] != section:
            return
        alignement = self.modele.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        a_droite = bool(Qt.AlignmentFlag(alignement or 0) & Qt.AlignmentFlag.AlignRight)
        fleche = pixmap("caret-up-fill" if self.triee[1] else "caret-down-fill", "text2", 12)
        x = rect.left() + 6 if a_droite else rect.right() - 6 - px(12)
        peintre.drawPixmap(x, rect.center().y() - px(12) // 2, fleche)
