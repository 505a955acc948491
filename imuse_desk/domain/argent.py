"""Money as integer cents: one French formatter and one reader for screens, papers and the command line.

Thousands are parted by U+202F, the euro sign follows U+00A0 and a negative amount begins with U+2212.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from imuse_desk.domain.erreurs import Invalide

ESPACE_MILLIERS: Final = "\u202f"
INSECABLE: Final = "\u00a0"
MOINS: Final = "\u2212"
MONTANT_MAX_CENTIMES: Final = 2_147_483_647
"""The largest amount an integer column holds on both databases."""

_ESPACES: Final = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_ECRITURE: Final = re.compile(r"([+-]?) ?((?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]*))(?:[.,]([0-9]{0,}))?(?: ?€)?")


def _arrondir(numerateur: int, denominateur: int) -> int:
    """Divide by a positive number and round to the nearest integer, halves away from zero."""
    arrondi = (2 * abs(numerateur) + denominateur) // (2 * denominateur)
    return arrondi if numerateur >= 0 else -arrondi


def demi_sup(valeur: Decimal | Fraction | int) -> int:
    """Round to the nearest integer, halves away from zero (the commercial rule)."""
    return _arrondir(*valeur.as_integer_ratio())


def centimes(valeur_euros: Decimal | Fraction | int) -> int:
    """Turn an exact amount in euros into cents, rounded half-up."""
    numerateur, denominateur = valeur_euros.as_integer_ratio()
    return _arrondir(numerateur * 100, denominateur)


def grouper(chiffres: str) -> str:
    """Part a run of digits into groups of three."""
    tete = len(chiffres) % 3
    groupes = [chiffres[:tete]] if tete else []
    groupes += [chiffres[i : i + 3] for i in range(tete, len(chiffres), 3)]
    return ESPACE_MILLIERS.join(groupes)


def montant(montant_centimes: int) -> str:
    """Write cents without the currency: ``123456`` gives ``1 234,56``."""
    entier, reste = divmod(abs(montant_centimes), 100)
    signe = MOINS if montant_centimes < 0 else ""
    return f"{signe}{grouper(str(entier))},{reste:02d}"


def euros(montant_centimes: int) -> str:
    """Write cents with the currency: ``123456`` gives ``1 234,56 €``."""
    return f"{montant(montant_centimes)}{INSECABLE}€"


def lire_montant(texte: str, champ: str = "montant", *, negatif: bool = True) -> int:
    """Read a typed amount into cents: comma or dot, any space, optional €.

    Raises Invalide on ``champ``: montant_vide, montant_illisible, montant_decimales (more than two), montant_negatif
    (where ``negatif`` is False) or montant_trop_grand.
    """
    net = _ESPACES.sub(" ", texte.replace(MOINS, "-")).strip()
    if not net:
        raise Invalide(champ, "montant_vide")
    lu = _ECRITURE.fullmatch(net)
    if lu is None or not (lu[2] or lu[3]):
        raise Invalide(champ, "montant_illisible", texte=texte[:40])
    signe, entier, decimales = lu[1], lu[2].replace(" ", ""), lu[3] or ""
    if len(decimales) > 2:
        raise Invalide(champ, "montant_decimales", texte=texte[:40])
    entier = entier.lstrip("0")
    if len(entier) > 9:
        raise Invalide(champ, "montant_trop_grand", maximum=MONTANT_MAX_CENTIMES)
    valeur = int((entier or "0") + decimales.ljust(2, "0"))
    if valeur > MONTANT_MAX_CENTIMES:
        raise Invalide(champ, "montant_trop_grand", maximum=MONTANT_MAX_CENTIMES)
    if signe == "-" and valeur and not negatif:
        raise Invalide(champ, "montant_negatif")
    return -valeur if signe == "-" else valeur


def lire_montant_facultatif(texte: str, champ: str = "montant", *, negatif: bool = True) -> int | None:
    """Read an amount that may be left empty; raises Invalide like ``lire_montant``."""
    if not _ESPACES.sub("", texte):
        return None
    return lire_montant(texte, champ, negatif=negatif)
