"""Make the demonstration base: the whole of it or nothing, the same for the same size and date.

On SQLite a new base is made under another name and renamed once complete; an existing empty base, and PostgreSQL, are
filled in one transaction.
"""

import hashlib
import io
import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import monotonic
from time import time as maintenant

from sqlalchemy import URL, Connection, func, select, text, update
from sqlalchemy.exc import DBAPIError

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.infra.depot import Empreinte, Rangement
from imuse_desk.migrations.commande import migrer
from imuse_desk.models import Annee, Compte, Document, Etablissement, MorceauDocument, Personne
from imuse_desk.models.depot_base import DepotBase
from imuse_desk.models.fautes import traduire
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demonstration.comptes import ComptePublie, creer_comptes
from imuse_desk.services.demonstration.dossiers import Dossiers
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.evaluations import creer_evaluations
from imuse_desk.services.demonstration.familles import Familles
from imuse_desk.services.demonstration.gens import Gens
from imuse_desk.services.demonstration.maison import creer_maison
from imuse_desk.services.demonstration.offre import Offre
from imuse_desk.services.demonstration.parc import Parc
from imuse_desk.services.demonstration.pieces import Pieces
from imuse_desk.services.demonstration.presences import creer_presences
from imuse_desk.services.demonstration.specimens import Specimens
from imuse_desk.services.demonstration.valmont import creer_valmont

FAMILLES_MAX = 20_000
ANNEES_MAX = 10
PRESENCES_MAX = 5_000_000
GRAINE = 20_260_901
RANGEURS = 4
PAS_DE_PROGRES = 100
SUFFIXE_EN_COURS = ".en-cours"
RESTE_ABANDONNE_S = 3600

Progres = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Resume:
    """What was made: the accounts to sign in with, and counts."""

    comptes: tuple[ComptePublie, ...]
    familles: int
    eleves: int
    lignes: int
    secondes: float


def creer_demonstration(
    base: Base,
    depot: Rangement,
    *,
    familles: int = 2000,
    annees: int = 3,
    presences: int = 0,
    date: date,
    progres: Progres | None = None,
) -> Resume:
    """Fill an absent or empty base around ``date``: ``annees`` school years up to the current one, and the next one.

    ``presences`` is how many pupils called at lessons of the past, where the years hold as many.
    ``progres(made, total)`` may raise to give up: nothing stays. Raises Invalide(familles | annees | presences),
    RegleMetier(base_non_vide), BaseRefusee.
    """
    if not 1 <= familles <= FAMILLES_MAX:
        raise Invalide("familles", "nombre_hors_bornes", minimum=1, maximum=FAMILLES_MAX)
    if not 1 <= annees <= ANNEES_MAX:
        raise Invalide("annees", "nombre_hors_bornes", minimum=1, maximum=ANNEES_MAX)
    if not 0 <= presences <= PRESENCES_MAX:
        raise Invalide("presences", "nombre_hors_bornes", minimum=0, maximum=PRESENCES_MAX)
    debut = monotonic()
    try:
        with _cible(base) as cible:
            migrer(cible)
            with cible.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin():
                _refuser_contenu(connexion)
                _preparer(connexion)
                comptes, eleves, lignes = _remplir(
                    connexion, depot, (familles, annees, presences), date, progres or _sans_progres
                )
    except DBAPIError as erreur:
        raise traduire(erreur) from erreur
    return Resume(comptes, familles, eleves, lignes, monotonic() - debut)


def _sans_progres(_fait: int, _total: int) -> None:
    """Nobody watches."""


@contextmanager
def _cible(base: Base) -> Iterator[Base]:
    """The base itself, or (SQLite, no file yet) one under another name that takes its place at the end."""
    chemin = Path(str(base.moteur.url.database or ""))
    if not base.est_sqlite or (chemin.exists() and chemin.stat().st_size):
        yield base
        return
    chemin.parent.mkdir(parents=True, exist_ok=True)
    _balayer(chemin)
    provisoire = chemin.with_name(f"{chemin.name}.{os.getpid()}{SUFFIXE_EN_COURS}")
    _effacer(provisoire)
    try:
        neuve = Base.ouvrir(URL.create("sqlite", database=str(provisoire)))
        try:
            yield neuve
        finally:
            neuve.fermer()
        base.fermer()
        provisoire.replace(chemin)
    finally:
        _effacer(provisoire)


