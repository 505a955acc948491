"""Typed lists: written, read back, sorted, grouped and summed."""

from datetime import date, datetime

import pytest

from imuse_desk.domain.feuille import (
    SANS_VALEUR,
    ColonneFeuille,
    Feuille,
    Nature,
    Section,
    Valeur,
    ecrire_somme,
    ecrire_valeur,
    lire_valeur,
    regrouper,
    sommer,
    trier,
)


@pytest.mark.parametrize(
    ("valeur", "nature", "dit"),
    [
        (None, Nature.TEXTE, ""),
        ("Élodie", Nature.TEXTE, "Élodie"),
        (date(2026, 9, 1), Nature.DATE, "01/09/2026"),
        (datetime(2026, 9, 1, 14, 5), Nature.DATE, "01/09/2026 à 14:05"),  # noqa: DTZ001
        (123456, Nature.MONTANT, "1\u202f234,56"),
        (-1850, Nature.MONTANT, "\u221218,50"),
        (0, Nature.MONTANT, "0,00"),
        (-2041, Nature.NOMBRE, "\u22122\u202f041"),
    ],
)
def test_a_value_is_written_in_french(valeur: Valeur, nature: Nature, dit: str) -> None:
    assert ecrire_valeur(valeur, nature) == dit


@pytest.mark.parametrize("nature", list(Nature))
@pytest.mark.parametrize("texte", ["=1+1", "—", "31/02/2026", "12 ans", "١٢"])
def test_what_is_not_of_the_nature_stays_a_text(texte: str, nature: Nature) -> None:
    if (texte, nature) == ("١٢", Nature.NOMBRE):
        assert lire_valeur(texte, nature) == 12
    else:
        assert lire_valeur(texte, nature) == texte


@pytest.mark.parametrize(
    ("valeur", "nature"),
    [(123456, Nature.MONTANT), (-5, Nature.MONTANT), (-2041, Nature.NOMBRE), (date(2014, 2, 28), Nature.DATE)],
)
def test_a_written_value_is_read_back(valeur: Valeur, nature: Nature) -> None:
    assert lire_valeur(ecrire_valeur(valeur, nature), nature) == valeur


def test_rows_without_a_value_stay_last_in_both_directions() -> None:
    valeurs: dict[int, Valeur] = {1: "Émile", 2: None, 3: "zoé", 4: "Ève", 5: "", 6: "emile"}
    assert trier([1, 2, 3, 4, 5, 6], valeurs) == [1, 6, 4, 3, 2, 5]
    assert trier([1, 2, 3, 4, 5, 6], valeurs, est_croissant=False) == [3, 4, 1, 6, 2, 5]


def test_amounts_sort_by_size_and_not_by_their_writing() -> None:
    assert trier("abc", {"a": 10_000, "b": 900, "c": -5}) == ["c", "b", "a"]


def test_groups_follow_their_values_and_keep_the_order_of_the_rows() -> None:
    valeurs: dict[int, Valeur] = {1: 20, 2: 3, 3: 20, 5: 3}
    assert regrouper([5, 3, 2, 1, 4], valeurs, Nature.NOMBRE) == [("3", [5, 2]), ("20", [3, 1]), (SANS_VALEUR, [4])]


def test_dates_are_grouped_by_year() -> None:
    valeurs: dict[int, Valeur] = {1: date(2015, 3, 1), 2: date(2014, 12, 31), 3: date(2015, 1, 1)}
    assert regrouper([1, 2, 3], valeurs, Nature.DATE) == [("2014", [2]), ("2015", [1, 3])]


def test_sums_count_numbers_alone() -> None:
    assert sommer([100, None, "illisible", -30]) == 70
    assert ecrire_somme(123450, Nature.MONTANT) == "1\u202f234,50\u00a0€"
    assert ecrire_somme(23, Nature.NOMBRE) == "23"
    colonnes = (ColonneFeuille("n", "N"), ColonneFeuille("s", "S", Nature.MONTANT, est_sommable=True))
    feuille = Feuille("T", colonnes, (Section("", [("a", 5), ("b", None)]),), un="famille", plusieurs="familles")
    assert feuille.sommes(feuille.sections[0].rangees) == {"s": 5}
    assert [feuille.compter(n) for n in (0, 1, 2041)] == ["0 famille", "1 famille", "2\u202f041 familles"]
