"""The program from the command line: without a sub-command it opens the window, with one it works without a screen.

Nothing heavy (window, base, papers) is imported before the command that needs it. Exit codes: 0 done, 1 and 2 say what
each command documents (2 is also a command line that cannot be read), 3 an error that is told in one sentence,
130 interrupted, 141 nobody reads the output any more.
"""

import argparse
import errno
import os
import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from imuse_desk.domain.erreurs import BaseRefusee, ErreurMetier, RegleMetier, StockagePlein
from imuse_desk.version import VERSION

if TYPE_CHECKING:
    from sqlalchemy import URL

    from imuse_desk.app import Programme
    from imuse_desk.models.passerelle import Base
    from imuse_desk.services.demonstration.creation import Resume

CODE_ERREUR = 3
CODE_INTERROMPU = 130
CODE_SORTIE_FERMEE = 141
FAMILLES_PAR_DEFAUT = 2000
PRESENCES_PAR_DEFAUT = 20_000
ANNEES_PAR_DEFAUT = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code."""
    _ouvrir_les_sorties()
    options = _parseur().parse_args(arguments)
    try:
        code: int = options.fonction(options)
        sys.stdout.flush()
    except ErreurMetier as erreur:
        _dire_erreur(erreur)
        return getattr(options, "code_refus", CODE_ERREUR)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrompu.\n")
        return CODE_INTERROMPU
    except OSError as erreur:
        return _dire_panne(erreur)
    return code


def _ouvrir_les_sorties() -> None:
    """Started without a terminal, or with a closed output, Python has none: what is written goes nowhere."""
    for nom in ("stdout", "stderr"):
        if getattr(sys, nom) is None:
            setattr(sys, nom, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end


def _dire_panne(erreur: OSError) -> int:
    """A disk or an output that fails: a sentence where the cause is known. Raises ``erreur`` where it is not."""
    if isinstance(erreur, BrokenPipeError):  # whoever reads has seen enough (| head)
        _taire_la_sortie()
        return CODE_SORTIE_FERMEE
    if erreur.errno == errno.ENOSPC:
        _taire_la_sortie()
        _dire_erreur(StockagePlein())
    elif erreur.filename is not None:
        _dire_erreur(RegleMetier("fichier_refuse", chemin=str(erreur.filename)))
    else:
        raise erreur
    return CODE_ERREUR


def _taire_la_sortie() -> None:
    """Nothing more can be written: the interpreter must not try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dire_erreur(erreur: ErreurMetier) -> None:
    sys.stderr.write(f"imuse-desk\u00a0: {_expliquer(erreur)}\n")


def _expliquer(erreur: ErreurMetier) -> str:
    from imuse_desk.views.common.messages import texte_erreur

    return texte_erreur(erreur).court


_TITRES = {"positional arguments": "arguments", "options": "options"}
_REFUS = (
    (r"the following arguments are required: (.*)", "il manque\u00a0: \\1"),
    (r"unrecognized arguments: (.*)", "arguments inconnus\u00a0: \\1"),
    (r"argument (\S+): expected (?:one|at least one) argument", "\\1 attend une valeur"),
    (r"argument (\S+): invalid int value: (.*)", "\\1 attend un nombre entier, pas \\2"),
    (r"one of the arguments (.*) is required", "il manque l’une des options\u00a0: \\1"),
    (r"argument (\S+): not allowed with argument (\S+)", "\\1 ne va pas avec \\2"),
    (r"argument (\S+): invalid choice: (\S+) .*", "\\1\u00a0: choix inconnu \\2"),
)
"""What argparse says in English, and in French."""


class _Aide(argparse.HelpFormatter):
    """Help with French headings."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().add_usage(usage, actions, groups, "Utilisation\u00a0: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Open a list of arguments."""
        super().start_section(_TITRES.get(heading or "", heading))


