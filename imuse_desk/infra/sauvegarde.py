"""Copies of a SQLite base by the backup API (copying the file under load gives unusable copies)."""

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
