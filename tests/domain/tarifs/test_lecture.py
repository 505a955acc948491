"""The strict reader: what is refused, where, and what is kept."""

import re
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import imuse_desk
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.domain.tarifs.champs import ecrire_nombre, lire_nombre
from imuse_desk.domain.tarifs.ecriture import exporter_grille, grille_depuis_json, grille_vers_json
from imuse_desk.domain.tarifs.erreurs import TEXTES_PROBLEME, GrilleInvalide
from imuse_desk.domain.tarifs.explication import expliquer_probleme
from imuse_desk.domain.tarifs.lecture import charger_foyer, charger_grille
from imuse_desk.infra.saisie.grilles import lire_donnees, lire_yaml

PLEINE: dict[str, Any] = {
    "id": "pleine",
    "place": "Ville",
    "season": "2025-2026",
    "basis": "term",
    "terms": 3,
    "months": 9,
    "reference_date": "12-31",
    "ranking": {"over": "enrolments", "order": "price_desc", "first_rank_when": {"age_min": 18}},
    "items": [
        {
            "code": "A",
            "label": "a",
            "kind": "supplement",
            "per": "pupil_speciality",
            "auto": True,
            "ranked": False,
            "speciality": "dance",
            "basis": "month",
            "age": "6+",
            "rules": [
                {
                    "when": {
                        "zone": ["in"],
                        "age_min": 1,
                        "age_max": 2,
                        "qf_below": 3,
                        "qf_from": 1,
                        "tags_all": ["t"],
                        "tags_any": ["t"],
                        "tags_none": ["u"],
                        "with_any": ["B"],
                        "only_among": ["A", "B"],
                        "rental_year": 0,
                    },
                    "price": {"type": "linear", "rate": "0.064", "min": 1, "max": "5/3", "offset": -1},
                }
            ],
        },
        {
            "code": "B",
            "rules": [
                {"when": {"zone": "x"}, "price": {"type": "bands", "bands": [[600, 1], [None, 2]]}},
                {
                    "when": {"zone": "y"},
                    "price": {"type": "hourly", "rate": 1, "hours": 2, "lessons": 3, "share": "2/3"},
                },
                {"when": {"zone": "z"}, "price": {"type": "share_of", "full": 2, "pct": 50}},
                {"when": {"zone": "t"}, "price": {"type": "by_rank", "amounts": [2, 1]}},
                {"when": {"zone": "u"}, "price": {"type": "flat", "amount": 2, "floor": 1, "range": [0, 1]}},
                {"when": {"zone": "v"}, "price": {"type": "not_offered"}},
                {"price": {"type": "unknown", "range": [0, "0.5"]}},
            ],
        },
    ],
    "adjustments": [
        {
            "code": "1",
            "effect": {"type": "percent", "value": -1},
            "kinds": ["fee"],
            "except": ["A"],
            "keep_floor": True,
        },
        {"code": "2", "effect": {"type": "percent_by_rank", "by": {2: 10}}, "when": {"zone": "in"}},
        {"code": "3", "effect": {"type": "percent_nth_same_pupil", "from": 2, "value": "-2.5"}, "items": ["A"]},
        {"code": "4", "effect": {"type": "factor_bands", "bands": [[None, 1]]}},
        {"code": "5", "effect": {"type": "bundle_price", "all_of": ["A", "B"], "amount": 5}},
        {"code": "6", "effect": {"type": "amount", "value": 1}},
        {"code": "7", "effect": {"type": "amount_by_count", "by": {3: -30}}, "count": "pupils"},
        {"code": "8", "effect": {"type": "percent_by_count", "by": {3: -30}}, "whole_bill": True},
        {"code": "9", "effect": {"type": "amount_per_extra_pupil", "value": -1, "min_total": 3}},
    ],
    "proration": {"type": "fractions", "by_period": {1: 1, 2: "2/3"}, "kinds": ["course", "rental"], "period": "p"},
    "instalment_plans": [
        {"parts": 3, "unit": "term", "months": [10, 1, 4], "method": "m", "min_total": 200, "on_default": {"a": 1}},
        {"parts": 2, "due": ["11-15", "02-29"]},
    ],
    "examples": [
        {"name": "n", "household": {"zone": "in", "qf": 3, "tags": ["t"], "pupils": [{"age": 9}]}, "expect": "1.5"},
        {"household": {"pupils": []}, "expect": "refused", "origin": "source"},
        {"prorate": {"total": 10, "start": 2}, "expect": "6.67"},
        {"instalments": {"total": 10, "n": 2}, "expect": [5, 5]},
    ],
    "consistency": [{"item": "B", "zone": "u", "annual": 6, "term": 2, "month": "2/3"}],
    "deposit": {"amount": Decimal("1.50"), 2: None},
}