def _balayer(chemin: Path) -> None:
    """Remove what killed runs left behind long ago."""
    for reste in chemin.parent.glob(f"{chemin.name}.*{SUFFIXE_EN_COURS}"):
        if reste.stat().st_mtime < maintenant() - RESTE_ABANDONNE_S:
            _effacer(reste)


def _effacer(provisoire: Path) -> None:
    for suffixe in ("", "-wal", "-shm", "-journal"):
        provisoire.with_name(provisoire.name + suffixe).unlink(missing_ok=True)


def _refuser_contenu(connexion: Connection) -> None:
    for modele in (Etablissement, Personne, Compte):
        if connexion.execute(select(func.count()).select_from(modele)).scalar_one():
            raise RegleMetier("base_non_vide")


def _preparer(connexion: Connection) -> None:
    """Room for a long transaction."""
    if connexion.dialect.name == "sqlite":
        connexion.exec_driver_sql("PRAGMA cache_size = -65536")
    else:
        connexion.execute(text("SET LOCAL statement_timeout = 0"))
        connexion.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def _remplir(
    connexion: Connection, depot: Rangement, nombres: tuple[int, int, int], jour: date, progres: Progres
) -> tuple[tuple[ComptePublie, ...], int, int]:
    familles, annees, presences = nombres
    alea = random.Random(GRAINE)  # noqa: S311
    ecrivain = Ecrivain(connexion, GRAINE + 1)
    maison = creer_maison(ecrivain, jour, annees)
    gens = Gens(ecrivain, alea, jour)
    offres = {site.id: Offre(ecrivain, gens, maison, site) for site in maison.sites}
    peuple = Familles(ecrivain, gens, maison, offres)
    parc = Parc(ecrivain, maison)
    with ThreadPoolExecutor(RANGEURS) as bassin:  # the disk confirms each file while the next families are made
        rangements: list[Future[Empreinte]] = []
        pieces = Pieces(ecrivain, alea, maison, peuple, Specimens(_rangeur(depot, ecrivain, jour, bassin, rangements)))
        dossiers = Dossiers(ecrivain, alea, maison, offres, pieces)
        comptes = creer_comptes(ecrivain, maison, offres)
        foyer = creer_valmont(peuple, maison)
        dossiers.creer(foyer, est_montre=True)
        eleves = len(foyer.eleves)
        for numero in range(1, familles):
            foyer = peuple.creer()
            eleves += len(foyer.eleves)
            dossiers.creer(foyer, loueurs=parc.louer(foyer))
            ecrivain.soulager()
            if numero % PAS_DE_PROGRES == 0:
                progres(numero, familles)
        for rangement in rangements:
            rangement.result()
    for offre in offres.values():
        offre.compter_les_places()
    ecrivain.ecrire()
    creer_evaluations(connexion, ecrivain, random.Random(GRAINE + 2), maison)  # noqa: S311
    ecrivain.ecrire()
    if presences:
        creer_presences(connexion, ecrivain, alea, maison, presences)
        ecrivain.ecrire()
    ecrivain.recaler_sequences()
    passees = [annee.id for annee in maison.annees if annee.rang < 0]
    connexion.execute(update(Annee).where(Annee.id.in_(passees)).values(etat="close"))
    progres(familles, familles)
    return comptes, eleves, ecrivain.lignes


def _rangeur(
    depot: Rangement, ecrivain: Ecrivain, jour: date, bassin: Executor, rangements: list[Future[Empreinte]]
) -> Callable[[bytes], Empreinte]:
    """How a specimen is stored: in a folder beside the work, in the base with the other rows of the transaction."""
    range_a = datetime.combine(jour, time(12), UTC)

    def ranger(contenu: bytes) -> Empreinte:
        empreinte = Empreinte(hashlib.sha256(contenu).hexdigest(), len(contenu))
        if not isinstance(depot, DepotBase):
            rangements.append(bassin.submit(depot.ranger, io.BytesIO(contenu)))
            return empreinte
        ecrivain.ajouter(Document, sha256=empreinte.sha256, octets=empreinte.octets, range_a=range_a)
        ecrivain.ajouter(MorceauDocument, sha256=empreinte.sha256, rang=0, contenu=contenu)
        return empreinte

    return ranger
