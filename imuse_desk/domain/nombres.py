"""Whole numbers as people type them."""

from imuse_desk.domain.argent import MOINS
from imuse_desk.domain.erreurs import Invalide

CHIFFRES_MAX = 9


def lire_entier(texte: str, champ: str, minimum: int, maximum: int) -> int | None:
    """Read a typed whole number, None if empty; spaces between the figures are allowed.

    Raises Invalide on ``champ``: entier_illisible(texte), entier_negatif (where none may be), entier_hors_bornes.
    """
    net = "".join(texte.split()).replace(MOINS, "-")
    if not net:
        return None
    chiffres = net.removeprefix("-")
    if not (chiffres.isascii() and chiffres.isdigit()):
        raise Invalide(champ, "entier_illisible", texte=net[:40])
    if net != chiffres and minimum >= 0:
        raise Invalide(champ, "entier_negatif")
    if len(chiffres.lstrip("0")) > CHIFFRES_MAX or not minimum <= int(net) <= maximum:
        raise Invalide(champ, "entier_hors_bornes", minimum=minimum, maximum=maximum)
    return int(net)


def ordinal(rang: int) -> str:
    """``1ᵉʳ``, ``2ᵉ``: a rank before a masculine noun."""
    return f"{rang}{'ᵉʳ' if rang == 1 else 'ᵉ'}"
