"""Files on disk for the tests of documents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.hostiles import HOSTILES

PIECES = Path(__file__).resolve().parents[1] / "data" / "pieces"


@pytest.fixture
def hostile(tmp_path: Path) -> Callable[[str], Path]:
    """Write a hostile file by its name."""

    def ecrire(nom: str) -> Path:
        chemin = tmp_path / f"{nom}.pdf"
        chemin.write_bytes(HOSTILES[nom]())
        return chemin

    return ecrire


@pytest.fixture(scope="session")
def pieces() -> Path:
    """Folder of the specimen documents."""
    return PIECES
