"""What holds for any household: sums, limits, order, rounding; and the speed of the engine."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.argent import centimes
from imuse_desk.domain.tarifs.calcul import simuler
from imuse_desk.domain.tarifs.modele import EleveTarif, FoyerTarif
from imuse_desk.domain.tarifs.resultat import Facturation
from imuse_desk.domain.tarifs.verification import verifier_grille
from tests.domain.tarifs.outils import article, grille
from tests.domain.tarifs.test_grilles_livrees import GRILLES

GPSO = GRILLES["gpso_demonstration"]
LIMITES = {"P1": (7600, 28500), "P2": (11400, 44000), "P3": (19000, 60000)}

quotients = st.none() | st.integers(0, 1_000_000).map(lambda c: Fraction(c, 100))
eleves_gpso = st.lists(
    st.builds(EleveTarif, articles=st.lists(st.sampled_from(sorted(LIMITES)), max_size=3).map(tuple)), max_size=5
).map(tuple)


def _facturer(la_grille, foyer):
    resultat = simuler(la_grille, foyer)
    assert isinstance(resultat, Facturation)
    return resultat


@given(quotients, eleves_gpso)
def test_gpso_somme_plancher_plafond(quotient, eleves):
    facture = _facturer(GPSO, FoyerTarif(zone="resident", quotient=quotient, eleves=eleves))
    assert facture.total_centimes == sum(ligne.montant_centimes for ligne in facture.lignes)
    assert len(facture.lignes) == sum(len(eleve.articles) for eleve in eleves)
    for ligne in facture.lignes:
        plancher, plafond = LIMITES[ligne.article]
        assert plancher <= ligne.montant_centimes <= plafond


@given(quotients, quotients, eleves_gpso)
def test_un_quotient_plus_haut_ne_paie_jamais_moins(un, autre, eleves):
    bas, haut = sorted((un, autre), key=lambda q: (q is None, q or 0))
    montants = [
        _facturer(GPSO, FoyerTarif(zone="resident", quotient=quotient, eleves=eleves)).total_centimes
        for quotient in (bas, haut)
    ]
    assert montants[0] <= montants[1]


@given(
    st.lists(st.integers(0, 200_000), min_size=1, max_size=4),
    st.lists(st.integers(-200, 200), max_size=4),
    st.booleans(),
)
def test_les_pourcentages_s_arrondissent_une_seule_fois(prix, pourcents, garde):
    articles = [article(f"A{i}", {"type": "flat", "amount": f"{p}/100", "floor": 1}) for i, p in enumerate(prix)]
    ajustements = [
        {"code": str(i), "keep_floor": garde, "effect": {"type": "percent", "value": p}}
        for i, p in enumerate(pourcents)
    ]
    foyer = FoyerTarif(eleves=(EleveTarif(articles=tuple(f"A{i}" for i in range(len(prix)))),))
    facture = _facturer(grille(*articles, adjustments=ajustements), foyer)
    for ligne, depart in zip(facture.lignes, prix, strict=True):
        exact = Fraction(depart, 100)
        for pourcent in pourcents:
            limite = min(exact, Fraction(1)) if garde else Fraction(0)
            exact = max(exact * (100 + pourcent) / 100, limite)
        assert ligne.montant_centimes == centimes(exact) >= 0


@given(st.lists(st.integers(0, 100_000), min_size=2, max_size=5), st.integers(0, 100_000))
def test_un_forfait_est_exactement_son_montant(prix, forfait):
    codes = [f"A{i}" for i in range(len(prix))]
    articles = [article(code, f"{p}/100") for code, p in zip(codes, prix, strict=True)]
    effet = {"type": "bundle_price", "all_of": codes, "amount": f"{forfait}/100"}
    foyer = FoyerTarif(eleves=(EleveTarif(articles=tuple(codes)),))
    assert _facturer(grille(*articles, adjustments=[{"code": "f", "effect": effet}]), foyer).total_centimes == forfait


def test_une_grille_faussee_montre_ses_ecarts():
    la_grille = grille(
        article("A", 10),
        proration={"type": "started_periods", "periods": 3},
        terms=3,
        examples=[
            {"name": "faux", "household": {"pupils": [{"enrol": ["A"]}]}, "expect": "10.01"},
            {"household": {"pupils": [{"enrol": ["A"]}]}, "expect": "refused"},
            {"household": {"pupils": [{"enrol": ["Z"]}]}, "expect": 10},
            {"prorate": {"total": 10, "start": 4}, "expect": 0},
            {"instalments": {"total": 10, "n": 3}, "expect": ["3.34", "3.33", "3.33"]},
            {"instalments": {"total": 10, "n": 3}, "expect": ["3.34", "3.34", "3.32"]},
            {"household": {"pupils": [{"enrol": ["Z"]}]}, "expect": "refused"},
        ],
        consistency=[
            {"item": "A", "annual": 10, "term": "10/3"},
            {"item": "A", "annual": 10, "month": "1.01"},
            {"item": "Z", "annual": 10},
        ],
    )
    ecarts = {ecart.cle: ecart for ecart in verifier_grille(la_grille)}
    assert set(ecarts) == {
        *(f"examples[{i}]" for i in (0, 1, 2, 3, 5)),
        "consistency[1]",
        "consistency[2]",
    }
    assert ecarts["examples[0]"].attendu == (Fraction("10.01"),)
    assert ecarts["examples[0]"].obtenu == (Fraction(10),)
    assert ecarts["examples[2]"].obtenu is None
    assert ecarts["examples[3]"].detail == "depart_hors_periode"


def _duree(simulations):
    foyer = FoyerTarif(
        zone="resident", quotient=Fraction("2512.34"), eleves=tuple(EleveTarif(articles=("P3",)) for _ in range(3))
    )
    debut = time.process_time()
    for _ in range(simulations):
        simuler(GPSO, foyer)
    return time.process_time() - debut


def test_mille_simulations_sont_rapides():
    assert min(_duree(1000) for _ in range(3)) < 0.5


@pytest.mark.long
def test_dix_mille_simulations_tiennent_en_deux_secondes():
    assert _duree(10_000) < 2
