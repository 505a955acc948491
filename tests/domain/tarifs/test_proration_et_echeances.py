"""Late entries, calls, two households and quotients."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.tarifs.foyers import part_foyer, parts_deux_foyers
from imuse_desk.domain.tarifs.proration import (
    PlanEcheances,
    Sejour,
    echeances,
    echeancier,
    part_sejour,
    parts_au_plus,
    proratiser,
)
from imuse_desk.domain.tarifs.quotient import BAREME_CAF, FORMULES, calculer_quotient
from imuse_desk.domain.tarifs.resultat import proratiser_facturation
from tests.domain.tarifs.outils import article, eleve, facturer, grille, montants

PERIODES = {"type": "started_periods", "periods": 10}
FRACTIONS = {"type": "fractions", "by_period": {1: 1, 2: "2/3", 3: "1/3"}}
SEANCES = {"type": "per_lesson", "lessons_in_basis": 34}
FEVRIER = date(2027, 2, 1)
MOIS = [date(2026, mois, 1) for mois in (10, 11, 12)] + [date(2027, mois, 1) for mois in range(1, 7)]


@pytest.mark.parametrize(
    ("regle", "total", "depart", "attendu"),
    [
        (None, 12345, 7, 12345),
        ("none", 12345, 7, 12345),
        (PERIODES, 30000, 1, 30000),
        (PERIODES, 30000, 5, 18000),
        (PERIODES, 30000, 10, 3000),
        (PERIODES, 12345, 10, 1235),
        (FRACTIONS, 24500, 2, 16333),
        (FRACTIONS, 100, 3, 33),
        (SEANCES, 49810, 34, 49810),
        (SEANCES, 49810, 1, 1465),
        (SEANCES, 49810, 0, 0),
    ],
)
def test_proratiser(regle, total, depart, attendu):
    assert proratiser(grille(proration=regle).proration, total, depart) == attendu


@pytest.mark.parametrize(
    ("regle", "depart"), [(PERIODES, 0), (PERIODES, 11), (FRACTIONS, 4), (SEANCES, 35), (SEANCES, -1)]
)
def test_une_entree_hors_des_periodes(regle, depart):
    with pytest.raises(Invalide, match="depart_hors_periode"):
        proratiser(grille(proration=regle).proration, 100, depart)


def test_une_facture_se_proratise_ligne_par_ligne():
    frais = article("F", 38, auto=True, per="household")
    remise = {"code": "r", "effect": {"type": "amount", "value": -10}}
    la_grille = grille(article("A", "0.25"), frais, proration={"type": "fractions", "by_period": {2: "1/2"}})
    avec_remise = grille(article("A", "0.25"), frais, adjustments=[remise])
    facture = _entrer(la_grille, facturer(avec_remise, eleve("A", "A")), [FEVRIER], FEVRIER)
    assert montants(facture) == [13, 13, 3800]
    assert facture.total_centimes == 26 + 3800 - 1000
    prorata = facture.lignes[0].prorata
    assert prorata is not None
    assert (prorata.avant_centimes, prorata.part, prorata.sejour) == (25, Fraction(1, 2), Sejour(FEVRIER))
    assert facture.lignes[2].prorata is None


def test_la_proration_choisit_ses_natures():
    regle = {**PERIODES, "kinds": ["rental"]}
    la_grille = grille(article("A", 100), article("L", 50, kind="rental"), proration=regle)
    facture = _entrer(la_grille, facturer(la_grille, eleve("A", "L")), MOIS, FEVRIER)
    assert montants(facture) == [10000, 2500]


@pytest.mark.parametrize(
    ("regle", "debuts", "entree", "sortie", "part"),
    [
        (PERIODES, MOIS, None, None, "1"),
        (PERIODES, MOIS, date(2026, 9, 30), None, "1"),
        (PERIODES, MOIS, date(2027, 1, 31), None, "6/10"),
        (PERIODES, MOIS, None, date(2026, 12, 31), "4/10"),
        (PERIODES, MOIS, date(2026, 11, 2), date(2026, 12, 1), "2/10"),
        (PERIODES, MOIS, None, date(2027, 6, 30), "1"),
        (PERIODES, [], date(2027, 2, 1), None, "1"),
        (FRACTIONS, [FEVRIER, date(2027, 4, 1)], FEVRIER, None, "2/3"),
        ({"type": "none"}, MOIS, FEVRIER, None, "1"),
    ],
)
def test_la_part_d_un_sejour(regle, debuts, entree, sortie, part):
    proration = grille(proration=regle).proration
    assert part_sejour(proration, debuts, Sejour(entree, sortie)) == Fraction(part)


@pytest.mark.parametrize(("regle", "debuts"), [(PERIODES, [FEVRIER]), (SEANCES, [FEVRIER])])
def test_des_periodes_qui_ne_sont_pas_celles_de_la_grille(regle, debuts):
    with pytest.raises(Invalide, match="periodes_a_revoir"):
        part_sejour(grille(proration=regle).proration, debuts, Sejour(FEVRIER))


def _entrer(la_grille, facture, debuts, le):
    return proratiser_facturation(la_grille.proration, facture, debuts, lambda _ligne, _rang: Sejour(le))


@pytest.mark.parametrize(
    ("total", "nombre", "attendu"),
    [(50000, 3, [16668, 16666, 16666]), (61000, 6, [10170] + [10166] * 5), (2, 3, [2, 0, 0]), (0, 2, [0, 0])],
)
def test_echeances(total, nombre, attendu):
    assert list(echeances(total, nombre)) == attendu


@given(st.integers(-(10**9), 10**9), st.integers(1, 24))
def test_les_echeances_font_le_total(total, nombre):
    parts = echeances(total, nombre)
    assert sum(parts) == total
    assert len(set(parts[1:])) <= 1
    assert abs(parts[0] - parts[-1]) < nombre


def test_zero_echeance_est_refusee():
    with pytest.raises(Invalide, match="echeances_nombre"):
        echeances(100, 0)


def test_un_echeancier_place_ses_dates_dans_la_saison():
    plans = [
        {"parts": 3, "months": [11, 1, 4], "min_total": 200},
        {"due": ["10-15", "02-29"]},
        {"method": "cheques"},
        {"parts": 2, "months": [10]},
    ]
    mensuel, date_fixe, libre, incomplet = grille(instalment_plans=plans).plans
    assert [(e.le, e.montant_centimes) for e in echeancier(mensuel, 50000, 2025, jour=5)] == [
        (date(2025, 11, 5), 16668),
        (date(2026, 1, 5), 16666),
        (date(2026, 4, 5), 16666),
    ]
    assert [e.le for e in echeancier(date_fixe, 100, 2025)] == [date(2025, 10, 15), date(2026, 2, 28)]
    assert [e.le for e in echeancier(date_fixe, 100, 2027)] == [date(2027, 10, 15), date(2028, 2, 29)]
    assert [(e.le, e.montant_centimes) for e in echeancier(libre, 100, 2025)] == [(None, 100)]
    assert [e.le for e in echeancier(incomplet, 100, 2025)] == [date(2025, 10, 1), None]
    assert (mensuel.est_ouvert(19999), mensuel.est_ouvert(20000), libre.est_ouvert(1)) == (False, True, True)


@pytest.mark.parametrize(
    ("prix_a", "prix_b", "part_a", "part_b", "principal", "attendu"),
    [
        (40101, 40101, 50, 50, "a", (20050, 20051)),
        (40101, 40101, 50, 50, "b", (20051, 20050)),
        (40101, 30001, 50, 50, "a", (20051, 15001)),
        (10000, 10000, 100, 0, "a", (10000, 0)),
        (10000, 10000, Fraction(200, 3), Fraction(100, 3), "b", (6667, 3333)),
        (10001, 10001, 50, 25, "a", (5001, 2500)),
    ],
)
def test_deux_foyers(prix_a, prix_b, part_a, part_b, principal, attendu):
    assert parts_deux_foyers(prix_a, prix_b, part_a, part_b, principal) == attendu


@given(st.integers(0, 10**7), st.integers(0, 100), st.sampled_from(["a", "b"]))
def test_a_prix_egal_les_parts_font_le_prix(prix, part, principal):
    assert sum(parts_deux_foyers(prix, prix, part, 100 - part, principal)) == prix


@pytest.mark.parametrize(("part_a", "part_b"), [(101, 0), (-1, 50), (60, 50)])
def test_des_parts_impossibles(part_a, part_b):
    with pytest.raises(Invalide):
        parts_deux_foyers(100, 100, part_a, part_b)
    assert part_foyer(101, 50) == 51


@pytest.mark.parametrize(
    ("annuel", "prestations", "parts", "quotient"),
    [(3000000, 0, 3, 83333), (3000000, 14199, 3, 88066), (4800000, 33880, 4, 108470), (0, 0, 2, 0)],
)
@pytest.mark.parametrize("formule", ["caf_monthly", "tax_based"])
def test_quotient(formule, annuel, prestations, parts, quotient):
    calcul = calculer_quotient(FORMULES[formule], annuel, Fraction(parts), prestations)
    assert calcul.quotient_centimes == quotient


@pytest.mark.parametrize(
    ("enfants", "handicapes", "parts"),
    [(0, 0, 2), (1, 0, "2.5"), (2, 0, 3), (3, 0, 4), (4, 0, "4.5"), (5, 0, 5), (2, 1, "3.5")],
)
def test_parts_de_la_caf(enfants, handicapes, parts):
    assert BAREME_CAF.parts(enfants, handicapes) == Fraction(parts)


def test_le_quotient_montre_son_calcul():
    calcul = calculer_quotient(FORMULES["caf_monthly"], 3000000, BAREME_CAF.parts(2), 14199)
    assert calcul.arithmetique() == "(30\u202f000,00\u00a0€ ÷ 12 + 141,99\u00a0€) ÷ 3\u00a0parts = 880,66\u00a0€"
    assert calcul.expliquer().startswith("Quotient calculé d’après ressources annuelles")
    sec = calculer_quotient(FORMULES["tax_only"], 1200000, Fraction(3, 2))
    assert sec.arithmetique() == "12\u202f000,00\u00a0€ ÷ 12 ÷ 1,5\u00a0part = 666,67\u00a0€"


@pytest.mark.parametrize(
    ("annuel", "parts", "prestations", "champ"),
    [(-1, 2, 0, "annuel"), (100, 0, 0, "parts"), (100, 2, 5, "prestations"), (100, 2, -5, "prestations")],
)
def test_un_quotient_impossible(annuel, parts, prestations, champ):
    with pytest.raises(Invalide) as refus:
        calculer_quotient(FORMULES["tax_only"], annuel, Fraction(parts), prestations)
    assert refus.value.champ == champ
    with pytest.raises(Invalide, match="enfants_impossible"):
        BAREME_CAF.parts(1, 2)


DIX_FOIS = PlanEcheances(parts=10, total_minimum=Fraction(300))


@pytest.mark.parametrize(
    ("plans", "total", "permises"),
    [
        ((), 76_000, 3),
        ((), None, 3),
        ((PlanEcheances(parts=1), DIX_FOIS), 29_999, 1),
        ((PlanEcheances(parts=1), DIX_FOIS), 30_000, 10),
        ((PlanEcheances(parts=1), DIX_FOIS), None, 10),
        ((DIX_FOIS,), 100, 1),
    ],
)
def test_how_many_parts_the_year_allows(plans: tuple[PlanEcheances, ...], total: int | None, permises: int) -> None:
    assert parts_au_plus(plans, total, 3) == permises
