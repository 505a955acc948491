"""Is it the same address? Papers cut a line at 38 characters, abbreviate the kind of way, drop accents and commas.

Source of the length: a line of a French postal address holds 38 characters (NF Z10-011), and 2D-Doc fields too.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from imuse_desk.domain.textes import mots_plies, plier

LIGNE = 38
VOIES = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "boul": "boulevard", "che": "chemin", "chem": "chemin", "ch": "chemin", "crs": "cours", "fg": "faubourg",
    "imp": "impasse", "pas": "passage", "pass": "passage", "pl": "place", "qu": "quai", "r": "rue", "rte": "route",
    "res": "residence", "sq": "square", "vla": "villa", "rpt": "rond point", "lot": "lotissement", "ham": "hameau",
    "bat": "batiment", "esc": "escalier", "apt": "appartement", "appt": "appartement", "app": "appartement",
}  # fmt: skip
TITRES = {
    "st": "saint", "ste": "sainte", "gal": "general", "gen": "general", "mal": "marechal", "dr": "docteur",
    "cdt": "commandant", "cne": "capitaine", "col": "colonel", "pdt": "president", "pr": "professeur",
    "lt": "lieutenant", "dct": "docteur", "nd": "notre dame",
}  # fmt: skip
MUETS = frozenset({"de", "du", "des", "d", "la", "le", "l", "les", "et", "cedex", "n"})
_NUMERO = re.compile(r"(?:^|\s)(\d{1,5})\s?(bis|ter|quater|[a-d])?(?=\s|$)")
_REPETITIONS = {"b": "bis", "t": "ter", "q": "quater"}


class AccordAdresse(StrEnum):
    """How an address read meets the household's."""

    MEME = "meme"
    PROCHE = "proche"  # a word differs, the number is missing: a person looks
    AUTRE = "autre"


@dataclass(frozen=True, slots=True)
class AdresseLue:
    """Street line, postcode and town, as read or as filed."""

    voie: str
    cp: str
    ville: str = ""


def mots_de_voie(voie: str) -> tuple[str, tuple[str, ...]]:
    """The number (``12bis``, empty without one) and the words of a street, unfolded of their abbreviations."""
    net = " ".join(mots_plies(voie))
    trouve = _NUMERO.search(net)
    numero = ""
    if trouve is not None:
        suite = trouve[2] or ""
        numero = trouve[1].lstrip("0") + _REPETITIONS.get(suite, suite)
        net = f"{net[: trouve.start()]} {net[trouve.end() :]}"
    mots: list[str] = []
    for mot in net.split():
        mots += TITRES.get(mot, VOIES.get(mot, mot)).split()
    return numero, tuple(mot for mot in mots if mot not in MUETS)


def comparer(lue: AdresseLue, connue: AdresseLue) -> AccordAdresse:
    """Compare by postcode, number and street; a line of 38 characters may have lost its end."""
    if lue.cp.strip() != connue.cp.strip():
        return AccordAdresse.AUTRE
    numero, mots = mots_de_voie(lue.voie)
    numero_connu, mots_connus = mots_de_voie(connue.voie)
    if not mots or not mots_connus:
        return AccordAdresse.PROCHE if lue.ville and plier(lue.ville) == plier(connue.ville) else AccordAdresse.AUTRE
    memes = (
        mots == mots_connus or _est_coupee(lue.voie, mots, mots_connus) or _est_coupee(connue.voie, mots_connus, mots)
    )
    if numero and numero_connu and numero != numero_connu:
        return AccordAdresse.AUTRE
    if memes:
        return AccordAdresse.MEME if numero == numero_connu else AccordAdresse.PROCHE
    communs = set(mots) & set(mots_connus)
    return (
        AccordAdresse.PROCHE
        if 2 * len(communs) >= min(len(mots), len(mots_connus)) and communs - set(VOIES.values())
        else AccordAdresse.AUTRE
    )


def _est_coupee(ligne: str, courte: tuple[str, ...], longue: tuple[str, ...]) -> bool:
    """The line is full: its last word may be cut, and words after it lost."""
    if len(ligne.strip()) < LIGNE - 2 or not courte or len(courte) > len(longue):
        return False
    return courte[:-1] == longue[: len(courte) - 1] and longue[len(courte) - 1].startswith(courte[-1])
