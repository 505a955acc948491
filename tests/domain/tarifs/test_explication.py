"""The French arithmetic of a line, for each price and each effect."""

from datetime import date

import pytest

from imuse_desk.domain.tarifs.explication import (
    expliquer,
    expliquer_condition,
    expliquer_refus,
    expliquer_remise,
    texte_base,
    texte_calcul,
    texte_prorata,
)
from imuse_desk.domain.tarifs.lecture import charger_grille
from imuse_desk.domain.tarifs.proration import Sejour
from imuse_desk.domain.tarifs.resultat import RAISONS_REFUS, MotifRefus, proratiser_facturation
from tests.domain.tarifs.outils import article, eleve, facturer, grille


def _net(texte):
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


LINEAIRE = {"type": "linear", "rate": "0.16", "min": 190, "max": 600}
BANDES = {"type": "bands", "bands": [[600, 30], [1000, 35], [None, 36]]}


@pytest.mark.parametrize(
    ("prix", "qf", "texte"),
    [
        (LINEAIRE, "2500", "QF 2 500,00 € × 16 % = 400,00 €"),
        (LINEAIRE, "880.66", "QF 880,66 € × 16 % = 140,91 €, plancher 190,00 €"),
        (LINEAIRE, "9000", "QF 9 000,00 € × 16 % = 1 440,00 €, plafond 600,00 €"),
        (LINEAIRE, None, "quotient non communiqué, plafond 600,00 €"),
        ({**LINEAIRE, "offset": -5}, "2500", "QF 2 500,00 € × 16 % - 5,00 € = 395,00 €"),
        ({"type": "flat", "amount": 1040}, None, "1 040,00 €"),
        (BANDES, 0, "QF 0,00 €, tranche sous 600,00 € : 30,00 €"),
        (BANDES, 600, "QF 600,00 €, de 600,00 € à 1 000,00 € exclu : 35,00 €"),
        (BANDES, 1000, "QF 1 000,00 €, à partir de 1 000,00 € : 36,00 €"),
        (BANDES, None, "quotient non communiqué, à partir de 1 000,00 € : 36,00 €"),
        ({"type": "by_rank", "amounts": [55, 50]}, None, "rang 1 : 55,00 €"),
        (
            {"type": "hourly", "rate": "29.3", "hours": "0.5", "lessons": 34, "share": "2/3"},
            None,
            "29,30 € × 0,5 h × 34 séances × 2/3 = 332,07 €",
        ),
        ({"type": "share_of", "full": 1100, "pct": 80}, None, "1 100,00 € × 80 % = 880,00 €"),
    ],
)
def test_le_calcul_du_prix(prix, qf, texte):
    ligne = facturer(grille(article("A", prix)), eleve("A"), qf=qf).lignes[0]
    assert _net(texte_base(ligne)) == texte


def test_les_trimestres_se_voient():
    ligne = facturer(grille(article("A", 75), basis="term"), eleve("A")).lignes[0]
    assert _net(texte_base(ligne)) == "75,00 € × 3 trimestres = 225,00 €"
    ligne = facturer(grille(article("A", 75), basis="month", months=9), eleve("A")).lignes[0]
    assert _net(texte_base(ligne)) == "75,00 € × 9 mois = 675,00 €"


def test_une_ligne_raconte_tout_son_montant():
    ajustements = [
        {"code": "cse", "label": "Remise CSE", "effect": {"type": "percent", "value": "-7.5"}},
        {"code": "qf", "effect": {"type": "factor_bands", "bands": [[None, "0.8"]]}},
        {
            "code": "fratrie",
            "label": "Fratrie",
            "keep_floor": True,
            "effect": {"type": "percent_by_rank", "by": {2: 90}},
        },
    ]
    la_grille = grille(article("A", LINEAIRE, {"zone": "in"}), adjustments=ajustements)
    ligne = facturer(la_grille, eleve("A"), eleve("A"), zone="in", qf=2500).lignes[1]
    assert [_net(phrase) for phrase in expliquer(ligne)] == [
        "Règle n° 1 de l’article A, zone in.",
        "Prix : QF 2 500,00 € × 16 % = 400,00 €.",
        "Rang 2 dans le foyer.",
        "Remise CSE : -7,5 %, de 400,00 € à 370,00 €.",
        "qf : × 0,8, de 370,00 € à 296,00 €.",
        "Fratrie : -90 %, de 296,00 € à 190,00 € (plancher 190,00 €).",
        "Montant : 190,00 €.",
    ]
    assert _net(texte_calcul(ligne)) == (
        "QF 2 500,00 € × 16 % = 400,00 €, -7,5 % = 370,00 €, × 0,8 = 296,00 €, -90 %, plancher 190,00 €"
    )


