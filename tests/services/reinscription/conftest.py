"""A family at the desk, on both databases."""

from pathlib import Path

import pytest

from imuse_desk.models.passerelle import Base
from tests.fabriques import Maison, famille_valmont, maison_complete


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A house with the Valmont family: Lina and Noé."""
    return famille_valmont(maison_complete(base, tmp_path / "depot"))
