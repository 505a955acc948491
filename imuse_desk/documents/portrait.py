"""A portrait out of a picture that nobody trusts: its pixels alone come back, so that nothing of the file is opened."""

import time
from pathlib import Path

from imuse_desk.documents.client import TAILLE_MAX, verifier_admis
from imuse_desk.documents.fichier import Fichier
from imuse_desk.documents.nature import IMAGES
from imuse_desk.documents.processus import DELAI_S, Processus, ProcessusMort
from imuse_desk.domain.erreurs import RegleMetier


def tirer_portrait(chemin: Path, cote: int, *, taille_max: int = TAILLE_MAX) -> bytes:
    """The RGB pixels of a square of ``cote`` pixels, upright as its camera says; blocks at most ten seconds.

    Raises RegleMetier: a key of ``messages.PHRASES``.
    """
    fin = time.monotonic() + DELAI_S
    with Fichier(chemin) as fichier:
        verifier_admis(fichier, taille_max, IMAGES)
        processus = Processus(fin=fin)
        try:
            demande = {"requete": "portrait", "cote_px": cote}
            reponse, pixels = processus.charger(fichier.morceaux(), fichier.octets, demande, fin)
        except ProcessusMort as erreur:
            raise RegleMetier("trop_complexe") from erreur
        finally:
            processus.arreter()
    if "erreur" in reponse:
        raise RegleMetier(str(reponse["erreur"]))
    if len(pixels) != 3 * cote * cote:
        raise RegleMetier("trop_complexe")
    return pixels
