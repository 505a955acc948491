"""Status line: what was done and its undo on the left, the base and the running job on the right."""

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.textes import visible
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.textes import filet, texte
from imuse_desk.views.common.theme import px

_ICONES: dict[Ton, str] = {
    "ok": "check-circle-fill",
    "info": "info",
    "warn": "warning-fill",
    "bad": "warning-circle-fill",
    "neutral": "info",
}

REPOS = "Prêt"


class BarreEtat(QFrame):
    """``barre.dire("Éléments modifiés à 14:32", annulable=True)``; ``barre.travail("Factures", 412, 1000)``.

    ``annulation_demandee`` and ``arret_demande`` are emitted by the two links.
    """

    annulation_demandee = Signal()
    arret_demande = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("barre")
        self.setFixedHeight(px(28))
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(16, 1, 8, 0)
        rangee.setSpacing(7)
        self.ton: Ton = "ok"
        self._icone = QLabel()
        self._phrase = texte(REPOS, "second")
        self._annuler = lien("Annuler", petit=True)
        self._annuler.clicked.connect(self._annulation)
        self._image_base = QLabel()
        poser_icone(self._image_base, "database", "text3", 13)
        self._base = texte(role="second")
        self._filet = filet(vertical=True)
        self._travail = texte(role="second")
        self._jauge = QProgressBar()
        self._jauge.setTextVisible(False)
        self._jauge.setFixedWidth(120)
        self._jauge.setAccessibleName("Travail en cours")
        self._arreter = lien("Arrêter", petit=True)
        self._arreter.clicked.connect(self._arret)
        for gauche in (self._icone, self._phrase, self._annuler):
            rangee.addWidget(gauche)
        rangee.addStretch(1)
        self._partie_travail: tuple[QWidget, ...] = (self._filet, self._travail, self._jauge, self._arreter)
        for droite in (self._image_base, self._base, *self._partie_travail):
            rangee.addWidget(droite)
        self._icone.hide()
        self._annuler.hide()
        self.fin_travail()
        self.base("")

    def dire(self, phrase: str, ton: Ton = "ok", *, annulable: bool = False) -> None:
        """Write what was done; ``annulable`` shows "Annuler"."""
        self._teinter(ton)
        self._icone.show()
        self._phrase.setText(phrase)
        self.setAccessibleDescription(visible(phrase))
        self._annuler.setVisible(annulable)

    @Slot()
    def alerter(self) -> None:
        """What was just written tells of something that was not done."""
        self._teinter("warn")

    def _teinter(self, ton: Ton) -> None:
        self.ton = ton
        poser_icone(self._icone, _ICONES[ton], ton, 14)

    def oublier(self) -> None:
        """What was done is somebody else's affair, and so is undoing it."""
        self._phrase.setText(REPOS)
        self.setAccessibleDescription("")
        self._icone.hide()
        self._annuler.hide()

    def base(self, nom: str) -> None:
        """Name the base in use."""
        self._base.setText(nom)
        self._image_base.setVisible(bool(nom))
        self._base.setVisible(bool(nom))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(px(28))

    @Slot(str, int, int)
    def travail(self, nom: str, fait: int, total: int) -> None:
        """Show the running job: its name, how far it is; a total of 0 is not known yet."""
        self._jauge.setRange(0, total)
        self._jauge.setValue(fait)
        compte = f" {grouper(str(fait))} / {grouper(str(total))}" if total else ""
        self._travail.setText(nom + compte)
        self._montrer_travail(est_en_cours=True)

    @Slot()
    def fin_travail(self) -> None:
        """Remove the running job."""
        self._montrer_travail(est_en_cours=False)

    @property
    def phrase(self) -> str:
        """What the left side says."""
        return self._phrase.text()

    def _montrer_travail(self, *, est_en_cours: bool) -> None:
        for widget in self._partie_travail:
            widget.setVisible(est_en_cours)

    @Slot()
    def _annulation(self) -> None:
        self._annuler.hide()
        self.annulation_demandee.emit()

    @Slot()
    def _arret(self) -> None:
        self.arret_demande.emit()