class _Parseur(argparse.ArgumentParser):
    """argparse that speaks French."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"formatter_class": _Aide, **options, "add_help": False})
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        """Show how to call the command, then why this call is refused."""
        for anglais, francais in _REFUS:
            message = re.sub(f"^{anglais}$", francais, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}\u00a0: {message}\n")


def _racine() -> argparse.ArgumentParser:
    description = "Le secrétariat d’un conservatoire. Sans commande, la fenêtre s’ouvre."
    return _Parseur(prog="imuse-desk", description=description)


def _parseur() -> argparse.ArgumentParser:
    parseur = _racine()
    parseur.add_argument("--version", action="version", help="montrer la version", version=f"imuse-desk {VERSION}")
    parseur.add_argument("--demo", action="store_true", help="ouvrir la base de démonstration, faite la première fois")
    parseur.add_argument("--base", metavar="URL", help="ouvrir cette base (fichier SQLite ou adresse PostgreSQL)")
    parseur.add_argument("--processus-documents", nargs="*", help=argparse.SUPPRESS)
    parseur.set_defaults(fonction=_fenetre)
    commandes = parseur.add_subparsers(title="commandes", metavar="COMMANDE")
    _commande_demo(commandes)
    _commande_base(commandes)
    _commandes_de_visite(commandes)
    from imuse_desk.services import (
        commandes_bulletins,
        commandes_confiance,
        commandes_facturation,
        commandes_piece,
        commandes_suivi,
        commandes_tarif,
    )
    from imuse_desk.services.terminal import Console

    console = Console(_ouvrir, _demander_mot_de_passe, lambda quoi: _Progres(quoi).avancer, _expliquer)
    commandes_facturation.enregistrer(commandes, console)
    commandes_suivi.enregistrer(commandes, console)
    commandes_bulletins.enregistrer(commandes, console)
    commandes_tarif.enregistrer(commandes)
    commandes_piece.enregistrer(commandes)
    commandes_confiance.enregistrer(commandes, console)
    return parseur


def _commande_demo(commandes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commandes.add_parser("demo", help="faire une base de démonstration")
    demo.add_argument("--base", required=True, metavar="URL", help="base absente ou vide à remplir")
    demo.add_argument("--familles", type=int, default=FAMILLES_PAR_DEFAUT, metavar="N", help="de 1 à 20 000")
    demo.add_argument(
        "--annees", type=int, default=ANNEES_PAR_DEFAUT, metavar="A", help="années scolaires, celle-ci comprise"
    )
    demo.add_argument(
        "--presences", type=int, default=PRESENCES_PAR_DEFAUT, metavar="N", help="élèves pointés à des séances passées"
    )
    demo.add_argument("--date", metavar="JJ/MM/AAAA", help="jour autour duquel les dates sont placées (aujourd’hui)")
    demo.set_defaults(fonction=_faire_demonstration)


def _commande_base(commandes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    actions = commandes.add_parser("base", help="entretenir une base").add_subparsers(required=True, metavar="ACTION")
    migrer = actions.add_parser("migrer", help="mettre une base au schéma de ce programme, sauvegarde d’abord")
    migrer.add_argument("--base", required=True, metavar="URL")
    migrer.add_argument(
        "--sans-sauvegarde", action="store_true", help="ne pas copier la base avant (une copie est déjà faite)"
    )
    migrer.set_defaults(fonction=_migrer)


def _commandes_de_visite(commandes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    captures = commandes.add_parser("captures", help="photographier chaque écran et chaque papier")
    captures.add_argument("repertoire", type=Path, metavar="RÉPERTOIRE")
    captures.set_defaults(fonction=_captures)
    visite = commandes.add_parser("visite", help="jouer les travaux du guichet dans la vraie fenêtre")
    visite.add_argument("repertoire", type=Path, metavar="RÉPERTOIRE")
    visite.set_defaults(fonction=_visite)


def _fenetre(options: argparse.Namespace) -> int:
    if options.processus_documents is not None:
        from imuse_desk.documents.__main__ import main as servir_documents

        return servir_documents(options.processus_documents)
    from imuse_desk.app import lancer

    return lancer(demo=options.demo, url=options.base)


def _captures(options: argparse.Namespace) -> int:
    from imuse_desk.infra.chemins import preparer_repertoire
    from imuse_desk.views.demonstration.captures import capturer

    preparer_repertoire(options.repertoire)
    return capturer(options.repertoire, _programme_de_demonstration)


def _visite(options: argparse.Namespace) -> int:
    from imuse_desk.infra.chemins import preparer_repertoire
    from imuse_desk.views.demonstration.visite import visiter

    preparer_repertoire(options.repertoire)
    return visiter(options.repertoire, _programme_de_demonstration)


def _programme_de_demonstration(familles: int) -> "Programme":
    from imuse_desk.app import Programme, preparer_application

    return Programme(preparer_application(sys.argv[:1]), demo=familles > 0, url=None, familles=familles)


def _faire_demonstration(options: argparse.Namespace) -> int:
    from imuse_desk.models.moteur import lire_url
    from imuse_desk.services.demonstration.creation import creer_demonstration
    from imuse_desk.services.lancement import depot_de

    url = lire_url(options.base)
    jour = _jour(options.date)
    nouveau = _dossier_a_faire(url)
    base = _ouvrir(url)
    try:
        resume = creer_demonstration(
            base,
            depot_de(base),
            familles=options.familles,
            annees=options.annees,
            presences=options.presences,
            date=jour,
            progres=_Progres().avancer,
        )
    finally:
        base.fermer()
    if nouveau is not None:
        sys.stderr.write(f"Dossier créé\u00a0: {nouveau}\n")
    sys.stdout.write(_comptes(resume))
    return 0


def _dossier_a_faire(url: "URL") -> Path | None:
    """The folder of a local base when it is not there yet: it is made, and told. Raises BaseRefusee for a folder."""
    if url.get_backend_name() == "sqlite" and Path(str(url.database)).is_dir():
        raise BaseRefusee("base_est_un_dossier", chemin=str(url.database))
    dossier = Path(str(url.database)).parent
    return dossier if url.get_backend_name() == "sqlite" and not dossier.is_dir() else None


def _ouvrir(url: "URL") -> "Base":
    """Open a base; a server that wants a password gets the one kept, else the one typed at the terminal."""
    from imuse_desk.infra.secrets import Coffre
    from imuse_desk.services.cle_serveur import CleServeur, ouvrir_avec_cle

    return ouvrir_avec_cle(CleServeur(Coffre.ouvrir(), url), _demander_mot_de_passe)


def _demander_mot_de_passe(qui: str) -> str | None:
    """What the person types without it being shown; None where nobody can be asked."""
    from getpass import getpass

    return getpass(f"Mot de passe de {qui}\u00a0: ", sys.stderr) if sys.stdin.isatty() else None


def _jour(texte: str | None) -> date:
    from imuse_desk.domain.dates import lire_date

    aujourdhui = datetime.now(UTC).astimezone().date()
    return lire_date(texte, aujourdhui) if texte else aujourdhui


class _Progres:
    """What is made so far, on the error output: one line rewritten on a terminal, a line every tenth elsewhere."""

    def __init__(self, quoi: str = "Familles") -> None:
        self._quoi = quoi
        self._dixieme = 0

    def avancer(self, fait: int, total: int) -> None:
        """Show that ``fait`` of ``total`` are made."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self._quoi}\u00a0: {fait} sur {total}" + ("\n" if fait == total else ""))
            sys.stderr.flush()
        elif 10 * fait // total > self._dixieme:
            self._dixieme = 10 * fait // total
            sys.stderr.write(f"{self._quoi}\u00a0: {fait} sur {total}\n")