def test_une_grille_qui_emploie_tout_fait_l_aller_et_retour():
    grille = charger_grille(PLEINE, "pleine.yaml")
    assert charger_grille(exporter_grille(grille), "pleine.yaml") == grille
    assert grille_depuis_json(grille_vers_json(grille)) == grille
    exporte = exporter_grille(grille)
    for cle in ("items", "adjustments", "ranking", "proration", "instalment_plans", "examples", "consistency"):
        assert len(exporte[cle]) == len(PLEINE[cle])
    assert grille.notes == {"place": "Ville", "season": "2025-2026", "deposit": {"amount": "1.50", "2": None}}
    assert grille.par_code["A"].notes == {"age": "6+"}


def test_seul_id_est_obligatoire():
    grille = charger_grille({"id": "vide"}, "x")
    assert (grille.articles, grille.exemples, grille.trimestres, grille.mois) == ((), (), 3, 10)
    assert grille.date_reference() is None
    reference = grille.date_reference(2025)
    assert reference is not None
    assert reference.isoformat() == "2025-09-01"


def test_la_date_de_reference_suit_la_saison():
    grille = charger_grille({"id": "x", "season": "about 2022-2024", "reference_date": "02-29"}, "x")
    assert str(grille.date_reference()) == "2022-02-28"
    assert str(grille.date_reference(2024)) == "2024-02-29"


def _changer(chemin, valeur):
    """A copy of the full grid with one value changed; a tuple key in the path adds it."""
    donnees = deepcopy(PLEINE)
    noeud: Any = donnees
    for cle in chemin[:-1]:
        noeud = noeud[cle]
    if valeur is ...:
        del noeud[chemin[-1]]
    else:
        noeud[chemin[-1]] = valeur
    return donnees


REGLE = ("items", 0, "rules", 0)
PRIX = (*REGLE, "price")
BANDES = ("items", 1, "rules", 0, "price", "bands")
HORAIRE = ("items", 1, "rules", 1, "price")


