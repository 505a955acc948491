"""Absences of pupils: which lessons one covers, what is refused, how they are counted, which step of the ladder is due.

Decisions. An absence covers a lesson that it meets, be it for a minute. A lesson counts against the pupil when he was
marked absent and nobody justified it. Lessons are taken in order of date and hour; any lesson that does not count
(present, late, excused, exempted, absence justified) ends a run of consecutive absences. Cancelled lessons and those
whose teacher was away are no lessons: they neither count nor end a run. Of an interval the longest run is kept, so that
a roll call entered late takes no letter back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.presences import ActionPalier, GenreCode, Intervalle, Mesure, Portee
from imuse_desk.domain.reinscription import EtatCondition


@dataclass(frozen=True, slots=True)
class Etendue:
    """From a day and hour to a day and hour, as the clock of the site says; ``inscription_id`` None: all courses."""

    du_le: date
    du_heure: time
    au_le: date
    au_heure: time
    inscription_id: int | None = None

    @property
    def debut(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.du_le, self.du_heure)

    @property
    def fin(self) -> datetime:
        """When it ends."""
        return datetime.combine(self.au_le, self.au_heure)

    def en_clair(self) -> str:
        """``du 06/01/2026 à 08:00 au 09/01/2026 à 18:00``, ``le 06/01/2026 de 14:00 à 15:00``."""
        if self.du_le == self.au_le:
            return f"le {date_fr(self.du_le)} de {heure_fr(self.du_heure)} à {heure_fr(self.au_heure)}"
        return (
            f"du {date_fr(self.du_le)} à {heure_fr(self.du_heure)} au {date_fr(self.au_le)} à {heure_fr(self.au_heure)}"
        )

    def couvre(self, debut: datetime, duree_min: int, inscription_id: int) -> bool:
        """Tell whether a lesson of an enrolment is met, at least in part."""
        if self.inscription_id not in (None, inscription_id):
            return False
        return debut < self.fin and self.debut < debut + timedelta(minutes=duree_min)

    def chevauche(self, autre: "Etendue") -> bool:
        """Tell whether two absences of a pupil say twice something of one time."""
        se_suivent = self.fin <= autre.debut or autre.fin <= self.debut
        meme_cours = None in (self.inscription_id, autre.inscription_id) or self.inscription_id == autre.inscription_id
        return meme_cours and not se_suivent


def verifier_etendue(etendue: Etendue, annee_du: date, annee_au: date, autres: Iterable[Etendue]) -> None:
    """Refuse what cannot be: an end before the beginning, days out of the year, another absence at that time.

    Raises Invalide: au_le | au_heure (absence_finit_avant), du_le | au_le (absence_hors_annee: du, au), du_le
    (absence_chevauche: autre).
    """
    for champ, jour in (("du_le", etendue.du_le), ("au_le", etendue.au_le)):
        if not annee_du <= jour <= annee_au:
            raise Invalide(champ, "absence_hors_annee", du=annee_du, au=annee_au)
    if etendue.fin <= etendue.debut:
        champ = "au_heure" if etendue.du_le == etendue.au_le else "au_le"
        raise Invalide(champ, "absence_finit_avant", debut=etendue.debut.strftime("%d/%m/%Y à %H:%M"))
    for autre in autres:
        if etendue.chevauche(autre):
            raise Invalide("du_le", "absence_chevauche", autre=autre.en_clair())


@dataclass(frozen=True, slots=True)
class Pointage:
    """A lesson that took place and what the roll call says of it."""

    a: datetime
    genre: GenreCode
    est_justifiee: bool = False

    @property
    def est_comptee(self) -> bool:
        """It counts against the pupil."""
        return self.genre is GenreCode.ABSENT and not self.est_justifiee


@dataclass(frozen=True, slots=True)
class Comptes:
    """Unjustified absences of an interval: all of them, and the longest run."""

    cumul: int = 0
    consecutives: int = 0


def compter(pointages: Iterable[Pointage]) -> Comptes:
    """Count the lessons of a course, or of a pupil, in whatever order they come."""
    cumul = suite = longue = 0
    for pointage in sorted(pointages, key=lambda p: p.a):
        suite = suite + 1 if pointage.est_comptee else 0
        cumul += pointage.est_comptee
        longue = max(longue, suite)
    return Comptes(cumul, longue)


def constat_absences(nombre: int, maximum: int) -> tuple[EtatCondition, str]:
    """The condition of re-enrolment: whether it is fulfilled, and why."""
    accord = "absence non justifiée" if nombre < 2 else "absences non justifiées"
    admises = "admise" if maximum < 2 else "admises"
    etat = EtatCondition.REMPLIE if nombre <= maximum else EtatCondition.NON_REMPLIE
    return etat, f"{nombre} {accord} sur {maximum} {admises}"


@dataclass(frozen=True, slots=True)
class Manquee:
    """An unjustified absence; ``suites`` name its run in its course and in all the pupil's lessons.

    ``rang_dit`` is the highest step whose letter told it (0: none), ``est_de_la_periode``: the current one.
    """

    presence_id: int
    inscription_id: int
    a: datetime
    suites: tuple[int, int]
    rang_dit: int = 0
    est_de_la_periode: bool = True


@dataclass(frozen=True, slots=True)
class PalierDu:
    """When a step of the ladder is reached, and what it leads to."""

    rang: int
    seuil: int
    mesure: Mesure
    portee: Portee
    intervalle: Intervalle
    action: ActionPalier


@dataclass(frozen=True, slots=True)
class EtapeDue:
    """A step that a pupil reached and no letter told yet, with the lessons missed in their order."""

    rang: int
    action: ActionPalier
    manquees: tuple[Manquee, ...]


def etapes_dues(paliers: Sequence[PalierDu], manquees: Sequence[Manquee]) -> tuple[EtapeDue, ...]:
    """The letters to write about one pupil, the highest step first: one a step, whatever its number of courses.

    A step is due when it is reached and no lesson it counts was told by a letter of this step or a higher one. What a
    higher step of the same day tells whole is not told by a lower one.
    """
    dues: list[EtapeDue] = []
    dites: set[int] = set()
    for palier in sorted(paliers, key=lambda p: -p.rang):
        siennes = [m for cible in _cibles(palier, manquees) for m in _comptees(palier, cible)]
        if not siennes or {m.presence_id for m in siennes} <= dites:
            continue
        dites |= {m.presence_id for m in siennes}
        dues.append(EtapeDue(palier.rang, palier.action, tuple(sorted(siennes, key=lambda m: (m.a, m.presence_id)))))
    return tuple(dues)


def _cibles(palier: PalierDu, manquees: Sequence[Manquee]) -> Iterable[list[Manquee]]:
    """What the step counts together, in its interval."""
    groupes: defaultdict[int, list[Manquee]] = defaultdict(list)
    for m in manquees:
        if palier.intervalle is Intervalle.ANNEE or m.est_de_la_periode:
            groupes[m.inscription_id if palier.portee is Portee.COURS else 0].append(m)
    return groupes.values()


def _comptees(palier: PalierDu, cible: Sequence[Manquee]) -> Sequence[Manquee]:
    """The lessons by which a step is due; none where it is not reached, or was told already."""
    groupes: defaultdict[int, list[Manquee]] = defaultdict(list)
    for m in cible:
        suite = m.suites[palier.portee is Portee.ELEVE]
        groupes[suite if palier.mesure is Mesure.CONSECUTIF else 0].append(m)
    atteints = [g for g in groupes.values() if len(g) >= palier.seuil and all(m.rang_dit < palier.rang for m in g)]
    return max(atteints, key=len, default=[])
