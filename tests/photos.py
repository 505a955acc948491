"""What a builder wrote in a base, put back in another in a fraction of the time that making it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from imuse_desk.models.passerelle import Base

if TYPE_CHECKING:
    from tests.fabriques import Maison

_SUITES = "_suites"
_GARDER = """DO $$ DECLARE t record; plein boolean; BEGIN
  CREATE SCHEMA {schema};
  FOR t IN SELECT tablename AS nom FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t.nom) INTO plein;
    IF plein THEN EXECUTE format('CREATE TABLE {schema}.%I AS SELECT * FROM public.%I', t.nom, t.nom); END IF;
  END LOOP;
  CREATE TABLE {schema}.{suites} AS
    SELECT sequencename AS nom, last_value AS rang FROM pg_sequences
      WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""
_REMETTRE = """DO $$ DECLARE t record; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT tablename AS nom FROM pg_tables WHERE schemaname = '{schema}' AND tablename <> '{suites}' LOOP
    EXECUTE format('DELETE FROM public.%I', t.nom);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM {schema}.%I', t.nom, t.nom);
  END LOOP;
  PERFORM setval(format('public.%I', nom)::regclass, rang) FROM {schema}.{suites};
END $$"""
Batir = Callable[[Base, Path], "Maison"]
_SQLITE: dict[str, tuple[bytes, "Gardee"]] = {}
_SERVEUR: dict[tuple[str, str], "Gardee"] = {}


@dataclass(frozen=True)
class Gardee:
    """What a house knows besides its base: its ids, where its store stands in the folder given, what it holds."""

    genre: "type[Maison]"
    ids: dict[str, int]
    depot: Path
    fichiers: dict[Path, bytes]

    @classmethod
    def de(cls, maison: "Maison", dossier: Path) -> "Gardee":
        depot = maison.dossier.relative_to(dossier)
        fichiers = {f.relative_to(dossier): f.read_bytes() for f in maison.dossier.rglob("*") if f.is_file()}
        garde = {} if depot == Path() else fichiers  # the base itself may stand in the folder given
        return cls(type(maison), dict(maison.ids), depot, garde)

    def sur(self, base: Base, dossier: Path) -> "Maison":
        for chemin, contenu in self.fichiers.items():
            (dossier / chemin).parent.mkdir(parents=True, exist_ok=True)
            (dossier / chemin).write_bytes(contenu)
        return self.genre(base, dossier / self.depot, ids=dict(self.ids))


def gardee(batir: Batir) -> Batir:
    """Build a house once for each kind of base, then give every test the rows of the first one.

    The builder begins on an empty base, writes no file but in the house's store and starts at the usual hour.
    """
    cle = batir.__name__

    @wraps(batir)
    def rapide(base: Base, dossier: Path) -> "Maison":
        if base.est_sqlite:
            return _du_fichier(cle, batir, base, dossier)
        return _du_serveur(cle, batir, base, dossier)

    return rapide


def _du_fichier(cle: str, batir: Batir, base: Base, dossier: Path) -> "Maison":
    fichier = Path(str(base.moteur.url.database))
    if cle in _SQLITE:
        base.moteur.dispose()  # nothing holds the file: it is the base whole once the last connection is closed
        photo, gardee_ = _SQLITE[cle]
        fichier.write_bytes(photo)
        return gardee_.sur(base, dossier)
    maison = batir(base, dossier)
    base.moteur.dispose()
    _SQLITE[cle] = fichier.read_bytes(), Gardee.de(maison, dossier)
    return maison


def _du_serveur(cle: str, batir: Batir, base: Base, dossier: Path) -> "Maison":
    ou = (str(base.moteur.url.database), cle)
    schema = f"photo_{cle}"
    if ou in _SERVEUR:
        _executer(base, _REMETTRE.format(schema=schema, suites=_SUITES))
        return _SERVEUR[ou].sur(base, dossier)
    maison = batir(base, dossier)
    _executer(base, _GARDER.format(schema=schema, suites=_SUITES))
    _SERVEUR[ou] = Gardee.de(maison, dossier)
    return maison


def _executer(base: Base, ordre: str) -> None:
    with base.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin():
        connexion.execute(text(ordre))
