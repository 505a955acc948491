"""Who is expected at a lesson: pupils whose weekly time and enrolment hold that day, and what was told of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.presences import GenreCode
from imuse_desk.models import Absence, Affectation, Eleve, Inscription, Personne
from imuse_desk.services.suivi.codes import CodeVu, premier_du_genre


@dataclass(frozen=True, slots=True)
class Attendu:
    """A weekly time of an enrolment, both days included; ``passage`` is the pupil's turn in a block."""

    inscription_id: int
    eleve_id: int
    du_le: date
    au_le: date | None
    passage: time | None

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
    """When a lesson is held, on the wall clock."""

    le: date
    debut: time
    fin: time


def attendus(session: Session, creneau_id: int, du: date, au: date) -> tuple[Attendu, ...]:
    """The pupils of a weekly time between two days; one who left or took leave is there until his last day."""
    requete = (
        select(
            Affectation.inscription_id, Inscription.eleve_id, Affectation.du_le, Inscription.du_le, Affectation.au_le,
            Inscription.au_le, Affectation.heure_passage,
        )
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .where(Affectation.creneau_id == creneau_id, Affectation.du_le <= au, Inscription.du_le <= au)
        .where(or_(Affectation.au_le.is_(None), Affectation.au_le >= du))
        .where(or_(Inscription.au_le >= du, Inscription.au_le.is_(None) & (Inscription.etat == "active")))
        .order_by(Affectation.id)
    )  # fmt: skip
    return tuple(
        Attendu(ident, eleve_id, max(debut, entre), min((f for f in (fin, sort) if f is not None), default=None), tour)
        for ident, eleve_id, debut, entre, fin, sort, tour in session.execute(requete)
    )


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
    session: Session, eleves: Mapping[int, int], moments: Iterable[Moment]
) -> defaultdict[tuple[int, Moment], list[Dit]]:
    """What was told of absences at lessons, by enrolment and lesson, the newest first; ``eleves``: by enrolment."""
    seances = list(moments)
    trouves: defaultdict[tuple[int, Moment], list[Dit]] = defaultdict(list)
    if not seances or not eleves:
        return trouves
    du, au = min(m.le for m in seances), max(m.le for m in seances)
    requete = (
        select(Absence)
        .where(Absence.eleve_id.in_(set(eleves.values())), Absence.annulee_a.is_(None))
        .where(Absence.du_le <= au, Absence.au_le >= du)
        .order_by(Absence.id.desc())
    )
    for x in session.scalars(requete):
        debut, fin = datetime.combine(x.du_le, x.du_heure), datetime.combine(x.au_le, x.au_heure)
        dit = Dit(x.id, x.caracteristique, x.est_justifiee, x.est_annoncee)
        for inscription_id, eleve_id in eleves.items():
            if eleve_id != x.eleve_id or x.inscription_id not in (None, inscription_id):
                continue
            for m in seances:
                if debut < datetime.combine(m.le, m.fin) and datetime.combine(m.le, m.debut) < fin:
                    trouves[inscription_id, m].append(dit)
    return trouves
