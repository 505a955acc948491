"""A SIRET is fourteen digits that agree with their key."""

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.siret import lire_siret


@pytest.mark.parametrize(
    ("tape", "ecrit"),
    [
        ("", ""), ("73282932000074", "732 829 320 00074"), (" 732 829 320 00074 ", "732 829 320 00074"),
        ("356 000 000 00015", "356 000 000 00015"),
    ],
)  # fmt: skip
def test_it_is_written_by_threes(tape: str, ecrit: str) -> None:
    assert lire_siret(tape) == ecrit


@pytest.mark.parametrize("tape", ["7328293200007", "73282932000075", "73282932000074A", "abc", "356 000 000 00012"])
def test_another_number_is_refused(tape: str) -> None:
    with pytest.raises(Invalide) as refus:
        lire_siret(tape)
    assert refus.value.code == "siret_invalide"
