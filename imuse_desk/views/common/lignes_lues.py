"""The lines of a card that have a reader: phone, e-mail, postcode. What is wrong shows on leaving them."""

from functools import partial

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.infra.saisie import codes_postaux, courriels, telephones
from imuse_desk.views.common.champs import LigneLue, ListeChoix


def ligne_telephone() -> LigneLue:
    """A phone number with its note: ``06 12 34 56 78 (maman)``."""
    return LigneLue(telephones.lire_telephone, telephones.LONGUEUR_MAX)


def ligne_courriel() -> LigneLue:
    """An e-mail address."""
    return LigneLue(courriels.lire_courriel, courriels.LONGUEUR_MAX)


def ligne_code_postal(pays: ListeChoix) -> LigneLue:
    """A postcode of the country chosen in ``pays``."""
    return LigneLue(partial(_lire_code_postal, pays), codes_postaux.LONGUEUR_MAX)


def _lire_code_postal(pays: ListeChoix, texte: str) -> tuple[str, Invalide | None]:
    return codes_postaux.lire_code_postal(texte, pays=str(pays.valeur() or ""))
