"""Time to make the demonstration base, compared with raw sqlite3 writing the same rows into the same tables.

``python benchmarks/demonstration.py [--grand]``: 2,000 families and 3 years; with ``--grand`` 20,000 and 5 years too.
"""

import argparse
import resource
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from imuse_desk.infra.depot import Depot
from imuse_desk.infra.pilote_sqlite import pilote_sqlite
from imuse_desk.migrations.commande import migrer
from imuse_desk.models import Modele
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demonstration.creation import Resume, creer_demonstration

JOUR = date(2026, 11, 25)
sqlite: Any = pilote_sqlite()


def fabriquer(chemin: Path, familles: int, annees: int) -> Resume:
    base = Base.ouvrir(lire_url(str(chemin)))
    resume = creer_demonstration(base, Depot(chemin.parent / "documents"), familles=familles, annees=annees, date=JOUR)
    base.fermer()
    return resume


def recopier(source: Path, cible: Path) -> float:
    """Seconds that bare ``executemany`` takes for the same rows (already in memory), keys and triggers included."""
    base = Base.ouvrir(lire_url(str(cible)))
    migrer(base)
    base.fermer()
    with closing(sqlite.connect(source)) as avant, closing(sqlite.connect(cible, isolation_level=None)) as apres:
        tables = [t.name for t in Modele.metadata.sorted_tables]
        lignes = {t: avant.execute(f'SELECT * FROM "{t}"').fetchall() for t in tables}  # noqa: S608
        apres.execute("PRAGMA foreign_keys = ON")
        debut = time.perf_counter()
        apres.execute("BEGIN IMMEDIATE")
        apres.execute("PRAGMA defer_foreign_keys = ON")
        for table, siennes in lignes.items():
            if not siennes:
                continue
            if table == "annee":
                siennes = [["preparation" if v == "close" else v for v in ligne] for ligne in siennes]
            marques = ", ".join("?" * len(siennes[0]))
            apres.executemany(f'INSERT INTO "{table}" VALUES ({marques})', siennes)  # noqa: S608
        apres.execute("COMMIT")
        return time.perf_counter() - debut


def mesurer(familles: int, annees: int) -> None:
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "demo.db"
        resume = fabriquer(chemin, familles, annees)
        memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        nu = recopier(chemin, Path(dossier) / "nu.db")
        print(
            f"{familles} familles, {annees} ans : {resume.lignes} lignes en {resume.secondes:.1f} s "
            f"({resume.lignes / resume.secondes:,.0f} lignes/s), {chemin.stat().st_size / 1e6:.0f} Mo, "
            f"mémoire {memoire} Mo ; "
            f"sqlite3 nu {nu:.1f} s, rapport {resume.secondes / nu:.1f}"
        )


def main() -> None:
    parseur = argparse.ArgumentParser()
    parseur.add_argument("--grand", action="store_true")
    options = parseur.parse_args()
    mesurer(2000, 3)
    if options.grand:
        mesurer(20_000, 5)


if __name__ == "__main__":
    main()
