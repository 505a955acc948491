"""Invoices: one file of many, beside a bare canvas that draws the same strings.

The invoice is the designed page (two children, three instalments, a transfer's code); names, numbers and amounts change
from one to the next, so that no cache helps unfairly. CPU time, of one process.
"""

import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from benchmarks.mesure import Ligne, chronometrer
from benchmarks.papiers import par_papier, toile_nue
from imuse_desk.printing.facture import Facture, composer_facture, composer_lot
from imuse_desk.printing.polices import charger
from imuse_desk.views.demonstration.papiers_regie import facture

FOIS = 3


def factures(nombre: int, depart: int = 0) -> Iterator[Facture]:
    """One after the other, as a base would give them."""
    modele = facture()
    return (_varier(modele, rang) for rang in range(depart, depart + nombre))


def _varier(modele: Facture, rang: int) -> Facture:
    groupes = tuple(
        replace(
            groupe,
            nom=f"{groupe.nom} {rang}",
            lignes=tuple(replace(ligne, montant_centimes=ligne.montant_centimes + rang) for ligne in groupe.lignes),
        )
        for groupe in modele.groupes
    )
    nouvelle = replace(
        modele, numero=f"25FC{rang:05}", dossier=f"{rang:05}", groupes=groupes, empreinte=f"{rang:012x}",
        adresse=replace(modele.adresse, voie=f"{rang} rue des Aubépines"),
    )  # fmt: skip
    premiere = replace(
        modele.echeances[0], montant_centimes=nouvelle.total_centimes - 2 * modele.echeances[1].montant_centimes
    )
    return replace(nouvelle, echeances=(premiere, *modele.echeances[1:]))


def mesurer() -> Iterator[Ligne]:
    """Batches, each in a process of its own for its memory, then the ratio to the bare canvas."""
    contexte = multiprocessing.get_context("spawn")
    for nombre, but in ((200, 800), (1000, 3000), (2000, 6000)):
        with ProcessPoolExecutor(1, contexte, max_tasks_per_child=1) as processus:
            mesures = list(processus.map(_lot, [nombre] * FOIS))
        memoire = max(memoire for _, memoire in mesures)
        durees = [duree for duree, _ in mesures]
        yield Ligne(f"{nombre} factures, un processus (CPU)", durees, but=but, note=f"{memoire} Mo au plus")
    charger()
    tirages = [list(factures(200, serie * 200)) for serie in range(6)]
    composes = [[composer_facture(une) for une in lot] for lot in tirages[:3]]
    chaines = sum(1 for pages in composes[0] for page in pages for _ in page.textes()) // 200
    nues = par_papier(toile_nue, composes)
    note = f"{chaines} chaînes"
    yield Ligne("une facture, en un fichier (CPU)", par_papier(composer_lot, tirages[3:]), nues, note=note)


def _lot(nombre: int) -> tuple[float, int]:
    """CPU milliseconds of a batch, first faces and caches included, and the peak of memory in MB."""
    duree = chronometrer(lambda: composer_lot(factures(nombre)), time.process_time)
    return duree, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
