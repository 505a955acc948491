"""Where an instrument stands, and which price a year of rental costs."""

from datetime import UTC, date, datetime

import pytest

from imuse_desk.domain.locations import (
    Loue,
    PrixLocation,
    Situation,
    Suivi,
    depasse,
    est_premiere_annee,
    instrument_rendu,
    prix_de_location,
    situation,
)
from imuse_desk.domain.reinscription import EtatCondition

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


RENTREE, FIN = date(2026, 9, 1), date(2026, 6, 30)
MATIN, SOIR = datetime(2026, 5, 1, 8, tzinfo=UTC), datetime(2026, 5, 1, 18, tzinfo=UTC)


def loue(*, du: date = AVANT, est_rendu: bool = False, change_a: datetime = MATIN) -> Loue:
    return Loue("Alto n° 7", du, FIN, est_rendu, change_a)


@pytest.mark.parametrize(
    ("contrats", "jour", "etat", "detail"),
    [
        ([], JOUR, EtatCondition.SANS_OBJET, "Aucun instrument loué"),
        ([loue(du=RENTREE)], JOUR, EtatCondition.SANS_OBJET, "Aucun instrument loué"),
        ([loue()], FIN, EtatCondition.NON_REMPLIE, "Alto n° 7\u00a0: à rendre le 30/06/2026"),
        ([loue()], RENTREE, EtatCondition.NON_REMPLIE, "Alto n° 7\u00a0: en retard depuis le 30/06/2026"),
        ([loue(), loue(est_rendu=True)], JOUR, EtatCondition.NON_REMPLIE, "Alto n° 7\u00a0: à rendre le 30/06/2026"),
        ([loue(), loue(du=RENTREE)], JOUR, EtatCondition.NON_REMPLIE, "Alto n° 7\u00a0: à rendre le 30/06/2026"),
        ([loue(est_rendu=True)], JOUR, EtatCondition.REMPLIE, "Instrument rendu"),
        ([loue(est_rendu=True), loue(du=RENTREE)], JOUR, EtatCondition.REMPLIE, "Location renouvelée"),
    ],
)
def test_whether_a_pupil_gave_back_what_he_hired(
    contrats: list[Loue], jour: date, etat: EtatCondition, detail: str
) -> None:
    constat = instrument_rendu(contrats, RENTREE, jour)
    assert (constat.etat, constat.detail) == (etat, detail)


def test_a_condition_is_as_recent_as_the_last_contract_that_moved() -> None:
    contrats = [loue(est_rendu=True, change_a=SOIR), loue(est_rendu=True)]
    assert instrument_rendu(contrats, RENTREE, JOUR).change_a == SOIR


@pytest.mark.parametrize(
    ("suivis", "est_nouveau", "attendu"),
    [
        ([Suivi("Violon", 1, 1)], False, True),
        ([Suivi("violon", 1, 3), Suivi("Piano", 1, 1)], True, False),  # the course of the instrument itself decides
        ([Suivi("Formation musicale", 1, 1), Suivi("Chœur", 0, 0)], False, True),
        ([Suivi("Formation musicale", 2, 1)], True, False),  # new to the house, not to music
        ([Suivi("Chœur", 0, 0)], True, True),  # no level says it: the year he enters
        ([Suivi("Chœur", 0, 0)], False, False),
        ([], True, False),  # who follows nothing is no pupil
    ],
)
def test_who_is_a_first_year_pupil(suivis: list[Suivi], *, est_nouveau: bool, attendu: bool) -> None:
    assert est_premiere_annee("Violon", suivis, est_nouveau=est_nouveau) is attendu


@pytest.mark.parametrize(
    ("rang", "limite", "attendu"),
    [(1, 0, False), (2, 0, True), (3, 2, False), (4, 2, True), (9, None, False)],
)
def test_the_first_year_is_no_renewal(rang: int, limite: int | None, *, attendu: bool) -> None:
    assert depasse(rang, limite) is attendu
