"""The window of an unexpected fault: a number to read out, and the promise that drafts are kept."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px


class DialogueIncident(QDialog):
    """``DialogueIncident(fenetre, numero, journal)`` then ``open()``. One at a time is enough: see ``ajouter``."""

    def __init__(self, parent: QWidget | None, numero: str, fichier_journal: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Incident")
        self.setMinimumWidth(px(480))
        self._numeros = [numero]
        self._fichier = fichier_journal
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        entete = QHBoxLayout()
        entete.setSpacing(10)
        image = QLabel()
        poser_icone(image, "warning-circle-fill", "bad", 20)
        entete.addWidget(image, 0, Qt.AlignmentFlag.AlignVCenter)
        self._titre = texte(role="titre_carte", replie=True)
        entete.addWidget(self._titre, 1)
        colonne.addLayout(entete)
        phrase = (
            "Une erreur imprévue s’est produite. Vos saisies en cours sont gardées\u00a0: elles reviendront en "
            "rouvrant la fiche. Vous pouvez continuer\u00a0; si l’erreur revient, donnez ce numéro à la personne "
            "qui suit le logiciel."
        )
        colonne.addWidget(texte(phrase, "second", replie=True))
        if fichier_journal:
            colonne.addWidget(texte(f"Détails sans donnée personnelle\u00a0: {fichier_journal}", "aide", replie=True))
        rangee = QHBoxLayout()
        rangee.addStretch(1)
        self.copier = secondaire("Co&pier le numéro", "copy")
        self.continuer = primaire("&Continuer")
        self.continuer.setDefault(True)
        rangee.addWidget(self.copier)
        rangee.addWidget(self.continuer)
        colonne.addLayout(rangee)
        self.copier.clicked.connect(self._copier)
        self.continuer.clicked.connect(self.accept)
        self._montrer()

    @property
    def numeros(self) -> tuple[str, ...]:
        """The incidents shown."""
        return tuple(self._numeros)

    def ajouter(self, numero: str) -> None:
        """Another fault while the window is open."""
        self._numeros.append(numero)
        self._montrer()

    def _montrer(self) -> None:
        mot = "Incident" if len(self._numeros) == 1 else "Incidents"
        self._titre.setText(f"{mot} {', '.join(self._numeros[-4:])}")
        self.setAccessibleName(self._titre.text())

    @Slot()
    def _copier(self) -> None:
        QGuiApplication.clipboard().setText(", ".join(self._numeros))
        self.copier.setText("Numéro copié")
