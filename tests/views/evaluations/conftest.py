"""The page of a class, as a teacher sees it."""

from dataclasses import dataclass
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.evaluations.page import PageEvaluations
from tests.services.suivi.classe import Classe, ouvrir_classe


@dataclass
class Ecran:
    """The page and the hands on it."""

    qtbot: QtBot
    classe: Classe
    page: PageEvaluations
    ctx: Contexte
    dits: list[str]

    def ouvrir(self, jour: str = "mercredi") -> None:
        """Open the weekly time and wait for its sheet."""
        creneau = self.classe.maison.ids[f"creneau:{jour}"]
        cours = MonCours(
            creneau, self.classe.cours_id, "FM1.1", "", "C1.1", "Rives", "salle Franck", 3, time(14), time(15), 2
        )
        with self.qtbot.waitSignal(self.page.feuille_montree):
            self.page.ouvrir(cours)

    def viser(self, rang: int, colonne: int) -> None:
        """Click a cell: the first criterion is column 0."""
        self.page.grille.viser(rang, colonne)

    def touche(self, touche: Qt.Key, modificateur: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keys go."""
        self.qtbot.keyClick(self.ici, touche, modificateur)

    def taper(self, mots: str) -> None:
        """Type where the keys go."""
        for signe in mots:
            self.qtbot.keyClicks(self.ici, signe)

    @property
    def ici(self) -> object:
        """Where the keys go."""
        return QApplication.focusWidget() or self.page.grille

    def ctrl(self, touche: Qt.Key) -> None:
        """Ctrl and a key."""
        self.touche(touche, Qt.KeyboardModifier.ControlModifier)

    def coller(self, bloc: str) -> None:
        """Paste what another program copied."""
        QGuiApplication.clipboard().setText(bloc)
        self.ctrl(Qt.Key.Key_V)

    def montre(self, rang: int, section: int) -> str:
        """What a cell of the grid says; section 0 is the name."""
        return str(self.page.modele.index(rang, section).data())

    def attendre(self) -> None:
        """Everything typed is written."""
        self.qtbot.waitUntil(lambda: self.page.modele.saisie is not None and not self.page.modele.saisie.attend)


@pytest.fixture
def ecran(qtbot: QtBot, executant: Executant, base_sqlite: Base, tmp_path: Path) -> Ecran:
    classe = ouvrir_classe(base_sqlite, tmp_path)
    bus = Bus()
    page = PageEvaluations(executant, bus)
    qtbot.addWidget(page)
    qtbot.addWidget(page.outils)
    dits: list[str] = []
    bus.message.connect(lambda mots, _annuler: dits.append(mots))
    ctx = classe.prof("mercredi")
    page.entrer(ctx)
    page.resize(968, 560)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    cadre = Ecran(qtbot, classe, page, ctx, dits)
    cadre.ouvrir()
    return cadre