def _comptes(resume: "Resume") -> str:
    titres = ("Identifiant", "Mot de passe", "Rôle", "Site")
    lignes = [titres, *((c.identifiant, c.mot_de_passe, c.role.libelle, c.site) for c in resume.comptes)]
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in range(len(titres))]
    table = "\n".join(
        "  ".join(mot.ljust(n) for mot, n in zip(ligne, largeurs, strict=True)).rstrip() for ligne in lignes
    )
    secondes = f"{resume.secondes:.1f}".replace(".", ",")
    return f"{table}\n{resume.familles} familles, {resume.eleves} élèves, faits en {secondes} s\n"


def _migrer(options: argparse.Namespace) -> int:
    from imuse_desk.migrations.commande import migrer
    from imuse_desk.migrations.schema import VERSION_SCHEMA
    from imuse_desk.models.moteur import lire_url

    url = lire_url(options.base)
    est_neuve = _est_neuve(url)
    base = _ouvrir(url)
    try:
        sauvegarde = migrer(base, sans_sauvegarde=options.sans_sauvegarde)
    finally:
        base.fermer()
    if est_neuve:
        sys.stdout.write(f"Base neuve\u00a0: {url.database}\n")
    if sauvegarde is not None:
        sys.stdout.write(f"Sauvegarde\u00a0: {sauvegarde}\n")
    sys.stdout.write(f"Base au schéma {VERSION_SCHEMA}\n")
    return 0


def _est_neuve(url: "URL") -> bool:
    """Whether the file of a local base is still to be made, in a folder that is there. Raises BaseRefusee."""
    from imuse_desk.services.lancement import exiger_fichier

    if url.get_backend_name() != "sqlite":
        return False
    chemin = Path(str(url.database))
    if chemin.parent.is_dir() and not chemin.exists():
        return True
    exiger_fichier(chemin)
    return False
