"""``imuse-desk piece``: look at supporting documents from the command line, without a base or a window."""

import argparse
import json
import sys


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``piece examiner FICHIER…``; the parsed arguments carry ``fonction(arguments) -> exit code``."""
    piece = sous_parseurs.add_parser("piece", help="pièces justificatives")
    actions = piece.add_subparsers(dest="action", required=True, metavar="ACTION")
    examen = actions.add_parser("examiner", help="dire ce que contient chaque fichier, une ligne JSON par fichier")
    examen.add_argument("fichiers", nargs="+", metavar="FICHIER")
    examen.set_defaults(fonction=examiner_fichiers)


def examiner_fichiers(arguments: argparse.Namespace) -> int:
    """Print one JSON object a line, in order, one for every file whatever its state; returns 0.

    Raises RegleMetier("documents_indisponible") when no file can be opened on this computer.
    """
    from imuse_desk.documents.client import examiner

    for fichier in arguments.fichiers:
        sys.stdout.write(_ligne(examiner(fichier).en_dict()) + "\n")
        sys.stdout.flush()
    return 0


def _ligne(objet: dict[str, object]) -> str:
    """JSON on one line, with its accents wherever the output can show them (file names may hold any byte)."""
    lisible = json.dumps(objet, ensure_ascii=False)
    try:
        lisible.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return json.dumps(objet)
    return lisible
