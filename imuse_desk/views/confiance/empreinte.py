"""The fingerprint of what is chosen in a list, whole, to compare with the one its publisher prints."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.views.common.boutons import discret
from imuse_desk.views.common.textes import texte
from imuse_desk.views.confiance.mots import en_paires


class LigneEmpreinte(QWidget):
    """``montrer(nom, empreinte)``; hidden while nothing is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("contenu")
        self._nom = texte("", "fort")
        self.valeur = texte("", "second", replie=True)
        self.valeur.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copier = discret("Co&pier l’empreinte", "copy")
        self.copier.clicked.connect(self._copier)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(16, 8, 16, 8)
        rangee.setSpacing(12)
        rangee.addWidget(self._nom)
        rangee.addWidget(self.valeur, 1)
        rangee.addWidget(self.copier)
        self.hide()

    def montrer(self, nom: str, empreinte: str) -> None:
        """Show a fingerprint; an empty one hides the line."""
        self._nom.setText(f"SHA-256 de {nom}\u00a0:")
        self.valeur.setText(en_paires(empreinte))
        self.setVisible(bool(empreinte))

    @Slot()
    def _copier(self) -> None:
        QGuiApplication.clipboard().setText(self.valeur.text())
