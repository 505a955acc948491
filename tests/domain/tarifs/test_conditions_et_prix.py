"""Each condition and each type of price, with its odd corners."""

from decimal import Decimal

import pytest

from tests.domain.tarifs.outils import article, eleve, facturer, grille, montants, refuser

VRAI, FAUX = 1000, 2000


def _selon(quand, un_eleve, **foyer):
    """Price an item of 10.00 when the condition holds, of 20.00 otherwise."""
    regles = [
        {"when": quand, "price": {"type": "flat", "amount": 10}},
        {"price": {"type": "flat", "amount": 20}},
    ]
    return montants(facturer(grille({"code": "A", "rules": regles}, article("B", 0)), un_eleve, **foyer))[0]


@pytest.mark.parametrize(
    ("quand", "attributs", "foyer", "attendu"),
    [
        ({"zone": "in"}, {}, {"zone": "in"}, VRAI),
        ({"zone": ["in", "near"]}, {}, {"zone": "near"}, VRAI),
        ({"zone": "in"}, {}, {"zone": "out"}, FAUX),
        ({"zone": "in"}, {}, {}, FAUX),
        ({"age_min": 18}, {"age": 18}, {}, VRAI),
        ({"age_min": 18}, {"age": 17}, {}, FAUX),
        ({"age_min": 0}, {}, {}, FAUX),
        ({"age_max": 17}, {"age": 17}, {}, VRAI),
        ({"age_max": 17}, {"age": 18}, {}, FAUX),
        ({"age_max": 99}, {}, {}, FAUX),
        ({"age_min": 6, "age_max": 8}, {"age": 7}, {}, VRAI),
        ({"age_min": 6, "age_max": 8}, {"age": 9}, {}, FAUX),
        ({"qf_below": 600}, {}, {"qf": "599.99"}, VRAI),
        ({"qf_below": 600}, {}, {"qf": 600}, FAUX),
        ({"qf_below": 600}, {}, {"qf": 0}, VRAI),
        ({"qf_below": 600}, {}, {"qf": None}, FAUX),
        ({"qf_from": 600}, {}, {"qf": 600}, VRAI),
        ({"qf_from": 600}, {}, {"qf": Decimal("599.99")}, FAUX),
        ({"qf_from": 600}, {}, {"qf": None}, VRAI),
        ({"qf_from": 1}, {}, {"qf": 0}, FAUX),
        ({"tags_all": ["a", "b"]}, {"tags": ["a"]}, {"tags": ["b"]}, VRAI),
        ({"tags_all": ["a", "b"]}, {"tags": ["a"]}, {}, FAUX),
        ({"tags_any": ["a", "b"]}, {}, {"tags": ["b"]}, VRAI),
        ({"tags_any": ["a", "b"]}, {"tags": ["c"]}, {}, FAUX),
        ({"tags_none": ["a", "b"]}, {"tags": ["c"]}, {}, VRAI),
        ({"tags_none": ["a", "b"]}, {"tags": ["c"]}, {"tags": ["a"]}, FAUX),
        ({"with_any": ["B", "C"]}, {"enrol": ["A", "B"]}, {}, VRAI),
        ({"with_any": ["B", "C"]}, {}, {}, FAUX),
        ({"only_among": ["A"]}, {"enrol": ["A", "A"]}, {}, VRAI),
        ({"only_among": ["A"]}, {"enrol": ["A", "B"]}, {}, FAUX),
        ({"rental_year": 2}, {"rental_year": 2}, {}, VRAI),
        ({"rental_year": 2}, {"rental_year": 3}, {}, FAUX),
        ({"rental_year": 2}, {}, {}, FAUX),
        ({"zone": "in", "age_max": 9, "qf_below": "1e3"}, {"age": 9}, {"zone": "in", "qf": 999}, VRAI),
        ({"zone": "in", "age_max": 9}, {"age": 9}, {"zone": "out"}, FAUX),
        ({}, {}, {}, VRAI),
    ],
)
def test_condition(quand, attributs, foyer, attendu):
    assert _selon(quand, {"enrol": ["A"], **attributs}, **foyer) == attendu


@pytest.mark.parametrize(
    ("quand", "facture"),
    [
        ({"age_min": 0}, False),
        ({"age_max": 99}, False),
        ({"with_any": ["A"]}, False),
        ({"rental_year": 1}, False),
        ({"only_among": ["Z"]}, True),
        ({"tags_any": ["foyer"]}, True),
        ({"tags_any": ["eleve"]}, False),
        ({"tags_none": ["eleve"]}, True),
        ({"zone": "in", "qf_below": 100}, True),
    ],
)
def test_une_ligne_du_foyer_n_a_pas_d_eleve(quand, facture):
    frais = article("F", 5, quand, per="household", auto=True)
    un_eleve = eleve("A", age=9, rental_year=1, tags=["eleve"])
    resultat = facturer(grille(article("A", 1), frais), un_eleve, zone="in", qf=50, tags=["foyer"])
    assert [ligne.article for ligne in resultat.lignes] == (["A", "F"] if facture else ["A"])


def test_la_premiere_regle_qui_vaut_l_emporte():
    regles = [
        {"when": {"zone": "in"}, "price": {"type": "flat", "amount": 1}},
        {"when": {"age_min": 1}, "price": {"type": "flat", "amount": 2}},
    ]
    la_grille = grille({"code": "A", "rules": regles})
    ligne = facturer(la_grille, eleve("A", age=3), zone="in").lignes[0]
    assert (ligne.regle_rang, ligne.montant_centimes) == (0, 100)
    assert facturer(la_grille, eleve("A", age=3), zone="out").lignes[0].regle_rang == 1


