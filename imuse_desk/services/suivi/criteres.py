"""What a course is marked on, its periods, and the averages of its pupils."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.evaluations import Portee, types_du_cours
from imuse_desk.domain.notes import Echelle, Note, NotePesee, Valeur, echelle_de_feuille, moyenne, valeur_atteinte
from imuse_desk.models import (
    Bareme,
    Cours,
    Critere,
    Discipline,
    Evaluation,
    Inscription,
    PeriodeEvaluation,
    TypeEvaluation,
)
from imuse_desk.services.suivi.baremes import echelle_de


@dataclass(frozen=True, slots=True)
class CritereVu:
    """A column of a sheet."""

    id: int
    libelle: str
    type_libelle: str
    genre: str
    echelle: Echelle
    poids: int


@dataclass(frozen=True, slots=True)
class PeriodeVue:
    """A period that a course is marked in."""

    id: int
    libelle: str
    genre: str
    du_le: date
    au_le: date
    saisie_jusqu_au: date | None


@dataclass(frozen=True, slots=True)
class Bilan:
    """An average, the scale that says it, and the letter and mention that it earns; ``est_complet``: no mark lacks."""

    moyenne: int | None
    echelle: Echelle | None
    valeur: Valeur | None
    est_complet: bool


def criteres_des_cours(
    session: Session, cours_ids: Collection[int], periode_id: int
) -> Mapping[int, tuple[CritereVu, ...]]:
    """The criteria of each course, in the order of its sheet: those whose kind is for it, and those with marks."""
    cours = session.execute(
        select(Cours.id, Cours.site_id, Cours.cursus_id, Cours.discipline_id, Discipline.est_individuelle)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .where(Cours.id.in_(cours_ids))
    ).all()
    notes: defaultdict[int, set[int]] = defaultdict(set)
    for cours_id, critere_id in session.execute(
        select(Inscription.cours_id, Evaluation.critere_id)
        .join(Evaluation, Evaluation.inscription_id == Inscription.id)
        .where(Inscription.cours_id.in_(cours_ids), Evaluation.periode_id == periode_id)
        .distinct()
    ):
        notes[cours_id].add(critere_id)
    genres = session.scalars(
        select(TypeEvaluation)
        .where(TypeEvaluation.site_id.in_({c.site_id for c in cours}))
        .order_by(TypeEvaluation.ordre, TypeEvaluation.id)
    ).all()
    colonnes: defaultdict[int, list[tuple[Critere, CritereVu]]] = defaultdict(list)
    libelles = {genre.id: genre.libelle for genre in genres}
    for critere, bareme in session.execute(
        select(Critere, Bareme)
        .join(Bareme, Bareme.id == Critere.bareme_id)
        .where(Critere.type_id.in_(libelles))
        .order_by(Critere.ordre, Critere.id)
    ):
        vu = CritereVu(
            critere.id, critere.libelle, libelles[critere.type_id], critere.genre, echelle_de(bareme), critere.poids
        )
        colonnes[critere.type_id].append((critere, vu))
    return {c.id: _colonnes_du_cours(c, genres, colonnes, notes[c.id]) for c in cours}


def _colonnes_du_cours(
    cours: Any, genres: Iterable[TypeEvaluation], colonnes: Mapping[int, list[tuple[Critere, CritereVu]]],
    notes: Collection[int],
) -> tuple[CritereVu, ...]:  # fmt: skip
    siens = [g for g in genres if g.site_id == cours.site_id]
    vivants = [g for g in siens if g.archive_a is None]
    portees = [Portee(g.cursus_id, g.discipline_id, g.est_individuelle) for g in vivants]
    lui = Portee(cours.cursus_id, cours.discipline_id, cours.est_individuelle)
    retenus = {vivants[rang].id for rang in types_du_cours(portees, lui)}
    return tuple(
        vu
        for genre in siens
        for critere, vu in colonnes.get(genre.id, ())
        if critere.id in notes or (genre.id in retenus and critere.archive_a is None)
    )


def periodes_du_cours(session: Session, cours_id: int) -> tuple[PeriodeVue, ...]:
    """The periods of the site and year of a course that are for its cursus or for all, in their order."""
    lues = session.scalars(
        select(PeriodeEvaluation)
        .join(
            Cours,
            (Cours.site_id == PeriodeEvaluation.site_id) & (Cours.annee_id == PeriodeEvaluation.annee_id),
        )
        .where(
            Cours.id == cours_id,
            PeriodeEvaluation.archive_a.is_(None),
            or_(PeriodeEvaluation.cursus_id.is_(None), PeriodeEvaluation.cursus_id == Cours.cursus_id),
        )
        .order_by(PeriodeEvaluation.du_le, PeriodeEvaluation.au_le, PeriodeEvaluation.id)
    )
    return tuple(PeriodeVue(p.id, p.libelle, p.genre, p.du_le, p.au_le, p.saisie_jusqu_au) for p in lues)


def periode_du_jour(periodes: Iterable[PeriodeVue], jour: date) -> PeriodeVue | None:
    """The period to open on a day: the one that it is in, else the last one begun, else the first."""
    rangees = sorted(periodes, key=lambda p: p.du_le)
    dedans = [p for p in rangees if p.du_le <= jour <= p.au_le]
    debutees = [p for p in rangees if p.du_le <= jour]
    return next(reversed(dedans or debutees), rangees[0] if rangees else None)


def note_de(evaluation: Evaluation) -> Note | None:
    """A row as the domain knows it; None for one that was emptied."""
    if evaluation.est_absent:
        return Note(est_absent=True, motif=evaluation.motif)
    if evaluation.valeur is None and not evaluation.code:
        return None
    return Note(valeur=evaluation.valeur, code=evaluation.code)


def bilan(criteres: Iterable[CritereVu], notes: Mapping[int, Note]) -> Bilan:
    """The average of a pupil from his marks by criterion."""
    colonnes = tuple(criteres)
    sur = echelle_de_feuille((c.echelle, c.poids) for c in colonnes)
    if sur is None:
        return Bilan(None, None, None, est_complet=False)
    trouvee = moyenne((NotePesee(notes.get(c.id), c.echelle, c.poids) for c in colonnes), sur)
    complet = all(c.id in notes for c in colonnes if c.poids)
    return Bilan(trouvee, sur, valeur_atteinte(trouvee, sur.maximum, sur.valeurs), complet)


def bilans(session: Session, inscription_ids: Collection[int], periode_id: int) -> Mapping[int, Bilan]:
    """The average of each enrolment in a period, in a few statements whatever their number."""
    cours: dict[int, int] = dict(
        iter(session.execute(select(Inscription.id, Inscription.cours_id).where(Inscription.id.in_(inscription_ids))))
    )
    criteres = criteres_des_cours(session, set(cours.values()), periode_id)
    notes = notes_de_la_periode(session, inscription_ids, periode_id)
    return {ident: bilan(criteres[cours_id], notes[ident]) for ident, cours_id in cours.items()}


def notes_de_la_periode(
    session: Session, inscription_ids: Collection[int], periode_id: int
) -> defaultdict[int, dict[int, Note]]:
    """Marks by enrolment and criterion."""
    notes: defaultdict[int, dict[int, Note]] = defaultdict(dict)
    for evaluation in session.scalars(
        select(Evaluation).where(Evaluation.inscription_id.in_(inscription_ids), Evaluation.periode_id == periode_id)
    ):
        note = note_de(evaluation)
        if note is not None:
            notes[evaluation.inscription_id][evaluation.critere_id] = note
    return notes
