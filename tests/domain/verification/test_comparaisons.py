"""Dates, names and addresses as documents give them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.verification import adresses, noms
from imuse_desk.domain.verification.adresses import AccordAdresse, AdresseLue
from imuse_desk.domain.verification.dates import Fraicheur, fraicheur, premier_jour_admis
from imuse_desk.domain.verification.noms import Accord, Identite


@pytest.mark.parametrize(
    ("depot", "premier"),
    [
        (date(2026, 5, 31), date(2026, 2, 28)),
        (date(2028, 5, 31), date(2028, 2, 29)),  # a leap year
        (date(2026, 5, 30), date(2026, 2, 28)),
        (date(2026, 5, 15), date(2026, 2, 15)),
        (date(2026, 1, 31), date(2025, 10, 31)),
        (date(2026, 3, 31), date(2025, 12, 31)),
        (date(2026, 2, 28), date(2025, 11, 28)),
        (date(2026, 12, 31), date(2026, 9, 30)),
    ],
)
def test_three_months_before_a_deposit(depot: date, premier: date) -> None:
    assert premier_jour_admis(depot, 3) == premier
    assert fraicheur(premier, depot, 3) is Fraicheur.ADMISE
    assert fraicheur(premier - timedelta(days=1), depot, 3) is Fraicheur.TROP_ANCIENNE
    assert fraicheur(depot, depot, 3) is Fraicheur.ADMISE
    assert fraicheur(depot + timedelta(days=1), depot, 3) is Fraicheur.A_VENIR


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_a_later_deposit_never_admits_an_older_document(depot: date, mois: int) -> None:
    premier = premier_jour_admis(depot, mois)
    assert premier < depot
    assert premier_jour_admis(depot + timedelta(days=1), mois) >= premier


ALICE = Identite(("Martineau", "Lefèvre"), ("Alice",))
ANNE = Identite(("de La Tour-Dupré",), ("Anne-Lise", "Marie"))
LI = Identite(("Li",), ("Na",))


@pytest.mark.parametrize(
    ("lu", "personne", "accord"),
    [
        ("MME/MARTINEAU/ALICE", ALICE, Accord.MEME),
        ("MARTINEAU ALICE", ALICE, Accord.MEME),
        ("Alice Martineau", ALICE, Accord.MEME),
        ("M ET MME MARTINEAU ALICE", ALICE, Accord.MEME),
        ("MME LEFEVRE EPOUSE MARTINEAU ALICE", ALICE, Accord.MEME),
        ("Madame LEFEVRE Alice", ALICE, Accord.MEME),
        ("MME MARTINEAU A", ALICE, Accord.PROCHE),
        ("MME MARTINOT ALICE", ALICE, Accord.AUTRE),
        ("M MARTINEAU PAUL", ALICE, Accord.AUTRE),
        ("MARTINEAU", ALICE, Accord.AUTRE),
        ("", ALICE, Accord.AUTRE),
        ("MLLE DE LA TOUR DUPRE ANNE LISE", ANNE, Accord.MEME),
        ("TOUR-DUPRE/ANNE-LISE", ANNE, Accord.MEME),
        ("DUPRE ANNE-LISE", ANNE, Accord.PROCHE),  # one name of two
        ("DE LA TOUR DUPRE MARIE", ANNE, Accord.MEME),
        ("LI NA", LI, Accord.MEME),
        ("NA LI", LI, Accord.MEME),
        ("LIU NA", LI, Accord.AUTRE),
    ],
)
def test_a_name_read_beside_a_person(lu: str, personne: Identite, accord: Accord) -> None:
    assert noms.comparer(lu, personne) is accord


def test_the_best_of_a_household() -> None:
    assert noms.trouver("LEFEVRE ALICE", (ANNE, ALICE)) == (Accord.MEME, 1)
    assert noms.trouver("MARTINEAU A.", (ANNE, ALICE)) == (Accord.PROCHE, 1)
    assert noms.trouver("DURAND PAUL", (ANNE, ALICE)) == (Accord.AUTRE, None)


CHEZ = AdresseLue("12 bis avenue du Général de Gaulle", "92190", "Meudon")


@pytest.mark.parametrize(
    ("voie", "cp", "accord"),
    [
        ("12 BIS AVENUE DU GENERAL DE GAULLE", "92190", AccordAdresse.MEME),
        ("12B AV GAL DE GAULLE", "92190", AccordAdresse.MEME),
        ("12 bis, av. du Gén. de Gaulle", "92190", AccordAdresse.MEME),
        ("12 AVENUE DU GENERAL DE GAULLE", "92190", AccordAdresse.AUTRE),
        ("14 BIS AVENUE DU GENERAL DE GAULLE", "92190", AccordAdresse.AUTRE),
        ("AVENUE DU GENERAL DE GAULLE", "92190", AccordAdresse.PROCHE),
        ("12 BIS RUE DU GENERAL DE GAULLE", "92190", AccordAdresse.PROCHE),
        ("12 BIS AVENUE DU GENERAL DE GAULLE", "92100", AccordAdresse.AUTRE),
        ("12 BIS AVENUE DE LA PAIX", "92190", AccordAdresse.AUTRE),
    ],
)
def test_an_address_read_beside_the_file(voie: str, cp: str, accord: AccordAdresse) -> None:
    assert adresses.comparer(AdresseLue(voie, cp, "MEUDON"), CHEZ) is accord


@pytest.mark.parametrize(
    "connue",
    ["127 boulevard du Maréchal de Lattre de Tassigny", "5 rue de la Fontaine-Saint-Germain-des-Prés-lès-Vaux"],
)
def test_a_line_cut_at_38_characters_is_the_same_address(connue: str) -> None:
    coupee = connue.upper()[:38]
    assert adresses.comparer(AdresseLue(coupee, "92190"), AdresseLue(connue, "92190")) is AccordAdresse.MEME
    assert adresses.comparer(AdresseLue(connue, "92190"), AdresseLue(coupee, "92190")) is AccordAdresse.MEME


@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_read_gets_an_answer(lu: str, autre: str) -> None:
    assert noms.comparer(lu, Identite((autre,), (lu,))) in Accord
    assert adresses.comparer(AdresseLue(lu, "92190"), AdresseLue(autre, "92190")) in AccordAdresse
