"""The barcode of a cover sheet: read back exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.feuille_route import FeuilleRoute, lire_feuille, marque_de

NOMBRE = st.integers(0, 999_999_999)
FEUILLES = st.builds(
    FeuilleRoute, NOMBRE, NOMBRE, NOMBRE, NOMBRE, NOMBRE, st.from_regex(r"[0-9A-F]{4}", fullmatch=True)
)
UNE = FeuilleRoute(1, 12, 1184, 7, 0, "9F3A")


@given(FEUILLES)
def test_what_is_written_is_read(feuille: FeuilleRoute) -> None:
    assert lire_feuille(feuille.texte) == feuille
    assert len(feuille.texte) <= 70
    assert feuille.texte.isascii()


@given(FEUILLES, st.data())
def test_one_figure_changed_is_refused(feuille: FeuilleRoute, donnees: st.DataObject) -> None:
    texte = feuille.texte
    rang = donnees.draw(st.sampled_from([i for i, signe in enumerate(texte) if signe.isdigit() and i > 3]))
    autre = donnees.draw(st.sampled_from([c for c in "0123456789" if c != texte[rang]]))
    assert lire_feuille(texte[:rang] + autre + texte[rang + 1 :]) is None


@pytest.mark.parametrize(
    "texte",
    ["", UNE.texte.lower(), UNE.texte + " ", " " + UNE.texte, UNE.texte.replace("-7-", "-07-"),
     UNE.texte.replace("IDR1", "IDR2"), UNE.texte[:-1], "DC04FR000001", UNE.texte.replace("1", "\u0661")],
)  # fmt: skip
def test_anything_else_is_no_sheet_of_ours(texte: str) -> None:
    assert lire_feuille(texte) is None


def test_two_figures_exchanged_are_refused() -> None:
    assert lire_feuille(UNE.texte.replace("1184", "1148")) is None


def test_the_mark_comes_from_the_reference() -> None:
    assert marque_de("9f3a01bc-0000-4000-8000-000000000000") == "9F3A"
