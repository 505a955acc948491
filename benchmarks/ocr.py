"""Scanned pages read: start of the process, a page, a whole notice to its first and last words, by each engine present.

Wall time says little on a machine that others keep busy: the processor time of the process that reads stands beside it.
"""

import itertools
import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

from benchmarks.mesure import Ligne
from imuse_desk.documents import client
from imuse_desk.documents.client import Lecteur
from imuse_desk.documents.moteurs import Moteur, moteurs
from imuse_desk.documents.processus import Processus
from imuse_desk.infra.sceaux import Magasin
from imuse_desk.services.verification.lecture import lire_par_etapes

AVIS = Path(__file__).resolve().parents[1] / "tests" / "data" / "pieces" / "avis28_scan.pdf"
JOUR = date(2026, 9, 1)
FOIS = 3


def mesurer() -> Iterator[Ligne]:
    """Nothing where the extra is absent."""
    for moteur in moteurs():
        with patch.object(client, "moteurs", lambda moteur=moteur: (moteur,)):
            yield from _mesurer(moteur)


def _mesurer(moteur: Moteur) -> Iterator[Ligne]:
    yield Ligne(f"{moteur.nom}: processus prêt", [_demarrer(moteur) for _ in range(FOIS)])
    etapes, processeur, pages = zip(*(_lire() for _ in range(FOIS)), strict=True)
    note = f"{min(processeur):.1f} s de processeur en tout, démarrage compris"
    yield Ligne(f"{moteur.nom}: une page, processus prêt", [duree for lue in pages for duree in lue])
    yield Ligne("avis numérisé: sceau, sans OCR", [e[0] for e in etapes], but=2_000)
    yield Ligne(f"{moteur.nom}: avis, 1re page lue", [e[1] for e in etapes], but=6_000)
    yield Ligne(f"{moteur.nom}: avis, 4 pages lues", [e[-1] for e in etapes], note=note)


def _demarrer(moteur: Moteur) -> float:
    debut = time.perf_counter()
    Processus(moteur=moteur.arguments).arreter()
    return (time.perf_counter() - debut) * 1000


def _lire() -> tuple[list[float], float, list[float]]:
    """Milliseconds since the opening at each step, processor time of the processes, milliseconds of each later page."""
    avant = os.times()
    debut = time.perf_counter()
    lecteur = Lecteur(AVIS)
    etapes = [(time.perf_counter() - debut) * 1000 for _ in lire_par_etapes(lecteur, Magasin(), JOUR)]
    lecteur.close()
    apres = os.times()
    processeur = apres.children_user + apres.children_system - avant.children_user - avant.children_system
    assert len(etapes) == 5, "the four pages were read"
    return etapes, processeur, [suivante - une for une, suivante in itertools.pairwise(etapes[1:])]
