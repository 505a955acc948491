"""The transfer's code: read back from the printed page at office resolutions, and refused where it is not exact."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing import qr_epc
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import GAUCHE, Page
from imuse_desk.printing.qr_epc import CompteVirement, charge_epc, poser_qr

IBAN = "FR1420041010050500013M02606"
COMPTE = CompteVirement("Régie du conservatoire d’Aulne", "FR14 2004 1010 0505 0001 3M02 606", "psst fr pp par")


def lire_codes(octets: bytes, dpi: int = 150) -> list[list[str]]:
    """The codes of each page, printed in grey at a resolution."""
    pages = []
    for page in pypdfium2.PdfDocument(octets):
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        pages.append([code.text for code in zxingcpp.read_barcodes(image)])
    return pages


def page_du_code(charge: str) -> bytes:
    page = Page()
    poser_qr(page, GAUCHE, 40.0, charge)
    return dessiner([[page]], titre="essai", auteur="essai")


def test_the_fields_of_the_standard() -> None:
    assert charge_epc(COMPTE, 20626, "25FC00412 échéance n° 1 & suite").split("\n") == [
        "BCD", "002", "1", "SCT", "PSSTFRPPPAR", "Regie du conservatoire d'Aulne", IBAN, "EUR206.26", "", "",
        "25FC00412 echeance no 1 + suite",
    ]  # fmt: skip


@pytest.mark.parametrize("dpi", [72, 100, 150, 300])
@pytest.mark.parametrize("libelle", ["25FC00412", "x" * 140], ids=["court", "long"])
def test_read_back_from_the_page(dpi: int, libelle: str) -> None:
    compte = COMPTE if len(libelle) < 140 or dpi > 72 else replace(COMPTE, bic="", titulaire="Régie")
    charge = charge_epc(compte, 99_999_999_999, libelle)
    assert lire_codes(page_du_code(charge), dpi) == [[charge]]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 99_999_999_999), st.text(max_size=40))
def test_amount_and_account_survive_any_text(montant_centimes: int, libelle: str) -> None:
    charge = charge_epc(COMPTE, montant_centimes, libelle)
    lu = lire_codes(page_du_code(charge))[0][0].split("\n")
    assert Decimal(lu[7].removeprefix("EUR")) * 100 == montant_centimes
    assert lu[6] == IBAN
    assert len(charge.encode()) <= 331


@pytest.mark.parametrize(
    ("change", "montant_centimes", "code"),
    [
        ({"iban": "FR1420041010050500013M02607"}, 100, "iban_invalide"),
        ({"bic": "PSST"}, 100, "bic_invalide"),
        ({"titulaire": "’ "}, 100, "virement_sans_nom"),
        ({"titulaire": "漢字"}, 100, "virement_sans_nom"),
        ({"titulaire": "x" * 71}, 100, "texte_virement_trop_long"),
        ({}, 0, "virement_hors_bornes"),
        ({}, -5, "virement_hors_bornes"),
        ({}, 100_000_000_000, "virement_hors_bornes"),
        ({}, 168.005, "montant_non_exact"),
        ({}, Decimal("168.00"), "montant_non_exact"),
        ({}, True, "montant_non_exact"),
    ],
)
def test_what_is_not_exact_is_refused(change: dict[str, str], montant_centimes: Any, code: str) -> None:
    compte = replace(COMPTE, **change)
    with pytest.raises(Invalide) as levee:
        charge_epc(compte, montant_centimes, "")
    assert levee.value.code == code


def test_a_text_is_never_cut() -> None:
    with pytest.raises(Invalide) as levee:
        charge_epc(COMPTE, 1, "œ" * 71)  # two letters each
    assert levee.value.params == {"champ": "libelle", "n": 142, "maximum": 140}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("0123456789 aZ.", min_size=9, max_size=12), min_size=2, max_size=4), st.integers(1, 10**9))
def test_a_code_had_from_another_is_the_one_made_afresh(libelles: list[str], montant_centimes: int) -> None:
    for libelle in libelles:
        octets = charge_epc(COMPTE, montant_centimes, libelle).encode()
        assert qr_epc._code(octets.decode()) == qr_epc._fabriquer(octets)
