"""Account numbers: an IBAN is taken whole, its two keys checked (the international one and, in France, the RIB's)."""

from functools import lru_cache

from imuse_desk.domain.erreurs import Invalide


@lru_cache(maxsize=256)
def lire_iban(texte: str, champ: str = "iban") -> str:
    """The number without spaces, in capitals. Raises Invalide(champ, iban_invalide, texte)."""
    from schwifty import IBAN  # a large registry: read on the first number
    from schwifty.exceptions import SchwiftyException

    try:
        return str(IBAN(texte, validate_bban=True))
    except SchwiftyException as fautif:
        raise Invalide(champ, "iban_invalide", texte=texte) from fautif


def grouper_iban(iban: str) -> str:
    """The number as people read it, four signs by four, held together by no-break spaces."""
    net = "".join(iban.split())
    return "\u00a0".join(net[rang : rang + 4] for rang in range(0, len(net), 4))
