"""Passwords of these tests are hashed lightly."""

import pytest

from tests.services.maison import alleger_hachage


@pytest.fixture(autouse=True)
def _hachage_leger(monkeypatch: pytest.MonkeyPatch) -> None:
    alleger_hachage(monkeypatch)