def test_un_forfait_un_plancher_sans_effet_et_une_entree_tardive():
    ajustements = [
        {"code": "f", "effect": {"type": "bundle_price", "all_of": ["A", "B"], "amount": 90}},
        {"code": "r", "keep_floor": True, "effect": {"type": "percent", "value": 5}, "items": ["B"]},
    ]
    la_grille = grille(article("A", 60), article("B", 60), adjustments=ajustements)
    proration = grille(proration={"type": "started_periods", "periods": 10}).proration
    debuts = [date(2026, mois, 1) for mois in (10, 11, 12)] + [date(2027, mois, 1) for mois in range(1, 7)]
    sejour = Sejour(date(2027, 1, 12), date(2027, 6, 2))
    facture = facturer(la_grille, eleve("A", "B"))
    lignes = proratiser_facturation(proration, facture, debuts, lambda _ligne, _rang: sejour).lignes
    assert _net(expliquer(lignes[0])[2]) == "f : forfait de 90,00 €, de 60,00 € à 45,00 €."
    assert _net(expliquer(lignes[1])[3]) == "r : +5 %, de 45,00 € à 47,25 €."
    assert [_net(phrase) for phrase in expliquer(lignes[0])[-2:]] == [
        "Part de l’année, entrée le 12/01/2027, départ le 02/06/2027 : 45,00 € × 3/5.",
        "Montant : 27,00 €.",
    ]
    suite = "entrée le 12/01/2027, départ le 02/06/2027 : 45,00 € × 3/5"
    assert _net(texte_calcul(lignes[0])) == f"60,00 €, forfait de 90,00 € = 45,00 €, {suite}"
    entiere = facturer(la_grille, eleve("A")).lignes[0]
    assert texte_prorata(entiere) == ""


def test_une_remise_dit_son_nombre():
    effet = {"type": "amount_per_extra_pupil", "value": -30}
    la_grille = grille(article("A", 60), adjustments=[{"code": "f", "label": "Famille", "effect": effet}])
    remise = facturer(la_grille, eleve("A"), eleve("A"), eleve("A")).remises[0]
    assert _net(expliquer_remise(remise)) == "Famille : -60,00 € (2 élèves de plus)."
    somme = grille(article("A", 60), adjustments=[{"code": "f", "effect": {"type": "amount", "value": 1}}])
    assert _net(expliquer_remise(facturer(somme, eleve("A")).remises[0])) == "f : 1,00 € (1 ligne ou élève concerné)."


def test_les_conditions_se_lisent():
    quand = {
        "zone": ["a", "b"],
        "age_min": 1,
        "age_max": 17,
        "qf_from": 600,
        "qf_below": 900,
        "tags_all": ["t", "u"],
        "tags_any": ["v", "w"],
        "tags_none": ["x", "y"],
        "with_any": ["C"],
        "only_among": ["D"],
        "rental_year": 2,
    }
    regle = charger_grille({"id": "x", "items": [article("A", 1, quand)]}, "x").articles[0].regles[0]
    assert _net(expliquer_condition(regle.condition)) == (
        "zone a ou b, à partir de 1 an, jusqu’à 17 ans, quotient d’au moins 600,00 €, "
        "quotient inférieur à 900,00 €, avec t et u, avec v ou w, sans x ni y, en plus de C, rien d’autre que D, "
        "année de location n° 2"
    )


@pytest.mark.parametrize("raison", RAISONS_REFUS)
def test_chaque_refus_a_sa_phrase(raison):
    assert _net(expliquer_refus(MotifRefus("A", 1, raison))).startswith("L’article A, élève n° 2 ")


def test_les_zones_du_format_se_disent_en_francais():
    quand = {"zone": ["resident", "outside", "agglo"]}
    regle = charger_grille({"id": "x", "items": [article("A", 1, quand)]}, "x").articles[0].regles[0]
    assert expliquer_condition(regle.condition) == "zone résident ou extérieur ou agglo"
