"""A household's notices over several files: whose the pages that follow are, whose notice is on which row."""

from dataclasses import replace

import pytest

from imuse_desk.domain.verification.constats import Constat, EtatRegle, Lieu, Regle, Source
from imuse_desk.domain.verification.notices import PARENT_1, PARENT_2, SUITE, Feuillet, juger_notices

CONFORME, NON_CONFORME, A_VERIFIER = EtatRegle.CONFORME, EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER
SCELLE = Lieu(Source.SCELLE, 1, (0, 0, 1, 1))
IMPRIME = Lieu(Source.TEXTE, 3, (5, 5, 9, 9))
LUS = (
    Constat(Regle.SCEAU, CONFORME, "valide"),
    Constat(Regle.NOM, CONFORME, "VALMONT CLAIRE"),
    Constat(Regle.REVENU, CONFORME, "34 512,00 €", lieu=SCELLE, centimes=3451200),
    Constat(Regle.CONCORDANCE, CONFORME, lieu=IMPRIME),
    Constat(Regle.PAGES, NON_CONFORME, "2", "4", "pages_manquantes"),
)
MUETS = (
    Constat(Regle.SCEAU, A_VERIFIER, "pas_de_code"),
    Constat(Regle.NOM, A_VERIFIER, detail="non_lu"),
    Constat(Regle.REVENU, A_VERIFIER, detail="non_lu"),
    Constat(Regle.CONCORDANCE, A_VERIFIER, detail="non_lu"),
    Constat(Regle.PAGES, CONFORME, "2", "1"),
)
CLAIRE = Feuillet(
    1, PARENT_1, 2, 4, ((1, 4), (2, 4)), "ref-claire", ("VALMONT CLAIRE",), frozenset({0}), 3451200, (), LUS
)
PAUL = replace(CLAIRE, piece_id=2, parent=PARENT_2, reference="ref-paul", declarants=("X",), connus=frozenset({1}))
FIN = Feuillet(3, SUITE, 2, None, ((3, 4), (4, 4)), "", (), frozenset(), None, (), MUETS)


def juger(*feuillets: Feuillet, adultes: int = 2, est_commune: bool = False) -> dict[int, dict[Regle, Constat]]:
    juges = juger_notices(feuillets, adultes=adultes, est_commune=est_commune)
    return {piece_id: {c.regle: c for c in constats} for piece_id, constats in juges.items()}


def test_pages_that_follow_complete_the_notice_and_are_answered_by_its_first_file() -> None:
    vus = juger(CLAIRE, FIN)
    assert [(vus[n][Regle.PAGES].etat, vus[n][Regle.PAGES].valeur) for n in (1, 3)] == [(CONFORME, "4")] * 2
    assert vus[3][Regle.REVENU].detail == "premier_fichier"
    assert {c.etat for c in vus[3].values()} == {CONFORME}


def test_two_files_without_the_last_page() -> None:
    vus = juger(CLAIRE, replace(FIN, pages=1, marques=((3, 4),)))
    assert (vus[1][Regle.PAGES].etat, vus[1][Regle.PAGES].detail) == (NON_CONFORME, "pages_manquantes")
    double = juger(CLAIRE, replace(FIN, marques=((1, 4), (2, 4))))
    assert (double[1][Regle.PAGES].etat, double[1][Regle.PAGES].detail) == (A_VERIFIER, "marques_absentes:3, 4")


@pytest.mark.parametrize(
    ("suite", "complete"),
    [
        (replace(FIN, reference="ref-paul"), 2),
        (replace(FIN, reference="ref-claire"), 1),
        (replace(FIN, connus=frozenset({1})), 2),
        (replace(FIN, reference="illisible", connus=frozenset({0})), 1),
    ],
)
def test_whose_the_pages_are_by_reference_then_by_declarant(suite: Feuillet, complete: int) -> None:
    vus = juger(CLAIRE, PAUL, suite)
    assert vus[complete][Regle.PAGES].etat is CONFORME
    assert vus[3 - complete][Regle.PAGES].etat is NON_CONFORME


