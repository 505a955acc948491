"""What the commands share that work on a base: opening it, who acts, what is written on the output."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imuse_desk.domain.argent import grouper

if TYPE_CHECKING:
    from sqlalchemy import URL

    from imuse_desk.models.passerelle import Base

CODE_REFUS = 2


@dataclass(frozen=True, slots=True)
class Console:
    """What the command line lends: open a base, ask a password, show the progress of things so named."""

    ouvrir: "Callable[[URL], Base]"
    demander: Callable[[str], str | None]
    progres: Callable[[str], Callable[[int, int], None]]


def ajouter_compte(parseur: argparse.ArgumentParser) -> None:
    """Add the option that says who acts."""
    aide = "compte qui agit, son mot de passe est demandé (sans lui, une base de ce poste s’ouvre comme console)"
    parseur.add_argument("--compte", metavar="IDENTIFIANT", help=aide)


def dire(*lignes: str) -> None:
    """Write lines on the output, at once."""
    for ligne in lignes:
        sys.stdout.write(f"{ligne}\n")
    sys.stdout.flush()


def compter(n: int, un: str) -> str:
    """``1 facture``, ``12 000 factures``."""
    return f"{grouper(str(n))} {un}{'s' if n > 1 else ''}"


def exiger_base(url: "URL") -> "URL":
    """A base of this computer must be there: none is made by a command that reads it."""
    from imuse_desk.services.lancement import exiger_fichier

    if url.get_backend_name() == "sqlite":
        exiger_fichier(Path(str(url.database)))
    return url
