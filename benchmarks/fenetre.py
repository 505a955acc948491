"""The real window, offscreen: from the start to typing, from Se connecter to the main window, to results painted.

A process is started for each measure of the start, and one for the rest (``benchmarks.poste``).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.mesure import Ligne

DEPARTS, DELAI_S = 7, 900


def mesurer(base: Path) -> Iterator[Ligne]:
    """Every figure of the window on a base."""
    nus = [_qt_nu() for _ in range(DEPARTS)]
    essais = [_enfant(base, complet=False) for _ in range(DEPARTS)]
    yield Ligne("démarrage → la connexion prend la frappe", [e["frappe"] for e in essais], nus, but=1000)
    yield Ligne("    temps de processeur, tous fils", [e["frappe_cpu"] for e in essais])
    yield Ligne("démarrage → Se connecter possible", [e["ouverte"] for e in essais], nus)
    yield Ligne("démarrage → fenêtre principale bâtie, cachée", [e["batie"] for e in essais], nus)
    yield Ligne("    plus longue attente d’une frappe jusque-là", [e["trou"] for e in essais])
    yield Ligne("Se connecter → fenêtre principale peinte", [e["entree"] for e in essais], but=500)
    yield Ligne("    temps de processeur, tous fils", [e["entree_cpu"] for e in essais])
    tout = _enfant(base, complet=True)
    for ligne in tout["lignes"]:
        yield Ligne(**ligne)
    yield Ligne("mémoire de la fenêtre, au plus", [tout["memoire"]], but=300, unite="Mo")


def _qt_nu() -> float:
    debut = time.perf_counter()
    fait = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("qt_nu.py"))],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, check=True, text=True, timeout=DELAI_S,
    )  # fmt: skip
    assert fait.stdout.strip() == "prêt", fait
    return (time.perf_counter() - debut) * 1000


def _enfant(base: Path, *, complet: bool) -> dict[str, Any]:
    """Run this module in a process of its own; perf_counter is the same clock there."""
    with tempfile.TemporaryDirectory() as donnees:
        fait = subprocess.run(
            [sys.executable, "-m", "benchmarks.poste", str(time.perf_counter()), str(base), str(int(complet))],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "IMUSE_DESK_DONNEES": donnees},
            capture_output=True, text=True, timeout=DELAI_S, check=False,
        )  # fmt: skip
    if fait.returncode:
        raise RuntimeError("\n".join(x for x in fait.stderr.splitlines() if "propagateSizeHints" not in x)[-3000:])
    resultat: dict[str, Any] = json.loads(fait.stdout.splitlines()[-1])
    return resultat
