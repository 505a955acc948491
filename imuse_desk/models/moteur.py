"""Engine for SQLite (one computer) and PostgreSQL (several desks), with the settings that keep data safe.

The driver never begins by itself: a writing unit starts with ``BEGIN IMMEDIATE`` on SQLite, a reader with ``BEGIN``.
"""

import os
import re
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from imuse_desk.domain.erreurs import BaseRefusee
from imuse_desk.infra.disques import est_partage, peut_ouvrir
from imuse_desk.infra.pilote_sqlite import pilote_sqlite

_SEPARATEUR = re.compile(r"[/\\]")
ATTENTE_VERROU_MS = 15_000
_WAL_SUR = (3, 51, 3)
_WAL_CORRIGES = {(3, 44, 6), (3, 50, 7)}


def mode_journal(version: tuple[int, ...]) -> str:
    """WAL, but the rollback journal on versions with the WAL-reset corruption bug."""
    return "WAL" if version >= _WAL_SUR or version in _WAL_CORRIGES else "DELETE"


def lire_url(texte: str) -> URL:
    """Read a base address: a path or ``sqlite:///…`` or ``postgresql://…``; a password in it is refused.

    A path has a folder or a suffix: a bare word is more likely a slip than a file.
    Raises BaseRefusee(url_inconnue | mot_de_passe_dans_url).
    """
    if "://" not in texte:
        if not Path(texte).suffix and not _SEPARATEUR.search(texte):
            raise BaseRefusee("url_inconnue", url=texte)
        return URL.create("sqlite", database=str(Path(texte).expanduser().absolute()))
    try:
        url = make_url(texte)
    except Exception as erreur:
        raise BaseRefusee("url_inconnue", url=texte) from erreur
    if url.password:
        raise BaseRefusee("mot_de_passe_dans_url")
    genre = url.get_backend_name()
    if genre == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if genre == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite", database=str(Path(url.database).expanduser().absolute()))
    raise BaseRefusee("url_inconnue", url=texte)


def creer_moteur(url: URL, *, mot_de_passe: str | None = None, partage_permis: bool = False) -> Engine:
    """Open an engine; nothing is read yet. Raises BaseRefusee(base_sur_reseau) for SQLite on a shared drive."""
    if url.get_backend_name() == "sqlite":
        chemin = Path(url.database or "")
        if not partage_permis and est_partage(chemin):
            raise BaseRefusee("base_sur_reseau", chemin=str(chemin))
        return _moteur_sqlite(url)
    return _moteur_postgresql(url, mot_de_passe)


def _moteur_sqlite(url: URL) -> Engine:
    module = pilote_sqlite()
    moteur = create_engine(
        url,
        module=module,
        connect_args={"timeout": ATTENTE_VERROU_MS / 1000, "check_same_thread": False},
        pool_size=5,
        max_overflow=5,
    )
    journal = mode_journal(tuple(int(n) for n in module.sqlite_version.split(".")))

    @event.listens_for(moteur, "connect")
    def _regler(connexion: Any, _fiche: Any) -> None:
        connexion.isolation_level = None
        curseur = connexion.cursor()
        curseur.execute(f"PRAGMA busy_timeout = {ATTENTE_VERROU_MS}")
        for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "trusted_schema = OFF", "synchronous = FULL"):
            curseur.execute(f"PRAGMA {pragma}")
        if not _lecture_seule(connexion):
            curseur.execute(f"PRAGMA journal_mode = {journal}")
        curseur.close()

    @event.listens_for(moteur, "begin")
    def _commencer(connexion: Connection) -> None:
        ecrit = connexion.get_execution_options().get("ecriture", False)
        connexion.exec_driver_sql("BEGIN IMMEDIATE" if ecrit else "BEGIN")

    return moteur


def _lecture_seule(connexion: Any) -> bool:
    """Never opens the file: on POSIX, closing it would drop the locks of every other connection of this process."""
    fichier = connexion.execute("PRAGMA database_list").fetchone()[2]
    return bool(fichier) and Path(fichier).exists() and not peut_ouvrir(Path(fichier), os.W_OK)


def _moteur_postgresql(url: URL, mot_de_passe: str | None) -> Engine:
    hote = url.host or ""
    local = hote in {"", "localhost", "127.0.0.1", "::1"} or hote.startswith("/") or "host" in url.query
    arguments: dict[str, Any] = {
        "connect_timeout": 5,
        "keepalives": 1,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "options": "-c lock_timeout=10000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000",
    }
    if not local and "sslmode" not in url.query:
        arguments["sslmode"] = "verify-full"
    if mot_de_passe:
        arguments["password"] = mot_de_passe
    return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=5, connect_args=arguments)
