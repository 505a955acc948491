"""Examine every PDF of a folder twice: states, times, memory, same answer. Usage: ``documents.py DOSSIER [--tout]``.

With ``--tout`` each file has its line; otherwise only those that are slow, too complex, or answered two ways.
"""

import resource
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles

from imuse_desk.documents.client import Lecteur, examiner
from imuse_desk.documents.examen import Examen
from imuse_desk.domain.erreurs import RegleMetier

LENT_S = 3.0
PROMIS_S = 10.0


def mesurer(chemin: Path) -> tuple[Examen, Examen, float]:
    """Two answers and the longer time."""
    debut = time.monotonic()
    premier = examiner(chemin)
    milieu = time.monotonic()
    second = examiner(chemin)
    return premier, second, max(milieu - debut, time.monotonic() - milieu)


def visionner(chemin: Path) -> str:
    """Draw the first page and read its text as the viewer would: "ok" or the code of the refusal."""
    try:
        lecteur = Lecteur(chemin)
    except RegleMetier as refus:
        return refus.code
    try:
        lecteur.rendre(1, 1200)
        lecteur.chercher("bonjour")
    except RegleMetier as refus:
        return refus.code
    finally:
        lecteur.close()
    return "ok"


def main() -> int:
    dossier, tout = Path(sys.argv[1]), "--tout" in sys.argv
    etats: Counter[str] = Counter()
    vues: Counter[str] = Counter()
    durees: list[float] = []
    differents = 0
    for chemin in sorted(dossier.rglob("*.pdf")):
        premier, second, duree = mesurer(chemin)
        vue = visionner(chemin) if premier.etat == "lisible" else "-"
        etats[f"{premier.etat} ({premier.code})"] += 1
        vues[vue] += 1
        durees.append(duree)
        differents += premier != second
        if tout or duree > LENT_S or premier != second or premier.etat == "trop_complexe":
            pareil = "" if premier == second else f"  DIFFÉRENT: {second.etat}"
            print(f"{duree:6.2f} s  {premier.etat:14} {vue:14} {chemin.name}{pareil}")
    for etat, nombre in etats.most_common():
        print(f"{nombre:6}  {etat}")
    print("viewer:", dict(vues))
    centiles = quantiles(durees, n=100) if len(durees) > 1 else [durees[0]] * 99
    memoire = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{len(durees)} files, p50 {centiles[49]:.2f} s, p95 {centiles[94]:.2f} s, max {max(durees):.2f} s")
    print(f"documents process: largest RSS {memoire} MiB; {differents} answered two ways")
    return 1 if differents or max(durees) > PROMIS_S else 0


if __name__ == "__main__":
    sys.exit(main())
