"""Faults of the two databases: which are worth another try, and which error of ours each one is."""

import re
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from imuse_desk.domain.erreurs import (
    BaseInjoignable,
    BaseOccupee,
    BaseRefusee,
    ErreurMetier,
    RegleMetier,
    StockagePlein,
)
from imuse_desk.models.refus_serveur import refus_du_serveur

_SQLITE_OCCUPE = ("database is locked", "database table is locked", "database schema is locked")
_SQLITE_PLEIN = ("database or disk is full",)
_SQLITE_LECTURE = ("readonly database", "read-only database")
_SQLITE_ABIME = ("malformed", "file is not a database")
_PASSAGERES = {"40001", "40P01", "55P03"}
_PLEIN = {"53100"}
_DROIT_REFUSE = "42501"
_CODE = re.compile(r"\b(inalterable|annee_close|piece_discontinue|location_chevauchee|periode_close):(\w+)")


def _sqlstate(erreur: DBAPIError) -> str | None:
    return getattr(erreur.orig, "sqlstate", None)


def _message(erreur: DBAPIError) -> str:
    return str(erreur.orig).lower()


def _est_sqlite(erreur: DBAPIError) -> bool:
    return "sqlite" in type(erreur.orig).__module__


def est_verrou(erreur: DBAPIError) -> bool:
    """The base was held by somebody else."""
    if _est_sqlite(erreur):
        return any(m in _message(erreur) for m in _SQLITE_OCCUPE)
    return _sqlstate(erreur) in _PASSAGERES


def est_passagere(erreur: DBAPIError) -> bool:
    """Worth running the whole unit again: locks, serialisation, lost connections; never integrity or a full disk."""
    if isinstance(erreur, IntegrityError):
        return False
    if _est_sqlite(erreur):
        return est_verrou(erreur)
    if refus_du_serveur(erreur) is not None:
        return False
    etat = _sqlstate(erreur)
    if erreur.connection_invalidated:
        return True
    if etat is None:
        return isinstance(erreur, OperationalError)
    return etat in _PASSAGERES or etat.startswith(("08", "57"))


def contrainte(erreur: IntegrityError) -> str:
    """Name of the broken constraint (SQLite names only CHECKs; for UNIQUE it gives ``table.colonne``)."""
    diagnostic: Any = getattr(erreur.orig, "diag", None)
    nom = getattr(diagnostic, "constraint_name", None)
    return str(nom) if nom else str(erreur.orig).rpartition(": ")[2]


def traduire(erreur: DBAPIError) -> ErreurMetier | DBAPIError:
    """Our error for a fault of the driver; the fault itself where it is a bug of ours."""
    trouve = _CODE.search(str(erreur.orig))
    if trouve:
        return RegleMetier(trouve[1], table=trouve[2])
    if isinstance(erreur, IntegrityError):
        nom = contrainte(erreur)
        if nom == "ex_contrat_location_periode":
            return RegleMetier("location_chevauchee", table="contrat_location")
        return RegleMetier("contrainte", nom=nom)
    if _est_sqlite(erreur):
        return _traduire_sqlite(erreur)
    return _traduire_postgresql(erreur)


def _traduire_postgresql(erreur: DBAPIError) -> ErreurMetier | DBAPIError:
    if _sqlstate(erreur) in _PLEIN:
        return StockagePlein()
    if _sqlstate(erreur) == "25006":
        return BaseRefusee("base_lecture_seule")
    if _sqlstate(erreur) == _DROIT_REFUSE:
        return BaseRefusee("base_acces_refuse")
    refus = refus_du_serveur(erreur)
    if refus is not None:
        return refus
    if est_passagere(erreur):
        return BaseOccupee() if est_verrou(erreur) else BaseInjoignable()
    return erreur


def _traduire_sqlite(erreur: DBAPIError) -> ErreurMetier | DBAPIError:
    message = _message(erreur)
    if any(m in message for m in _SQLITE_PLEIN):
        return StockagePlein()
    if any(m in message for m in _SQLITE_LECTURE):
        return BaseRefusee("base_lecture_seule")
    if any(m in message for m in _SQLITE_ABIME):
        return BaseRefusee("base_abimee")
    if "unable to open database" in message:
        return BaseRefusee("base_illisible")
    if est_verrou(erreur):
        return BaseOccupee()
    return erreur
