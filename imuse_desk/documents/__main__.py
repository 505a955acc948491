"""``python -m imuse_desk.documents``: the process that opens untrusted documents, driven over its standard streams.

The first frame carries the document, each following one a request. It never opens a file by name: even a library taken
over by a hostile document finds no path, no secret and no network here.
"""

import os
import sys
from typing import BinaryIO

from imuse_desk.documents import limites, protocole


def main() -> int:
    """Serve one document until the other end closes; returns the exit code."""
    entree, sortie = _canaux()
    limites.poser()
    try:
        protocole.ecrire(sortie, {"pret": True})
        contenu = protocole.lire(entree)[1]
        _servir(contenu, entree, sortie)
    except protocole.FluxRompu:
        return 0
    return 0


def _canaux() -> tuple[BinaryIO, BinaryIO]:
    """Private copies of the standard streams, so that no library can write into the answers."""
    entree, sortie = os.dup(0), os.dup(1)
    rien = os.open(os.devnull, os.O_RDWR)
    for descripteur in (0, 1, 2):
        os.dup2(rien, descripteur)
    os.close(rien)
    return os.fdopen(entree, "rb"), os.fdopen(sortie, "wb")


def _servir(contenu: bytes, entree: BinaryIO, sortie: BinaryIO) -> None:
    limites.accorder_cpu()
    try:
        from imuse_desk.documents.travail import Travail
    except ImportError:
        protocole.ecrire(sortie, {"erreur": "documents_indisponible"})
        return
    travail = Travail(contenu)
    while True:
        demande, joint = protocole.lire(entree)
        limites.accorder_cpu()
        reponse, morceaux = travail.repondre(demande, joint)
        protocole.ecrire(sortie, reponse, morceaux, sum(map(len, morceaux)))


if __name__ == "__main__":
    sys.exit(main())
