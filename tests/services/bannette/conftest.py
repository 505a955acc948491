"""The Valmont family at the desk."""

import pytest

from tests.services.reinscription.conftest import maison

__all__ = ["maison"]


@pytest.fixture(autouse=True)
def _lectures_gardees(lectures_gardees: None) -> None:
    """The scans that these tests bring over and over are read once."""
