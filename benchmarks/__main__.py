"""One table of figures: ``python -m benchmarks [BASE.db] [--seulement fenetre,lectures] [--pieces DOSSIER]``.

BASE is ``imuse-desk demo --base BASE.db --familles 20000 --annees 5 --presences 1000000``;
without it, it is made for the run (two minutes).
The load of the machine is printed first: compare runs of the same machine at the same load, and quote the ratios.
"""

import argparse
import gc
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import (
    absences,
    appel,
    bulletins,
    bureau,
    demonstration,
    documents,
    facturation,
    fenetre,
    lectures,
    notes,
    ocr,
    papiers,
    papiers_facture,
    reinscription,
    verification,
)
from benchmarks.mesure import ENTETE, Ligne

FAMILLES, ANNEES, PRESENCES = 20_000, 5, 1_000_000


def main() -> int:
    """Run the benchmarks asked for."""
    parseur = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parseur.add_argument("base", nargs="?", type=Path)
    parseur.add_argument("--seulement", default="", help="names of modules, separated by commas")
    parseur.add_argument("--pieces", type=Path, help="a folder of PDFs for the documents process and the verification")
    options = parseur.parse_args()
    gc.disable()  # as in the program (views/common/ramasseur.py)
    with tempfile.TemporaryDirectory() as dossier:
        base = options.base.absolute() if options.base else Path(dossier) / "grand.db"
        bancs: dict[str, Callable[[], Iterable[Ligne]]] = {
            "fenetre": lambda: fenetre.mesurer(base),
            "lectures": lambda: lectures.mesurer(base),
            "bureau": lambda: bureau.mesurer(base),
            "appel": lambda: appel.mesurer(base),
            "absences": lambda: absences.mesurer(base),
            "reinscription": reinscription.mesurer,
            "facturation": facturation.mesurer,
            "notes": notes.mesurer,
            "bulletins": bulletins.mesurer,
            "ocr": ocr.mesurer,
            "papiers": papiers.mesurer,
            "papiers_facture": papiers_facture.mesurer,
            "verification": lambda: verification.mesurer(options.pieces),
            "demonstration": lambda: [demonstration.mesurer(2000, 3)],
        }
        if options.pieces:
            bancs["documents"] = lambda: documents.mesurer(options.pieces)
        voulus = options.seulement.split(",") if options.seulement else list(bancs)
        if inconnus := set(voulus) - set(bancs):
            parseur.error(f"unknown: {', '.join(sorted(inconnus))}; known: {', '.join(bancs)}")
        if options.base is None and {"fenetre", "lectures", "bureau", "appel", "absences"} & set(voulus):
            demonstration.fabriquer(base, FAMILLES, ANNEES, PRESENCES)
        machine = f"{platform.platform()}, {os.cpu_count()} processeurs, Python {platform.python_version()}"
        print(f"{machine}, charge {_charge()}")
        print(ENTETE)
        for nom in voulus:
            for ligne in bancs[nom]():
                print(ligne.ecrire(), flush=True)
        print(f"charge à la fin {_charge()}")
    return 0


def _charge() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "inconnue"


if __name__ == "__main__":
    sys.exit(main())
