"""What the commands share that work on a base: opening it, who acts, what is written on the output."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.erreurs import ErreurMetier, RegleMetier

if TYPE_CHECKING:
    from sqlalchemy import URL

    from imuse_desk.models.passerelle import Base
    from imuse_desk.services.contexte import Contexte

CODE_REFUS = 2


@dataclass(frozen=True, slots=True)
class Console:
    """What the command line lends: open a base, ask a password, show the progress of things, word a refusal."""

    ouvrir: "Callable[[URL], Base]"
    demander: Callable[[str], str | None]
    progres: Callable[[str], Callable[[int, int], None]]
    expliquer: Callable[[ErreurMetier], str]


@contextmanager
def ouvrir_contexte(console: Console, options: argparse.Namespace) -> Iterator["Contexte"]:
    """Who acts on the base of ``options``, at its site and year where it names them; the base is closed after.

    Raises what opening a base and signing in raise, RegleMetier(annee_inconnue).
    """
    from imuse_desk.models.moteur import lire_url
    from imuse_desk.services.acces_commande import entrer, trouver_annee

    base = console.ouvrir(exiger_base(lire_url(options.base)))
    try:
        ctx = entrer(base, options.compte, getattr(options, "site", None), console.demander)
        annee = getattr(options, "annee", None)
        yield ctx.sur(annee_id=trouver_annee(ctx, annee)) if annee is not None else ctx
    finally:
        base.fermer()


def preparer_pdf(options: argparse.Namespace) -> None:
    """The folder where papers go, made before anything is written.

    Raises RegleMetier(pdf_sans_emission), and what an unwritable folder raises.
    """
    from imuse_desk.infra.chemins import preparer_repertoire

    if options.pdf is not None:
        if options.apercu:
            raise RegleMetier("pdf_sans_emission")
        preparer_repertoire(options.pdf)


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
