"""Gestures on the station: keys, and waiting until what they ask has been done."""

import threading
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.verification.refus import DemandeRefus
from imuse_desk.views.verification.station import StationVerification
from tests.fabriques import Maison

DELAI_MS = 60_000


class Attente(QObject):
    """Takes what some work brings."""

    @Slot(object)
    def recevoir(self, _rien: object) -> None:
        """Nothing to do."""


class Poste:
    """The station, and short ways to what a person does on it."""

    def __init__(self, qtbot: QtBot, executant: Executant, maison: Maison) -> None:
        self.qtbot, self.executant, self.maison = qtbot, executant, maison
        self.bus = Bus()
        self.dits: list[str] = []
        self.annuler: Any = None
        self.incidents: list[object] = []
        self.bus.message.connect(self._noter)
        executant.incident.connect(self.incidents.append)
        self.station = StationVerification(executant, self.bus)
        self.bus.change.connect(self.station.objets_changes)
        self.station.resize(1366, 660)
        qtbot.addWidget(self.station, before_close_func=StationVerification.quitter)

    def _noter(self, phrase: str, annuler: object) -> None:
        self.dits.append(phrase)
        self.annuler = annuler

    def ouvrir(self, piece_id: int | None = None, ctx: Contexte | None = None) -> None:
        self.station.entrer(ctx or self.maison.ctx())
        self.station.show()
        self.qtbot.waitExposed(self.station)
        self.station.activateWindow()
        self.qtbot.waitUntil(self.station.isActiveWindow)
        self.station.ouvrir(piece_id)
        self.calme()

    def fermer(self) -> None:
        for fenetre in QApplication.topLevelWidgets():
            if isinstance(fenetre, Demande):
                fenetre.close()
        assert not self.incidents, self.incidents

    def refuser(self) -> None:
        """R, then the first motive."""
        self.touche("r")
        demande = self.demande
        assert isinstance(demande, DemandeRefus)
        self.touche("1", demande.choix.cases[0])
        self.touche(Qt.Key.Key_Return, demande.confirmer)

    def retenir(self) -> threading.Event:
        """What is written from now on waits until the event is set."""
        self._attente, libre = Attente(), threading.Event()
        self.executant.ecrire(libre.wait, self._attente.recevoir)
        return libre

    def calme(self) -> None:
        """Every read and write asked has been shown, and what a timer asks after it."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.executant.est_occupe, timeout=DELAI_MS)
            self.qtbot.waitUntil(lambda: not self.station._relecture.isActive(), timeout=DELAI_MS)
            QApplication.processEvents()

    def touche(self, cle: str | Qt.Key, cible: QWidget | None = None) -> None:
        """Press a key where the keyboard is."""
        qui = cible or QApplication.focusWidget()
        assert qui is not None
        if isinstance(cle, str):
            self.qtbot.keyClicks(qui, cle)
        else:
            self.qtbot.keyClick(qui, cle)
        self.calme()

    # ---- what is shown

    @property
    def montree(self) -> int:
        """The piece on show."""
        assert self.station.piece is not None
        return self.station.piece.id

    @property
    def rang(self) -> str:
        return self.station.panneau.rang.text()

    @property
    def phrase(self) -> str:
        """The sentence over the checklist, empty when it is hidden."""
        bandeau = self.station.panneau.bandeau
        return "" if bandeau.isHidden() else bandeau.phrase

    @property
    def demande(self) -> Demande:
        demande = self.station.actes.demande
        assert demande is not None
        return demande

    def regle(self, regle: str) -> Any:
        """The line of a rule."""
        return next(r for r in self.station.panneau.liste.rangees if r.fait.regle == regle and not r.isHidden())

    def numero(self, regle: str) -> str:
        """The digit that goes to a rule."""
        return str(self.station.panneau.liste.rangees.index(self.regle(regle)) + 1)
