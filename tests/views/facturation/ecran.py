"""The Facturation tab in the hands of somebody: what is read, typed and pressed."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.facturation.registre import CarteRegistre
from tests.fabriques import Maison


@dataclass
class Ecran:
    """``ecran.registre.totaux``, ``ecran.rangees()``, ``ecran.papier()``."""

    qtbot: QtBot
    onglet: OngletFacturation
    maison: Maison
    situation: Situation
    messages: QSignalSpy = field(init=False)

    def __post_init__(self) -> None:
        self.messages = QSignalSpy(self.onglet._bus.message)

    def ouvrir(self, *roles: Role) -> None:
        """Sign in and open the family."""
        self.onglet.entrer(self.maison.ctx(*roles))
        self.onglet.ouvrir_dossier(self.situation)
        self.calme()

    def calme(self) -> None:
        """Wait until no work is under way."""
        self.qtbot.waitUntil(lambda: not self.onglet._executant.est_occupe)

    @property
    def registre(self) -> CarteRegistre:
        """The newest ledger on show."""
        return self.onglet.listes[self.onglet.pile_listes.currentIndex()].registres[0]

    def rangees(self) -> list[list[str]]:
        """The rows of the ledger, as they are copied."""
        modele = self.registre.modele
        return [[modele.cellule(r, c).copie for c in range(8)] for r in range(modele.rowCount())]

    def choisir(self, rang: int) -> None:
        """Choose a row with the keyboard."""
        table = self.registre.table
        self.onglet.activateWindow()
        table.setFocus()
        self.qtbot.waitUntil(table.hasFocus)
        table.setCurrentIndex(table.model().index(rang, 0))

    def touche(self, cle: Qt.Key) -> None:
        """Press a key in the ledger."""
        self.qtbot.keyClick(self.registre.table, cle)
        self.calme()

    def papier(self) -> FenetrePapier:
        """The paper that opened."""
        self.calme()
        papier = self.onglet.gestes.papier
        assert papier is not None
        self.qtbot.addWidget(papier)
        return papier

    def dit(self) -> str:
        """The last message of the status line."""
        return str(self.messages.at(self.messages.count() - 1)[0])
