"""Is it the same address? Papers cut a line at 38 characters, abbreviate the kind of way, drop accents and commas.

Source of the length: a line of a French postal address holds 38 characters (NF Z10-011), and 2D-Doc fields too.
"""

import re
from collections.abc import Sequence
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
_NUMERO_SEUL = re.compile(r"(\d{1,5})\s?(bis|ter|quater|[a-d])?")
MOTS_AVANT_LE_CP = 10
"""Words that may stand between a street and its postcode: a building, a floor."""
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

    @property
    def dite(self) -> str:
        """On one line."""
        return ", ".join(mot for mot in (self.voie, f"{self.cp} {self.ville}".strip()) if mot)


def mots_de_voie(voie: str) -> tuple[str, tuple[str, ...]]:
    """The number (``12bis``, empty without one) and the words of a street, unfolded of their abbreviations."""
    net = " ".join(mots_plies(voie))
    trouve = _NUMERO.search(net)
    numero = ""
    if trouve is not None:
        numero = _numero(trouve)
        net = f"{net[: trouve.start()]} {net[trouve.end() :]}"
    return numero, tuple(mot for brut in net.split() for mot in _deplie(brut))


def _numero(trouve: re.Match[str]) -> str:
    suite = trouve[2] or ""
    return trouve[1].lstrip("0") + _REPETITIONS.get(suite, suite)


def _deplie(mot: str) -> list[str]:
    """A word without its abbreviation; nothing for one that tells nothing."""
    return [dit for dit in TITRES.get(mot, VOIES.get(mot, mot)).split() if dit not in MUETS]


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


def situer(mots: Sequence[str], connue: AdresseLue) -> tuple[AccordAdresse, int, int]:
    """Look for an address among the folded words of a letter; gives where it begins and ends among them.

    ``PROCHE``: the street and the postcode stand there with another number, or without it.
    """
    numero, voie = mots_de_voie(connue.voie)
    suite = [(mot, rang) for rang, brut in enumerate(mots) for mot in _deplie(brut)]
    trouvee = (AccordAdresse.AUTRE, 0, 0)
    for debut in range(len(suite) - len(voie) + 1 if voie else 0):
        fin = debut + len(voie)
        if tuple(mot for mot, _ in suite[debut:fin]) != voie:
            continue
        if connue.cp.strip() not in (mot for mot, _ in suite[fin : fin + MOTS_AVANT_LE_CP]):
            continue
        devant, lu = _numero_devant([mot for mot, _ in suite[:debut]])
        place = suite[debut - devant][1], suite[fin - 1][1] + 1
        if lu == numero:
            return AccordAdresse.MEME, *place
        trouvee = (AccordAdresse.PROCHE, *place)
    return trouvee


def _numero_devant(mots: Sequence[str]) -> tuple[int, str]:
    """The number that ends these words (``14 bis``), and how many words it takes."""
    for longueur in (2, 1):
        trouve = _NUMERO_SEUL.fullmatch(" ".join(mots[-longueur:])) if len(mots) >= longueur else None
        if trouve is not None:
            return longueur, _numero(trouve)
    return 0, ""


def _est_coupee(ligne: str, courte: tuple[str, ...], longue: tuple[str, ...]) -> bool:
    """The line is full: its last word may be cut, and words after it lost."""
    if len(ligne.strip()) < LIGNE - 2 or not courte or len(courte) > len(longue):
        return False
    return courte[:-1] == longue[: len(courte) - 1] and longue[len(courte) - 1].startswith(courte[-1])
