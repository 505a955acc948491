"""Dates: what people type, what does not exist, exact ages, month ends."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain import dates
from imuse_desk.domain.erreurs import Invalide

AUJOURDHUI = date(2026, 6, 2)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "texte",
    [
        "1/9/25",
        "01/09/25",
        "010925",
        "01092025",
        "01/09/2025",
        "1-9-2025",
        "1.9.2025",
        "2025-09-01",
        "2025-9-1",
        " 01/09/2025 ",
        "\xa001 09 2025\u202f",
        "1 / 9 / 25",
        "01\u202f09\u202f25",
    ],
)
def test_lire_date_accepte_les_formes_courantes(texte):
    assert dates.lire_date(texte, AUJOURDHUI) == date(2025, 9, 1)


@pytest.mark.parametrize(
    ("texte", "code", "params"),
    [
        ("", "date_vide", {}),
        ("  \u00a0", "date_vide", {}),
        ("demain", "date_inconnue", {"texte": "demain"}),
        ("1/9", "date_inconnue", {"texte": "1/9"}),
        ("1/9/225", "date_inconnue", {"texte": "1/9/225"}),
        ("0109202", "date_inconnue", {"texte": "0109202"}),
        ("٠١/٠٩/٢٠٢٥", "date_inconnue", {"texte": "٠١/٠٩/٢٠٢٥"}),
        ("33/02/2018", "jour_impossible", {"jour": 33, "mois": 2, "annee": 2018, "jours": 28}),
        ("31/02/2010", "jour_impossible", {"jour": 31, "mois": 2, "annee": 2010, "jours": 28}),
        ("29/02/2024x", "date_inconnue", {"texte": "29/02/2024x"}),
        ("0/2/2018", "jour_impossible", {"jour": 0, "mois": 2, "annee": 2018, "jours": 28}),
        ("01/13/2018", "mois_impossible", {"mois": 13}),
        ("01/00/2018", "mois_impossible", {"mois": 0}),
        ("01/01/0000", "annee_impossible", {"annee": 0}),
        ("01/01/3018", "date_trop_tardive", {"maximum": date(2076, 12, 31)}),
        ("01/01/1850", "date_trop_ancienne", {"minimum": date(1900, 1, 1)}),
    ],
)
def test_lire_date_nomme_ce_qui_ne_va_pas(texte, code, params):
    with pytest.raises(Invalide) as levee:
        dates.lire_date(texte, AUJOURDHUI, champ="debut")
    assert (levee.value.champ, levee.value.code) == ("debut", code)
    assert levee.value.params == {"champ": "debut", **params}


def test_lire_date_applique_les_bornes_de_l_appelant():
    bornes: dict[str, Any] = {"minimum": date(2025, 9, 1), "maximum": date(2026, 8, 31)}
    assert dates.lire_date("010925", AUJOURDHUI, **bornes) == date(2025, 9, 1)
    assert dates.lire_date("31/8/26", AUJOURDHUI, **bornes) == date(2026, 8, 31)
    with pytest.raises(Invalide, match="date_trop_ancienne"):
        dates.lire_date("31/08/2025", AUJOURDHUI, **bornes)
    with pytest.raises(Invalide, match="date_trop_tardive"):
        dates.lire_date("01/09/2026", AUJOURDHUI, **bornes)


@pytest.mark.parametrize(("annee", "attendue"), [("26", 2026), ("46", 2046), ("47", 1947), ("99", 1999), ("00", 2000)])
def test_annee_a_deux_chiffres_suit_aujourdhui(annee, attendue):
    assert dates.lire_date(f"01/01/{annee}", AUJOURDHUI).year == attendue


@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        ("02/06/26", date(2026, 6, 2)),
        ("03/06/26", date(1926, 6, 3)),
        ("030626", date(1926, 6, 3)),
        ("12/03/14", date(2014, 3, 12)),
        ("29/02/2012", date(2012, 2, 29)),
        ("120330", date(1930, 3, 12)),
        ("02/06/1906", date(1906, 6, 2)),
    ],
)
def test_lire_naissance_ne_va_jamais_dans_l_avenir(texte, attendue):
    assert dates.lire_naissance(texte, AUJOURDHUI) == attendue


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("31/02/2010", "jour_impossible"),
        ("01/01/2030", "naissance_future"),
        ("03/06/2026", "naissance_future"),
        ("01/01/1850", "naissance_trop_ancienne"),
        ("01/06/1906", "naissance_trop_ancienne"),
    ],
)
def test_lire_naissance_refuse(texte, code):
    with pytest.raises(Invalide) as levee:
        dates.lire_naissance(texte, AUJOURDHUI)
    assert (levee.value.champ, levee.value.code) == ("naissance", code)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2076, 12, 31)))
def test_une_date_ecrite_se_relit(jour):
    ecrite = dates.date_fr(jour)
    assert dates.lire_date(ecrite, AUJOURDHUI) == jour
    assert dates.lire_date(ecrite.replace("/", ""), AUJOURDHUI) == jour
    assert dates.lire_date(jour.isoformat(), AUJOURDHUI) == jour


@given(st.text(max_size=14))
def test_tout_texte_se_lit_ou_se_refuse(texte):
    with suppress(Invalide):  # any other exception fails
        assert dates.lire_naissance(texte, AUJOURDHUI) <= AUJOURDHUI


@pytest.mark.parametrize(
    ("naissance", "le", "attendu"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2010, 6, 2), date(2026, 6, 1), 15),
        (date(2010, 6, 2), date(2026, 6, 2), 16),
        (date(2026, 6, 2), date(2026, 6, 2), 0),
        (date(2026, 6, 3), date(2026, 6, 2), -1),
    ],
)
def test_age_au_jour_pres(naissance, le, attendu):
    assert dates.age(naissance, le) == attendu


@pytest.mark.parametrize(
    ("jour", "mois", "attendue"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 6, 2), 0, date(2026, 6, 2)),
    ],
)
def test_plus_mois_respecte_les_fins_de_mois(jour, mois, attendue):
    assert dates.plus_mois(jour, mois) == attendue
    assert dates.moins_mois(jour, -mois) == attendue


def test_ecritures():
    assert dates.date_fr(date(2026, 9, 1)) == "01/09/2026"
    assert dates.instant_fr(datetime(2026, 6, 2, 16, 7, tzinfo=UTC), PARIS) == "02/06/2026 à 18:07"
    assert dates.instant_fr(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), PARIS) == "01/01/2027 à 00:30"
    assert dates.jour_heure(1, time(14, 0)) == "lun. 14:00"
    assert dates.jour_heure(7, time(9, 5)) == "dim. 09:05"


def test_ecritures_refusent_ce_qui_est_ambigu():
    with pytest.raises(ValueError, match="naive"):
        dates.instant_fr(datetime(2026, 6, 2, 18, 7), PARIS)  # noqa: DTZ001
    for jour in (0, 8):
        with pytest.raises(ValueError, match="weekday"):
            dates.jour_heure(jour, time(14, 0))


@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        ("14:00", time(14)),
        ("14h30", time(14, 30)),
        ("14 h 30", time(14, 30)),
        ("14h", time(14)),
        ("9", time(9)),
        ("930", time(9, 30)),
        ("1430", time(14, 30)),
        ("14.30", time(14, 30)),
        ("9 heures", time(9)),
    ],
)
def test_a_time_is_read_as_people_type_it(texte: str, attendue: time) -> None:
    assert dates.lire_heure(texte) == attendue


@pytest.mark.parametrize("texte", ["24:00", "14:60", "midi", "14:3", "-2", "14:00:00"])
def test_a_time_that_does_not_exist_is_refused(texte: str) -> None:
    with pytest.raises(Invalide) as refus:
        dates.lire_heure(texte, champ="debut")
    assert (refus.value.champ, refus.value.code) == ("debut", "heure_illisible")
