"""Ranks: over pupils or enrolments, in each order, with those who are not counted."""

import pytest

from tests.domain.tarifs.outils import article, eleve, facturer, grille, montants

PAR_RANG = {"type": "by_rank", "amounts": [100, 90, 80]}


def _rangs(ranking, *eleves, articles=None, **autres):
    articles = articles or [article("A", PAR_RANG), article("B", {"type": "by_rank", "amounts": [50, 40]})]
    la_grille = grille(*articles, ranking=ranking, **autres)
    return [(x.article, x.eleve, x.rang) for x in facturer(la_grille, *eleves).lignes]


def test_par_eleve_dans_l_ordre_du_dossier():
    assert _rangs(None, eleve("A", "B"), eleve(), eleve("B")) == [("A", 0, 1), ("B", 0, 1), ("B", 2, 2)]


def test_le_dernier_montant_se_repete():
    assert montants(facturer(grille(article("A", PAR_RANG)), *[eleve("A")] * 5)) == [10000, 9000, 8000, 8000, 8000]


def test_les_articles_hors_classement_ne_comptent_pas():
    articles = [article("A", PAR_RANG), article("C", 35, ranked=False)]
    assert _rangs(None, eleve("C"), eleve("A"), eleve("C", "A"), articles=articles) == [
        ("C", 0, 1),
        ("A", 1, 1),
        ("C", 2, 1),
        ("A", 2, 2),
    ]


def test_par_age_les_aines_d_abord_sans_age_a_la_fin():
    ordre = {"order": "age_desc"}
    eleves = [eleve("A"), eleve("A", age=7), eleve("A", age=12), eleve("A", age=7)]
    assert [rang for _, _, rang in _rangs(ordre, *eleves)] == [4, 2, 1, 3]


def test_par_prix_la_somme_au_rang_un_de_chaque_eleve_le_plus_cher_d_abord():
    ordre = {"over": "pupils", "order": "price_desc"}
    assert _rangs(ordre, eleve("B"), eleve("B", "B", "B"), eleve("A")) == [
        ("B", 0, 3),
        ("B", 1, 1),
        ("B", 1, 1),
        ("B", 1, 1),
        ("A", 2, 2),
    ]


def test_le_prix_du_classement_est_avant_les_trimestres():
    articles = [article("T", 60, basis="term"), article("AN", 100, basis="annual")]
    rangs = _rangs({"order": "price_desc"}, eleve("T"), eleve("AN"), articles=articles)
    assert rangs == [("T", 0, 2), ("AN", 1, 1)]


def test_les_ex_aequo_restent_dans_l_ordre_du_dossier():
    assert [rang for _, _, rang in _rangs({"order": "price_desc"}, *[eleve("A")] * 3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("ordre", "rangs"), [("listed", [1, 2, 3, 4]), ("price_desc", [3, 1, 4, 2]), ("age_desc", [3, 4, 1, 2])]
)
def test_par_inscription(ordre, rangs):
    ranking = {"over": "enrolments", "order": ordre}
    obtenus = _rangs(ranking, eleve("B", "A", age=8), eleve("B", "A", age=10))
    assert [rang for _, _, rang in obtenus] == rangs


@pytest.mark.parametrize("sur", ["pupils", "enrolments"])
def test_un_adulte_compte_toujours_comme_premier_sans_etre_compte(sur):
    ranking = {"over": sur, "first_rank_when": {"age_min": 18}}
    obtenus = _rangs(ranking, eleve("A", age=9), eleve("A", age=40), eleve("A", age=8), eleve("A", age=41))
    assert [rang for _, _, rang in obtenus] == [1, 1, 2, 1]


def test_une_ligne_automatique_garde_le_rang_un():
    frais = article("F", PAR_RANG, auto=True)
    la_grille = grille(article("A", PAR_RANG), frais)
    assert montants(facturer(la_grille, eleve("A"), eleve("A"))) == [10000, 10000, 9000, 10000]
