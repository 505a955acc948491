"""The demonstration base opened by the direction, and the two tariff windows on it."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.tarif.grilles import FenetreGrilles
from imuse_desk.views.tarif.simulateur import FenetreSimulateur
from tests.bases import BaseDemo


@pytest.fixture
def ctx(base_demo: BaseDemo) -> Contexte:
    return base_demo.contexte(Role.DIRECTION)


def ouvrir_grilles(qtbot: QtBot, executant: Executant, ctx: Contexte) -> FenetreGrilles:
    """The window, with the grid of the campaign's year on show."""
    fenetre = FenetreGrilles(executant, ctx)
    fenetre.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(fenetre, before_close_func=_oublier)
    fenetre.show()
    qtbot.waitUntil(lambda: fenetre.examen.grille is not None, timeout=5000)
    qtbot.waitUntil(lambda: bool(fenetre.tables.volets["articles"].donnees), timeout=5000)
    return fenetre


def _oublier(fenetre: FenetreGrilles) -> None:
    fenetre._fermer()


@pytest.fixture
def grilles(qtbot: QtBot, executant: Executant, ctx: Contexte) -> FenetreGrilles:
    return ouvrir_grilles(qtbot, executant, ctx)


@pytest.fixture
def simulateur(qtbot: QtBot, executant: Executant, ctx: Contexte) -> FenetreSimulateur:
    fenetre = FenetreSimulateur(executant, ctx)
    qtbot.addWidget(fenetre)
    fenetre.show()
    qtbot.waitUntil(lambda: fenetre.foyer.zone.count() > 0, timeout=5000)
    return fenetre
