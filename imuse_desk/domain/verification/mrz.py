"""The machine-readable lines of identity papers: their dates, proven by check digits, and the name as read.

Source: ICAO Doc 9303 (TD1 cards of three lines of 30, TD2 of two of 36, TD3 passports of two of 44) and the French card
of before 2021 (two lines of 36, no expiry). Strict: every check digit must agree, or nothing is said. They prove dates,
never the names. Fillers that a reading missed or added are put right on lines without dates alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imuse_desk.domain.verification.page import Boite, Ligne, Page, entourer

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALEURS = {lettre: rang for rang, lettre in enumerate(_ALPHABET)} | {"<": 0}
_POIDS = (7, 3, 1)
_ECRITES = str.maketrans({"«": "<<", "‹": "<", "〈": "<", "《": "<<", " ": ""})
_LIGNE = re.compile(r"[0-9A-Z<]{24,50}")
_DATE = re.compile(r"(?:\d\d|<<){3}\d")
_RUN = re.compile(r"<+")
_ECART_MAX = 6
"""Fillers that a reading may miss or add on a line."""
_CHIFFRES = str.maketrans("OQDIZSGB", "00012568")
"""Letters that stand where only a digit can: the check digits judge what they are taken for."""


class GenreIdentite(StrEnum):
    """The kinds of identity papers."""

    PASSEPORT = "passeport"
    CARTE = "carte"
    TITRE_SEJOUR = "titre_sejour"


@dataclass(frozen=True, slots=True)
class Mrz:
    """What the lines say. ``naissance`` and ``expire_le`` are proven (None: not written); the rest is as read."""

    genre: GenreIdentite
    pays: str
    nom: str
    prenoms: str
    naissance: date | None
    expire_le: date | None


@dataclass(frozen=True, slots=True)
class MrzLue:
    """Lines found on a page, and where."""

    mrz: Mrz
    page: int
    boite: Boite
    source: str


def chiffre_de_controle(champ: str) -> str:
    """Weights 7, 3, 1 over the values of the letters, modulo ten."""
    return str(sum(_VALEURS[lettre] * _POIDS[rang % 3] for rang, lettre in enumerate(champ)) % 10)


def lire_mrz(pages: Sequence[Page], jour: date) -> MrzLue | None:
    """The first machine-readable lines of a document whose check digits all agree; ``jour`` tells the centuries."""
    for page in pages:
        candidates = [(ligne, brute) for ligne in page.lignes if (brute := _brute(ligne))]
        for debut in range(len(candidates)):
            for lignes, lire in ((3, _td1), (2, _td3), (2, _td2), (2, _carte_ancienne)):
                prises = candidates[debut : debut + lignes]
                if len(prises) < lignes:
                    continue
                mrz = lire([brute for _, brute in prises], jour)
                if mrz is not None:
                    mots = [mot.boite for ligne, _ in prises for segment in ligne.segments for mot in segment.mots]
                    return MrzLue(mrz, page.numero, entourer(mots), page.source)
    return None


def _brute(ligne: Ligne) -> str:
    """The letters of a line that may be machine-readable, else nothing."""
    brute = ligne.texte.translate(_ECRITES)
    return brute if _LIGNE.fullmatch(brute) else ""


def _a_la_longueur(brute: str, longueur: int) -> Iterator[str]:
    """A line of this length, a run of fillers made longer or shorter where some were missed or added."""
    ecart = longueur - len(brute)
    if abs(ecart) > _ECART_MAX:
        return
    if ecart == 0:
        yield brute
        return
    for run in _RUN.finditer(brute):
        fillers = len(run[0]) + ecart
        if fillers > 0:
            yield brute[: run.start()] + "<" * fillers + brute[run.end() :]


def _en_chiffres(ligne: str, *places: int | slice) -> str:
    """The line with digits where only digits can stand."""
    lettres = list(ligne)
    for place in places:
        tranche = place if isinstance(place, slice) else slice(place, place + 1)
        lettres[tranche] = ligne[tranche].translate(_CHIFFRES)
    return "".join(lettres)


def _concorde(champ: str, chiffre: str) -> bool:
    return chiffre.isdigit() and chiffre_de_controle(champ) == chiffre


def _td1(brutes: Sequence[str], jour: date) -> Mrz | None:
    noms = _noms_remplis(brutes[2], 30)
    if noms is None or len(brutes[1]) != 30:
        return None
    deux = _en_chiffres(brutes[1], slice(0, 7), slice(8, 15), 29)
    if not _dates_concordent(deux[0:7], deux[8:15]):
        return None
    for premiere in _a_la_longueur(brutes[0], 30):
        une = _en_chiffres(premiere, 14)
        if _numero_concorde(une) and _concorde(une[5:30] + deux[0:7] + deux[8:15] + deux[18:29], deux[29]):
            return _mrz(une, noms, deux[0:6], deux[8:14], jour)
    return None


def _numero_concorde(ligne: str) -> bool:
    """A number of more than nine signs goes on after a filler, its check digit last."""
    if ligne[14] != "<":
        return _concorde(ligne[5:14], ligne[14])
    suite = ligne[15:30].partition("<")[0]
    return len(suite) > 1 and _concorde(ligne[5:14] + suite[:-1], suite[-1])


def _deux_lignes(longueur: int, controler: Callable[[str], bool]) -> Callable[[Sequence[str], date], Mrz | None]:
    """A reader of the papers whose second line holds the number, the dates and the check of all."""

    def lire(brutes: Sequence[str], jour: date) -> Mrz | None:
        une = _noms_remplis(brutes[0], longueur)
        if une is None or len(brutes[1]) != longueur:
            return None
        deux = _en_chiffres(brutes[1], 9, slice(13, 20), slice(21, 28), longueur - 1)
        ensemble = deux[0:10] + deux[13:20] + deux[21 : longueur - 1]
        concorde = (
            _concorde(deux[0:9], deux[9])
            and _dates_concordent(deux[13:20], deux[21:28])
            and controler(deux)
            and _concorde(ensemble, deux[longueur - 1])
        )
        return _mrz(une, une[5:], deux[13:19], deux[21:27], jour) if concorde else None

    return lire


_td2 = _deux_lignes(36, lambda _: True)
_td3 = _deux_lignes(44, lambda ligne: _concorde(ligne[28:42], "0" if ligne[42] == "<" else ligne[42]))


def _carte_ancienne(brutes: Sequence[str], jour: date) -> Mrz | None:
    """The last check digit covers both lines, so that the first one must be whole too; there is no expiry."""
    if not brutes[0].startswith("IDFRA") or len(brutes[1]) != 36:
        return None
    deux = _en_chiffres(brutes[1], slice(0, 4), slice(7, 13), slice(27, 34), 35)
    if not (_concorde(deux[0:12], deux[12]) and _date_concorde(deux[27:34])):
        return None
    for une in _a_la_longueur(brutes[0], 36):
        if _concorde(une + deux[0:35], deux[35]):
            nom = une[5:30].rstrip("<")
            return _mrz(une, f"{nom}<<{deux[13:27]}", deux[27:33], "", jour)
    return None


def _noms_remplis(brute: str, longueur: int) -> str | None:
    """A line of names, filled up: nothing checks its fillers."""
    if len(brute) > longueur:
        brute = brute[:longueur] if not brute[longueur:].strip("<") else ""
    return brute.ljust(longueur, "<") if len(brute) >= longueur - _ECART_MAX else None


def _dates_concordent(naissance: str, expiration: str) -> bool:
    return _date_concorde(naissance) and _date_concorde(expiration)


def _date_concorde(champ: str) -> bool:
    """A date and its check digit; a year, a month or a day may be left unknown, never half of one."""
    return _DATE.fullmatch(champ) is not None and _concorde(champ[:6], champ[6])


def _mrz(premiere: str, noms: str, naissance: str, expiration: str, jour: date) -> Mrz | None:
    genre = _genre(premiere[:2])
    if genre is None:
        return None
    nom, _, prenoms = noms.partition("<<")
    nee = _jour(naissance, jour.year // 100 * 100)
    if nee is not None and nee > jour:
        nee = _jour(naissance, jour.year // 100 * 100 - 100)
    return Mrz(
        genre=genre,
        pays=_en_mots(premiere[2:5]),
        nom=_en_mots(nom),
        prenoms=_en_mots(prenoms),
        naissance=nee,
        expire_le=_jour(expiration, 2000),
    )


def _genre(code: str) -> GenreIdentite | None:
    """The kind told by the first two letters; a visa is none."""
    if code[0] == "P":
        return GenreIdentite.PASSEPORT
    if code in ("IR", "AR", "TS"):
        return GenreIdentite.TITRE_SEJOUR
    return GenreIdentite.CARTE if code[0] in "IAC" else None


def _en_mots(champ: str) -> str:
    """Names as words; one that holds a digit was misread and is left out."""
    mots = " ".join(champ.replace("<", " ").split())
    return "" if any(lettre.isdigit() for lettre in mots) else mots


def _jour(aammjj: str, siecle: int) -> date | None:
    """A day written in six digits; None where it is not written or is none."""
    if not re.fullmatch(r"\d{6}", aammjj):
        return None
    try:
        return date(siecle + int(aammjj[:2]), int(aammjj[2:4]), int(aammjj[4:]))
    except ValueError:
        return None
