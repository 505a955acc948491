"""``python -m imuse_desk.documents``: the process that opens untrusted documents, driven over its standard streams.

The first frame carries the document, each following one a request. It never opens a file by name: even a library taken
over by a hostile document finds no path, no secret and no network here.

With the name of an engine, it is the process that reads pictures: it is given grey pixels that the other one drew,
never a document.
"""

import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from imuse_desk.documents import limites, protocole


def main(moteur: Sequence[str] = ()) -> int:
    """Serve one document, or read pictures, until the other end closes; returns the exit code."""
    entree, sortie = _canaux()
    try:
        if moteur:
            _lire_des_images(moteur, entree, sortie)
        else:
            _ouvrir_un_document(entree, sortie)
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


def _ouvrir_un_document(entree: BinaryIO, sortie: BinaryIO) -> None:
    limites.poser()
    protocole.ecrire(sortie, {"pret": True})
    contenu = protocole.lire(entree)[1]
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


def _lire_des_images(moteur: Sequence[str], entree: BinaryIO, sortie: BinaryIO) -> None:
    """The engine starts its threads without network, then loses them too before anything is received."""
    limites.borner(limites.MEMOIRE_OCR)
    limites.clore()
    from imuse_desk.documents.ocr import Travail

    travail = Travail(*moteur)
    limites.clore(sans_fil=True)
    protocole.ecrire(sortie, {"pret": True})
    while True:
        demande, pixels = protocole.lire(entree)
        limites.accorder_cpu(limites.CPU_OCR_S)
        protocole.ecrire(sortie, travail.repondre(demande, pixels))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
