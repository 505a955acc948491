"""Hostile files read whole, as the analysis does: words and seal or a refusal, in time, the same twice."""

import time
from pathlib import Path

import pytest

from imuse_desk.documents.client import Lecteur
from imuse_desk.documents.messages import PHRASES
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.verification.constats import Document
from imuse_desk.infra.sceaux import Magasin
from imuse_desk.services.verification.lecture import lire_document
from tests.documents.hostiles import HOSTILES, ecrire
from tests.services.verification.test_regles import JOUR

REPRESENTATIFS = (
    "bon",
    "boite_enorme",
    "bombe_double_4g",
    "image_menteuse",
    "pages_en_boucle",
    "tronque_fin",
    "chiffre",
)
DELAI_S = 30
"""A reading asks several questions, each of which has ten seconds at most."""


def _lire(chemin: Path) -> Document | str:
    """The document, or the code of its refusal."""
    try:
        lecteur = Lecteur(chemin)
    except RegleMetier as refus:
        return refus.code
    try:
        return lire_document(lecteur, Magasin(), JOUR)
    except RegleMetier as refus:
        return refus.code
    finally:
        lecteur.close()


def _deux_fois_pareil(chemin: Path) -> None:
    lus = []
    for _ in range(2):
        debut = time.monotonic()
        lus.append(_lire(chemin))
        assert time.monotonic() - debut < DELAI_S
    assert lus[0] == lus[1]
    assert isinstance(lus[0], Document) or lus[0] in PHRASES


@pytest.mark.parametrize("nom", REPRESENTATIFS)
def test_a_hostile_file_is_read_in_time_and_the_same_twice(tmp_path: Path, nom: str) -> None:
    _deux_fois_pareil(ecrire(nom, tmp_path))


@pytest.mark.long
@pytest.mark.parametrize("nom", [nom for nom in HOSTILES if nom not in REPRESENTATIFS])
def test_every_hostile_file_is_read_in_time_and_the_same_twice(tmp_path: Path, nom: str) -> None:
    _deux_fois_pareil(ecrire(nom, tmp_path))
