"""The two references that the tax office's page asks for, read from the document on show and kept nowhere."""

import re
from dataclasses import dataclass

from imuse_desk.documents.client import Lecteur
from imuse_desk.domain.sceau import SceauIllisible, lire
from imuse_desk.domain.verification.page import apres, composer
from imuse_desk.infra.sceaux import table

ADRESSE_CONTROLE = "impots.gouv.fr/verifavis2-api/front"
"""Where the tax office says whether a notice is the latest that it issued; free, without an account."""
NUMERO, REFERENCE = "47", "44"
_NUMERO = re.compile(r"^\d{13}$")
_REFERENCE = re.compile(r"^[0-9A-Z]{12,14}$")


@dataclass(frozen=True, slots=True)
class References:
    """Tax number and reference of the notice; empty where they could not be read."""

    numero_fiscal: str
    reference_avis: str


def lire_references(lecteur: Lecteur) -> References:
    """Read them in the seal, else beside their words. Raises RegleMetier where the document cannot be read."""
    champs = _scelles(lecteur)
    numero = champs.get(NUMERO, "") or _imprime(lecteur, "numéro fiscal", _NUMERO)
    reference = champs.get(REFERENCE, "") or _imprime(lecteur, "référence de l’avis", _REFERENCE)
    return References(numero, reference)


def _scelles(lecteur: Lecteur) -> dict[str, str]:
    trouve = lecteur.code()
    if trouve is None:
        return {}
    try:
        return dict(lire(trouve.octets, table()).champs)
    except SceauIllisible:
        return {}


def _imprime(lecteur: Lecteur, libelle: str, forme: re.Pattern[str]) -> str:
    page = composer(1, lecteur.mots(1))
    for segment in apres(page, libelle):
        mots = [mot.texte.strip(":") for mot in segment.mots]
        for debut in range(len(mots)):
            for fin in range(len(mots), debut, -1):
                essai = "".join(mots[debut:fin])
                if forme.match(essai):
                    return essai
    return ""