LINEAIRE = {"type": "linear", "rate": "0.1", "min": 50, "max": 100}
BANDES = {"type": "bands", "index": "qf", "bands": [[600, 30], ["1000.01", 35], [None, 36]]}


@pytest.mark.parametrize(
    ("prix", "qf", "attendu"),
    [
        ({"type": "flat", "amount": "12.345"}, None, 1235),
        ({"type": "flat", "amount": 0}, None, 0),
        (LINEAIRE, 0, 5000),
        (LINEAIRE, 500, 5000),
        (LINEAIRE, "777.77", 7778),
        (LINEAIRE, 1000, 10000),
        (LINEAIRE, 9999, 10000),
        (LINEAIRE, None, 10000),
        ({**LINEAIRE, "offset": 20}, 500, 7000),
        ({**LINEAIRE, "offset": -20}, 800, 6000),
        ({"type": "linear", "rate": "0.1", "max": 100}, 0, 0),
        ({"type": "linear", "rate": "0.1"}, 12345, 123450),
        ({"type": "linear", "rate": "1/3", "min": None, "max": None}, 100, 3333),
        (BANDES, 0, 3000),
        (BANDES, "599.99", 3000),
        (BANDES, 600, 3500),
        (BANDES, 1000, 3500),
        (BANDES, "1000.01", 3600),
        (BANDES, None, 3600),
        ({"type": "by_rank", "amounts": [55, 50, 45]}, None, 5500),
        ({"type": "hourly", "rate": "29.30", "hours": "0.5", "lessons": 34}, None, 49810),
        ({"type": "hourly", "rate": "29.30", "hours": "0.5", "lessons": 34, "share": "2/3"}, None, 33207),
        ({"type": "share_of", "full": 1100, "pct": 80}, None, 88000),
        ({"type": "share_of", "full": "0.25", "pct": 50}, None, 13),
    ],
)
def test_prix(prix, qf, attendu):
    assert montants(facturer(grille(article("A", prix)), eleve("A"), qf=qf)) == [attendu]


@pytest.mark.parametrize(
    ("prix", "qf", "raison"),
    [
        ({"type": "not_offered"}, 100, "non_propose"),
        ({"type": "unknown", "range": [0, 500]}, 100, "prix_inconnu"),
        ({"type": "linear", "rate": 1}, None, "quotient_sans_plafond"),
    ],
)
def test_prix_refuse(prix, qf, raison):
    refus = refuser(grille(article("A", prix), article("B", 1)), eleve("B"), eleve("B", "A"), qf=qf)
    assert (refus.article, refus.raison, refus.motifs[0].eleve) == ("A", raison, 1)


def test_sans_regle_ou_hors_grille_chaque_refus_est_nomme():
    la_grille = grille(article("A", 1, {"zone": "in"}), {"code": "VIDE"})
    refus = refuser(la_grille, eleve("A", "VIDE"), eleve("NULLE_PART"), zone="out")
    assert [(m.article, m.eleve, m.raison) for m in refus.motifs] == [
        ("A", 0, "aucune_regle"),
        ("VIDE", 0, "aucune_regle"),
        ("NULLE_PART", 1, "article_absent"),
    ]


def test_un_article_automatique_qui_ne_s_applique_pas_est_omis_mais_un_trou_refuse():
    hors = article("H", 5, {"zone": "out"}, auto=True)
    non = article("N", {"type": "not_offered"}, auto=True, per="household")
    assert montants(facturer(grille(article("A", 1), hors, non), eleve("A"), zone="in")) == [100]
    trou = article("T", {"type": "unknown"}, auto=True)
    assert refuser(grille(article("A", 1), trou), eleve("A")).raison == "prix_inconnu"


def test_frais_par_foyer_par_eleve_et_par_specialite():
    la_grille = grille(
        article("A", 100),
        article("D", 100, speciality="dance"),
        article("FOYER", 1, auto=True, per="household"),
        article("ELEVE", 2, auto=True),
        article("SPEC", 3, auto=True, per="pupil_speciality"),
    )
    resultat = facturer(la_grille, eleve("A", "A"), eleve("A", "D"), eleve())
    frais = [(x.article, x.eleve, x.nature, x.rang) for x in resultat.lignes if x.nature != "course"]
    assert frais == [
        ("ELEVE", 0, "fee", 1),
        ("SPEC", 0, "fee", 1),
        ("ELEVE", 1, "fee", 1),
        ("SPEC", 1, "fee", 1),
        ("SPEC", 1, "fee", 1),
        ("ELEVE", 2, "fee", 1),
        ("FOYER", None, "fee", 1),
    ]
    assert [x.specialite for x in resultat.lignes if x.article == "SPEC"] == ["music", "music", "dance"]
    assert resultat.total_centimes == 40000 + 100 + 600 + 900


def test_un_prix_de_trimestre_ou_de_mois_est_du_autant_de_fois():
    articles = [
        article("T", {"type": "flat", "amount": "10.005"}),
        article("M", 3, basis="month"),
        article("AN", 45, basis="annual"),
    ]
    la_grille = grille(*articles, basis="term", terms=3, months=9)
    assert montants(facturer(la_grille, eleve("T", "M", "AN"))) == [3002, 2700, 4500]
    assert montants(facturer(grille(*articles, basis="month"), eleve("T"))) == [10005]


def test_location_et_cotisation_ont_chacune_leur_registre():
    la_grille = grille(article("A", 100), article("L", 65, kind="rental"))
    resultat = facturer(la_grille, eleve("A", "L"))
    assert resultat.total_registre_centimes("cotisations") == 10000
    assert resultat.total_registre_centimes("locations") == 6500
    assert resultat.total_centimes == 16500
