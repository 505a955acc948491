"""How far a long piece of work is, with its *Annuler*: a line of words and a gauge for a dialog."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.executant import Etapes, Executant, Jeton
from imuse_desk.views.common.textes import texte


class Avancement(QWidget):
    """``avancement.lancer("Mise en page…", fonction_du_jeton, recu, erreur)``; hidden while nothing is under way."""

    def __init__(self, executant: Executant, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant = executant
        self._jeton: Jeton | None = None
        self.phrase = texte("", "second", replie=True)
        self.jauge = QProgressBar()
        self.jauge.setTextVisible(False)
        self.jauge.setAccessibleName("Avancement")
        self.arreter = secondaire("A&rrêter")
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        rangee.addWidget(self.jauge, 1)
        rangee.addWidget(self.arreter)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(6)
        colonne.addWidget(self.phrase)
        colonne.addLayout(rangee)
        self.arreter.clicked.connect(self.annuler)
        self.hide()

    def lancer(
        self, phrase: str, fonction: Callable[[Jeton], Any], recu: Callable[[Any], None],
        erreur: Callable[[Any], None], *, est_ecriture: bool = False,
    ) -> None:  # fmt: skip
        """Run the work and show how far it is; whoever receives its end calls ``finir``."""
        self._montrer(phrase)
        self._jeton = self._executant.travailler(
            fonction, recu, erreur, progres=self._avance, est_ecriture=est_ecriture
        )

    def derouler(
        self, phrase: str, etapes: Callable[[], Etapes], recu: Callable[[Any], None], erreur: Callable[[Any], None]
    ) -> None:
        """As ``lancer``, for writing work that lets others write between its steps."""
        self._montrer(phrase)
        self._jeton = self._executant.derouler(etapes, recu, erreur, progres=self._avance)

    def _montrer(self, phrase: str) -> None:
        self.phrase.setText(phrase)
        self.jauge.setRange(0, 0)
        self.show()

    def finir(self) -> None:
        """The work has ended."""
        self._jeton = None
        self.hide()

    @Slot()
    def annuler(self) -> None:
        """Stop the work; nothing is left of it."""
        if self._jeton is not None:
            self._jeton.annuler()

    @Slot(int, int)
    def _avance(self, fait: int, total: int) -> None:
        self.jauge.setRange(0, total)
        self.jauge.setValue(fait)
