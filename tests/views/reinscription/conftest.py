"""The real Réinscription tab on a real base, as a person at the counter has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from imuse_desk.models.passerelle import Base
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from imuse_desk.views.common.executant import Executant
from tests.fabriques import Maison, famille_valmont, maison_complete
from tests.views.reinscription.ecran import Ecran


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    """A house with the Valmont family, Lina and Noé, whose dossier is open."""
    maison = famille_valmont(maison_complete(base_sqlite, tmp_path / "depot"))
    assurer_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    return maison


@pytest.fixture
def ecran(qtbot: QtBot, executant: Executant, maison: Maison) -> Iterator[Ecran]:
    """The tab shown on the Valmont family."""
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(), maison.ids["Valmont"])
    yield ecran
    ecran.fermer()
