"""The log of this desk: a rotating file without personal data, and numbered incidents.

Only ids, codes and places in the code are written: the text of an exception may quote a name or a query, so it is kept
only for the few kinds whose text comes from the interpreter. E-mail addresses and phone numbers are masked anyway.
"""

import logging
import re
import secrets
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from imuse_desk.domain.erreurs import ErreurMetier

NOM_FICHIER = "imuse-desk.log"
TAILLE_MAX = 1_000_000
FICHIERS_GARDES = 5
journal = logging.getLogger("imuse_desk")

_COURRIEL = re.compile(r"[^\s@<>\"'(,;]+@[\w.-]+")
_NUMERO = re.compile(r"(?<![\w-])(?:\+?\d(?:[ .\u00a0\u202f]?\d){7,}|\d\d(?:-\d\d){4})(?![\w-])")
_TEXTE_SUR = (AttributeError, NameError, ImportError, TypeError, RecursionError, MemoryError, NotImplementedError)


class SansDonneesPersonnelles(logging.Filter):
    """Masks addresses and numbers in the line to be written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; always keeps it."""
        record.msg = masquer(record.getMessage())
        record.args = None
        return True


class _Forme(logging.Formatter):
    """Exceptions without what they say."""

    def formatException(  # noqa: N802
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return decrire(ei[1]) if ei[1] is not None else ""


def masquer(texte: str) -> str:
    """The text without e-mail addresses and long numbers (phones, bank and tax numbers)."""
    return _NUMERO.sub("[numéro]", _COURRIEL.sub("[courriel]", texte))


def installer_journal(dossier: Path) -> Path | None:
    """Log into ``dossier``; gives the file, or None where it cannot be written (the program starts all the same)."""
    chemin = dossier / NOM_FICHIER
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        sortie = RotatingFileHandler(chemin, maxBytes=TAILLE_MAX, backupCount=FICHIERS_GARDES, encoding="utf-8")
    except OSError:
        return None
    sortie.addFilter(SansDonneesPersonnelles())
    sortie.setFormatter(_Forme("%(asctime)s %(levelname)s %(name)s %(message)s"))
    fermer_journal()
    journal.addHandler(sortie)
    journal.setLevel(logging.INFO)
    journal.propagate = False
    return chemin


def fermer_journal() -> None:
    """Close the file."""
    for sortie in list(journal.handlers):
        journal.removeHandler(sortie)
        sortie.close()


def signaler_incident(exc: BaseException) -> str:
    """Write an unexpected fault under a new number, and give the number for the person to read out."""
    numero = f"{datetime.now(UTC):%y%m%d}-{secrets.token_hex(2).upper()}"
    journal.error("incident %s\n%s", numero, decrire(exc))
    return numero


def decrire(exc: BaseException) -> str:
    """Kind and places of an exception and of those that led to it, without what they say about people."""
    lignes: list[str] = []
    courante: BaseException | None = exc
    while courante is not None and len(lignes) < 400:
        lignes += [
            f"  {Path(t.filename).name}:{t.lineno} {t.name}" for t in traceback.extract_tb(courante.__traceback__)
        ]
        lignes.append(f"{type(courante).__module__}.{type(courante).__qualname__}{_texte_sur(courante)}")
        courante = courante.__cause__ or (None if courante.__suppress_context__ else courante.__context__)
    return "\n".join(lignes)


def _texte_sur(exc: BaseException) -> str:
    if isinstance(exc, ErreurMetier):
        return f" {exc.code}"
    return f" {masquer(str(exc))}" if isinstance(exc, _TEXTE_SUR) else ""
