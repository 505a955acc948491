"""The roll call in a base of 1,000,000 rows of attendance, against raw SQLite reading the same rows."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.mesure import Ligne, Ordres, chronometrer, contexte, depot_pres_de
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.appel import ouvrir_appel, ouvrir_mois
from imuse_desk.services.suivi.occurrences import CleSeance
from imuse_desk.services.suivi.pointage import Pointer, pointer

MIDI = datetime(2026, 11, 25, 12, tzinfo=UTC)
ESSAIS = 200
_LECONS = """SELECT s.id, s.creneau_id, s.jour_le, s.debut FROM seance s JOIN creneau k ON k.id = s.creneau_id
JOIN cours c ON c.id = k.cours_id WHERE c.site_id = ? AND s.annee_id = ? ORDER BY random() LIMIT ?"""
_NU = """SELECT p.code, e.nom, e.prenom FROM presence p JOIN inscription i ON i.id = p.inscription_id
JOIN eleve l ON l.id = i.eleve_id JOIN personne e ON e.id = l.personne_id WHERE p.seance_id = ? ORDER BY e.cle"""


def mesurer(chemin: Path) -> Iterator[Ligne]:
    """Open roll calls and months at random, then write words."""
    base = Base.ouvrir(lire_url(str(chemin)))
    ctx = contexte(base, depot_pres_de(chemin), horloge=lambda: MIDI)
    ordres = Ordres(base)
    with closing(sqlite3.connect(f"file:{chemin}?mode=ro", uri=True)) as brut:
        (total,) = brut.execute("SELECT count(*) FROM presence").fetchone()
        lecons = brut.execute(_LECONS, (ctx.site_id, ctx.annee_id, ESSAIS)).fetchall()
        cles = [
            CleSeance(creneau, datetime.fromisoformat(le).date(), datetime.fromisoformat(f"{le} {debut}").time())
            for _, creneau, le, debut in lecons
        ]
        brutes = [chronometrer(lambda i=s: brut.execute(_NU, (i,)).fetchall()) for s, *_ in lecons]  # type: ignore[misc]
    ouvrir_appel(ctx, cles[0].creneau_id, cles[0])
    durees = [chronometrer(lambda c=c: ouvrir_appel(ctx, c.creneau_id, c)) for c in cles]  # type: ignore[misc]
    nombre = max(ordres.de(lambda c=c: ouvrir_appel(ctx, c.creneau_id, c)) for c in cles[:20])  # type: ignore[misc]
    yield Ligne(f"appel ouvert ({total} présences)", durees, brutes, but=100, note=f"{nombre} ordres SQL au plus")
    durees = [chronometrer(lambda c=c: ouvrir_mois(ctx, c.creneau_id, c.jour_le)) for c in cles]  # type: ignore[misc]
    yield Ligne("feuille du mois ouverte", durees, brutes, but=100)
    yield Ligne("un élève pointé", list(_pointer(ctx, cles)))
    base.fermer()


def _pointer(ctx: Contexte, cles: list[CleSeance]) -> Iterator[float]:
    """Another word for a pupil of each lesson."""
    alea = random.Random(7)
    for cle in cles[:50]:
        feuille = ouvrir_appel(ctx, cle.creneau_id, cle)
        assert feuille is not None
        ligne = alea.choice(feuille.lignes)
        code = "A" if ligne.pointage.code == "P" else "P"
        commande = Pointer(cle, ligne.inscription_id, code, ligne.pointage.code)
        yield chronometrer(lambda c=commande: pointer(ctx, c))  # type: ignore[misc]
