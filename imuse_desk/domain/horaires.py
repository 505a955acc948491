"""Weekly times: how one is written, which lessons clash, and how a block of individual lessons is divided.

A clash is two lessons that need the same pupil, teacher or room on the same day, at the same time, in the same part of
the year. It is always said with both lessons, their times and their places.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from imuse_desk.domain.dates import heure_fr, jour_heure
from imuse_desk.domain.erreurs import RegleMetier


@dataclass(frozen=True, slots=True)
class Lecon:
    """A lesson of the week as a pupil would follow it; without dates it holds all year."""

    cours: str
    jour: int
    debut: time
    duree_min: int
    salle: str = ""
    site: str = ""
    du_le: date | None = None
    au_le: date | None = None

    @property
    def fin(self) -> time:
        """When it ends; a lesson that would pass midnight is held to the last minute of its day."""
        fin = datetime.combine(date.min, self.debut) + timedelta(minutes=self.duree_min)
        return fin.time() if fin.date() == date.min else time(23, 59)

    def horaire(self) -> str:
        """``mer. 14:00 – 15:15``."""
        return f"{jour_heure(self.jour, self.debut)} – {heure_fr(self.fin)}"

    def en_clair(self) -> str:
        """Course, time and place, as a clash names it."""
        return ", ".join(part for part in (self.cours, self.horaire(), self.salle, self.site) if part)


def se_chevauchent(une: Lecon, autre: Lecon) -> bool:
    """Tell whether two lessons meet on the same day, at the same time, in the same part of the year."""
    if une.jour != autre.jour or une.debut >= autre.fin or autre.debut >= une.fin:
        return False
    commence = max(une.du_le or date.min, autre.du_le or date.min)
    finit = min(une.au_le or date.max, autre.au_le or date.max)
    return commence <= finit


def verifier_horaires(lecons: Sequence[Lecon]) -> None:
    """Raise RegleMetier(conflit_horaire, lecon_a, lecon_b) on the first two lessons that clash, both named."""
    for une, autre in combinations(lecons, 2):
        if se_chevauchent(une, autre):
            raise RegleMetier("conflit_horaire", lecon_a=une.en_clair(), lecon_b=autre.en_clair())


Ressource = tuple[str, int]
"""Who or what a lesson needs: ``("salle", 3)``, ``("enseignant", 12)``, ``("eleve", 40)``."""


@dataclass(frozen=True, slots=True)
class Occupe:
    """A lesson with what it needs; ``ident`` tells lessons apart (two courses taught together are one lesson)."""

    ident: int
    lecon: Lecon
    ressources: frozenset[Ressource]


@dataclass(frozen=True, slots=True)
class Chevauchement:
    """Two lessons that need the same room, teacher or pupil at once."""

    ressource: Ressource
    une: Occupe
    autre: Occupe


def chevauchements(lecons: Iterable[Occupe]) -> tuple[Chevauchement, ...]:
    """Every clash of a week, in the order of the days and hours; a pair is told once for each thing it shares."""
    par_jour: defaultdict[tuple[Ressource, int], list[Occupe]] = defaultdict(list)
    for occupe in lecons:
        for ressource in occupe.ressources:
            par_jour[ressource, occupe.lecon.jour].append(occupe)
    trouves: list[Chevauchement] = []
    for (ressource, _jour), memes in par_jour.items():
        memes.sort(key=lambda occupe: (occupe.lecon.debut, occupe.ident))
        en_cours: list[Occupe] = []
        for occupe in memes:
            en_cours = [autre for autre in en_cours if autre.lecon.fin > occupe.lecon.debut]
            trouves += [
                Chevauchement(ressource, autre, occupe)
                for autre in en_cours
                if autre.ident != occupe.ident and se_chevauchent(autre.lecon, occupe.lecon)
            ]
            en_cours.append(occupe)
    return tuple(sorted(trouves, key=lambda c: (c.autre.lecon.jour, c.autre.lecon.debut, c.ressource, c.autre.ident)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A pupil's turn in a block of individual lessons; ``qui`` names it in a refusal."""

    debut: time
    duree_min: int
    qui: str = ""

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end, in minutes of the day."""
        debut = self.debut.hour * 60 + self.debut.minute
        return debut, debut + self.duree_min

    def en_clair(self) -> str:
        """``14:30 – 15:00, Lina Valmont``."""
        debut, fin = self.minutes
        return ", ".join(part for part in (f"{_heure(debut)} – {_heure(fin)}", self.qui) if part)


def verifier_passages(bloc: Passage, passages: Iterable[Passage]) -> int:
    """Minutes of the block that nobody has.

    Raises RegleMetier: passage_hors_bloc (passage, bloc), passages_superposes (passage_a, passage_b).
    """
    ouvre, ferme = bloc.minutes
    fin_precedente, precedent, libres = ouvre, None, ferme - ouvre
    for passage in sorted(passages, key=lambda p: p.minutes):
        debut, fin = passage.minutes
        if debut < ouvre or fin > ferme:
            raise RegleMetier("passage_hors_bloc", passage=passage.en_clair(), bloc=bloc.en_clair())
        if precedent is not None and debut < fin_precedente:
            raise RegleMetier("passages_superposes", passage_a=precedent.en_clair(), passage_b=passage.en_clair())
        fin_precedente, precedent, libres = fin, passage, libres - passage.duree_min
    return libres


def premier_passage_libre(bloc: Passage, passages: Iterable[Passage], duree_min: int) -> time | None:
    """The first time in the block with room for a turn of this length, None if there is none."""
    ouvre, ferme = bloc.minutes
    libre = ouvre
    for debut, fin in sorted(passage.minutes for passage in passages):
        if debut - libre >= duree_min:
            break
        libre = max(libre, fin)
    return time(libre // 60, libre % 60) if ferme - libre >= duree_min else None


def _heure(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
