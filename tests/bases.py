"""Fixtures of real bases: SQLite files and a private PostgreSQL cluster started from the system's binaries.

On CI a missing PostgreSQL is a failure; elsewhere its tests are skipped with the reason.
"""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, Engine, create_engine, event, select, text

from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.migrations.commande import migrer
from imuse_desk.models import Annee, Compte, CompteRole, Site
from imuse_desk.models import moteur as module_moteur
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Auteur, Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.creation import creer_demonstration

MOT_DE_PASSE_SERVEUR = "corde-archet-2026"
AUTEUR = Auteur("Aline Martin", "poste-test")


_PARTAGES: dict[str, tuple[Any, Any]] = {}


def _moteur_partage(url: URL, **options: Any) -> Engine:
    """An engine that finds the statements which the engines of the tests before compiled, and waits for no disk."""
    neuf = create_engine(url, **options)
    genre = neuf.dialect.name
    if genre == "sqlite":
        event.listen(neuf, "checkout", lambda connexion, *_: connexion.execute("PRAGMA synchronous = OFF"))
    if genre in _PARTAGES:
        neuf.dialect, neuf._compiled_cache = _PARTAGES[genre]
        neuf.pool._dialect = neuf.dialect
    else:  # shared once it has connected: only then does its dialect know the server
        event.listen(
            neuf, "first_connect", lambda *_: _PARTAGES.setdefault(genre, (neuf.dialect, neuf._compiled_cache))
        )
    return neuf


module_moteur.create_engine = _moteur_partage  # type: ignore[attr-defined, assignment]


def _binaires() -> Path | None:
    trouves = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    if trouves:
        return trouves[-1].parent
    chemin = shutil.which("pg_ctl")
    return Path(chemin).parent if chemin else None


_TABLES = "SELECT tablename AS nom FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_GARDER = f"""DO $$ DECLARE t record; plein boolean; BEGIN
  CREATE SCHEMA semence;
  FOR t IN {_TABLES} LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t.nom) INTO plein;
    IF plein THEN EXECUTE format('CREATE TABLE semence.%I AS SELECT * FROM public.%I', t.nom, t.nom); END IF;
  END LOOP;
END $$"""
"""Set aside the rows that every base begins with."""
_VIDER = f"""DO $$ DECLARE t record; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN {_TABLES} LOOP EXECUTE format('DELETE FROM public.%I', t.nom); END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE schemaname = 'public';
  FOR t IN SELECT tablename AS nom FROM pg_tables WHERE schemaname = 'semence' LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM semence.%I', t.nom, t.nom);
    IF pg_get_serial_sequence('public.' || quote_ident(t.nom), 'id') IS NOT NULL THEN
      EXECUTE format('SELECT setval(%L, max(id)) FROM public.%I',
                     pg_get_serial_sequence('public.' || quote_ident(t.nom), 'id'), t.nom);
    END IF;
  END LOOP;
