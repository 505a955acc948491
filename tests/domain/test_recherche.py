"""Terms of a phone number and what is looked for from what was typed."""

import pytest

from imuse_desk.domain.recherche import prefixes_requete, termes_telephone


def _trouve(numero: str, saisie: str) -> bool:
    termes = termes_telephone((numero,))
    return any(terme.startswith(prefixe) for terme in termes for prefixe in prefixes_requete(saisie))


@pytest.mark.parametrize(
    "saisie", ["0639981234", "06 39", "639", "1234", "81234", "98 12 34", "39981234", "639981234", "06.39.98.12.34"]
)
def test_a_number_is_found_by_its_first_and_by_its_last_digits(saisie: str) -> None:
    assert _trouve("06 39 98 12 34", saisie)
    assert _trouve("+33 6 39 98 12 34", saisie)


@pytest.mark.parametrize("saisie", ["234", "9981", "1235", "339981234", "4321", "#4321", "04321"])
def test_and_by_nothing_else(saisie: str) -> None:
    assert not _trouve("06 39 98 12 34", saisie)


def test_a_name_is_never_read_backwards() -> None:
    assert prefixes_requete("valm") == ("valm",)
    assert prefixes_requete("12 rue") == ("12 rue",)
    assert prefixes_requete("123") == ("123",)
