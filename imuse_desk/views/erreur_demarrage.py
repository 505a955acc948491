"""A start that fails says why: what happened, in a sentence, and how to put it right."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.messages import Message, texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px


class FenetreErreurDemarrage(QWidget):
    """``reessayer`` where trying again may help, ``quitte`` otherwise or on closing; ``detail``: the base's address."""

    reessayer = Signal()
    quitte = Signal()

    def __init__(self, erreur: Exception, detail: str = "", numero: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("imuse_desk ne peut pas démarrer")
        self.message: Message = texte_erreur(erreur)
        self._est_repris = False
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 24, 24, 24)
        carte = Carte()
        carte.setMinimumWidth(px(480))
        carte.corps.setSpacing(12)
        entete = QHBoxLayout()
        entete.setSpacing(10)
        image = QLabel()
        poser_icone(image, "warning-circle-fill", "bad", 20)
        entete.addWidget(image, 0, Qt.AlignmentFlag.AlignTop)
        entete.addWidget(texte(self.message.titre, "titre_carte", replie=True), 1)
        carte.ajouter(entete)
        carte.ajouter(texte(self.message.phrase, replie=True))
        if self.message.remede:
            carte.ajouter(texte(self.message.remede, "fort", replie=True))
        for ligne in (detail, f"Incident {numero}" if numero else ""):
            if ligne:
                carte.ajouter(texte(ligne, "aide", replie=True))
        rangee = QHBoxLayout()
        rangee.addStretch(1)
        self.quitter = secondaire("&Quitter")
        self.recommencer = primaire("&Réessayer")
        rangee.addWidget(self.quitter)
        rangee.addWidget(self.recommencer)
        carte.ajouter(rangee)
        colonne.addWidget(carte)
        colonne.addStretch(1)
        self.setAccessibleName(f"{self.message.titre}. {self.message.court}")
        self.quitter.clicked.connect(self.close)
        self.recommencer.clicked.connect(self._reprendre)
        self.recommencer.setFocus()

    @Slot()
    def _reprendre(self) -> None:
        self._est_repris = True
        self.close()
        self.reessayer.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closing leaves the program, unless another try was asked."""
        super().closeEvent(event)
        if not self._est_repris:
            self.quitte.emit()