def test_pages_that_nothing_attaches_go_to_the_only_notice_that_lacks_some_else_to_a_person() -> None:
    entier = replace(PAUL, pages=4, marques=((1, 4), (2, 4), (3, 4), (4, 4)))
    assert juger(CLAIRE, entier, FIN)[1][Regle.PAGES].etat is CONFORME
    seule = juger(CLAIRE, PAUL, FIN)[3][Regle.PAGES]
    assert (seule.etat, seule.detail) == (A_VERIFIER, "suite_de_qui")


def test_an_income_printed_on_page_3_of_the_second_file_differs_from_the_sealed_one() -> None:
    vus = juger(CLAIRE, replace(FIN, imprimes=((1451200, IMPRIME),)))
    faux = vus[3][Regle.CONCORDANCE]
    assert (faux.etat, faux.detail, faux.lieu) == (NON_CONFORME, "differe", IMPRIME)
    assert juger(CLAIRE, replace(FIN, imprimes=((3451200, IMPRIME),)))[3][Regle.CONCORDANCE].etat is CONFORME


def test_each_notice_is_on_the_row_of_its_parent() -> None:
    vus = juger(CLAIRE, PAUL)
    assert (vus[1][Regle.PARENT].etat, vus[2][Regle.PARENT].etat) == (CONFORME, CONFORME)
    croises = juger(replace(CLAIRE, connus=frozenset({1})), replace(PAUL, connus=frozenset({0})))
    assert [(croises[n][Regle.PARENT].etat, croises[n][Regle.PARENT].detail) for n in (1, 2)] == [
        (A_VERIFIER, "autre_parent")
    ] * 2


def test_a_common_notice_may_name_the_second_parent_first() -> None:
    seul = replace(CLAIRE, connus=frozenset({1}))
    assert juger(seul, est_commune=True)[1][Regle.PARENT].etat is CONFORME
    assert juger(seul, adultes=1)[1][Regle.PARENT].etat is CONFORME


def test_the_same_notice_on_both_rows_is_said_on_the_second() -> None:
    vus = juger(CLAIRE, replace(PAUL, reference="ref-claire", connus=frozenset({0, 1})))
    assert vus[1][Regle.PARENT].etat is CONFORME
    assert (vus[2][Regle.PARENT].etat, vus[2][Regle.PARENT].detail) == (NON_CONFORME, "meme_avis")


ENTIERE = replace(CLAIRE, pages=4, marques=((1, 4), (2, 4), (3, 4), (4, 4)))
LA_SIENNE = replace(PAUL, parent=PARENT_1, pages=4, marques=ENTIERE.marques, revenu_scelle=2100000,
                    imprimes=((2100000, IMPRIME),))  # fmt: skip


def test_the_notices_of_both_parents_on_one_row_are_two_notices() -> None:
    """Not one of eight pages, whose print would contradict its seal."""
    une, autre = juger(ENTIERE, LA_SIENNE).values()
    assert [vus[Regle.PAGES].detail for vus in (une, autre)] == ["pages_manquantes"] * 2, "each keeps its own word"
    assert une[Regle.PARENT].etat is CONFORME
    assert (autre[Regle.PARENT].etat, autre[Regle.PARENT].detail) == (A_VERIFIER, "autre_parent")
    assert autre[Regle.CONCORDANCE].etat is CONFORME


def test_only_the_notice_that_stands_on_both_rows_is_blamed_for_it() -> None:
    double = replace(ENTIERE, piece_id=7, parent=PARENT_2)
    vus = juger(ENTIERE, replace(LA_SIENNE, parent=PARENT_2), double)
    assert vus[2][Regle.PARENT].etat is CONFORME
    assert (vus[7][Regle.PARENT].etat, vus[7][Regle.PARENT].detail) == (NON_CONFORME, "meme_avis")


def test_the_end_of_a_notice_goes_with_the_one_that_lacks_pages_on_a_row_of_two() -> None:
    vus = juger(CLAIRE, LA_SIENNE, FIN)
    assert (vus[1][Regle.PAGES].etat, vus[1][Regle.PAGES].valeur) == (CONFORME, "4")
    misread = replace(FIN, parent=PARENT_1, reference="mal-lue")
    assert juger(CLAIRE, misread)[1][Regle.PAGES].etat is CONFORME, "pages that follow may be misread"