END $$"""
"""Delete every row, whatever the triggers say, start the ids again and put the first rows back."""
_FORME = """SELECT md5(string_agg(quoi, ',' ORDER BY quoi)) FROM (
  SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) AS quoi
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT format('%s %s', conname, conrelid::regclass) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT format('%s %s %s', tgname, tgrelid::regclass, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'revision ' || version_num FROM public.alembic_version
) AS formes"""
_SEUL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
FILE_COPY = 15
"""The first version of PostgreSQL that may copy a database file by file."""


class Grappe:
    """A private PostgreSQL cluster: socket in a temporary folder, no TCP port, no fsync; with a password, SCRAM."""

    def __init__(self, binaires: Path, mot_de_passe: str | None = None) -> None:
        self._bin = binaires
        self._mot_de_passe = mot_de_passe
        self.dossier = Path(tempfile.mkdtemp(prefix="imuse-pg-", dir="/tmp"))
        self._prefixe = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._prefixe:
            shutil.chown(self.dossier, "postgres")
        acces = ["-A", "trust"]
        if mot_de_passe is not None:
            secret = self.dossier / "secret"
            secret.write_text(mot_de_passe, encoding="utf-8")
            acces = ["-A", "scram-sha-256", f"--pwfile={secret}"]
        self._lancer("initdb", "-D", str(self.dossier / "d"), "-U", "imuse", *acces, "-E", "UTF8", "--no-sync")
        options = f"-k {self.dossier} -c listen_addresses='' -c fsync=off -c max_connections=200"
        self._lancer("pg_ctl", "-D", str(self.dossier / "d"), "-o", options, "-l", f"{self.dossier}/log", "-w", "start")
        self.modele = self.creer("modele")
        base = Base.ouvrir(self.modele, mot_de_passe=mot_de_passe)
        migrer(base)
        base.fermer()
        self._libre: str | None = None
        self._entretien: Engine | None = None
        with self._sur("modele") as connexion:
            connexion.execute(text(_GARDER))
            self._forme = connexion.execute(text(_FORME)).scalar_one()

    def sql(self, ordre: str) -> None:
        """Run one order as the cluster's owner, outside any transaction."""
        url = self.url("postgres").set(password=self._mot_de_passe)
        moteur = create_engine(url, isolation_level="AUTOCOMMIT")
        with moteur.connect() as connexion:
            connexion.execute(text(ordre))
        moteur.dispose()

    def _lancer(self, programme: str, *arguments: str) -> None:
        subprocess.run([*self._prefixe, str(self._bin / programme), *arguments], check=True, capture_output=True)

    def url(self, nom: str) -> URL:
        return lire_url(f"postgresql://imuse@/{nom}?host={self.dossier}")

    def creer(self, nom: str, modele: str = "template0") -> URL:
        version = self._bin.parent.name
        peut = version.isdecimal() and int(version) >= FILE_COPY
        copie = "STRATEGY FILE_COPY" if peut else ""  # without fsync, half the time
        self.sql(f'CREATE DATABASE "{nom}" TEMPLATE "{modele}" {copie}')
        return self.url(nom)

    def supprimer(self, nom: str) -> None:
        self.sql(f'DROP DATABASE IF EXISTS "{nom}" WITH (FORCE)')

    @contextmanager
    def _sur(self, nom: str) -> Iterator[Connection]:
        moteur = create_engine(self.url(nom).set(password=self._mot_de_passe), isolation_level="AUTOCOMMIT")
        try:
            with moteur.connect() as connexion:
                yield connexion
        finally:
            moteur.dispose()

    def prendre(self) -> str:
        """An empty, migrated base: the one that the test before gave back, emptied, else a new one."""
        nom, self._libre = self._libre, None
        if nom is not None:
            if self._vider():
                return nom
            self.supprimer(nom)
        nom = f"t_{uuid.uuid4().hex[:12]}"
        url = self.creer(nom, "modele").set(password=self._mot_de_passe)
        if self._entretien is not None:
            self._entretien.dispose()
        self._entretien = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        return nom

    def rendre(self, nom: str) -> None:
        """Give a base back."""
        self._libre = nom

    def _vider(self) -> bool:
        """Empty the base given back; False where a test changed its form.

        Its connection stays open: one that knows no table yet takes six times as long.
        """
        assert self._entretien is not None
        with self._entretien.connect() as connexion:
            connexion.execute(text(_SEUL))
            if connexion.execute(text(_FORME)).scalar_one() != self._forme:
                return False
            connexion.execute(text(_VIDER))
            return True

    def arreter(self, mode: str = "immediate") -> None:
        self._lancer("pg_ctl", "-D", str(self.dossier / "d"), "-m", mode, "-w", "stop")

    def demarrer(self) -> None:
        options = f"-k {self.dossier} -c listen_addresses='' -c fsync=off"
        self._lancer("pg_ctl", "-D", str(self.dossier / "d"), "-o", options, "-l", f"{self.dossier}/log", "-w", "start")


@pytest.fixture(scope="session")
def grappe() -> Iterator[Grappe]:
    binaires = _binaires()
    if binaires is None:
        raison = "PostgreSQL absent : installez le paquet postgresql pour lancer ces tests"
        if os.environ.get("CI"):
            pytest.fail(raison)
        pytest.skip(raison)
    grappe = Grappe(binaires)
    yield grappe
    grappe.arreter()
    shutil.rmtree(grappe.dossier, ignore_errors=True)


