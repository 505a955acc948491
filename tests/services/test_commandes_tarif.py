"""``tarif verifier`` and ``tarif simuler``, through their real argument parser."""

import argparse
import json
from pathlib import Path

import pytest

import imuse_desk.resources
from imuse_desk.services.commandes_tarif import enregistrer
from imuse_desk.services.sorties_tarif import simuler_fichier, verifier_fichiers

REPERTOIRE = Path(str(imuse_desk.resources.__file__)).parent / "grilles"
GPSO = REPERTOIRE / "gpso_demonstration.yaml"


def _lancer(*arguments):
    parseur = argparse.ArgumentParser()
    enregistrer(parseur.add_subparsers(required=True))
    options = parseur.parse_args(["tarif", *map(str, arguments)])
    code = options.fonction(options)
    assert isinstance(code, int)
    return code


@pytest.fixture
def foyer(tmp_path):
    chemin = tmp_path / "foyer.yaml"
    chemin.write_text(
        "zone: resident\nqf: 1300.50\npupils: [{age: 14, enrol: [P3]}, {age: 8, enrol: [P3, P1]}]\n", encoding="utf-8"
    )
    return chemin


def test_toutes_les_grilles_livrees(capsys):
    assert _lancer("verifier", *sorted(REPERTOIRE.glob("*.yaml"))) == 0
    assert capsys.readouterr().out == "21 grilles, 115 cas, 0 écarts\n"


def test_un_ecart_et_un_fichier_fautif(tmp_path, capsys):
    faux, casse = tmp_path / "faux.yaml", tmp_path / "casse.yaml"
    faux.write_text(GPSO.read_text(encoding="utf-8").replace("expect: 1080", "expect: 1081"), encoding="utf-8")
    casse.write_text(
        "id: x\nitems: [{code: A, rules: [{when: {agemin: 3}, price: {type: flat, montant: 2}}]}]\n", encoding="utf-8"
    )
    assert _lancer("verifier", GPSO, faux, casse, tmp_path / "absent.yaml") == 1
    lignes = capsys.readouterr().out.splitlines()
    assert len(lignes) == 4
    assert "faux.yaml" in lignes[0]
    assert "examples[7]" in lignes[0]
    assert "1\u202f081,00" in lignes[0]
    for mot in ("casse.yaml", "A rules[0].when.agemin", "A rules[0].price.montant", "A rules[0].price.amount"):
        assert mot in lignes[1]
    assert "absent.yaml" in lignes[2]
    assert lignes[3] == "4 grilles, 38 cas, 3 écarts"


def test_simuler_en_json(foyer, capsys):
    assert _lancer("simuler", "--grille", GPSO, "--foyer", foyer, "--json") == 0
    sortie = json.loads(capsys.readouterr().out)
    assert sortie["total_centimes"] == 20808 + 19000 + 7600
    assert sortie["remises"] == []
    premiere, deuxieme, _ = sortie["lignes"]
    assert (premiere["article"], premiere["eleve"], premiere["rang"], premiere["quotient"]) == ("P3", 0, 1, 1300.5)
    assert premiere["regle"]["prix"] == {"type": "linear", "rate": "0.16", "min": 190, "max": 600}
    assert deuxieme["montant_centimes"] == 19000
    assert deuxieme["ajustements"] == [
        {
            "code": "siblings",
            "libelle": "Réduction famille (2e enfant −10\u00a0%, 3e et suivants −20\u00a0%)",
            "effet": "\u221210\u00a0%",
            "avant_centimes": 20808,
            "apres_centimes": 19000,
            "plancher_centimes": 19000,
        }
    ]


def test_simuler_en_texte(foyer):
    texte, code = simuler_fichier(GPSO, foyer)
    assert code == 0
    assert texte.splitlines()[0] == "Élève 1, Parcours 3 – cursus\u00a0: 208,08\u00a0€"
    assert texte.splitlines()[-1] == "Total\u00a0: 474,08\u00a0€"


def test_les_remises_de_la_facture_sont_a_part(tmp_path):
    foyer = tmp_path / "foyer.json"
    foyer.write_text(
        json.dumps({"household": {"zone": "resident", "pupils": [{"enrol": ["IFM"]}] * 3}}), encoding="utf-8"
    )
    sortie = json.loads(simuler_fichier(REPERTOIRE / "amd_pont_saint_martin_2024.yaml", foyer, json=True)[0])
    assert [(r["code"], r["nombre"], r["montant_centimes"]) for r in sortie["remises"]] == [("multi", 3, -3000)]
    assert sortie["total_centimes"] == 143800
    assert sortie["lignes"][-1]["eleve"] is None
    texte, _ = simuler_fichier(REPERTOIRE / "amd_pont_saint_martin_2024.yaml", foyer)
    assert "household enrolments" in texte.splitlines()[-2]


def test_un_refus_sort_en_deux(tmp_path, capsys):
    foyer = tmp_path / "foyer.yaml"
    foyer.write_text("{zone: ailleurs, pupils: [{enrol: [P3, P9]}]}", encoding="utf-8")
    assert _lancer("simuler", "--grille", GPSO, "--foyer", foyer, "--json") == 2
    sortie = json.loads(capsys.readouterr().out)
    assert [(r["article"], r["raison"]) for r in sortie["refus"]] == [("P3", "aucune_regle"), ("P9", "article_absent")]
    texte, code = simuler_fichier(GPSO, foyer)
    assert code == 2
    assert texte.splitlines()[1] == "Refusé\u00a0: L’article P9, élève n°\u00a01 n’est pas dans la grille."


def test_un_foyer_fautif_est_nomme_sur_la_sortie_d_erreur(tmp_path, capsys):
    foyer = tmp_path / "foyer.yaml"
    foyer.write_text("{pupils: [{age: dix}]}", encoding="utf-8")
    assert _lancer("simuler", "--grille", GPSO, "--foyer", foyer) == 1
    sortie = capsys.readouterr()
    assert sortie.out == ""
    assert "foyer.yaml" in sortie.err
    assert "pupils[0].age" in sortie.err


def test_aucun_fichier():
    lignes, code = verifier_fichiers([])
    assert (list(lignes), code) == (["0 grilles, 0 cas, 0 écarts"], 0)
