"""Lessons that a roll call speaks of, pupil by pupil: when each one had his own, be it a turn in a block."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import JOURS_ABREGES, date_fr, heure_fr
from imuse_desk.models import Affectation, Cours, Inscription, Presence, Seance
from imuse_desk.services.suivi.compteurs import heure_tenue, jour_tenu


@dataclass(frozen=True, slots=True)
class LeconPointee:
    """What the roll call says of a pupil, when his lesson began and how long it was."""

    presence: Presence
    seance: Seance
    inscription: Inscription
    cours: str
    debut: datetime
    duree_min: int

    @property
    def fin(self) -> datetime:
        """When it ended."""
        return self.debut + timedelta(minutes=self.duree_min)

    def en_clair(self) -> str:
        """``FM 1.3, mer. 07/01/2026 à 14:00``."""
        return f"{self.cours}, {jour_et_heure(self.debut)}"


def lecons_pointees(session: Session, *conditions: ColumnElement[bool]) -> Iterator[LeconPointee]:
    """The lessons of roll calls that meet some conditions, in their order."""
    jour = jour_tenu()
    sienne = and_(
        Affectation.inscription_id == Inscription.id, Affectation.creneau_id == Seance.creneau_id,
        Affectation.heure_passage.is_not(None), Affectation.du_le <= Seance.jour_le,
        or_(Affectation.au_le.is_(None), Affectation.au_le >= Seance.jour_le),
    )  # fmt: skip
    requete = (
        select(Presence, Seance, Inscription, Cours.libelle, Affectation.heure_passage, Affectation.duree_min)
        .join(Seance, Seance.id == Presence.seance_id)
        .join(Inscription, Inscription.id == Presence.inscription_id)
        .join(Cours, Cours.id == Inscription.cours_id)
        .outerjoin(Affectation, sienne)
        .where(*conditions)
        .order_by(jour, heure_tenue(), Presence.id)
    )
    vues: set[int] = set()
    for presence, seance, inscription, cours, passage, duree in session.execute(requete):
        if presence.id not in vues:
            vues.add(presence.id)
            yield LeconPointee(
                presence, seance, inscription, cours, debut_de(seance, passage), duree or seance.duree_min
            )


def debut_de(seance: Any, passage: Any = None) -> datetime:
    """When a lesson began, where it moved if it did; a turn in a block keeps its distance from the beginning."""
    debut = datetime.combine(seance.tenue_le or seance.jour_le, seance.tenue_debut or seance.debut)
    if passage is None:
        return debut
    planifie = datetime.combine(seance.jour_le, seance.debut)
    return debut + (datetime.combine(seance.jour_le, passage) - planifie)


def jour_et_heure(debut: datetime) -> str:
    """``mer. 07/01/2026 à 14:00``."""
    return f"{JOURS_ABREGES[debut.weekday()]} {date_fr(debut.date())} à {heure_fr(debut.time())}"
