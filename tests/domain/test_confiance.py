"""When a list of authorities, or of revoked certificates, is to be renewed; names that are never trusted."""

from datetime import date

import pytest

from imuse_desk.domain.confiance import Age, age, est_d_essai


@pytest.mark.parametrize(
    ("prochaine", "attendu"),
    [
        (date(2027, 5, 11), Age.A_JOUR),
        (date(2026, 7, 2), Age.A_JOUR),
        (date(2026, 7, 1), Age.BIENTOT),  # a month before
        (date(2026, 6, 1), Age.BIENTOT),  # its last day
        (date(2026, 5, 31), Age.DEPASSEE),
        (None, Age.DEPASSEE),
    ],
)
def test_the_age_of_a_list(prochaine: date | None, attendu: Age) -> None:
    assert age(prochaine, date(2026, 6, 1)) is attendu


@pytest.mark.parametrize(
    ("autorite", "certificat", "essai"),
    [("FR00", "AB12", True), ("XX00", "0001", True), ("FR03", "0000", True), ("FR03", "AB12", False)],
)
def test_names_kept_for_tests(autorite: str, certificat: str, essai: bool) -> None:
    assert est_d_essai(autorite, certificat) is essai
