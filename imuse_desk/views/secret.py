"""A password or a code made for somebody: shown once, to be copied or written down."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import Graisse, police, px


class DialogueSecret(QDialog):
    """A password or a code shown once, to be copied or written down."""

    def __init__(self, parent: QWidget | None, titre: str, phrase: str, secret: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titre)
        self.setMinimumWidth(px(460))
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(texte(titre, "titre_carte", replie=True))
        colonne.addWidget(texte(phrase, "second", replie=True))
        self.secret = LigneTexte()
        self.secret.poser_brut(secret)
        self.secret.setReadOnly(True)
        self.secret.setAccessibleName(titre)
        self.secret.setFont(police(12, Graisse.DemiBold))
        colonne.addWidget(self.secret)
        self.copier = secondaire("&Copier", "copy")
        self.fermer = primaire("&Fermer")
        self.fermer.setDefault(True)
        colonne.addLayout(rangee_actions(None, self.copier, self.fermer))
        self.copier.clicked.connect(self._copier)
        self.fermer.clicked.connect(self.accept)
        self.secret.selectAll()

    @Slot()
    def _copier(self) -> None:
        QGuiApplication.clipboard().setText(self.secret.text())
        self.copier.setText("Copié")