@pytest.mark.parametrize(
    ("chemin", "valeur", "article", "cle", "code"),
    [
        ((*REGLE, "when", "age_mini"), 3, "A", "rules[0].when.age_mini", "grille_cle_inconnue"),
        ((*REGLE, "when", "age_min"), None, "A", "rules[0].when.age_min", "grille_trou"),
        ((*REGLE, "when", "zone"), True, "A", "rules[0].when.zone", "grille_valeur"),
        ((*REGLE, "when"), ["zone"], "A", "rules[0].when", "grille_valeur"),
        ((*REGLE, "wen"), {}, "A", "rules[0].wen", "grille_cle_inconnue"),
        ((*PRIX, "type"), "lineaire", "A", "rules[0].price.type", "grille_type_inconnu"),
        ((*PRIX, "type"), ..., "A", "rules[0].price.type", "grille_manque"),
        ((*PRIX, "floor"), 3, "A", "rules[0].price.floor", "grille_cle_inconnue"),
        ((*PRIX, "index"), "income", "A", "rules[0].price.index", "grille_choix"),
        ((*PRIX, "rate"), ..., "A", "rules[0].price.rate", "grille_manque"),
        ((*PRIX, "rate"), None, "A", "rules[0].price.rate", "grille_trou"),
        ((*PRIX, "rate"), "6,4", "A", "rules[0].price.rate", "grille_valeur"),
        ((*PRIX, "rate"), "1/0", "A", "rules[0].price.rate", "grille_valeur"),
        ((*PRIX, "rate"), "1e999999999", "A", "rules[0].price.rate", "grille_valeur"),
        ((*PRIX, "rate"), Decimal("NaN"), "A", "rules[0].price.rate", "grille_valeur"),
        ((*PRIX, "min"), 99, "A", "rules[0].price.min", "grille_plancher_plafond"),
        (PRIX, ..., "A", "rules[0].price", "grille_manque"),
        (PRIX, "not_offered", "A", "rules[0].price", "grille_valeur"),
        (REGLE, "x", "A", "rules[0]", "grille_valeur"),
        (BANDES, [[600, 1], [900, 2]], "B", "rules[0].price.bands", "grille_bandes_ouvertes"),
        (BANDES, [[900, 1], [600, 2], [None, 3]], "B", "rules[0].price.bands", "grille_bandes_desordre"),
        (BANDES, [[None, 1], [600, 2], [None, 3]], "B", "rules[0].price.bands", "grille_bandes_desordre"),
        (BANDES, [[600, None], [None, 3]], "B", "rules[0].price.bands", "grille_trou"),
        (BANDES, [], "B", "rules[0].price.bands", "grille_trou"),
        (BANDES, [600, 700], "B", "rules[0].price.bands", "grille_valeur"),
        ((*HORAIRE, "heures"), 1, "B", "rules[1].price.heures", "grille_cle_inconnue"),
        (("items", 1, "rules", 3, "price", "amounts"), [], "B", "rules[3].price.amounts", "grille_trou"),
        (("items", 0, "rankd"), True, "A", "rankd", "grille_cle_inconnue"),
        (("items", 0, "auto"), "yes", "A", "auto", "grille_valeur"),
        (("items", 0, "kind"), "lesson", "A", "kind", "grille_choix"),
        (("items", 0, "per"), "family", "A", "per", "grille_choix"),
        (("items", 0, "basis"), "weekly", "A", "basis", "grille_choix"),
        (("items", 0, "code"), ..., "", "items[0].code", "grille_manque"),
        (("items", 1, "code"), "A", "A", "code", "grille_code_double"),
        (("items", 0), "A", "", "items[0]", "grille_valeur"),
        (("items",), {"A": 1}, "", "items", "grille_valeur"),
        (("adjustments", 0, "effect", "type"), "percents", "1", "effect.type", "grille_type_inconnu"),
        (("adjustments", 0, "effect", "valeur"), 1, "1", "effect.valeur", "grille_cle_inconnue"),
        (("adjustments", 0, "effect"), ..., "1", "effect", "grille_manque"),
        (("adjustments", 0, "keep_flor"), True, "1", "keep_flor", "grille_cle_inconnue"),
        (("adjustments", 0, "kinds"), ["course", "lesson"], "1", "kinds", "grille_choix"),
        (("adjustments", 1, "effect", "by"), {}, "2", "effect.by", "grille_trou"),
        (("adjustments", 1, "effect", "by"), {"two": 1}, "2", "effect.by", "grille_valeur"),
        (("adjustments", 1, "effect", "by"), {2: 1, "2": 3}, "2", "effect.by", "grille_cle_double"),
        (("adjustments", 1, "when", "zones"), 1, "2", "when.zones", "grille_cle_inconnue"),
        (("adjustments", 3, "effect", "bands"), [[5, 1]], "4", "effect.bands", "grille_bandes_ouvertes"),
        (("adjustments", 6, "count"), "lines", "7", "count", "grille_choix"),
        (("ranking", "order"), "by_name", "", "ranking.order", "grille_choix"),
        (("ranking", "sort"), "x", "", "ranking.sort", "grille_cle_inconnue"),
        (("ranking", "first_rank_when", "age"), 3, "", "ranking.first_rank_when.age", "grille_cle_inconnue"),
        (("ranking",), "listed", "", "ranking", "grille_valeur"),
        (("proration", "type"), "daily", "", "proration.type", "grille_type_inconnu"),
        (("proration", "periods"), 3, "", "proration.periods", "grille_cle_inconnue"),
        (("proration", "by_period"), ..., "", "proration.by_period", "grille_manque"),
        (("instalment_plans", 0, "parts"), 0, "", "instalment_plans[0].parts", "grille_valeur"),
        (("instalment_plans", 0, "months"), [13], "", "instalment_plans[0].months", "grille_valeur"),
        (("instalment_plans", 1, "due"), ["02-30"], "", "instalment_plans[1].due", "grille_valeur"),
        (("examples", 0, "expect"), ..., "", "examples[0]", "grille_manque"),
        (("examples", 0, "expect"), "refusé", "", "examples[0].expect", "grille_valeur"),
        (("examples", 0, "household", "qf"), -1, "", "examples[0].household.qf", "grille_valeur"),
        (("examples", 0, "household", "pupil"), 1, "", "examples[0].household.pupil", "grille_cle_inconnue"),
        (("examples", 3, "expect"), 5, "", "examples[3].expect", "grille_valeur"),
        (("consistency", 0, "item"), ..., "", "consistency[0].item", "grille_manque"),
        (("id",), ..., "", "id", "grille_manque"),
        (("terms",), 0, "", "terms", "grille_valeur"),
        (("months",), "2.5", "", "months", "grille_valeur"),
        (("basis",), "yearly", "", "basis", "grille_choix"),
        (("reference_date",), "13-01", "", "reference_date", "grille_valeur"),
    ],
)
def test_une_faute_est_nommee_par_fichier_article_et_cle(chemin, valeur, article, cle, code):
    with pytest.raises(GrilleInvalide) as refus:
        charger_grille(_changer(chemin, valeur), "mauvaise.yaml")
    erreur = refus.value
    assert isinstance(erreur, ErreurMetier)
    assert (erreur.fichier, erreur.article, erreur.cle, erreur.code) == ("mauvaise.yaml", article, cle, code)
    assert len(erreur.problemes) == 1
    assert cle in expliquer_probleme(erreur.problemes[0])


