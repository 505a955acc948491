"""Who is expected at a lesson: pupils whose weekly time and enrolment hold that day, and what was told of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.absences import Etendue
from imuse_desk.domain.presences import GenreCode
from imuse_desk.models import Absence, Affectation, Eleve, Inscription, Personne
from imuse_desk.services.suivi.codes import CodeVu, premier_du_genre


@dataclass(frozen=True, slots=True)
class Attendu:
    """A weekly time of an enrolment, both days included; ``passage`` is the pupil's turn in a block, in minutes."""

    inscription_id: int
    eleve_id: int
    du_le: date
    au_le: date | None
    passage: time | None
    passage_min: int | None = None

    def vient_le(self, le: date) -> bool:
        """He is expected that day."""
        return self.du_le <= le and (self.au_le is None or le <= self.au_le)


@dataclass(frozen=True, slots=True)
class Dit:
    """What was told of an absence that covers a lesson."""

    absence_id: int
    caracteristique: str
    est_justifiee: bool
    est_annoncee: bool

    def code(self, codes: tuple[CodeVu, ...]) -> CodeVu:
        """The word that the roll call begins with: excused where it was told before or justified."""
        est_excuse = self.est_annoncee or self.est_justifiee
        return premier_du_genre(codes, GenreCode.EXCUSE if est_excuse else GenreCode.ABSENT)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a lesson is held, on the wall clock; ``prevu`` is the hour it was planned at."""

    le: date
    debut: time
    fin: time
    prevu: time

    def de(self, eleve: Attendu) -> tuple[datetime, int]:
        """When a pupil's own lesson begins, and its minutes: his turn, where he has one in the block."""
        debut, fin = datetime.combine(self.le, self.debut), datetime.combine(self.le, self.fin)
        if eleve.passage is not None:
            debut += datetime.combine(self.le, eleve.passage) - datetime.combine(self.le, self.prevu)
        restent = (fin - debut) // timedelta(minutes=1)
        return debut, eleve.passage_min or max(1, restent)


def attendus(session: Session, creneau_id: int, du: date, au: date) -> tuple[Attendu, ...]:
    """The pupils of a weekly time between two days; one who left or took leave is there until his last day."""
    requete = (
        select(
            Affectation.inscription_id, Inscription.eleve_id, Affectation.du_le, Inscription.du_le, Affectation.au_le,
            Inscription.au_le, Affectation.heure_passage, Affectation.duree_min,
        )
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .where(Affectation.creneau_id == creneau_id, Affectation.du_le <= au, Inscription.du_le <= au)
        .where(or_(Affectation.au_le.is_(None), Affectation.au_le >= du))
        .where(or_(Inscription.au_le >= du, Inscription.au_le.is_(None) & (Inscription.etat == "active")))
        .order_by(Affectation.id)
    )  # fmt: skip
    return tuple(
        Attendu(
            ident, eleve_id, max(debut, entre), min((f for f in (fin, sort) if f is not None), default=None), tour,
            minutes if tour is not None else None,
        )
        for ident, eleve_id, debut, entre, fin, sort, tour, minutes in session.execute(requete)
    )  # fmt: skip


def fiches(session: Session, inscriptions: Collection[int]) -> Mapping[int, Any]:
    """Names, birth, alert and emergency number of the pupils of enrolments, by enrolment."""
    requete = (
        select(
            Inscription.id, Inscription.eleve_id, Personne.nom, Personne.prenom, Personne.cle, Personne.naissance_le,
            Eleve.alerte, Eleve.tel_urgence, Eleve.personne_a_prevenir,
        )
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(Inscription.id.in_(inscriptions))
    )  # fmt: skip
    return {ligne.id: ligne for ligne in session.execute(requete)}


def absences_dites(
    session: Session, eleves: Sequence[Attendu], moments: Iterable[Moment]
) -> defaultdict[tuple[int, Moment], list[Dit]]:
    """What was told of absences at the lessons of pupils, by enrolment and lesson, the newest first."""
    seances = list(moments)
    trouves: defaultdict[tuple[int, Moment], list[Dit]] = defaultdict(list)
    if not seances or not eleves:
        return trouves
    du, au = min(m.le for m in seances), max(m.le for m in seances)
    requete = (
        select(Absence)
        .where(Absence.eleve_id.in_({e.eleve_id for e in eleves}), Absence.annulee_a.is_(None))
        .where(Absence.du_le <= au, Absence.au_le >= du)
        .order_by(Absence.id.desc())
    )
    for x in session.scalars(requete):
        etendue = Etendue(x.du_le, x.du_heure, x.au_le, x.au_heure, x.inscription_id)
        dit = Dit(x.id, x.caracteristique, x.est_justifiee, x.est_annoncee)
        for eleve in eleves:
            if eleve.eleve_id != x.eleve_id:
                continue
            for m in seances:
                if eleve.vient_le(m.le) and etendue.couvre(*m.de(eleve), eleve.inscription_id):
                    trouves[eleve.inscription_id, m].append(dit)
    return trouves
