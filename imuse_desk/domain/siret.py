"""SIRET: fourteen digits whose last one is a key (Luhn), written ``200 000 008 00017``."""

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import chiffres

LONGUEUR = 14
_LA_POSTE = "356000000"  # its establishments are keyed on the sum of their digits, a multiple of five


def lire_siret(texte: str, *, champ: str = "siret") -> str:
    """The number as papers write it, empty for none. Raises Invalide(siret_invalide)."""
    net = "".join(texte.split())
    if not net:
        return ""
    serre = chiffres(net)
    if len(serre) != LONGUEUR or serre != net or not _cle_juste(serre):
        raise Invalide(champ, "siret_invalide")
    return f"{serre[:3]} {serre[3:6]} {serre[6:9]} {serre[9:]}"


def _cle_juste(serre: str) -> bool:
    valeurs = [int(chiffre) for chiffre in serre]
    if serre.startswith(_LA_POSTE) and sum(valeurs) % 5 == 0:
        return True
    doubles = [v if rang % 2 else v * 2 - 9 * (v > 4) for rang, v in enumerate(valeurs)]
    return sum(doubles) % 10 == 0
