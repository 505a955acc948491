"""Band: one sentence on a tinted ground with its ways out on the right (information, warning, refusal)."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from imuse_desk.domain.textes import visible
from imuse_desk.views.common.boutons import Bouton, lien
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px

_ICONES: dict[Ton, str] = {
    "info": "info",
    "warn": "warning-fill",
    "bad": "warning-circle-fill",
    "ok": "check-circle-fill",
    "neutral": "info",
}


class Bandeau(QFrame):
    """``Bandeau("warn", "Base injoignable, nouvel essai dans 8 s.", [("reessayer", "Réessayer")])``.

    ``suivi(cle)`` is emitted with the key of the link that was pressed.
    """

    suivi = Signal(str)

    def __init__(
        self,
        ton: Ton = "info",
        phrase: str = "",
        liens: list[tuple[str, str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bandeau")
        self.setMinimumHeight(px(32))
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(12, 4, 8, 4)
        rangee.setSpacing(9)
        self._icone = QLabel()
        self._phrase = texte(role="bandeau", replie=True)
        self._liens = QHBoxLayout()
        self._liens.setSpacing(8)
        rangee.addWidget(self._icone, 0, Qt.AlignmentFlag.AlignVCenter)
        rangee.addWidget(self._phrase, 1)
        rangee.addLayout(self._liens)
        self.montrer(ton, phrase, liens)

    def montrer(self, ton: Ton, phrase: str, liens: list[tuple[str, str]] | None = None) -> None:
        """Replace tone, sentence and links, each link as (key, words)."""
        marquer(self, "ton", ton)
        poser_icone(self._icone, _ICONES[ton], ton, 14)
        self._phrase.setText(phrase)
        self.setAccessibleName(visible(phrase))
        while (vieux := self._liens.takeAt(0)) is not None:
            if (ancien := vieux.widget()) is not None:
                ancien.hide()
                ancien.deleteLater()
        for cle, mots in liens or []:
            bouton = lien(mots, petit=True)
            bouton.setProperty("cle", cle)
            bouton.clicked.connect(self._lien_presse)
            self._liens.addWidget(bouton)

    @property
    def phrase(self) -> str:
        """The sentence now shown."""
        return self._phrase.text()

    @Slot()
    def _lien_presse(self) -> None:
        bouton = self.sender()
        if isinstance(bouton, Bouton):
            self.suivi.emit(str(bouton.property("cle")))
