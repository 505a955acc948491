"""What a payment brings to each product: an invoice settled in parts gives each product its exact amount in the end."""

from collections.abc import Mapping
from fractions import Fraction

from imuse_desk.domain.argent import demi_sup


def ventiler(parts: Mapping[str, int], avant_centimes: int, apres_centimes: int) -> dict[str, int]:
    """Share what moves an invoice from settled for ``avant`` to settled for ``apres`` among its parts, in cents.

    Each share is the difference of two running shares, so that the shares of all payments sum to the parts. An invoice
    that comes to nothing gives the whole to its first part.
    """
    avant, apres = _parts(parts, avant_centimes), _parts(parts, apres_centimes)
    return {cle: apres[cle] - avant[cle] for cle in parts if apres[cle] != avant[cle]}


def _parts(parts: Mapping[str, int], regle_centimes: int) -> dict[str, int]:
    """The running shares: each rounded, the last takes what is left."""
    total = sum(parts.values())
    if not total:
        return {cle: 0 if rang else regle_centimes for rang, cle in enumerate(parts)}
    cumul, donne, resultat = 0, 0, {}
    for cle, part in parts.items():
        cumul += part
        jusque = demi_sup(Fraction(cumul * regle_centimes, total))
        resultat[cle] = jusque - donne
        donne = jusque
    return resultat
