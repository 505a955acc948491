"""What the documents process said of a file, kept for the next test that brings the same bytes.

A process is started for each document: a third of a second of processor, ten times what most tests of pieces do with
its answer. The same bytes have the same answer each time (tests/documents checks the process itself, without this):
each content is read for real once.
"""

import compileall
import copy
import hashlib
import json
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.documents import client
from imuse_desk.documents.client import Lecteur, verifier_admis
from imuse_desk.documents.fichier import Fichier
from imuse_desk.documents.processus import Reponse
from imuse_desk.documents.protocole import Message
from imuse_desk.domain.erreurs import RegleMetier

GARDEES = frozenset({"ouvrir", "taille", "texte_page", "chercher", "code", "feuille", "mots", "est_image"})
"""Requests whose answer is kept: pictures of pages are always drawn."""

Verdict = tuple[str, dict[str, Any], Message]
Juger = Callable[[Fichier, int, AbstractSet[str], float], Verdict]
_VERDICTS: dict[tuple[str, int, frozenset[str]], Verdict] = {}
_REPONSES: dict[tuple[str, str], Reponse] = {}


def pytest_configure() -> None:
    """Compile what the documents process imports, as an installation does: it writes no file itself."""
    compileall.compile_dir(Path(client.__file__).parent, quiet=2)


@pytest.fixture
def lectures_gardees(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is started for bytes that were read before in these tests."""
    monkeypatch.setattr(client, "_verdict", _juger_une_fois(client._verdict))
    monkeypatch.setattr(Lecteur, "_demander", _demander_une_fois(Lecteur._demander))


def _juger_une_fois(vrai: Juger) -> Juger:
    def juger(fichier: Fichier, taille_max: int, natures: AbstractSet[str], fin: float) -> Verdict:
        try:
            verifier_admis(fichier, taille_max, natures)
        except RegleMetier:  # said without any process
            return vrai(fichier, taille_max, natures, fin)
        cle = (fichier.sha256(), taille_max, frozenset(natures))
        if cle not in _VERDICTS:
            _rembobiner(fichier)
            verdict = vrai(fichier, taille_max, natures, fin)
            if verdict[0] == "trop_complexe":  # a process that died: it is asked again
                return verdict
            _VERDICTS[cle] = verdict
        return copy.deepcopy(_VERDICTS[cle])

    return juger


def _rembobiner(fichier: Fichier) -> None:
    fichier._flux.seek(0)
    fichier._reste = fichier.octets
    fichier._hachage = hashlib.sha256()


def _demander_une_fois(vrai: Callable[[Lecteur, Message], Reponse]) -> Callable[[Lecteur, Message], Reponse]:
    empreintes: dict[int, str] = {}

    def demander(lecteur: Lecteur, demande: Message) -> Reponse:
        if demande["requete"] not in GARDEES or lecteur._place._est_fermee:
            return vrai(lecteur, demande)
        if demande["requete"] == "ouvrir":  # the first one
            with Fichier(lecteur._source) as fichier:
                verifier_admis(fichier, lecteur._taille_max, lecteur._natures)
                empreintes[id(lecteur)] = fichier.sha256()
        cle = (empreintes[id(lecteur)], json.dumps(demande, sort_keys=True))
        if cle not in _REPONSES:
            _REPONSES[cle] = vrai(lecteur, demande)
        return copy.deepcopy(_REPONSES[cle])

    return demander
