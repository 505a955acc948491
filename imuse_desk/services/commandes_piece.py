"""``imuse-desk piece``: look at supporting documents from the command line, without a base or a window."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imuse_desk.domain.erreurs import RegleMetier

if TYPE_CHECKING:
    from imuse_desk.infra.sceaux import Magasin


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``piece examiner FICHIER…``; the parsed arguments carry ``fonction(arguments) -> exit code``."""
    piece = sous_parseurs.add_parser("piece", help="pièces justificatives")
    actions = piece.add_subparsers(dest="action", required=True, metavar="ACTION")
    examen = actions.add_parser("examiner", help="dire ce que contient chaque fichier, une ligne JSON par fichier")
    examen.add_argument("fichiers", nargs="+", metavar="FICHIER")
    examen.add_argument(
        "--confiance", metavar="FICHIER", help="certificats PEM tenus pour sûrs, y compris ceux d’essai de la norme"
    )
    examen.set_defaults(fonction=examiner_fichiers)


def examiner_fichiers(arguments: argparse.Namespace) -> int:
    """Print one JSON object a line, in order, one for every file whatever its state; returns 0.

    Raises RegleMetier("documents_indisponible") when no file can be opened on this computer.
    """
    from imuse_desk.documents.client import examiner
    from imuse_desk.infra.sceaux import Magasin, magasin_d_essai

    magasin = magasin_d_essai(Path(arguments.confiance).read_bytes()) if arguments.confiance else Magasin()
    for fichier in arguments.fichiers:
        examen = examiner(fichier)
        dit = examen.en_dict()
        if examen.etat == "lisible":
            dit["sceau"] = _sceau(fichier, magasin)
        sys.stdout.write(_ligne(dit) + "\n")
        sys.stdout.flush()
    return 0


def _sceau(fichier: str, magasin: "Magasin") -> dict[str, Any]:
    from imuse_desk.documents.client import Lecteur
    from imuse_desk.services.verification.sceaux import lire_sceau

    try:
        lecteur = Lecteur(fichier)
        try:
            return lire_sceau(lecteur, magasin, datetime.now(UTC).date()).en_dict()
        finally:
            lecteur.close()
    except RegleMetier as refus:
        return {"etat": "non_lu", "raison": refus.code}


def _ligne(objet: dict[str, object]) -> str:
    """JSON on one line, with its accents wherever the output can show them (file names may hold any byte)."""
    lisible = json.dumps(objet, ensure_ascii=False)
    try:
        lisible.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return json.dumps(objet)
    return lisible
