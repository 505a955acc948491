"""What an invented pupil follows: this year's courses, and those of the years before."""

import random
from dataclasses import dataclass

from imuse_desk.services.demonstration.catalogue import (
    CYCLES_MUSIQUE,
    FORMATION_MUSICALE,
    INSTRUMENTS,
    NIVEAUX,
    PAR_CODE,
)

Suivi = tuple[str, str, str | None]
"""A course's code, the cursus of the level and the level's code in it."""

_CODES = [code for code, _, _ in INSTRUMENTS]
_POIDS = [poids for _, _, poids in INSTRUMENTS]
_SANS_ORCHESTRE = {"PIA", "GUI", "ORG", "ACC", "HAR", "FAB", "CHT"}
MUSIQUE, CHAM, DANSE, THEATRE, EVEIL_MUSIQUE, EVEIL_DANSE, ADULTE, ATELIER, ENSEMBLE = range(9)
AGE_MAJORITE = 18


@dataclass(frozen=True, slots=True)
class Parcours:
    """A path: its kind, the level reached this year, the instrument or course, and the past years followed."""

    genre: int
    niveau: int
    code: str
    anciennete: int
    avance_fm: int = 0
    danse: int | None = None

    def suivis(self, recul: int) -> list[Suivi]:
        """The courses of ``recul`` years ago (0 for this year); empty before the first one."""
        if recul > self.anciennete:
            return []
        return _SUIVIS[self.genre](self, self.niveau - recul)

    @property
    def specialites(self) -> frozenset[str]:
        """The arts of this year's courses."""
        art = {DANSE: "danse", EVEIL_DANSE: "danse", THEATRE: "theatre"}.get(self.genre, "musique")
        return frozenset({art} | ({"danse"} if self.danse is not None else set()))


def _musique(parcours: Parcours, niveau: int) -> list[Suivi]:
    if niveau < 0:
        return _eveil_musique(parcours, len(NIVEAUX["EVM"]) + niveau)
    degre = CYCLES_MUSIQUE[niveau][0]
    suivis: list[Suivi] = [(parcours.code, "MUS", degre)]
    fm = niveau + parcours.avance_fm
    if fm < len(FORMATION_MUSICALE):
        code = FORMATION_MUSICALE[fm][0]
        suivis.append((f"FM{code[3:]}", "MUS", code))
    suivis.append((_ensemble(parcours, niveau), "MUS", degre))
    if parcours.danse is not None and parcours.danse - (parcours.niveau - niveau) >= 0:
        suivis += _danse(parcours, parcours.danse - (parcours.niveau - niveau))
    return suivis


def _ensemble(parcours: Parcours, niveau: int) -> str:
    if parcours.code in _SANS_ORCHESTRE:
        return "CHENF" if niveau < 4 else "MDC"
    if parcours.code == "COR" and niveau == 0:
        return "ORCAD"
    return ("CHENF", "CHENF", "ORCAD", "ORCAD", "ORCAD", "ORJUN", "ORJUN", "ORJUN", "ORSYM", "ORSYM", "ORSYM")[niveau]


def _cham(parcours: Parcours, niveau: int) -> list[Suivi]:
    if niveau < 0:
        return _musique(parcours, 4 + niveau)
    classe = NIVEAUX["CHAM"][niveau][0]
    return [
        (f"CHAM-{parcours.code}", "CHAM", classe),
        (f"CHAM-FM{classe}", "CHAM", classe),
        ("CHAM-CHO", "CHAM", classe),
    ]


def _danse(_parcours: Parcours, niveau: int) -> list[Suivi]:
    if niveau < 0:
        return _eveil_danse(_parcours, len(NIVEAUX["EVD"]) + niveau)
    degre = NIVEAUX["DAN"][niveau][0]
    suivis: list[Suivi] = [(f"DCL{degre}", "DAN", degre)]
    if niveau >= 2:
        suivis.append((f"DCO{degre}", "DAN", degre))
    return suivis


def _theatre(_parcours: Parcours, niveau: int) -> list[Suivi]:
    if niveau < 0:
        return []
    degre = NIVEAUX["THE"][niveau][0]
    return [(f"THE{degre}", "THE", degre)]


def _eveil_musique(_parcours: Parcours, niveau: int) -> list[Suivi]:
    return [(("EVM1", "EVM2", "INM")[niveau], "EVM", NIVEAUX["EVM"][niveau][0])] if niveau >= 0 else []


