"""Merge fields: what is known is filled, everything else is refused when the text is recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.gabarits import champs, fusionner, libelle_niveau, verifier

CONNUS = {"eleve.prenom": "Lina", "cours": "Cor"}


def test_fields_are_filled() -> None:
    texte = "Bonjour {eleve.prenom},\n{ cours } {{x}} 100 %"
    assert champs(texte) == ("eleve.prenom", "cours")
    verifier(texte, CONNUS)
    assert fusionner(texte, CONNUS) == "Bonjour Lina,\nCor {x} 100 %"


@pytest.mark.parametrize(
    ("texte", "code", "ligne"),
    [
        ("Bonjour {eleve.nom}", "champ_fusion_inconnu", 1),
        ("a\nBonjour {eleve.prenom", "accolade_seule", 2),
        ("a\nb\nBonjour eleve.prenom}", "accolade_seule", 3),
        ("{}", "champ_fusion_inconnu", 1),
        ("{{eleve.prenom}", "accolade_seule", 1),
        ("{cours!r} ", "champ_fusion_inconnu", 1),
    ],
)
def test_an_unknown_or_unclosed_field_is_refused_with_its_line(texte: str, code: str, ligne: int) -> None:
    with pytest.raises(Invalide) as refus:
        verifier(texte, CONNUS)
    assert (refus.value.code, refus.value.params["ligne"]) == (code, ligne)


@given(st.text(alphabet="ab{} \n.", max_size=30))
def test_what_is_accepted_is_filled(texte: str) -> None:
    try:
        verifier(texte, {"a": "1", "b": "2"})
    except Invalide:
        return
    fusionner(texte, {"a": "1", "b": "2"})


@pytest.mark.parametrize(
    ("motif", "attendu"), [("C{cycle}.{annee}", "C1.2"), ("{cycle}C{annee}", "1C2"), ("COP", "COP")]
)
def test_labels_of_levels_follow_the_pattern_of_the_town(motif: str, attendu: str) -> None:
    assert libelle_niveau(motif, 1, 2) == attendu


def test_a_pattern_with_another_field_is_refused() -> None:
    with pytest.raises(Invalide) as refus:
        libelle_niveau("C{cycle}.{an}", 1, 2)
    assert refus.value.champ == "motif_niveau"