def test_toutes_les_fautes_sont_dites_ensemble():
    donnees = _changer((*PRIX, "type"), "x")
    donnees["basis"] = "x"
    donnees["ranking"] = {"order": "x"}
    with pytest.raises(GrilleInvalide) as refus:
        charger_grille(donnees, "f")
    assert {probleme.cle for probleme in refus.value.problemes} == {"rules[0].price.type", "basis", "ranking.order"}


@pytest.mark.parametrize("donnees", [None, [], "texte", 3])
def test_ce_qui_n_est_pas_une_grille(donnees):
    with pytest.raises(GrilleInvalide, match="grille_forme"):
        charger_grille(donnees, "f")


def test_une_grille_sans_fond_est_refusee():
    boucle: list[object] = []
    boucle.append(boucle)
    with pytest.raises(GrilleInvalide, match="grille_trop_grande"):
        charger_grille({"id": "x", "notes": boucle}, "f")
    bombe: list[object] = ["x"]
    for _ in range(30):
        bombe = [bombe] * 10
    with pytest.raises(GrilleInvalide, match="grille_trop_grande"):
        charger_grille({"id": "x", "notes": bombe}, "f")


def test_chaque_code_a_son_texte():
    paquet = Path(imuse_desk.__file__).parent
    sources = {*(paquet / "domain" / "tarifs").glob("*.py"), paquet / "infra" / "saisie" / "grilles.py"}
    sources.remove(paquet / "domain" / "tarifs" / "erreurs.py")
    codes = {code for source in sources for code in re.findall(r'"(grille_\w+)"', source.read_text(encoding="utf-8"))}
    assert codes == set(TEXTES_PROBLEME)


