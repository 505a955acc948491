"""A surface on which files are dropped, or picked in the system's dialog."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame

from imuse_desk.views.common.theme import marquer


class CibleFichiers(QFrame):
    """``fichiers_donnes(paths)``; a subclass says when it takes files (``prend_des_fichiers``)."""

    fichiers_donnes = Signal(object)

    def prend_des_fichiers(self) -> bool:
        """Whether a file may be dropped now."""
        raise NotImplementedError

    def demander_fichiers(self, titre: str, filtre: str) -> None:
        """Pick files; several at once."""
        noms, _ = QFileDialog.getOpenFileNames(self, titre, "", filtre)
        if noms:
            self.fichiers_donnes.emit(tuple(Path(nom) for nom in noms))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802, D102
        if self.prend_des_fichiers() and event.mimeData().hasUrls():
            event.acceptProposedAction()
            marquer(self, "survol", "oui")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802, D102
        marquer(self, "survol", "")

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802, D102
        marquer(self, "survol", "")
        chemins = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if chemins and self.prend_des_fichiers():
            event.acceptProposedAction()
            self.fichiers_donnes.emit(chemins)
