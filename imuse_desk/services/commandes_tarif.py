"""``tarif verifier`` and ``tarif simuler`` on the command line; the engine is imported by the command that runs it."""

import argparse
import sys
from pathlib import Path


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``tarif verifier`` and ``tarif simuler``; each handler, in ``fonction``, returns an exit code."""
    tarif = sous_parseurs.add_parser("tarif", help="vérifier des grilles, simuler un tarif")
    actions = tarif.add_subparsers(dest="action", required=True, metavar="ACTION")
    verifier = actions.add_parser("verifier", help="rejouer les exemples de grilles")
    verifier.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER")
    verifier.set_defaults(fonction=_executer_verifier)
    simulation = actions.add_parser("simuler", help="calculer le tarif d’un foyer")
    simulation.add_argument("--grille", required=True, type=Path, metavar="FICHIER")
    simulation.add_argument("--foyer", required=True, type=Path, metavar="FICHIER")
    simulation.add_argument("--json", action="store_true", help="écrire le détail en JSON")
    simulation.set_defaults(fonction=_executer_simuler)


def _executer_verifier(options: argparse.Namespace) -> int:
    from imuse_desk.services.sorties_tarif import verifier_fichiers

    lignes, code = verifier_fichiers(options.fichiers)
    for ligne in lignes:
        sys.stdout.write(f"{ligne}\n")
    return code


def _executer_simuler(options: argparse.Namespace) -> int:
    from imuse_desk.domain.tarifs.erreurs import GrilleInvalide
    from imuse_desk.services.sorties_tarif import CODE_ECART, ecrire_problemes, simuler_fichier

    try:
        texte, code = simuler_fichier(options.grille, options.foyer, json=options.json)
    except GrilleInvalide as erreur:
        sys.stderr.write(f"{erreur.fichier}\u00a0: {ecrire_problemes(erreur)}\n")
        return CODE_ECART
    sys.stdout.write(f"{texte}\n")
    return code
