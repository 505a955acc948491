"""The one way to write: a short transaction around a function, run again on a transient fault, once per click.

``Base.ecrire`` gives the function a ``Unite`` (session, clock, author); what it returns must be plain JSON, because it
is kept under the operation's id and given back when the same click is replayed after a lost answer.
"""

import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import URL, Engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import BaseInjoignable, BaseOccupee, Conflit, ErreurMetier
from imuse_desk.models.base import Modifiable
from imuse_desk.models.etablissement import Operation
from imuse_desk.models.fautes import est_passagere, est_verrou, traduire
from imuse_desk.models.journal import Changement
from imuse_desk.models.moteur import creer_moteur

T = TypeVar("T")
ESSAIS = 6


@dataclass(frozen=True, slots=True)
class Auteur:
    """Who writes: the name kept in the audit, and the desk."""

    agent: str
    poste: str


@dataclass(slots=True)
class Unite:
    """One writing unit: the session, the author, the instant, and what was touched so far."""

    session: Session
    auteur: Auteur
    operation: str
    operation_id: uuid.UUID
    maintenant: datetime
    objets: set[tuple[str, int]] = field(default_factory=set)

    def touche(self, genre: str, ident: int) -> None:
        """Declare an object changed, so that open views and other desks refresh it."""
        self.objets.add((genre, ident))


@dataclass(frozen=True, slots=True)
class Fait(Generic[T]):
    """What a write answers: its JSON result, what it touched, its id; ``est_rejoue``: the click was done already."""

    resultat: T
    changements: Changements
    est_rejoue: bool = False
    operation_id: uuid.UUID | None = None


class Base:
    """An opened base: engine, readers and the write gateway."""

    def __init__(self, moteur: Engine) -> None:
        self.moteur = moteur
        self._lecture = sessionmaker(moteur, expire_on_commit=False)
        self._ecriture = sessionmaker(moteur.execution_options(ecriture=True), expire_on_commit=False)
        event.listen(self._ecriture, "before_flush", _dater)

    @classmethod
    def ouvrir(cls, url: URL, **options: Any) -> "Base":
        """Open a base from its address (see ``creer_moteur``)."""
        return cls(creer_moteur(url, **options))

    @property
    def est_sqlite(self) -> bool:
        """One computer only."""
        return self.moteur.dialect.name == "sqlite"

    def fermer(self) -> None:
        """Give every connection back."""
        self.moteur.dispose()

    def compter(self, *tables: str) -> None:
        """Tell PostgreSQL how tables have just grown: until it knows, it may seek a row through the wrong index.

        It does so by itself within a minute, too late for a batch; nothing happens where the role may not.
        """
        if self.est_sqlite:
            return
        with self.moteur.begin() as connexion:
            connexion.exec_driver_sql(f"ANALYZE {', '.join(tables)}")

    @contextmanager
    def lire(self) -> Iterator[Session]:
        """A short reading session; errors of the driver come out as ours."""
        session = self._lecture()
        try:
            yield session
        except DBAPIError as erreur:
            raise traduire(erreur) from erreur
        finally:
            session.close()

    def ecrire(
        self,
        auteur: Auteur,
        operation: str,
        fonction: Callable[[Unite], T],
        *,
        operation_id: uuid.UUID | None = None,
        maintenant: Callable[[], datetime] | None = None,
    ) -> Fait[T]:
        """Run ``fonction`` in one transaction, again on a transient fault, never twice for one ``operation_id``.

        Raises BaseOccupee, BaseInjoignable, StockagePlein, Conflit or whatever rule the function raised.
        """
        ident = operation_id or uuid.uuid4()
        instant = maintenant or (lambda: datetime.now(UTC))
        for essai in range(ESSAIS):
            try:
                return self._essayer(auteur, operation, fonction, ident, instant())
            except StaleDataError as erreur:
                raise Conflit({}) from erreur
            except DBAPIError as erreur:
                if self._deja_faite_ailleurs(erreur, ident):
                    continue
                if not est_passagere(erreur):
                    raise traduire(erreur) from erreur
                if essai == ESSAIS - 1:
                    raise (BaseOccupee() if est_verrou(erreur) else BaseInjoignable()) from erreur
                time.sleep((0.05 * 2**essai) * (0.5 + random.random()))  # noqa: S311
        raise BaseOccupee

    def _deja_faite_ailleurs(self, erreur: DBAPIError, ident: uuid.UUID) -> bool:
        """Two threads sent the same click at once: the loser of the unique key reads the winner's answer."""
        if not isinstance(erreur, IntegrityError):
            return False
        with self.lire() as session:
            return session.get(Operation, ident) is not None

    def _essayer(
        self,
        auteur: Auteur,
        operation: str,
        fonction: Callable[[Unite], T],
        ident: uuid.UUID,
        maintenant: datetime,
    ) -> Fait[T]:
        with self._ecriture() as session, session.begin():
            deja = session.get(Operation, ident)
            if deja is not None:
                return Fait(deja.resultat, Changements(operation), est_rejoue=True, operation_id=ident)
            self._annoncer(session, auteur, operation, maintenant)
            unite = Unite(session, auteur, operation, ident, maintenant)
            session.info["unite"] = unite
            resultat = fonction(unite)
            session.flush()
            qui = {"agent": auteur.agent, "poste": auteur.poste, "a": maintenant}
            session.add(Operation(id=ident, nom=operation, resultat=resultat, **qui))
            if unite.objets:
                objets = sorted([genre, objet] for genre, objet in unite.objets)
                session.add(Changement(operation_id=ident, operation=operation, objets=objets, **qui))
            session.flush()
            return Fait(resultat, Changements(operation, frozenset(unite.objets)), operation_id=ident)

    def _annoncer(self, session: Session, auteur: Auteur, operation: str, maintenant: datetime) -> None:
        """Tell the audit triggers who writes."""
        cle = "0" if self.est_sqlite else "pg_backend_pid()"
        session.execute(
            text(
                "INSERT INTO contexte_ecriture (cle, agent, poste, operation, a) "  # noqa: S608
                f"VALUES ({cle}, :agent, :poste, :operation, :a) ON CONFLICT (cle) DO UPDATE SET "
                "agent = excluded.agent, poste = excluded.poste, operation = excluded.operation, a = excluded.a"
            ),
            {"agent": auteur.agent, "poste": auteur.poste, "operation": operation, "a": maintenant.isoformat()},
        )


def _dater(session: Session, _contexte: Any, _instances: Any) -> None:
    """Stamp every edited row with who and when."""
    unite: Unite | None = session.info.get("unite")
    if unite is None:
        return
    for objet in session.dirty | session.new:
        if isinstance(objet, Modifiable) and session.is_modified(objet):
            objet.modifie_a = unite.maintenant
            objet.modifie_par = unite.auteur.agent


def nom_du_poste() -> str:
    """Name of this desk, kept in the audit."""
    import platform

    return f"{platform.node() or 'poste'}/{os.getpid()}"


__all__ = ["Auteur", "Base", "ErreurMetier", "Fait", "Unite", "nom_du_poste"]
