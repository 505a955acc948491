"""What is shown while the base opens: nothing but a line, and how far the demonstration is when it must be made."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from imuse_desk.views.common.textes import texte

TAILLE = QSize(560, 600)


class FenetreOuverture(QWidget):
    """Same place and size as the sign-in window that follows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("imuse_desk")
        self.resize(TAILLE)
        self._phrase = texte("Ouverture de la base…", "libelle")
        self._jauge = QProgressBar()
        self._jauge.setAccessibleName("Avancement")
        self._jauge.setTextVisible(False)
        self._jauge.setFixedWidth(320)
        self._jauge.hide()
        colonne = QVBoxLayout(self)
        colonne.setSpacing(12)
        colonne.addStretch(1)
        for widget in (self._phrase, self._jauge):
            colonne.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        colonne.addStretch(1)

    @Slot(int, int)
    def avancer(self, fait: int, total: int) -> None:
        """Families made so far."""
        self._phrase.setText(f"Préparation de la démonstration\u00a0: {fait} familles sur {total}")
        self._jauge.setRange(0, total)
        self._jauge.setValue(fait)
        self._jauge.show()
