"""Line breaking: particles, no-break spaces, long words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.printing.grille_page import Style
from imuse_desk.printing.texte import couper

STYLE = Style(9)


@pytest.mark.parametrize(
    ("texte", "large", "attendu"),
    [
        ("", 20, ()),
        ("court", 20, ("court",)),
        ("Marie de La Roche", 20, ("Marie", "de La Roche")),
        ("Marie van den Berghe", 24, ("Marie", "van den Berghe")),
        ("Rencontre avec Mme Verdier", 26, ("Rencontre avec", "Mme Verdier")),
        ("soit 1\u202f234,56\u00a0€ dus", 18, ("soit", "1\u202f234,56\u00a0€", "dus")),
        ("Anne-Sophie-Bérengère", 20, ("Anne-Sophie-", "Bérengère")),
        ("première\nseconde", 40, ("première", "seconde")),
        ("deux  espaces   de trop", 60, ("deux espaces de trop",)),
    ],
)
def test_couper(texte, large, attendu):
    assert couper(texte, large, STYLE) == attendu


def test_un_mot_sans_fin_se_coupe_partout_sans_rien_perdre():
    lignes = couper("W" * 100, 30, STYLE)
    assert len(lignes) > 5
    assert "".join(lignes) == "W" * 100
    assert all(STYLE.largeur(ligne) <= 30.01 for ligne in lignes)


@given(st.text(alphabet="abcde W-’\u00a0\u202fé", max_size=120), st.sampled_from([8.0, 17.0, 60.0]))
def test_aucune_ligne_ne_deborde_et_rien_ne_se_perd(texte, large):
    lignes = couper(texte, large, STYLE)
    assert all(STYLE.largeur(ligne) <= large + 0.01 for ligne in lignes)
    assert "".join(lignes).replace(" ", "") == texte.replace(" ", "")


@given(st.lists(st.sampled_from(["de", "van", "Mme", "la", "Roche", "Beaumont-Sauvage", "le"]), max_size=12))
def test_une_particule_ne_finit_pas_une_ligne(mots):
    lignes = couper(" ".join(mots), 45, STYLE)
    for ligne, suivante in pairwise(lignes):
        groupe_trop_large = STYLE.largeur(f"{ligne.split(' ')[-1]} {suivante.split(' ')[0]}") > 45
        assert ligne.split(" ")[-1] not in {"de", "van", "Mme"} or groupe_trop_large or _que_des_particules(ligne)


def _que_des_particules(ligne: str) -> bool:
    return all(mot in {"de", "van", "Mme", "la", "le"} for mot in ligne.split(" "))
