"""Examine every PDF of a folder twice, then look at it: states, times, same answer; those that are slow are named."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.mesure import Ligne
from imuse_desk.documents.client import Lecteur, examiner
from imuse_desk.documents.examen import Examen
from imuse_desk.domain.erreurs import RegleMetier

LENT_S = 3.0
PROMIS_S = 10.0


def examiner_deux_fois(chemin: Path) -> tuple[Examen, Examen, float]:
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


def mesurer(dossier: Path) -> Iterator[Ligne]:
    """Every PDF of a folder and of those below."""
    etats: Counter[str] = Counter()
    vues: Counter[str] = Counter()
    durees: list[float] = []
    differents = 0
    for chemin in sorted(dossier.rglob("*.pdf")):
        premier, second, duree = examiner_deux_fois(chemin)
        etats[premier.etat] += 1
        vues[visionner(chemin) if premier.etat == "lisible" else "-"] += 1
        durees.append(duree * 1000)
        differents += premier != second
        if duree > LENT_S or premier != second:
            print(f"{duree:6.2f} s  {premier.etat:14} {chemin.name}")
    note = ", ".join(f"{nombre} {etat}" for etat, nombre in (etats + vues).most_common())
    yield Ligne(
        f"examen de {len(durees)} PDF",
        durees,
        but=PROMIS_S * 1000,
        note=f"{note}; {differents} répondus deux fois autrement",
    )
