"""The marks grid as a spreadsheet: arrows, Tab, Enter, type to replace, F2, Delete, copy, paste, fill down, undo."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from imuse_desk.domain.collage import APPRECIATION, MOYENNE, RIEN, Cible, ecrire_bloc, lire_bloc, placer
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.views.common.theme import Graisse, police, px
from imuse_desk.views.evaluations.delegue import DelegueNotes
from imuse_desk.views.evaluations.modele import Index, ModeleNotes

HAUTEUR = 28
LARGEUR_NOM, LARGEUR_NOTE, LARGEUR_MOYENNE = 196, 66, 70
NOTE_MAX, APPRECIATION_MIN = 116, 160
_SUITE = QKeySequence.StandardKey


class GrilleNotes(QTableView):
    """``eleve_change(row)`` when another row becomes current; ``appreciation_demandee(first sign typed)`` in the
    column of comments; ``dit(words)`` after a paste, a fill or an undo; ``refuse(error)`` when nothing was pasted.
    """

    eleve_change = Signal(int)
    appreciation_demandee = Signal(str)
    dit = Signal(str)
    refuse = Signal(object)
    edition_finie = Signal()
    detail_demande = Signal(object)

    def __init__(self, modele: ModeleNotes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modele = modele
        self.setAccessibleName("Notes du cours")
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        vertical = self.verticalHeader()
        vertical.setVisible(False)
        vertical.setMinimumSectionSize(px(20))
        vertical.setDefaultSectionSize(px(HAUTEUR))
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        entete = self.horizontalHeader()
        entete.setHighlightSections(False)
        entete.setSectionsClickable(False)
        entete.setMinimumSectionSize(32)
        entete.setFixedHeight(px(HAUTEUR))
        entete.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        entete.setAccessibleName("En-têtes")
        delegue = DelegueNotes(self)
        self.setItemDelegate(delegue)
        self.setModel(modele)
        delegue.sorti.connect(self._aller)
        modele.modelReset.connect(self._remise)

    # ---- widths

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        self._repartir()

    @Slot()
    def _remise(self) -> None:
        self._repartir()
        if self._modele.rowCount() and len(self._modele.criteres):
            self.setCurrentIndex(self._modele.index(0, 1))

    def _repartir(self) -> None:
        """Criteria as wide as their headings, the comment takes the rest; too many are scrolled to."""
        if not self._modele.columnCount():
            return
        mesure = QFontMetrics(police(9, Graisse.DemiBold))
        entete = self.horizontalHeader()
        entete.resizeSection(0, px(LARGEUR_NOM))
        pris = px(LARGEUR_NOM) + px(LARGEUR_MOYENNE)
        for section in range(1, len(self._modele.criteres) + 1):
            mots = str(self._modele.headerData(section, Qt.Orientation.Horizontal))
            large = min(max(px(LARGEUR_NOTE), mesure.horizontalAdvance(mots) + 18), px(NOTE_MAX))
            entete.resizeSection(section, large)
            pris += large
        entete.resizeSection(self._modele.colonne_moyenne, px(LARGEUR_MOYENNE))
        reste = max(px(APPRECIATION_MIN), self.viewport().width() - pris)
        entete.resizeSection(self._modele.colonne_appreciation, reste)

    # ---- moving

    def currentChanged(self, actuel: Index, ancien: Index) -> None:  # noqa: N802, D102
        super().currentChanged(actuel, ancien)
        for rang in {actuel.row(), ancien.row()}:
            self._repeindre(rang)
        if actuel.row() != ancien.row():
            self.eleve_change.emit(actuel.row())

    def _repeindre(self, rang: int) -> None:
        if rang >= 0:
            haut = self.rowViewportPosition(rang)
            self.viewport().update(0, haut, self.viewport().width(), self.rowHeight(rang))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The ring alone changes: Qt would paint every cell again, at each cell typed in and left."""
        if not self.currentIndex().isValid():
            super().focusInEvent(event)
            return
        editable = bool(self._modele.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, editable)
        self._repeindre(self.currentIndex().row())

    def focusOutEvent(self, _event: QFocusEvent) -> None:  # noqa: N802, D102
        self._repeindre(self.currentIndex().row())

    def focusNextPrevChild(self, suivant: bool) -> bool:  # noqa: FBT001, N802, D102 - Qt's signature
        if self._aller(0, 1 if suivant else -1):
            return True
        return super().focusNextPrevChild(suivant)

    @Slot(int, int)
    def _aller(self, rangs: int, colonnes: int) -> bool:
        """Move from cell to cell to be typed in; Tab goes on to the next row, and out after the last cell."""
        modele, courant = self._modele, self.currentIndex()
        nombre = len(modele.criteres)
        if not courant.isValid() or not nombre:
            return False
        rang, section = courant.row() + rangs, courant.column()
        if colonnes:
            section = min(max(section, 0), nombre + 1) + colonnes
            if section > nombre:
                rang, section = rang + 1, 1
            elif section < 1:
                rang, section = rang - 1, nombre
        if not 0 <= rang < modele.rowCount():
            return False
        self._viser(modele.index(rang, section))
        return True

    def _viser(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def viser(self, rang: int, colonne: int) -> None:
        """Make a cell of the sheet the current one."""
        self._viser(self._modele.index_de((rang, colonne)))

    # ---- keys

    def event(self, event: QEvent) -> bool:  # noqa: D102
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._geste(event):
            event.accept()  # the grid's own keys, before any shortcut of the window
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        geste = self._geste(event)
        if geste:
            getattr(self, geste)()
            return
        touche = Qt.Key(event.key())
        courant = self.currentIndex()
        sur_texte = courant.isValid() and courant.column() == self._modele.colonne_appreciation
        entree = touche in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if sur_texte and (entree or touche == Qt.Key.Key_F2 or (event.text().isprintable() and event.text())):
            self.appreciation_demandee.emit("" if entree or touche == Qt.Key.Key_F2 else event.text())
        elif entree and not event.modifiers():
            self._aller(1, 0)
        else:
            super().keyPressEvent(event)

    def _geste(self, event: QKeyEvent) -> str:
        """The name of the act that a key asks for."""
        for touche, geste in (
            (_SUITE.Copy, "copier"), (_SUITE.Paste, "coller"), (_SUITE.Undo, "defaire"), (_SUITE.Redo, "refaire")
        ):  # fmt: skip
            if event.matches(touche):
                return geste
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() in {Qt.Key.Key_D, Qt.Key.Key_Y}:
            return "remplir" if event.key() == Qt.Key.Key_D else "refaire"
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return "detailler"
        if not event.modifiers() and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            return "effacer"
        return ""

    def _choisies(self) -> list[QModelIndex]:
        """The chosen cells, row by row."""
        return sorted(self.selectedIndexes(), key=lambda i: (i.row(), i.column()))

    @Slot()
    def copier(self) -> None:
        """The rectangle around the chosen cells, as spreadsheets copy it."""
        choisies = self._choisies()
        if not choisies:
            return
        sections = range(min(i.column() for i in choisies), max(i.column() for i in choisies) + 1)
        rangs = range(choisies[0].row(), choisies[-1].row() + 1)
        role = Qt.ItemDataRole.EditRole
        lignes = [[str(self._modele.index(r, s).data(role) or "") for s in sections] for r in rangs]
        QGuiApplication.clipboard().setText(ecrire_bloc(lignes))

    @Slot()
    def coller(self) -> None:
        """What another program copied: by names, or exactly where it fits; one cell fills the chosen ones."""
        saisie, courant = self._modele.saisie, self.currentIndex()
        if saisie is None or not courant.isValid():
            return
        choisies = self._choisies()
        try:
            bloc = lire_bloc(QGuiApplication.clipboard().text())
            if len(bloc) == 1 and len(bloc[0]) == 1 and len(choisies) > 1:
                cibles = self._partout(choisies, bloc[0][0])
            else:
                depart = choisies[0] if choisies else courant
                sans_note = RIEN if depart.column() == 0 else MOYENNE
                colonne = self._modele.colonne(depart.column())
                cibles = placer(bloc, saisie.feuillet(), depart.row(), sans_note if colonne is None else colonne)
        except RegleMetier as erreur:
            self.refuse.emit(erreur)
            return
        self._ecrire(cibles, "collée")

    @Slot()
    def remplir(self) -> None:
        """The first row of the choice goes down over the others; one row alone takes the one above."""
        choisies = self._choisies()
        saisie = self._modele.saisie
        if saisie is None or not choisies:
            return
        premier, dernier = choisies[0].row(), choisies[-1].row()
        source = premier if dernier > premier else premier - 1
        if source < 0:
            return
        cibles = [
            Cible(index.row(), colonne, saisie.edite(source, colonne))
            for index in choisies
            if index.row() > source and (colonne := self._modele.colonne(index.column())) is not None
        ]
        self._ecrire(cibles, "remplie")

    @Slot()
    def effacer(self) -> None:
        """Empty the chosen cells."""
        self._ecrire(self._partout(self._choisies(), ""), "effacée")

    def _partout(self, choisies: list[QModelIndex], texte: str) -> list[Cible]:
        places = [self._modele.place(index) for index in choisies]
        return [Cible(*place, texte) for place in places if place is not None]

    def _ecrire(self, cibles: list[Cible], participe: str) -> None:
        n = self._modele.saisir(cibles)
        if n > 1:
            self.dit.emit(f"{n} cases {participe}s")

    @Slot()
    def defaire(self) -> None:
        """Undo the last act of typing."""
        self._dire_defait(self._modele.defaire(), "annulée")

    @Slot()
    def refaire(self) -> None:
        """Do it again."""
        self._dire_defait(self._modele.refaire(), "rétablie")

    def _dire_defait(self, n: int, participe: str) -> None:
        if n:
            self.dit.emit(f"Saisie {participe}\u00a0: {n} case{'s' if n > 1 else ''}")

    @Slot()
    def detailler(self) -> None:
        """Ask for the detail of the mark in the current cell."""
        place = self._modele.place(self.currentIndex())
        if place is not None and place[1] != APPRECIATION:
            self.detail_demande.emit(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802, D102
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        est_fermee = self._modele.saisie is None or self._modele.saisie.est_fermee
        for mots, touche, geste, ecrit in (
            ("Détail de la note…", "Alt+Entrée", self.detailler, False), ("Copier", "Ctrl+C", self.copier, False),
            ("Coller", "Ctrl+V", self.coller, True), ("Remplir vers le bas", "Ctrl+D", self.remplir, True),
            ("Vider", "Suppr", self.effacer, True),
        ):  # fmt: skip
            action = menu.addAction(f"{mots}\t{touche}")
            action.triggered.connect(geste)
            action.setEnabled(not (ecrit and est_fermee))
        menu.popup(event.globalPos())

    def closeEditor(self, editor: QWidget, hint: object) -> None:  # noqa: N802, D102
        super().closeEditor(editor, hint)  # type: ignore[arg-type]  # Qt's own enum
        self.edition_finie.emit()

    @property
    def est_en_edition(self) -> bool:
        """A cell is being typed in."""
        return self.state() == QAbstractItemView.State.EditingState