@pytest.mark.parametrize("texte", ["0.064", "1187.5", "-3", "0", "2/3", "-1/7", "123456789.000000001"])
def test_un_nombre_s_ecrit_comme_il_se_lit(texte):
    ecrit = ecrire_nombre(lire_nombre(texte))
    assert str(ecrit) == texte
    assert lire_nombre(ecrit) == lire_nombre(texte)


def test_un_flottant_est_pris_par_son_texte():
    assert lire_nombre(0.1) == lire_nombre("0.1")
    assert lire_yaml("0.1", "f") == Decimal("0.1")
    assert lire_yaml("29.30", "f") == Decimal("29.30")
    assert lire_yaml("1_000.5", "f") == Decimal("1000.5")


def test_le_yaml_garde_les_textes():
    lu = lire_yaml("{le: 2025-05-02, a: 09:30, b: 1:30.5, c: 12}", "f")
    assert lu == {"le": "2025-05-02", "a": "09:30", "b": "1:30.5", "c": 12}


@pytest.mark.parametrize(
    "texte",
    ["a: [", "!!python/object/apply:os.system [x]", "a: *b", "[" * 3000, "a: .inf\nb: {", "\x00"],
)
def test_un_yaml_fautif_est_une_grille_invalide(texte):
    with pytest.raises(GrilleInvalide, match="grille_syntaxe"):
        lire_yaml(texte, "f.yaml")


def test_une_cle_ecrite_deux_fois_est_nommee_avec_sa_ligne():
    with pytest.raises(GrilleInvalide) as refus:
        lire_yaml("id: x\nitems:\n  - {code: A, code: B}\n", "f.yaml")
    assert (refus.value.code, refus.value.cle) == ("grille_cle_double", "code")
    assert expliquer_probleme(refus.value.problemes[0]) == "code\u00a0: clé écrite deux fois (ligne 3)"


def test_une_cle_etrangere_a_un_article_ou_a_un_plan_est_une_note():
    plan = {"parts": 2, "max_total": 900}
    grille = charger_grille(
        {"id": "x", "items": [{"code": "A", "label_fr": "a", "duration": "0:30"}], "instalment_plans": [plan]}, "f"
    )
    assert grille.articles[0].notes == {"label_fr": "a", "duration": "0:30"}
    assert grille.plans[0].notes == {"max_total": 900}


def test_un_nombre_infini_n_est_pas_un_nombre():
    with pytest.raises(GrilleInvalide, match="grille_valeur"):
        charger_grille(lire_yaml("{id: x, terms: .inf}", "f"), "f")


def test_un_fichier_absent_ou_etranger(tmp_path):
    with pytest.raises(GrilleInvalide, match="grille_illisible"):
        lire_donnees(tmp_path / "absent.yaml")
    fichier = tmp_path / "image.yaml"
    fichier.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(GrilleInvalide, match="grille_illisible"):
        lire_donnees(fichier)
    fichier.write_bytes(b"#" * 2_000_001)
    with pytest.raises(GrilleInvalide, match="grille_trop_grande"):
        lire_donnees(fichier)
    json = tmp_path / "f.json"
    json.write_text('{"qf": 0.1, "pupils": [}', encoding="utf-8")
    with pytest.raises(GrilleInvalide, match="grille_syntaxe"):
        lire_donnees(json)
    json.write_text('\ufeff{"qf": 0.1}', encoding="utf-8")
    assert lire_donnees(json) == {"qf": Decimal("0.1")}


def test_un_foyer_seul_ou_sous_sa_cle():
    seul = {"zone": "in", "qf": "833.33", "pupils": [{"age": 9, "enrol": ["A"]}]}
    assert charger_foyer(seul, "f") == charger_foyer({"household": seul}, "f")
    with pytest.raises(GrilleInvalide) as refus:
        charger_foyer({"pupils": [{"enroll": ["A"]}]}, "f.json")
    assert (refus.value.fichier, refus.value.cle) == ("f.json", "pupils[0].enroll")
