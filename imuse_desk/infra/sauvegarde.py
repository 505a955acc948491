"""Copies of a base: SQLite by its backup API (a file copied under load is unusable), a server by pg_dump."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from imuse_desk.domain.erreurs import BaseRefusee
from imuse_desk.infra.pilote_sqlite import pilote_sqlite


def copier_sqlite(source: Path, cible: Path) -> None:
    """Copy a live base into a new file, then reopen and verify it. Raises BaseRefusee(sauvegarde_abimee)."""
    sqlite = pilote_sqlite()
    with (
        closing(sqlite.connect(f"file:{source}?mode=ro", uri=True)) as avant,
        closing(sqlite.connect(cible)) as apres,
    ):
        avant.backup(apres)
    with closing(sqlite.connect(cible)) as copie:
        if copie.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BaseRefusee("sauvegarde_abimee", chemin=str(cible))


DOSSIERS_PG = (("/usr/lib/postgresql", "*/bin"), ("C:/Program Files/PostgreSQL", "*/bin"))
VARIABLES_PG = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE", "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
}  # fmt: skip


def copier_postgresql(connexion: Mapping[str, str], cible: Path) -> None:
    """Dump a server's base into a new file that ``pg_restore`` takes, and read it back.

    ``connexion`` holds libpq's parameters; pg_dump gets them by its environment, where no other person reads them.
    Raises BaseRefusee(pg_dump_absent | sauvegarde_serveur | sauvegarde_abimee).
    """
    cible.parent.mkdir(parents=True, exist_ok=True)
    commande = [_outil("pg_dump"), "--format=custom", "--no-password", f"--file={cible}"]
    fait = _lancer(commande, {VARIABLES_PG[nom]: valeur for nom, valeur in connexion.items() if nom in VARIABLES_PG})
    if fait.returncode:
        cible.unlink(missing_ok=True)
        raise BaseRefusee("sauvegarde_serveur", cause=fait.stderr.strip())
    if _lancer([_outil("pg_restore"), "--list", str(cible)], {}).returncode:
        raise BaseRefusee("sauvegarde_abimee", chemin=str(cible))


def _lancer(commande: list[str], environnement: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the tool found above
        commande, env=os.environ | environnement, capture_output=True, text=True, check=False
    )


def _outil(nom: str) -> str:
    """The newest PostgreSQL client tool of this computer: where its installers put it, else in the path."""
    dossiers = [dossier for racine, motif in DOSSIERS_PG for dossier in Path(racine).glob(motif)]
    dossiers.sort(key=lambda d: int(d.parent.name) if d.parent.name.isdigit() else 0, reverse=True)
    for dossier in (*dossiers, None):
        trouve = shutil.which(nom, path=dossier)
        if trouve:
            return trouve
    raise BaseRefusee("pg_dump_absent")
