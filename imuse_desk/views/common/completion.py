"""Completion of a line by a search of the screen's: towns, schools, teachers."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from imuse_desk.views.common.theme import px

DELAI_MS = 150
MINIMUM = 2
MARGE = 32
"""Beside the words of a proposal: frame, padding, scroll bar."""

POUR_LA_LISTE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class Completion(QObject):
    """``completion.recherche.connect(self.chercher_ville)``, then ``completion.proposer([(valeur, mots), …])``.

    ``recherche(text)`` is emitted once typing has paused; ``choisie(value)`` when a proposal is taken.
    """

    recherche = Signal(str)
    choisie = Signal(object)

    def __init__(self, ligne: QLineEdit) -> None:
        super().__init__(ligne)
        self._ligne = ligne
        self._modele = QStandardItemModel(self)
        self._completeur = QCompleter(self._modele, self)
        self._completeur.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._liste = QListView()
        self._liste.setObjectName("propositions")
        self._liste.setAccessibleName("Propositions")
        self._completeur.setPopup(self._liste)
        self._completeur.setWidget(ligne)
        self._pause = QTimer(self, singleShot=True, interval=DELAI_MS)
        self._pause.timeout.connect(self._chercher)
        ligne.textEdited.connect(self._texte_saisi)
        for gardien in (ligne, self._liste):
            gardien.installEventFilter(self)
        self._completeur.activated[QModelIndex].connect(self._prendre)  # type: ignore[index]  # stub: no overloads

    def proposer(self, propositions: Sequence[tuple[Any, str]]) -> None:
        """Show proposals under the line; none hides the list. Nothing shows once the line has lost the focus."""
        self._modele.clear()
        for valeur, mots in propositions:
            article = QStandardItem(mots)
            article.setData(valeur, Qt.ItemDataRole.UserRole)
            self._modele.appendRow(article)
        if propositions and self._ligne.hasFocus():
            self._completeur.complete(self._sous_la_ligne())
        else:
            self._liste.hide()

    def eventFilter(self, cible: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter and Esc are for the list while it shows, whatever the screen around does with them."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in POUR_LA_LISTE
            and self._liste.isVisible()
        ):
            event.accept()
            return True
        return super().eventFilter(cible, event)

    def _sous_la_ligne(self) -> QRect:
        """Where the list shows: as wide as its words, though the line (a postcode) is narrow."""
        largeur = min(self._liste.sizeHintForColumn(0) + px(MARGE), px(480))
        return QRect(0, 0, max(self._ligne.width(), largeur), self._ligne.height())

    @Slot(str)
    def _texte_saisi(self, texte: str) -> None:
        if len(texte.strip()) >= MINIMUM:
            self._pause.start()
        else:
            self._pause.stop()
            self._liste.hide()

    @Slot()
    def _chercher(self) -> None:
        self.recherche.emit(self._ligne.text().strip())

    @Slot(QModelIndex)
    def _prendre(self, index: QModelIndex) -> None:
        self._ligne.setText(str(index.data(Qt.ItemDataRole.DisplayRole)))
        self.choisie.emit(index.data(Qt.ItemDataRole.UserRole))
        self._pause.stop()  # what was taken was not typed: it asks for no list
