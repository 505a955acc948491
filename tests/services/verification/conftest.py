"""Fixtures of the tests that read the specimens."""

import pytest

from tests.services.verification.analyse_outils import se_fier_au_certificat_d_essai


@pytest.fixture
def essai(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal of the specimens is trusted."""
    se_fier_au_certificat_d_essai(monkeypatch)
