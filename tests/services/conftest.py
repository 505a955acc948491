"""Passwords of the tests are hashed by the real algorithm at a thousandth of its cost."""

import argon2
import pytest

from imuse_desk.infra import empreintes


@pytest.fixture(autouse=True)
def _hachage_leger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(empreintes, "_HACHEUR", argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
