"""Postcodes: five digits in France (Corsica and overseas included), free text abroad."""

import re

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import nettoyer

LONGUEUR_MAX = 12

_CORSE_INSEE = re.compile(r"2[AB][0-9]{3}")
_DEPARTEMENTS = frozenset({*(f"{n:02}" for n in range(1, 96)), "97", "98"})


def lire_code_postal(texte: str, *, pays: str = "FR", champ: str = "cp") -> tuple[str, Invalide | None]:
    """Normalise a postcode: ``92 190`` → ``92190``; abroad it is kept as typed, in capitals.

    ``2A004`` is the INSEE code of a Corsican town: kept, with the warning cp_corse. An unknown département is the
    warning cp_departement. Raises Invalide: cp_cinq_chiffres, texte_trop_long(longueur, maximum).
    """
    net = nettoyer(texte).upper()
    if not net:
        return "", None
    if len(net) > LONGUEUR_MAX:
        raise Invalide(champ, "texte_trop_long", longueur=len(net), maximum=LONGUEUR_MAX)
    if pays not in {"", "FR"}:
        return net, None
    serre = "".join(net.split())
    if _CORSE_INSEE.fullmatch(serre):
        return serre, Invalide(champ, "cp_corse", debut="20")
    if not re.fullmatch(r"[0-9]{5}", serre):
        raise Invalide(champ, "cp_cinq_chiffres")
    if serre[:2] not in _DEPARTEMENTS:
        return serre, Invalide(champ, "cp_departement", departement=serre[:2])
    return serre, None
