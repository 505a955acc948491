"""Amounts: what is typed, what is shown, and the commercial rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.argent import (
    MONTANT_MAX_CENTIMES,
    centimes,
    demi_sup,
    euros,
    lire_montant,
    lire_montant_facultatif,
    montant,
)
from imuse_desk.domain.erreurs import Invalide


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (0, "0,00\u00a0€"),
        (5, "0,05\u00a0€"),
        (123456, "1\u202f234,56\u00a0€"),
        (100000000, "1\u202f000\u202f000,00\u00a0€"),
        (-9950, "\u221299,50\u00a0€"),
        (-123400, "\u22121\u202f234,00\u00a0€"),
    ],
)
def test_euros(valeur, texte):
    assert euros(valeur) == texte
    assert montant(valeur) == texte.removesuffix("\u00a0€")


@pytest.mark.parametrize(
    ("texte", "valeur"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50", 1250),
        ("0,05", 5),
        (",5", 50),
        ("12,", 1200),
        ("1 234,56 €", 123456),
        ("1\u202f234,56\u00a0€", 123456),
        ("1\u00a0234\u2009567,00€", 123456700),
        ("1234,56", 123456),
        ("  7  ", 700),
        ("007", 700),
        ("-3,20", -320),
        ("\u22123,20", -320),
        ("+3", 300),
        ("21474836,47", MONTANT_MAX_CENTIMES),
    ],
)
def test_lire_montant(texte, valeur):
    assert lire_montant(texte) == valeur


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("", "montant_vide"),
        ("\u00a0 ", "montant_vide"),
        ("1e9", "montant_illisible"),
        ("douze", "montant_illisible"),
        ("12 34", "montant_illisible"),
        ("1,2,3", "montant_illisible"),
        ("1.234,50", "montant_illisible"),
        ("€", "montant_illisible"),
        ("-", "montant_illisible"),
        (",", "montant_illisible"),
        ("NaN", "montant_illisible"),
        ("٣", "montant_illisible"),
        ("12,345", "montant_decimales"),
        ("21474836,48", "montant_trop_grand"),
        ("99999999999999999999", "montant_trop_grand"),
    ],
)
def test_montant_refuse(texte, code):
    with pytest.raises(Invalide) as refus:
        lire_montant(texte, "prix")
    assert (refus.value.champ, refus.value.code) == ("prix", code)


def test_un_champ_peut_refuser_le_negatif_et_accepter_le_vide():
    with pytest.raises(Invalide, match="montant_negatif"):
        lire_montant("-0,01", negatif=False)
    assert lire_montant("-0", negatif=False) == 0
    assert lire_montant_facultatif(" \u202f") is None
    assert lire_montant_facultatif("4,20") == 420


@pytest.mark.parametrize(
    ("valeur", "entier"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3), ("2.4999999999", 2), ("0", 0)],
)
def test_demi_sup(valeur, entier):
    assert demi_sup(Decimal(valeur)) == demi_sup(Fraction(valeur)) == entier


def test_centimes_d_un_montant_exact():
    assert centimes(Decimal("0.125")) == 13
    assert centimes(Fraction(2, 3)) == 67


@given(st.integers(-MONTANT_MAX_CENTIMES, MONTANT_MAX_CENTIMES))
def test_ce_qui_est_ecrit_se_relit(valeur):
    assert lire_montant(euros(valeur)) == lire_montant(montant(valeur)) == valeur
