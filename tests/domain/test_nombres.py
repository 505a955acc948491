"""Whole numbers as people type them."""

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.nombres import lire_entier


@pytest.mark.parametrize(
    ("texte", "lu"),
    [("", None), ("  ", None), ("0", 0), (" 12 ", 12), ("1\u202f234", 1234), ("007", 7), ("0000000000003", 3)],
)
def test_what_is_understood(texte: str, lu: int | None) -> None:
    assert lire_entier(texte, "n", 0, 5000) == lu


def test_a_negative_number_where_one_may_be() -> None:
    assert lire_entier("\u22125", "n", -5, 5) == -5
    with pytest.raises(Invalide, match="entier_hors_bornes"):
        lire_entier("-6", "n", -5, 5)


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("-2", "entier_negatif"),
        ("\u22122", "entier_negatif"),
        ("deux", "entier_illisible"),
        ("1e9", "entier_illisible"),
        ("2,5", "entier_illisible"),
        ("²", "entier_illisible"),
        ("-", "entier_illisible"),
        ("21", "entier_hors_bornes"),
        ("9" * 30, "entier_hors_bornes"),
    ],
)
def test_what_is_refused_and_why(texte: str, code: str) -> None:
    with pytest.raises(Invalide) as refus:
        lire_entier(texte, "enfants", 0, 20)
    assert (refus.value.champ, refus.value.code) == ("enfants", code)
