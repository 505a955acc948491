"""Every grid shipped with the program comes out to the cent, case by case, and survives its own export."""

from pathlib import Path

import pytest

import imuse_desk.resources
from imuse_desk.domain.tarifs.ecriture import exporter_grille, grille_depuis_json, grille_vers_json
from imuse_desk.domain.tarifs.lecture import charger_grille
from imuse_desk.domain.tarifs.verification import nombre_de_cas, verifier_grille
from imuse_desk.infra.saisie.grilles import ecrire_grille_yaml, lire_grille, lire_yaml

REPERTOIRE = Path(str(imuse_desk.resources.__file__)).parent / "grilles"
GRILLES = {chemin.stem: lire_grille(chemin) for chemin in sorted(REPERTOIRE.glob("*.yaml"))}
CAS = [(code, cas) for code, grille in GRILLES.items() for cas in range(nombre_de_cas(grille))]


def test_les_grilles_et_leurs_cas_sont_tous_la():
    assert len(GRILLES) == 21
    assert len(CAS) == 115
    assert {code for code in GRILLES if code != GRILLES[code].code} == set()


@pytest.mark.parametrize(("code", "cas"), CAS)
def test_le_cas_tombe_juste(code, cas):
    grille = GRILLES[code]
    exemples = len(grille.exemples)
    cle = f"examples[{cas}]" if cas < exemples else f"consistency[{cas - exemples}]"
    assert [ecart for ecart in verifier_grille(grille) if ecart.cle == cle] == []


@pytest.mark.parametrize("code", GRILLES)
def test_aller_et_retour(code):
    grille = GRILLES[code]
    assert charger_grille(exporter_grille(grille), code) == grille
    assert grille_depuis_json(grille_vers_json(grille)) == grille
    assert charger_grille(lire_yaml(ecrire_grille_yaml(grille), code), code) == grille


def test_la_demonstration_est_de_la_saison_et_sans_remise_passagere():
    grille = GRILLES["gpso_demonstration"]
    assert grille.saison == "2026-2027"
    assert [ajustement.code for ajustement in grille.ajustements] == ["siblings"]
    reference = grille.date_reference()
    assert reference is not None
    assert reference.isoformat() == "2026-09-01"


def test_les_notes_sont_gardees():
    assert GRILLES["lille_2017"].notes["qf_table_known_only_as_range"] == {"min": 0, "max": 500}
    assert GRILLES["amd_pont_saint_martin_2024"].par_code["EVEIL"].notes == {"age": "0-5", "min_pupils": 8}
