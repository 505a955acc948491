"""A list to a file: where to, how far, stop; then what was written, or why not and another try."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QVBoxLayout, QWidget

from imuse_desk.domain.argent import grouper
from imuse_desk.infra.fichiers_listes import Avancer, ecrire_fichier
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.executant import Annule, Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.photo import Photo

FORMES = {"xlsx": "Classeur Excel (*.xlsx)", "csv": "CSV, point-virgule (*.csv)"}


class DialogueExport(QDialog):
    """``DialogueExport(photo, "xlsx", executant, parent).demander()``; without a runner the list is small, and written
    at once. ``ecrit(sentence)`` tells what was written.
    """

    ecrit = Signal(str)

    def __init__(
        self, photo: Photo, fin: str, executant: Executant | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photo, self._fin, self._executant = photo, fin, executant
        self._jeton: Jeton | None = None
        self.chemin = Path()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Exporter la liste")
        self.setMinimumWidth(px(460))
        self.message = texte("", "second", replie=True)
        self.refus = Bandeau("bad", "")
        self.refus.hide()
        self.jauge = QProgressBar()
        self.jauge.setTextVisible(False)
        self.jauge.setAccessibleName("Export en cours")
        self.annuler = secondaire("&Annuler")
        self.ailleurs = primaire("&Choisir un autre fichier…", "floppy-disk")
        self.ailleurs.hide()
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        for widget in (self.message, self.refus, self.jauge):
            colonne.addWidget(widget)
        colonne.addLayout(rangee_actions(None, self.annuler, self.ailleurs))
        self.annuler.clicked.connect(self.reject)
        self.ailleurs.clicked.connect(self.demander)

    @Slot()
    def demander(self) -> None:
        """Ask where to write."""
        self.hide()
        dossier = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        choix = QFileDialog(self.parentWidget(), "Exporter la liste", dossier, FORMES[self._fin])
        choix.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        choix.setDefaultSuffix(self._fin)
        choix.selectFile(f"{_nom_de_fichier(self._photo.titre)}.{self._fin}")
        choix.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choix.fileSelected.connect(self.ecrire)
        choix.rejected.connect(self.reject)
        choix.open()

    @Slot(str)
    def ecrire(self, chemin: str) -> None:
        """Write the list there."""
        self.chemin = Path(chemin)
        self.refus.hide()
        self.ailleurs.hide()
        self.jauge.show()
        self.jauge.setRange(0, len(self._photo.idents))
        self.jauge.setValue(0)
        self.annuler.setText("&Annuler")
        self.message.setText(f"Écriture de {self.chemin.name}…")
        travail = partial(_exporter, self._photo, self.chemin)
        if self._executant is not None:
            self.open()
            self._jeton = self._executant.travailler(
                travail, self._fini, self._refuse, progres=self._avance, est_ecriture=False
            )
            return
        try:
            self._fini(travail(Jeton()))
        except Exception as erreur:  # noqa: BLE001  shown to the person, or raised again
            self._refuse(erreur)

    def reject(self) -> None:
        """Stop what is being written; nothing is left of it."""
        if self._jeton is not None:
            self._jeton.annuler()
        super().reject()

    @Slot(int, int)
    def _avance(self, fait: int, total: int) -> None:
        self.jauge.setRange(0, total)
        self.jauge.setValue(fait)

    @Slot(object)
    def _fini(self, n: int) -> None:
        pluriel = "s" if n > 1 else ""
        self.ecrit.emit(f"{grouper(str(n))} ligne{pluriel} exportée{pluriel} dans {self.chemin.name}")
        self._jeton = None
        self.accept()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._jeton = None
        if isinstance(erreur, Annule):
            return
        self.message.setText("La liste n’a pas été exportée.")
        self.refus.montrer("bad", texte_erreur(erreur).court)
        self.refus.show()
        self.jauge.hide()
        self.annuler.setText("&Fermer")
        self.ailleurs.show()
        self.open()


def _exporter(photo: Photo, chemin: Path, jeton: Jeton) -> int:
    """In the worker: read the values, then write."""
    avancer: Avancer = jeton.avancer
    jeton.verifier()
    return ecrire_fichier(photo.developper(), chemin, avancer)


def _nom_de_fichier(titre: str) -> str:
    return "".join(c if c not in '<>:"/\\|?*\0' else " " for c in titre).strip() or "liste"


def exporter(
    photo: Photo, fin: str, executant: Executant | None, parent: QWidget, dire: Callable[[str], Any] | None
) -> DialogueExport:
    """Ask where and write; ``dire`` is told what was written."""
    dialogue = DialogueExport(photo, fin, executant, parent)
    if dire is not None:
        dialogue.ecrit.connect(dire)
    dialogue.demander()
    return dialogue
