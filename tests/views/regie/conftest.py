"""A house with families to bill, and the window of the régie over it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.regie.fenetre import FenetreRegie
from tests.fabriques import Maison
from tests.services.facturation.outils import a_facturer

Ouvrir = Callable[..., FenetreRegie]


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    """One family, enrolled, whose year comes to 760 €."""
    return a_facturer(base_sqlite, tmp_path / "depot")


@pytest.fixture
def ouvrir(qtbot: QtBot, maison: Maison, executant: Executant) -> Ouvrir:
    """Opens the window for a role, and waits until it is filled."""

    def faire(*roles: Role) -> FenetreRegie:
        fenetre = FenetreRegie(executant, Bus(executant), maison.ctx(*(roles or (Role.REGISSEUR,))))
        qtbot.addWidget(fenetre)
        fenetre.show()
        attendre_calme(qtbot, executant)
        return fenetre

    return faire


def attendre_calme(qtbot: QtBot, executant: Executant) -> None:
    """Wait until nothing is read nor written."""
    qtbot.wait(30)
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=10_000)
    qtbot.wait(10)
