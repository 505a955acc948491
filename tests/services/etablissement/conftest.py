"""A new house of two sites with its director, and one with families, on both databases."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from tests.fabriques import Maison, maison_valmont
from tests.services.maison import Horloge, ouvrir_maison


class HorlogeVive(Horloge):
    """A clock that moves by a second each time it is read: acts follow one another."""

    def __call__(self) -> datetime:
        self.avancer(seconds=1)
        return super().__call__()


@pytest.fixture
def ctx(base: Base, tmp_path: Path) -> Contexte:
    """The director of the first site alone."""
    ctx = ouvrir_maison(base, tmp_path, HorlogeVive())
    return replace(ctx, roles={ctx.site_id: frozenset({Role.DIRECTION, Role.SECRETARIAT})})


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A house with the Valmont family: Lina and Noé."""
    return maison_valmont(base, tmp_path / "depot")
