"""Each effect of an adjustment, its filters, floors and order."""

from fractions import Fraction

import pytest

from tests.domain.tarifs.outils import article, eleve, facturer, grille, montants

A100 = article("A", 100)
B60 = article("B", 60)
F10 = article("F", 10, auto=True)
H16 = article("H", 16, auto=True, per="household")


def ajuste(effet, code="x", **autres):
    return {"code": code, "effect": effet, **autres}


def _montants(ajustements, *eleves, articles=(A100, B60), **foyer):
    return montants(facturer(grille(*articles, adjustments=ajustements), *eleves, **foyer))


MOINS10 = {"type": "percent", "value": -10}


@pytest.mark.parametrize(
    ("filtre", "attendu"),
    [
        ({}, [9000, 5400, 900, 1440]),
        ({"kinds": ["course"]}, [9000, 5400, 1000, 1600]),
        ({"kinds": ["fee"]}, [10000, 6000, 900, 1440]),
        ({"kinds": ["course", "fee"], "except": ["A", "H"]}, [10000, 5400, 900, 1600]),
        ({"items": ["A", "H"]}, [9000, 6000, 1000, 1440]),
        ({"items": ["A"], "kinds": ["fee"]}, [10000, 6000, 1000, 1600]),
        ({"when": {"age_max": 9}}, [9000, 5400, 900, 1600]),
        ({"when": {"only_among": ["Z"]}}, [10000, 6000, 1000, 1440]),
        ({"when": {"zone": "out"}}, [10000, 6000, 1000, 1600]),
    ],
)
def test_les_lignes_concernees(filtre, attendu):
    obtenu = _montants([ajuste(MOINS10, **filtre)], eleve("A", "B", age=9), articles=(A100, B60, F10, H16), zone="in")
    assert obtenu == attendu


def test_les_pourcentages_s_enchainent_sans_arrondi_dans_l_ordre_ecrit():
    tiers = {"type": "percent", "value": "-100/3"}
    assert _montants([ajuste(tiers), ajuste({"type": "percent", "value": 50})], eleve("A")) == [10000]
    ajustements = [ajuste({"type": "percent", "value": "0.004"}) for _ in range(2)]
    assert _montants(ajustements, eleve("A")) == [10001]


def test_un_pourcentage_s_arrete_a_zero():
    assert _montants([ajuste({"type": "percent", "value": -150})], eleve("A")) == [0]


PLANCHER = article("A", {"type": "flat", "amount": 100, "floor": 80})


@pytest.mark.parametrize(
    ("valeur", "garde", "attendu"),
    [(-10, True, 9000), (-30, True, 8000), (-30, False, 7000), (20, True, 12000)],
)
def test_plancher(valeur, garde, attendu):
    ajustements = [ajuste({"type": "percent", "value": valeur}, keep_floor=garde)]
    assert _montants(ajustements, eleve("A"), articles=[PLANCHER]) == [attendu]


def test_le_plancher_ne_releve_jamais():
    sous = ajuste({"type": "percent", "value": -50}, "sous")
    garde = ajuste({"type": "percent", "value": -10}, "garde", keep_floor=True)
    ligne = facturer(grille(PLANCHER, adjustments=[sous, garde]), eleve("A")).lignes[0]
    assert ligne.montant_centimes == 5000
    assert ligne.ajustements[1].plancher == 80
    assert ligne.ajustements[1].avant == ligne.ajustements[1].apres == 50


def test_le_plancher_est_du_autant_de_fois_que_le_prix():
    lineaire = article("A", {"type": "linear", "rate": "0.1", "min": 30, "max": 90}, basis="term")
    ajustements = [ajuste({"type": "percent", "value": -50}, keep_floor=True)]
    assert _montants(ajustements, eleve("A"), articles=[lineaire], qf=400) == [9000]


def test_reduction_par_rang():
    effet = {"type": "percent_by_rank", "by": {2: 10, "4": 20}}
    assert _montants([ajuste(effet)], *[eleve("A")] * 6) == [10000, 9000, 10000, 8000, 8000, 8000]


def test_nieme_ligne_du_meme_eleve_la_plus_chere_d_abord():
    effet = {"type": "percent_nth_same_pupil", "from": 2, "value": -20}
    assert _montants([ajuste(effet)], eleve("B", "A", "B"), eleve("B")) == [4800, 10000, 4800, 6000]


def test_nieme_ligne_au_montant_du_moment_et_a_egalite_dans_l_ordre():
    baisse = ajuste({"type": "percent", "value": -40}, items=["A"])
    nieme = ajuste({"type": "percent_nth_same_pupil", "from": 2, "value": -50})
    assert _montants([baisse, nieme], eleve("A", "B")) == [6000, 3000]
    assert _montants([baisse, nieme], eleve("B", "A"), articles=(A100, B60, H16)) == [6000, 3000, 1600]


FACTEURS = {"type": "factor_bands", "bands": [[600, "0.6"], [900, "0.8"], [None, "0.95"]]}


@pytest.mark.parametrize(("qf", "attendu"), [(0, 6000), (599, 6000), (600, 8000), (900, 9500), (None, 10000)])
def test_facteur_par_bandes(qf, attendu):
    assert _montants([ajuste(FACTEURS)], eleve("A"), qf=qf) == [attendu]


def test_facteur_et_plancher():
    assert _montants([ajuste(FACTEURS, keep_floor=True)], eleve("A"), articles=[PLANCHER], qf=1) == [8000]


FORFAIT = {"type": "bundle_price", "all_of": ["A", "B"], "amount": 100}


