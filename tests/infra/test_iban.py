"""Account numbers: both keys, any spacing, and the refusal that the form shows."""

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.infra.iban import grouper_iban, lire_iban

IBAN = "FR1420041010050500013M02606"


@pytest.mark.parametrize("texte", [IBAN, "fr14 2004 1010 0505 0001 3m02 606", "FR14\u00a02004 1010 05050001 3M02 606"])
def test_any_spacing_and_case_is_read(texte: str) -> None:
    assert lire_iban(texte) == IBAN


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "FR1420041010050500013M02607",  # the account number's last digit
        "FR1520041010050500013M02606",  # the international key
        "FR4120041010050500013M02605",  # its international key is right, the RIB's is not
        IBAN[:-1],
        IBAN + "0",
        "GB29NWBK60161331926818",
        "virement",
    ],
)
def test_a_wrong_number_is_refused(texte: str) -> None:
    with pytest.raises(Invalide) as levee:
        lire_iban(texte, "compte")
    assert (levee.value.champ, levee.value.code, levee.value.params["texte"]) == ("compte", "iban_invalide", texte)


def test_grouped_by_four_without_a_break() -> None:
    assert grouper_iban(IBAN) == "FR14 2004 1010 0505 0001 3M02 606".replace(" ", "\u00a0")
