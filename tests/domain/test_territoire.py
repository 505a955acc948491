"""The territory: by postcode and town, dated, and a renamed town goes on answering under its former name."""

from datetime import date

import pytest

from imuse_desk.domain.territoire import Commune, cle_commune, est_du_territoire

MEUDON = Commune("92190", "meudon", date(1900, 1, 1))
LE = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("cp", "ville", "attendu"),
    [
        ("92190", "Meudon", True), ("92 190", "MEUDON CEDEX 2", True), ("92190", "", True), ("", "Meudon", True),
        ("92190", "Meudon-la-Forêt", False), ("92360", "Meudon", False), ("", "", False), ("75015", "Paris", False),
    ],
)  # fmt: skip
def test_an_address_is_in_the_territory_by_its_postcode_and_town(cp: str, ville: str, attendu: bool) -> None:
    assert est_du_territoire([MEUDON], cp, ville, LE) is attendu


def test_nothing_is_said_where_no_town_is_known_on_that_day() -> None:
    assert est_du_territoire([], "92190", "Meudon", LE) is None
    assert est_du_territoire([Commune("92190", "meudon", date(2027, 1, 1))], "92190", "Meudon", LE) is None


def test_a_town_that_left_counts_until_the_day_before() -> None:
    communes = [MEUDON, Commune("92310", "sevres", date(1900, 1, 1), date(2026, 9, 1))]
    assert est_du_territoire(communes, "92310", "Sèvres", date(2026, 8, 31)) is True
    assert est_du_territoire(communes, "92310", "Sèvres", date(2026, 9, 1)) is False


def test_a_renamed_town_answers_under_both_names_until_the_new_one_leaves() -> None:
    un = Commune("55999", "ornes le vieux", date(1900, 1, 1), date(2025, 1, 1))
    deux = Commune("55999", "ornes", date(2025, 1, 1), date(2026, 1, 1))
    trois = Commune("55999", "val d ornes", date(2026, 1, 1))
    for ville in ("Ornes-le-Vieux", "Ornes", "Val d’Ornes"):
        assert est_du_territoire([un, deux, trois], "55999", ville, LE) is True
    partie = Commune("55999", "val d ornes", date(2026, 1, 1), date(2026, 8, 1))
    assert est_du_territoire([un, deux, partie, MEUDON], "55999", "Ornes-le-Vieux", LE) is False


def test_saint_is_written_both_ways() -> None:
    assert cle_commune("ST-CLOUD CEDEX") == cle_commune("Saint-Cloud") == "saint cloud"
    assert cle_commune("Ste Geneviève") == "sainte genevieve"
