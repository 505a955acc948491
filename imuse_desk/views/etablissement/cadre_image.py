"""A picture of the house with what changes it: seen as it prints, chosen, removed."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import discret
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

FILTRE = "Images (*.png *.jpg *.jpeg)"
TAILLE = QSize(190, 76)


class CadreImage(QWidget):
    """``choisie(path)`` when a file was picked, ``retiree()``; ``montrer(bytes)`` shows what is recorded."""

    choisie = Signal(object)
    retiree = Signal()

    def __init__(self, libelle: str, choisir: str, retirer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._libelle = libelle
        self.setObjectName("contenu")
        self.image = QLabel()
        self.image.setObjectName("apercu")
        self.image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.image.setFixedSize(px(TAILLE.width()), px(TAILLE.height()))
        self.choisir = discret(choisir, "upload-simple")
        self.retirer = discret(retirer, "trash")
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(6)
        colonne.addWidget(texte(libelle, "libelle"))
        colonne.addWidget(self.image)
        rangee = QHBoxLayout()
        rangee.setSpacing(4)
        for bouton in (self.choisir, self.retirer):
            rangee.addWidget(bouton)
        rangee.addStretch(1)
        colonne.addLayout(rangee)
        self.choisir.clicked.connect(self._choisir)
        self.retirer.clicked.connect(self.retiree)
        self.montrer(b"", est_modifiable=False)

    def montrer(self, octets: bytes, *, est_modifiable: bool) -> None:
        """Show a picture (none: says so), and who may change it the buttons."""
        pixmap = QPixmap()
        pixmap.loadFromData(octets)
        if pixmap.isNull():
            self.image.setPixmap(QPixmap())
            self.image.setText("aucune image")
        else:
            self.image.setPixmap(_sur_papier(pixmap, self.image.size() - QSize(8, 8)))
        etat = "aucune image" if pixmap.isNull() else f"{pixmap.width()} × {pixmap.height()}\u00a0points"
        self.image.setAccessibleName(f"{self._libelle}\u00a0: {etat}")
        self.choisir.setVisible(est_modifiable)
        self.retirer.setVisible(est_modifiable and not pixmap.isNull())

    @Slot()
    def _choisir(self) -> None:
        choisi, _ = QFileDialog.getOpenFileName(self, self._libelle, "", FILTRE)
        if choisi:
            self.choisie.emit(Path(choisi))


def _sur_papier(pixmap: QPixmap, taille: QSize) -> QPixmap:
    """The picture as paper shows it, white under what is transparent, whatever the theme."""
    image = pixmap.scaled(taille, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    papier = QPixmap(image.size())
    papier.fill(Qt.GlobalColor.white)
    peintre = QPainter(papier)
    peintre.drawPixmap(0, 0, image)
    peintre.end()
    return papier
