"""The lessons of a weekly time: which days it takes place, and what was said of each of them.

A lesson is known by its planned day and hour. Times are wall-clock at the site: a lesson stays at 14:00 when the clocks
change, and only an instant (``Occurrence.commence``) needs the zone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from imuse_desk.domain.horaires import Lecon
from imuse_desk.domain.presences import EtatSeance


@dataclass(frozen=True, slots=True)
class Hebdomadaire:
    """A weekly time, 1 = Monday, and the days between which it holds, both included (None: all the year)."""

    jour: int
    debut: time
    duree_min: int
    du_le: date | None = None
    au_le: date | None = None


@dataclass(frozen=True, slots=True)
class Fermeture:
    """Days without lessons, both included: school holidays, a public holiday, a closure of the site."""

    libelle: str
    du_le: date
    au_le: date


@dataclass(frozen=True, slots=True)
class Dite:
    """A lesson of which something was said; ``pointes`` pupils have a word of the roll call."""

    seance_id: int
    jour_le: date
    debut: time
    duree_min: int
    etat: EtatSeance
    tenue_le: date | None = None
    tenue_debut: time | None = None
    salle_id: int | None = None
    motif: str = ""
    pointes: int = 0
    appel_a: datetime | None = None
    appel_par: str = ""
    rattrape_id: int | None = None

    @property
    def compte_encore(self) -> bool:
        """It stands whatever the weekly time became: moved, cancelled, made up, or with a roll call."""
        return self.etat is not EtatSeance.PREVUE or self.pointes > 0 or self.appel_a is not None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A lesson on a day; ``dite`` None while nothing was said of it."""

    jour_le: date
    debut: time
    duree_min: int
    dite: Dite | None = None

    @property
    def etat(self) -> EtatSeance:
        """Where it stands in its life."""
        return self.dite.etat if self.dite is not None else EtatSeance.PREVUE

    @property
    def le(self) -> date:
        """The day on which it is held."""
        return (self.dite.tenue_le if self.dite is not None else None) or self.jour_le

    @property
    def a(self) -> time:
        """The hour at which it begins there."""
        tenue = self.dite.tenue_debut if self.dite is not None else None
        return self.debut if tenue is None else tenue

    @property
    def fin(self) -> time:
        """When it ends, on the wall clock; never after the last minute of its day."""
        return Lecon("", self.le.isoweekday(), self.a, self.duree_min).fin

    @property
    def a_lieu(self) -> bool:
        """Pupils are expected at it."""
        return self.etat.a_lieu

    def commence(self, fuseau: tzinfo) -> datetime:
        """The instant of its beginning, in UTC.

        An hour that the change to summer time skips is read as the one that follows it.
        """
        return datetime.combine(self.le, self.a, fuseau).astimezone(UTC)


def jours_prevus(
    hebdomadaire: Hebdomadaire, du: date, au: date, fermetures: Sequence[Fermeture] = ()
) -> Iterator[date]:  # fmt: skip
    """The days between two, both included, on which a weekly time takes place."""
    premier = max(du, hebdomadaire.du_le or du)
    dernier = min(au, hebdomadaire.au_le or au)
    jour = premier + timedelta(days=(hebdomadaire.jour - premier.isoweekday()) % 7)
    while jour <= dernier:
        if fermeture_du(fermetures, jour) is None:
            yield jour
        jour += timedelta(days=7)


def fermeture_du(fermetures: Iterable[Fermeture], jour: date) -> Fermeture | None:
    """What closes a day, None when lessons take place."""
    return next((f for f in fermetures if f.du_le <= jour <= f.au_le), None)


def occurrences(
    hebdomadaire: Hebdomadaire,
    du: date,
    au: date,
    fermetures: Sequence[Fermeture] = (),
    dites: Iterable[Dite] = (),
) -> tuple[Occurrence, ...]:
    """The lessons of a weekly time planned or held between two days, in the order in which they are held.

    What was said of a lesson replaces the planned one. A lesson with a roll call, moved or cancelled stands even where
    the weekly time changed since; one of which nothing remains goes with its time.
    """
    prevues = {
        (jour, hebdomadaire.debut): Occurrence(jour, hebdomadaire.debut, hebdomadaire.duree_min)
        for jour in jours_prevus(hebdomadaire, du, au, fermetures)
    }
    for dite in dites:
        cle = dite.jour_le, dite.debut
        vue = Occurrence(*cle, dite.duree_min, dite)
        if cle in prevues or (dite.compte_encore and (du <= dite.jour_le <= au or du <= vue.le <= au)):
            prevues[cle] = vue
    return tuple(sorted(prevues.values(), key=lambda o: (o.le, o.a, o.jour_le, o.debut)))
