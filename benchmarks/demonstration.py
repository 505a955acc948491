"""Time to make the demonstration base, compared with raw sqlite3 writing the same rows into the same tables."""

import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.mesure import Ligne
from imuse_desk.infra.depot import Depot
from imuse_desk.infra.pilote_sqlite import pilote_sqlite
from imuse_desk.migrations.commande import migrer
from imuse_desk.models import Modele
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demonstration.creation import Resume, creer_demonstration

JOUR = date(2026, 11, 25)
sqlite: Any = pilote_sqlite()


def fabriquer(chemin: Path, familles: int, annees: int, presences: int = 0) -> Resume:
    base = Base.ouvrir(lire_url(str(chemin)))
    depot = Depot(chemin.parent / "documents")
    resume = creer_demonstration(base, depot, familles=familles, annees=annees, presences=presences, date=JOUR)
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


def mesurer(familles: int, annees: int) -> Ligne:
    """Seconds to make a demonstration base."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "demo.db"
        resume = fabriquer(chemin, familles, annees)
        nu = recopier(chemin, Path(dossier) / "nu.db")
        note = f"{resume.lignes} lignes, {chemin.stat().st_size / 1e6:.0f} Mo"
        return Ligne(f"démonstration, {familles} familles, {annees} ans", [resume.secondes], [nu], note=note, unite="s")
