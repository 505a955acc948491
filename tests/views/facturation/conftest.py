"""The tab on a family that was billed 760 €, as a régisseur who also issues."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation.onglet import OngletFacturation
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee
from tests.services.lectures.outils import situation
from tests.views.facturation.ecran import Ecran


@pytest.fixture
def facture(base_sqlite: Base, tmp_path: Path) -> Maison:
    """The Valmont family, billed."""
    return facturee(base_sqlite, tmp_path)


@pytest.fixture
def onglet(qtbot: QtBot, executant: Executant) -> Iterator[OngletFacturation]:
    bus = Bus()
    onglet = OngletFacturation(executant, bus)
    bus.change.connect(onglet.objets_changes)
    onglet.resize(1366, 652)
    qtbot.addWidget(onglet)
    onglet.show()
    qtbot.waitExposed(onglet)
    yield onglet
    for fenetre in onglet.findChildren(QDialog):
        fenetre.close()
    bus.deleteLater()


@pytest.fixture
def ecran(qtbot: QtBot, onglet: OngletFacturation, facture: Maison) -> Ecran:
    """Signed in as régisseur and secretary."""
    ecran = Ecran(qtbot, onglet, facture, situation(facture, "foyer", "Valmont"))
    ecran.ouvrir(Role.REGISSEUR, Role.SECRETARIAT)
    return ecran
