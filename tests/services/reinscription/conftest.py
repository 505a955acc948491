"""A family at the desk, on both databases."""

from pathlib import Path

import pytest

from imuse_desk.models.passerelle import Base
from tests.fabriques import Maison, maison_valmont


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A house with the Valmont family: Lina and Noé."""
    return maison_valmont(base, tmp_path / "depot")


@pytest.fixture(autouse=True)
def _lectures_gardees(lectures_gardees: None) -> None:
    """The pieces that these tests bring over and over are read once."""