@pytest.fixture(scope="session")
def grappe_fermee(grappe: Grappe) -> Iterator[Grappe]:
    """A cluster that may be stopped and started; its owner's password is ``MOT_DE_PASSE_SERVEUR``."""
    fermee = Grappe(grappe._bin, MOT_DE_PASSE_SERVEUR)
    yield fermee
    fermee.arreter()
    shutil.rmtree(fermee.dossier, ignore_errors=True)


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite base, copied by each test."""
    chemin = tmp_path_factory.mktemp("modele") / "modele.db"
    base = Base.ouvrir(lire_url(str(chemin)))
    migrer(base)
    base.fermer()
    return chemin


@pytest.fixture
def base_sqlite(modele_sqlite: Path, tmp_path: Path) -> Iterator[Base]:
    chemin = tmp_path / "base.db"
    shutil.copy(modele_sqlite, chemin)
    base = Base.ouvrir(lire_url(str(chemin)))
    yield base
    base.fermer()


@pytest.fixture
def base_pg(grappe: Grappe) -> Iterator[Base]:
    nom = grappe.prendre()
    base = Base.ouvrir(grappe.url(nom))
    yield base
    base.fermer()
    grappe.rendre(nom)


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest) -> Base:
    """The same test on both databases."""
    nom = "base_sqlite" if request.param == "sqlite" else "base_pg"
    resultat: Base = request.getfixturevalue(nom)
    return resultat


DATE_DEMO = date(2026, 11, 25)


@dataclass(frozen=True)
class BaseDemo:
    """A small demonstration base of this test, with the context of any of its accounts."""

    base: Base
    depot: Depot

    def contexte(self, role: Role = Role.SECRETARIAT, *, site: str = "MEU", rang_annee: int = 0) -> Contexte:
        """The demonstration's account of a role, consulting a site (code) and a year (0 this one, 1 the next)."""
        with self.base.lire() as session:
            site_id = session.execute(select(Site.id).where(Site.code == site)).scalar_one()
            compte_id, agent = session.execute(
                select(Compte.id, Compte.nom_affiche)
                .join(CompteRole, CompteRole.compte_id == Compte.id)
                .where(CompteRole.role == role.value)
                .order_by(Compte.id)
                .limit(1)
            ).one()
            roles: dict[int, frozenset[Role]] = {}
            for autre, chapeau in session.execute(
                select(CompteRole.site_id, CompteRole.role).where(CompteRole.compte_id == compte_id)
            ):
                roles[autre] = roles.get(autre, frozenset()) | {Role(chapeau)}
            courante = session.execute(select(Annee.id).where(Annee.etat == "ouverte")).scalar_one()
        return Contexte(
            base=self.base,
            depot=self.depot,
            agent=agent,
            compte_id=compte_id,
            roles=roles,
            site_id=site_id,
            annee_id=courante + rang_annee,
            poste="poste-test",
            horloge=_midi_demo,
        )


def _midi_demo() -> datetime:
    return datetime.combine(DATE_DEMO, time(12), UTC)


@pytest.fixture(scope="session")
def modele_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration base of 60 families and its store, copied by each test."""
    chemin = tmp_path_factory.mktemp("modele_demo") / "demo.db"
    base = Base.ouvrir(lire_url(str(chemin)))
    creer_demonstration(base, Depot(chemin.parent / "documents"), familles=60, date=DATE_DEMO)
    base.fermer()
    return chemin


@pytest.fixture
def base_demo(modele_demo: Path, tmp_path: Path) -> Iterator[BaseDemo]:
    """A copy of the demonstration base; ``base_demo.contexte(Role.X)`` signs somebody in."""
    chemin = tmp_path / "demo.db"
    shutil.copy(modele_demo, chemin)
    shutil.copytree(modele_demo.parent / "documents", tmp_path / "documents")
    base = Base.ouvrir(lire_url(str(chemin)))
    yield BaseDemo(base, Depot(tmp_path / "documents"))
    base.fermer()
