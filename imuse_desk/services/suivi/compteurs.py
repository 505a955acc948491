"""Unjustified absences read for any number of pupils in one statement, and counted by course or by pupil.

The statement gives the absences that count, and whether another lesson took place since the one before: a run of
consecutive absences is told without reading the lessons of everybody (see ``domain.absences``).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.absences import Comptes
from imuse_desk.domain.presences import EtatSeance, GenreCode, Portee
from imuse_desk.models import Absence, CodePresence, Inscription, Presence, Seance, Site
from imuse_desk.services.suivi.codes import codes_de, codes_livres

_PRESENCE = aliased(Presence)
_SEANCE = aliased(Seance)
_INSCRIPTION = aliased(Inscription)

MORCEAU = 500
TOUTES = frozenset(Portee)


@dataclass(frozen=True, slots=True)
class AbsenceComptee:
    """An absence that counts against a pupil; ``suites`` name its run in the course and in all his lessons."""

    presence_id: int
    inscription_id: int
    cours_id: int
    site_id: int
    eleve_id: int
    a: datetime
    suites: tuple[int, int] = (0, 0)


def codes_du_genre(session: Session, genre: GenreCode) -> dict[int, set[str]]:
    """The codes of the roll call that mean something, by site."""
    return {
        site_id: {c.code for c in codes_de(session, site_id) if c.genre is genre}
        for site_id in session.scalars(select(Site.id))
    }


def a_eu_lieu(seance: Any = Seance) -> ColumnElement[bool]:
    """The lesson was held: neither cancelled nor its teacher away."""
    condition: ColumnElement[bool] = seance.etat.not_in([e.value for e in EtatSeance if not e.a_lieu])
    return condition


def est_comptee() -> ColumnElement[bool]:
    """A row of ``presence`` counts against the pupil: joined to its enrolment, its lesson, its absence if any."""
    du_site = CodePresence.site_id == Inscription.site_id
    absent = and_(du_site, CodePresence.code == Presence.code, CodePresence.genre == GenreCode.ABSENT)
    livres = [c.code for c in codes_livres() if c.genre is GenreCode.ABSENT]
    livre = and_(Presence.code.in_(livres), ~exists().where(du_site))
    return and_(or_(exists().where(absent), livre), a_eu_lieu(), _sans_justification())


def _sans_justification() -> ColumnElement[bool]:
    return or_(Absence.id.is_(None), Absence.est_justifiee.is_(False), Absence.annulee_a.is_not(None))


def jour_tenu(seance: Any = Seance) -> ColumnElement[Any]:
    """The day of a lesson, where it went if it moved."""
    return func.coalesce(seance.tenue_le, seance.jour_le)


def heure_tenue(seance: Any = Seance) -> ColumnElement[Any]:
    """Its hour."""
    return func.coalesce(seance.tenue_debut, seance.debut)


def lire_comptees(
    session: Session, annee_id: int, *, site_id: int | None = None, eleves: Sequence[int] | None = None,
    suites: Collection[Portee] = TOUTES,
) -> list[AbsenceComptee]:  # fmt: skip
    """The unjustified absences of a year, by pupil then date and hour; ``suites`` says which runs are told.

    ``site_id`` keeps those of the courses of a site, ``eleves`` those of some pupils.
    """
    codes = codes_du_genre(session, GenreCode.ABSENT)
    tous = sorted({c for siens in codes.values() for c in siens})
    filtres = [] if site_id is None else [Inscription.site_id == site_id]
    morceaux: list[list[ColumnElement[bool]]] = [filtres]
    if eleves is not None:
        parts = (eleves[debut : debut + MORCEAU] for debut in range(0, len(eleves), MORCEAU))
        morceaux = [[*filtres, Inscription.eleve_id.in_(part)] for part in parts]
    lignes = (x for siens in morceaux for x in session.execute(_requete(annee_id, tous, suites, siens)))
    return _numeroter(x for x in lignes if x.code in codes[x.site_id])


def compter_par(comptees: Iterable[AbsenceComptee], portee: Portee) -> dict[int, Comptes]:
    """The counts of each enrolment, or of each pupil, that has any."""
    suites: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for x in comptees:
        if portee is Portee.ELEVE:
            suites[x.eleve_id][x.suites[1]] += 1
        else:
            suites[x.inscription_id][x.suites[0]] += 1
    return {ident: Comptes(sum(siennes.values()), max(siennes.values())) for ident, siennes in suites.items()}


def _requete(annee_id: int, codes: Sequence[str], suites: Collection[Portee], filtres: Sequence[Any]) -> Any:
    comptee = (
        select(
            Presence.id.label("presence_id"), Presence.inscription_id, Presence.code, Inscription.cours_id,
            Inscription.site_id, Inscription.eleve_id, jour_tenu().label("jour"), heure_tenue().label("heure"),
        )
        .select_from(Inscription)
        .join(Presence, Presence.inscription_id == Inscription.id)
        .join(Seance, Seance.id == Presence.seance_id)
        .outerjoin(Absence, Absence.id == Presence.absence_id)
        .where(
            Inscription.annee_id == annee_id, Presence.code.in_(codes), a_eu_lieu(), _sans_justification(), *filtres
        )
        .cte("comptee")
    )  # fmt: skip
    ordre = (comptee.c.jour, comptee.c.heure, comptee.c.presence_id)
    avant = [
        func.lag(colonne).over(partition_by=cle, order_by=ordre).label(f"{nom}_{portee}")
        for portee, cle in ((Portee.COURS, comptee.c.inscription_id), (Portee.ELEVE, comptee.c.eleve_id))
        for nom, colonne in (("jour", comptee.c.jour), ("heure", comptee.c.heure))
    ]
    suivie = select(comptee, *avant).cte("suivie")
    ruptures = [_rupture(suivie, p, annee_id) if p in suites else literal(value=True) for p in Portee]
    return select(suivie, *(r.label(f"rompt_{p}") for r, p in zip(ruptures, Portee, strict=True))).order_by(
        suivie.c.eleve_id, suivie.c.jour, suivie.c.heure, suivie.c.presence_id
    )


def _rupture(suivie: Any, portee: Portee, annee_id: int) -> ColumnElement[bool]:
    """No absence before this one, or a lesson held between the two, of the same course or pupil."""
    avant, heure_avant = suivie.c[f"jour_{portee}"], suivie.c[f"heure_{portee}"]
    jour, heure = jour_tenu(_SEANCE), heure_tenue(_SEANCE)
    entre = (
        select(_PRESENCE.id)
        .join(_SEANCE, _SEANCE.id == _PRESENCE.seance_id)
        .where(
            a_eu_lieu(_SEANCE), jour >= avant, jour <= suivie.c.jour,
            or_(jour > avant, heure > heure_avant), or_(jour < suivie.c.jour, heure < suivie.c.heure),
        )
    )  # fmt: skip
    if portee is Portee.COURS:
        entre = entre.where(_PRESENCE.inscription_id == suivie.c.inscription_id)
    else:
        entre = entre.join(_INSCRIPTION, _INSCRIPTION.id == _PRESENCE.inscription_id).where(
            and_(_INSCRIPTION.eleve_id == suivie.c.eleve_id, _INSCRIPTION.annee_id == annee_id)
        )
    return or_(avant.is_(None), entre.correlate(suivie).exists())


def _numeroter(lignes: Iterable[Any]) -> list[AbsenceComptee]:
    """Name the runs: a break opens another one."""
    courantes: dict[tuple[Portee, int], int] = {}
    comptees = []
    for rang, x in enumerate(lignes, start=1):
        suites = []
        for cle, rompt in (
            ((Portee.COURS, x.inscription_id), x.rompt_cours), ((Portee.ELEVE, x.eleve_id), x.rompt_eleve)
        ):  # fmt: skip
            if rompt or cle not in courantes:
                courantes[cle] = rang
            suites.append(courantes[cle])
        comptees.append(
            AbsenceComptee(
                x.presence_id, x.inscription_id, x.cours_id, x.site_id, x.eleve_id,
                datetime.combine(x.jour, x.heure), (suites[0], suites[1]),
            )
        )  # fmt: skip
    return comptees


def dans(comptees: Iterable[AbsenceComptee], du: date, au: date) -> list[AbsenceComptee]:
    """Those of an interval, both days included."""
    return [x for x in comptees if du <= x.a.date() <= au]
