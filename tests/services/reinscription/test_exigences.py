"""The table of pieces: who owes what, and why."""

from typing import Any

import pytest

from imuse_desk.domain.reinscription import EtatPiece, Exigence
from imuse_desk.services.reinscription.exigences import EnfantExigence, FaitsExigence, PieceDue, exigences, juger
from imuse_desk.services.reinscription.faits import PieceFait, TypeFait
from tests.fabriques import MIDI

RESIDENTS = {"residence": ["resident", "assimile"]}


def _type(regle: dict[str, Any], rattachement: str = "foyer") -> TypeFait:
    return TypeFait(1, "x", "X", "", rattachement, "obligatoire", "tarif", regle, [], None, None)


def _faits(**valeurs: Any) -> FaitsExigence:
    defauts: dict[str, Any] = {
        "statut": "resident", "statut_origine": "decide", "enfants_a_charge": 2, "eleves": 1,
        "a_imposition_commune": False, "adultes": 2,
    }  # fmt: skip
    return FaitsExigence(**(defauts | valeurs))


OUI, SI, NON = Exigence.OBLIGATOIRE, Exigence.SI_BENEFICE, Exigence.SANS_OBJET


@pytest.mark.parametrize(
    ("regle", "faits", "attendu"),
    [
        ({}, {}, (OUI, "toujours")),
        ({}, {"statut": "exterieur"}, (OUI, "toujours")),
        (RESIDENTS, {"statut": "exterieur"}, (NON, "residence")),
        (RESIDENTS, {"statut": "assimile"}, (OUI, "toujours")),
        ({**RESIDENTS, "enfants_min": 2}, {}, (OUI, "enfants_a_charge")),
        ({**RESIDENTS, "enfants_min": 2}, {"enfants_a_charge": 1}, (SI, "enfants_a_charge")),
        ({**RESIDENTS, "enfants_min": 2}, {"enfants_a_charge": 0, "eleves": 3}, (SI, "enfants_a_charge")),
        ({**RESIDENTS, "enfants_min": 2}, {"enfants_a_charge": None, "eleves": 3}, (OUI, "enfants_a_charge")),
        ({**RESIDENTS, "enfants_min": 2}, {"statut": "exterieur"}, (NON, "residence")),
        ({**RESIDENTS, "parent": 2}, {}, (OUI, "toujours")),
        ({**RESIDENTS, "parent": 2}, {"a_imposition_commune": True}, (NON, "imposition_commune")),
        ({**RESIDENTS, "parent": 2}, {"a_imposition_commune": None}, (OUI, "imposition_inconnue")),
        ({**RESIDENTS, "parent": 2}, {"adultes": 1}, (NON, "parent_seul")),
        ({"specialite": "danse"}, {}, (NON, "specialite")),
    ],
)
def test_each_rule_of_the_table(regle: dict[str, Any], faits: dict[str, Any], attendu: tuple[Exigence, str]) -> None:
    exigence, raison, _params = juger(_type(regle), _faits(**faits), frozenset({"musique"}))
    assert (exigence, raison) == attendu


def test_a_pupils_piece_concerns_him_alone() -> None:
    enfants = [
        EnfantExigence(1, "Lina", frozenset({"danse"})),
        EnfantExigence(2, "Noé", frozenset({"musique"})),
        EnfantExigence(3, "Zoé", frozenset({"danse"}), repond_ici=False),
    ]
    dues = exigences([_type({"specialite": "danse"}, "eleve")], _faits(), enfants, [])
    assert [(d.eleve_id, d.exigence) for d in dues] == [(1, OUI), (2, NON)]


@pytest.mark.parametrize(
    ("etats", "attendu"),
    [
        ([], EtatPiece.A_FOURNIR),
        (["refusee"], EtatPiece.REFUSEE),
        (["refusee", "a_verifier"], EtatPiece.A_VERIFIER),
        (["refusee", "acceptee"], EtatPiece.ACCEPTEE),
        (["acceptee", "a_verifier"], EtatPiece.A_VERIFIER),
    ],
)
def test_a_row_stands_where_its_files_stand(etats: list[str], attendu: EtatPiece) -> None:
    fichiers = tuple(
        PieceFait(n, 1, 1, 1, None, "f", "f", "0", 1, 1, {}, MIDI, "x", "", etat, "", "", None)
        for n, etat in enumerate(etats)
    )
    assert PieceDue(_type({}), None, "", OUI, "toujours", {}, fichiers).etat is attendu
