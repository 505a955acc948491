"""Where an instrument stands, and which price a year of rental costs."""

from datetime import date

import pytest

from imuse_desk.domain.locations import PrixLocation, Situation, prix_de_location, situation

JOUR = date(2026, 5, 20)
AVANT, APRES = date(2026, 5, 19), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("faits", "attendue"),
    [
        ({}, Situation.LIBRE),
        ({"du_le": AVANT, "au_le": APRES}, Situation.LOUE),
        ({"du_le": AVANT, "au_le": JOUR}, Situation.LOUE),
        ({"du_le": AVANT, "au_le": AVANT}, Situation.EN_RETARD),
        ({"en_reparation_le": AVANT, "revision_le": AVANT}, Situation.REPARATION),
        ({"revision_le": JOUR}, Situation.A_REVISER),
        ({"revision_le": APRES}, Situation.LIBRE),
        ({"reforme_le": AVANT, "revision_le": AVANT}, Situation.REFORME),
    ],
)
def test_where_an_instrument_stands(faits: dict[str, date], attendue: Situation) -> None:
    vides = dict.fromkeys(("reforme_le", "en_reparation_le", "revision_le", "du_le", "au_le"))
    assert situation(JOUR, **{**vides, **faits}) is attendue


TABLE = (PrixLocation("", 0, 12_000), PrixLocation("", 1, 6_500), PrixLocation("Harpe", 0, 30_000))


@pytest.mark.parametrize(
    ("type_", "rang", "centimes", "mots"),
    [
        ("Violon", 1, 6_500, "tout instrument, 1re année de location"),
        ("Violon", 3, 12_000, "tout instrument, prix unique"),
        ("Harpe", 1, 30_000, "Harpe, prix unique"),
    ],
)
def test_the_row_of_the_type_wins_then_that_of_the_year(type_: str, rang: int, centimes: int, mots: str) -> None:
    trouve = prix_de_location(TABLE, type_, rang)
    assert trouve is not None
    assert (trouve[0], trouve[1].split("\u00a0:")[0]) == (centimes, mots)


def test_a_year_without_a_row_has_no_price() -> None:
    assert prix_de_location([PrixLocation("", 1, 6_500)], "Violon", 2) is None
