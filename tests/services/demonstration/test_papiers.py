"""The made-up papers say every name of the families, whatever its letters."""

import pytest

from imuse_desk.infra.depot import Empreinte
from imuse_desk.services.demonstration.papiers_famille import Destine, avis
from imuse_desk.services.demonstration.specimens import Imprime, Specimens
from tests.printing.exemples import textes


@pytest.mark.parametrize("nom", ["Łukasik Zoé", "Đorđević Œuvrard", "Yılmaz d’Ağrı"])
def test_a_letter_beyond_the_latin_ones_is_drawn(nom: str) -> None:
    premiere = textes(avis(Destine(nom, "12 rue de l’Église", "92190 Meudon"), 2024, 34_512, 250))[0]
    assert nom.upper() in premiere
    assert "■" not in premiere


def test_a_form_filled_in_loses_a_mark_and_never_a_letter() -> None:
    ranges: list[bytes] = []

    def ranger(contenu: bytes) -> Empreinte:
        ranges.append(contenu)
        return Empreinte("0" * 64, len(contenu))

    Specimens(ranger).ranger("domicile", 1, "facture.pdf", Imprime("ŁUKASIK Đorđe Œuvrard", "12 rue Pascal"))
    assert "LUKASIK Dorde Œuvrard" in textes(ranges[0])[0]
