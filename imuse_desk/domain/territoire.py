"""The territory of a site: towns whose inhabitants count as residents, from a date to a date.

A town that changes its name keeps answering under the former one: addresses are corrected years later, if ever.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from imuse_desk.domain.textes import plier

_CEDEX = re.compile(r" cedex\b.*$")
_SAINTS = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True, slots=True)
class Commune:
    """A town of the territory; ``au_le`` is the first day on which it no longer counts, None while it does."""

    cp: str
    cle: str
    du_le: date
    au_le: date | None = None


def cle_commune(ville: str) -> str:
    """The folded name of a town as addresses write it: ``ST-CLOUD CEDEX`` and ``Saint-Cloud`` are the same."""
    mots = _CEDEX.sub("", plier(ville)).split()
    return " ".join(_SAINTS.get(mot, mot) for mot in mots)


def est_du_territoire(communes: Iterable[Commune], cp: str, ville: str, le: date) -> bool | None:
    """Tell whether an address is in the territory on a day; None where no town is known on that day.

    An address without a town is judged by its postcode alone, one without a postcode by its town.
    """
    toutes = tuple(communes)
    vivantes = [c for c in toutes if c.du_le <= le and (c.au_le is None or le < c.au_le or _est_renommee(c, toutes))]
    if not vivantes:
        return None
    serre, cle = "".join(cp.split()), cle_commune(ville)
    if not serre and not cle:
        return False
    return any((not serre or c.cp == serre) and (not cle or c.cle == cle) for c in vivantes)


def _est_renommee(commune: Commune, toutes: Iterable[Commune]) -> bool:
    """Another name of the same postcode begins on the day this one ends, and holds still (or was renamed in turn)."""
    suites = [c for c in toutes if c.cp == commune.cp and c.du_le == commune.au_le]
    return any(c.au_le is None or _est_renommee(c, toutes) for c in suites)
