"""Files on disk for the tests of documents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.hostiles import ecrire

PIECES = Path(__file__).resolve().parents[1] / "data" / "pieces"


@pytest.fixture
def hostile(tmp_path: Path) -> Callable[[str], Path]:
    """Write a hostile file by its name."""
    return lambda nom: ecrire(nom, tmp_path)


@pytest.fixture(scope="session")
def pieces() -> Path:
    """Folder of the specimen documents."""
    return PIECES
