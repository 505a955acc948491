"""Bring a base to the present schema: backup first, one transaction, foreign keys checked, triggers created again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from imuse_desk.domain.erreurs import BaseRefusee
from imuse_desk.infra.chemins import dossier_sauvegardes
from imuse_desk.infra.sauvegarde import copier_postgresql, copier_sqlite
from imuse_desk.migrations.schema import controler, version_de
from imuse_desk.models.declencheurs import oter_declencheurs, recreer_declencheurs
from imuse_desk.models.fautes import traduire
from imuse_desk.models.passerelle import Base


def configuration(connexion: Connection | None = None) -> Config:
    """Alembic's configuration, from the package alone (no .ini file)."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connexion"] = connexion
    return config


def migrer(base: Base, cible: str = "head", *, sans_sauvegarde: bool = False) -> Path | None:
    """Migrate; returns the backup made before where the base has content, or None.

    ``sans_sauvegarde``: the administrator already has one.
    Raises BaseRefusee(base_plus_recente | base_etrangere | cles_etrangeres | base_acces_refuse | pg_dump_absent…),
    StockagePlein.
    """
    sauvegarde = None
    if controler(base) or cible != "head":
        if not sans_sauvegarde and version_de(base) is not None:
            sauvegarde = _sauvegarder(base)
        try:
            with _connexion_de_migration(base) as connexion:
                oter_declencheurs(connexion)
                command.upgrade(configuration(connexion), cible)
                recreer_declencheurs(connexion)
        except DBAPIError as erreur:
            raise traduire(erreur) from erreur
    return sauvegarde


def _sauvegarder(base: Base) -> Path:
    marque = f"-avant-migration-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    source = Path(str(base.moteur.url.database))
    if base.est_sqlite:
        cible = source.with_name(f"{source.stem}{marque}{source.suffix}")
        copier_sqlite(source, cible)
        return cible
    cible = dossier_sauvegardes() / f"{source.name}{marque}.dump"
    with base.moteur.connect() as connexion:
        serveur: Any = connexion.connection.dbapi_connection
        copier_postgresql(serveur.info.get_parameters() | {"password": serveur.info.password}, cible)
    return cible


@contextmanager
def _connexion_de_migration(base: Base) -> Iterator[Connection]:
    """One connection, foreign keys off on SQLite (batch mode would delete child rows), then checked before COMMIT."""
    with base.moteur.execution_options(ecriture=True).connect() as connexion:
        brute: Any = connexion.connection.dbapi_connection
        if base.est_sqlite:
            brute.execute("PRAGMA foreign_keys = OFF")
        try:
            with connexion.begin():
                yield connexion
                if base.est_sqlite and connexion.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise BaseRefusee("cles_etrangeres")
        finally:
            if base.est_sqlite:
                brute.execute("PRAGMA foreign_keys = ON")