def _eveil_danse(_parcours: Parcours, niveau: int) -> list[Suivi]:
    return [(("EVD", "IND1", "IND2")[niveau], "EVD", NIVEAUX["EVD"][niveau][0])] if niveau >= 0 else []


def _adulte(parcours: Parcours, _niveau: int) -> list[Suivi]:
    ensemble = "PC-CHO" if parcours.code in _SANS_ORCHESTRE else "PC-ORC"
    return [(f"AD-{parcours.code}", "ADU", None), (ensemble, "PC", None)]


def _seul(parcours: Parcours, _niveau: int) -> list[Suivi]:
    return [(parcours.code, PAR_CODE[parcours.code].cursus, None)]


_SUIVIS = (_musique, _cham, _danse, _theatre, _eveil_musique, _eveil_danse, _adulte, _seul, _seul)


def tirer_instrument(alea: random.Random) -> str:
    """An instrument, the piano more often than the bassoon."""
    return alea.choices(_CODES, _POIDS)[0]


def tirer_parcours(alea: random.Random, age: int) -> Parcours:
    """A path that fits an age."""
    anciennete = min(alea.choices((0, 1, 2, 3, 4), (30, 25, 20, 15, 10))[0], max(0, age - 4))
    if age >= AGE_MAJORITE and (age > 25 or alea.random() < 0.3):
        return _parcours_adulte(alea, anciennete)
    if age <= 6:
        return _parcours_petit(alea, age, anciennete)
    tirage = alea.random()
    if tirage < 0.17:
        return Parcours(DANSE, _borner(age - 8 + alea.randint(-1, 1), len(NIVEAUX["DAN"])), "", anciennete)
    if tirage < 0.22 and age >= 12:
        return Parcours(THEATRE, _borner(age - 13 + alea.randint(-1, 1), len(NIVEAUX["THE"])), "", anciennete)
    code = tirer_instrument(alea)
    if 11 <= age <= 14 and alea.random() < 0.16:
        return Parcours(CHAM, age - 11, code, anciennete)
    niveau = _borner(age - 7 - alea.randint(0, 3), len(CYCLES_MUSIQUE))
    avance = alea.choice((0, 0, 0, 1, -1)) if niveau else 0
    danse = _borner(niveau - 4, len(NIVEAUX["DAN"])) if niveau >= 4 and alea.random() < 0.1 else None
    return Parcours(MUSIQUE, niveau, code, anciennete, avance, danse)


def _parcours_petit(alea: random.Random, age: int, anciennete: int) -> Parcours:
    genre = EVEIL_DANSE if alea.random() < 0.3 else EVEIL_MUSIQUE
    return Parcours(genre, _borner(age - 4, 3), "", min(anciennete, max(0, age - 4)))


def _parcours_adulte(alea: random.Random, anciennete: int) -> Parcours:
    tirage = alea.random()
    if tirage < 0.5:
        return Parcours(ADULTE, 0, tirer_instrument(alea), anciennete)
    if tirage < 0.75:
        return Parcours(ATELIER, 0, alea.choice(("ATA-VOC", "ATA-THE", "ATA-DAN")), anciennete)
    return Parcours(ENSEMBLE, 0, alea.choice(("PC-CHO", "PC-ORC", "PC-JAZ")), anciennete)


def _borner(niveau: int, nombre: int) -> int:
    return max(0, min(niveau, nombre - 1))


def suite(code: str, niveau: str | None) -> str:
    """The course that continues one next year: of the next level where courses have one, else the same."""
    fiche = PAR_CODE[code]
    if fiche.niveau is None or niveau is None:
        return code
    suivant = niveau_suivant(fiche.cursus, niveau)
    for autre in PAR_CODE.values():
        if (autre.cursus, autre.discipline, autre.niveau, autre.ha) == (
            fiche.cursus,
            fiche.discipline,
            suivant,
            fiche.ha,
        ):
            return autre.code
    return code


def niveau_suivant(cursus: str, niveau: str) -> str | None:
    """The level after one, or the same at the end of the chain."""
    for chaine in (NIVEAUX.get(cursus, ()), FORMATION_MUSICALE):
        codes = [code for code, _, _ in chaine]
        if niveau in codes:
            return codes[min(codes.index(niveau) + 1, len(codes) - 1)]
    return None


def cycle_de(cursus: str, niveau: str | None) -> int | None:
    """The cycle of a level."""
    for chaine in (NIVEAUX.get(cursus, ()), FORMATION_MUSICALE):
        for code, _, cycle in chaine:
            if code == niveau:
                return cycle
    return None
