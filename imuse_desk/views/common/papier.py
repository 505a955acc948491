"""A paper of ours (accusé, fiche, estimation) in a window: look, save, hand to the system to print."""

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from imuse_desk.views.common.barre_actions import BarreActions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.visionneuse import Visionneuse


class FenetrePapier(QDialog):
    """``FenetrePapier(executant, nom, octets, parent).show()``; deletes itself and its temporary file on closing."""

    def __init__(self, executant: Executant, nom: str, octets: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(nom)
        self.resize(860, 640)
        self._octets = octets
        self._dossier = tempfile.TemporaryDirectory(prefix="imuse-")
        self.chemin = Path(self._dossier.name) / nom
        self.chemin.write_bytes(octets)
        self.vue = Visionneuse(executant, self)
        self.message = texte("", "second", replie=True)
        self.enregistrer = secondaire("&Enregistrer sous…", "download-simple")
        self.imprimer = primaire("Ouvrir pour &imprimer", "printer")
        self.enregistrer.clicked.connect(self._enregistrer)
        self.imprimer.clicked.connect(self._imprimer)
        self.barre = BarreActions(self.message, self.enregistrer, self.imprimer, marge=16)
        self.barre.mettre_sous(self.vue, QVBoxLayout(self))
        self.vue.ouvrir(self.chemin, nom)

    @Slot()
    def _enregistrer(self) -> None:
        choisi, _ = QFileDialog.getSaveFileName(self, "Enregistrer le document", self.chemin.name, "PDF (*.pdf)")
        if choisi:
            try:
                Path(choisi).write_bytes(self._octets)
            except OSError as erreur:
                self.message.setText(
                    f"Le fichier n’a pas été enregistré\u00a0: {erreur.strerror}. Choisissez un autre endroit."
                )
            else:
                self.message.setText(f"Enregistré\u00a0: {Path(choisi).name}")

    @Slot()
    def _imprimer(self) -> None:
        """The system's own viewer prints (the program would have to rasterise the pages)."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.chemin))):
            self.message.setText("Aucun lecteur de PDF n’est installé sur ce poste\u00a0: enregistrez le document.")

    def done(self, resultat: int) -> None:
        """Esc and the cross both end here: the documents process and the temporary file go too."""
        self.vue.fermer()
        self._dossier.cleanup()
        super().done(resultat)