def test_forfait_reparti_au_prorata_la_derniere_ligne_prend_le_reste():
    assert _montants([ajuste(FORFAIT)], eleve("B", "A"), eleve("A")) == [3750, 6250, 10000]
    tiers = {"type": "bundle_price", "all_of": ["A", "B", "C"], "amount": 100}
    articles = [article(code, 70) for code in "ABC"]
    assert _montants([ajuste(tiers)], eleve("C", "A", "B"), articles=articles) == [3333, 3333, 3334]


def test_forfait_selon_l_eleve_et_sans_regarder_les_filtres():
    ajustement = ajuste(FORFAIT, when={"age_max": 25}, kinds=["rental"], items=["Z"])
    assert _montants([ajustement], eleve("A", "B", age=14), eleve("A", "B", age=40)) == [6250, 3750, 10000, 6000]


def test_forfait_de_lignes_gratuites_et_forfait_non_multiplie():
    articles = [article("A", 0), article("B", 0)]
    assert _montants([ajuste(FORFAIT)], eleve("A", "B"), articles=articles) == [0, 10000]
    trimestre = grille(A100, B60, adjustments=[ajuste(FORFAIT)], basis="term")
    assert facturer(trimestre, eleve("A", "B")).total_centimes == 10000


def test_forfait_une_ligne_de_chaque_article():
    assert _montants([ajuste(FORFAIT)], eleve("A", "B", "B")) == [6250, 3750, 6000]


def test_somme_une_fois_par_facture():
    la_grille = grille(A100, B60, adjustments=[ajuste({"type": "amount", "value": "-7.505"}, items=["A"], label="Bon")])
    resultat = facturer(la_grille, eleve("A"), eleve("A"))
    assert [(r.code, r.libelle, r.montant_centimes) for r in resultat.remises] == [("x", "Bon", -751)]
    assert resultat.total_centimes == 20000 - 751
    assert facturer(la_grille, eleve("B")).remises == ()


@pytest.mark.parametrize(
    ("compte", "n_lignes", "attendu"),
    [("enrolments", 2, 0), ("enrolments", 3, -3000), ("enrolments", 4, -5000), ("enrolments", 7, -5000)],
)
def test_somme_par_nombre_d_inscriptions(compte, n_lignes, attendu):
    effet = {"type": "amount_by_count", "by": {3: -30, 4: -50}}
    la_grille = grille(A100, H16, adjustments=[ajuste(effet, kinds=["course"], count=compte)])
    resultat = facturer(la_grille, eleve(*["A"] * n_lignes))
    assert resultat.total_centimes - 10000 * n_lignes - 1600 == attendu


def test_somme_par_nombre_d_eleves():
    effet = {"type": "amount_by_count", "by": {2: -30}}
    la_grille = grille(A100, H16, adjustments=[ajuste(effet, count="pupils")])
    assert facturer(la_grille, eleve("A", "A"), eleve()).remises == ()
    remise = facturer(la_grille, eleve("A", "A"), eleve("A")).remises[0]
    assert (remise.nombre, remise.montant_centimes, remise.registre) == (2, -3000, "cotisations")


def test_pourcentage_par_nombre_sur_les_lignes_concernees_ou_toute_la_facture():
    effet = {"type": "percent_by_count", "by": {2: -10, 3: -50}}
    articles = (A100, B60, F10, H16)
    concernees = ajuste(effet, kinds=["course"])
    assert _montants([concernees], eleve("A", "B"), articles=articles) == [9000, 5400, 1000, 1600]
    assert _montants([concernees], eleve("A"), articles=articles) == [10000, 1000, 1600]
    toute = ajuste(effet, kinds=["course"], whole_bill=True)
    assert _montants([toute], eleve("A", "B"), articles=articles) == [9000, 5400, 900, 1440]
    par_eleve = ajuste(effet, kinds=["course"], count="pupils")
    assert _montants([par_eleve], eleve("A", "B"), eleve("A")) == [9000, 5400, 9000]


@pytest.mark.parametrize(
    ("minimum", "eleves", "attendu"),
    [(300, 3, -6000), ("300.01", 3, 0), (None, 3, -6000), (None, 1, 0), (None, 0, 0)],
)
def test_somme_par_eleve_de_plus(minimum, eleves, attendu):
    effet = {"type": "amount_per_extra_pupil", "value": -30, "min_total": minimum}
    resultat = facturer(grille(A100, H16, adjustments=[ajuste(effet, kinds=["course"])]), *[eleve("A")] * eleves)
    assert sum(remise.montant_centimes for remise in resultat.remises) == attendu


def test_le_minimum_regarde_les_montants_deja_reduits():
    ajustements = [ajuste(MOINS10), ajuste({"type": "amount_per_extra_pupil", "value": -30, "min_total": 200})]
    assert facturer(grille(A100, adjustments=ajustements), eleve("A"), eleve("A")).total_centimes == 18000


def test_une_remise_sur_les_seules_locations_va_a_leur_registre():
    location = article("L", 50, kind="rental")
    ajustements = [ajuste({"type": "amount", "value": -5}, kinds=["rental"])]
    resultat = facturer(grille(A100, location, adjustments=ajustements), eleve("A", "L"))
    assert resultat.total_registre_centimes("locations") == 4500


def test_chaque_changement_est_garde_avec_son_effet():
    effet = {"type": "percent_by_rank", "by": {2: 10}}
    ajustements = [ajuste(MOINS10, "un", label="Premier"), ajuste(effet, "deux")]
    ligne = facturer(grille(A100, adjustments=ajustements), eleve("A"), eleve("A")).lignes[1]
    assert [(a.code, a.libelle, a.genre, a.valeur, a.avant, a.apres, a.plancher) for a in ligne.ajustements] == [
        ("un", "Premier", "pourcent", Fraction(-10), Fraction(100), Fraction(90), None),
        ("deux", "", "pourcent", Fraction(-10), Fraction(90), Fraction(81), None),
    ]
