"""Blocks copied from a spreadsheet: read as Excel writes them, placed by name or exactly, never shifted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.collage import APPRECIATION, Cible, Feuillet, ecrire_bloc, lire_bloc, placer
from imuse_desk.domain.erreurs import RegleMetier

CRITERES = ("Lecture", "Rythme", "Dictée")
SUR = Feuillet(
    (("Aubry", "Maé"), ("Berthelot", "Jeanne"), ("de La Brosse", "Gaspard")),
    CRITERES,
    lambda texte, _colonne: texte.replace(",", "").isdigit() or texte.startswith("Abs"),
)


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        ("", []),
        ("\n\r\n", []),
        ("4,5", [["4,5"]]),
        ("4,5\t3\r\n2\t1\r\n", [["4,5", "3"], ["2", "1"]]),
        ("a\t\nb\tc\n", [["a", ""], ["b", "c"]]),
        ('"deux\nlignes"\t"dit ""oui"""\n', [["deux\nlignes", 'dit "oui"']]),
        ('"ouvert\t3', [['"ouvert', "3"]]),
        ('"a"b\tc', [['"a"b', "c"]]),
        ("4\r5", [["4"], ["5"]]),
        ("\t\t4", [["", "", "4"]]),
    ],
)
def test_a_block_is_read_as_a_spreadsheet_copies_it(texte: str, lu: list[list[str]]) -> None:
    assert lire_bloc(texte) == lu


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.text('ab"\t\n', max_size=4), min_size=n, max_size=n))))
def test_what_is_copied_reads_back(lignes: list[list[str]]) -> None:
    nettes = [[c.strip() for c in ligne] for ligne in lignes]
    while nettes and not any(nettes[-1]):
        nettes.pop()
    assert lire_bloc(ecrire_bloc(nettes)) == nettes


def places(texte: str, rang: int = 0, colonne: int = 0) -> list[tuple[int, int, str]]:
    return [(c.rang, c.colonne, c.texte) for c in placer(lire_bloc(texte), SUR, rang, colonne)]


def test_without_names_each_cell_goes_where_it_stands() -> None:
    assert places("4\t3\n2\t1", 1, 1) == [(1, 1, "4"), (1, 2, "3"), (2, 1, "2"), (2, 2, "1")]
    assert places("4\t5\t3,5\tBien", 0, 1) == [(0, 1, "4"), (0, 2, "5"), (0, APPRECIATION, "Bien")]


def test_names_in_another_order_bring_their_marks_with_them() -> None:
    voulu = {(1, 0, "4"), (1, 1, "3"), (0, 0, "2"), (0, 1, "1")}
    for texte in (
        "Berthelot Jeanne\t4\t3\nMaé AUBRY\t2\t1",
        "BERTHELOT\tJeanne\t4\t3\nAubry\tMae\t2\t1",
        "Élève\tLecture\tRythme\nberthelot jeanne\t4\t3\n\t\t\nAubry Maé\t2\t1",
        "Nom\tPrénom\tRythme\tMoy. / 5\tLecture\nBerthelot\tJeanne\t3\t5\t4\nAubry\tMaé\t1\t5\t2",
    ):
        assert set(places(texte, 2, 0)) == voulu
    assert placer([["De la Brosse Gaspard", "4"]], SUR, 0, 1) == [Cible(2, 1, "4")]


@pytest.mark.parametrize(
    ("texte", "rang", "colonne", "code"),
    [
        ("", 0, 0, "collage_vide"),
        ("4\n3\n2\n1", 0, 0, "collage_trop_de_lignes"),
        ("4\n3", 2, 0, "collage_trop_de_lignes"),
        ("4\t3\t2\t1\tBien\t5", 0, 0, "collage_trop_de_colonnes"),
        ("Aubry Maé\t4\t3\t2\t1\t5\t6", 0, 0, "collage_trop_de_colonnes"),
        ("4\t3\n2", 0, 0, "collage_inegal"),
        ("Aubry Maé\t4\nAubry Max\t3", 0, 0, "collage_nom_inconnu"),
        ("Aubry Maé\t4\n\t3", 0, 0, "collage_nom_inconnu"),
        ("Aubry Maé\t4\nMaé Aubry\t3", 0, 0, "collage_nom_double"),
        ("Élève\tLecture\tChant\nAubry Maé\t4\t3", 0, 0, "collage_titre_inconnu"),
        ("Élève\tLecture\tLecture\nAubry Maé\t4\t3", 0, 0, "collage_titre_double"),
        ("Lecture\tRythme\n4\t3", 0, 0, "collage_sans_noms"),
        ("Roy Luc\t4\nRoy Ana\t3", 0, 0, "collage_sans_notes"),
        ("Aubry Maé\nBerthelot Jeanne", 0, 0, "collage_sans_notes"),
    ],
)
def test_what_does_not_fit_is_refused(texte: str, rang: int, colonne: int, code: str) -> None:
    with pytest.raises(RegleMetier, match=code):
        places(texte, rang, colonne)


def test_two_pupils_of_one_name_are_not_guessed() -> None:
    jumeaux = Feuillet((("Aubry", "Maé"), ("Aubry", "Maé")), CRITERES, SUR.est_note)
    with pytest.raises(RegleMetier, match="collage_homonyme"):
        placer([["Aubry Maé", "4"]], jumeaux, 0, 0)


def test_a_block_too_big_is_refused_before_it_is_placed() -> None:
    with pytest.raises(RegleMetier, match="collage_trop_grand"):
        lire_bloc("\t" * 20_001)
