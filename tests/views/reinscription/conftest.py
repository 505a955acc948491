"""The real Réinscription tab on a real base, as a person at the counter has it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from imuse_desk.views.common.executant import Executant
from tests.fabriques import Maison, maison_valmont
from tests.views.reinscription.ecran import Ecran


@pytest.fixture(scope="session")
def modele_maison(modele_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A house with the Valmont family, Lina and Noé, whose dossier is open; copied by each test."""
    chemin = tmp_path_factory.mktemp("maison") / "maison.db"
    shutil.copy(modele_sqlite, chemin)
    base = Base.ouvrir(lire_url(str(chemin)))
    maison = maison_valmont(base, chemin.parent / "depot")
    assurer_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    base.fermer()
    return chemin, maison.ids


@pytest.fixture
def maison(modele_maison: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[Maison]:
    """The house of this test."""
    chemin, ids = modele_maison
    shutil.copy(chemin, tmp_path / "base.db")
    base = Base.ouvrir(lire_url(str(tmp_path / "base.db")))
    yield Maison(base, tmp_path / "depot", ids=dict(ids))
    base.fermer()


@pytest.fixture
def ecran(qtbot: QtBot, executant: Executant, maison: Maison) -> Iterator[Ecran]:
    """The tab shown on the Valmont family."""
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(), maison.ids["Valmont"])
    yield ecran
    ecran.fermer()


@pytest.fixture(autouse=True)
def _lectures_gardees(lectures_gardees: None) -> None:
    """The pieces that these tests bring over and over are read once."""
