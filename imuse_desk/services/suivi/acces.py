"""Who reaches which weekly time, course and enrolment, on which day: the one place that decides it.

The office and the direction reach all of their site. A teacher reaches his own weekly times, on every site, and those
he replaces somebody at: for the days of the replacement alone, and until its last day. What somebody does not reach is
not found.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, or_, select, union
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    AbsenceEnseignant,
    Affectation,
    Compte,
    Cours,
    Creneau,
    CreneauEnseignant,
    Enseignant,
    Inscription,
    Remplacement,
)
from imuse_desk.services.contexte import Contexte


@dataclass(frozen=True, slots=True)
class Acces:
    """Where what was asked for stands."""

    cours_id: int
    site_id: int
    annee_id: int


def exiger_creneau(
    ctx: Contexte,
    session: Session,
    creneau_id: int,
    jour: date | None = None,
    permission: Permission = Permission.POINTER,
) -> Acces:
    """A weekly time that the person reaches on a day (today by default), with a right on it.

    Raises Introuvable, RegleMetier(autre_site).
    """
    siens = Creneau.id.in_(ses_creneaux(ctx, jour))
    requete = _lieux(siens).join(Creneau, Creneau.cours_id == Cours.id).where(Creneau.id == creneau_id)
    return _exiger(ctx, session, requete, permission, ("creneau", creneau_id))


def exiger_cours(
    ctx: Contexte,
    session: Session,
    cours_id: int,
    jour: date | None = None,
    permission: Permission = Permission.NOTER,
) -> Acces:
    """A course: a teacher's when one of its weekly times is his on the day. Raises as ``exiger_creneau``."""
    siens = Cours.id.in_(select(Creneau.cours_id).where(Creneau.id.in_(ses_creneaux(ctx, jour))))
    return _exiger(ctx, session, _lieux(siens).where(Cours.id == cours_id), permission, ("cours", cours_id))


def exiger_inscription(
    ctx: Contexte,
    session: Session,
    inscription_id: int,
    jour: date | None = None,
    permission: Permission = Permission.NOTER,
) -> Acces:
    """An enrolment: a teacher's while the pupil comes to one of his weekly times. Raises as ``exiger_creneau``."""
    le = jour or ctx.aujourdhui()
    siens = Inscription.id.in_(
        select(Affectation.inscription_id).where(
            Affectation.creneau_id.in_(ses_creneaux(ctx, jour)),
            or_(Affectation.au_le.is_(None), Affectation.au_le >= le),
        )
    )
    requete = _lieux(siens).join(Inscription, Inscription.cours_id == Cours.id).where(Inscription.id == inscription_id)
    return _exiger(ctx, session, requete, permission, ("inscription", inscription_id))


def ses_creneaux(ctx: Contexte, jour: date | None = None) -> Select[int]:
    """The weekly times that the teacher behind the account holds on a day: his own, and those he replaces at."""
    moi = _moi(ctx)
    le = jour or ctx.aujourdhui()
    remplaces = _remplacements(ctx, Remplacement.creneau_id).where(Remplacement.du_le <= le, Remplacement.au_le >= le)
    siens = union(select(CreneauEnseignant.creneau_id).where(CreneauEnseignant.enseignant_id == moi), remplaces)
    return select(siens.subquery().c.creneau_id)


def jours_atteints(ctx: Contexte, session: Session, creneau_id: int, acces: Acces) -> tuple[tuple[date, date], ...]:
    """The days of a weekly time that the person reaches: all of them, or those of his replacements."""
    if not atteint_tout(ctx, acces.site_id, Permission.POINTER):
        sien = select(CreneauEnseignant.id).where(
            CreneauEnseignant.creneau_id == creneau_id, CreneauEnseignant.enseignant_id == _moi(ctx)
        )
        if session.scalar(sien) is None:
            periodes = _remplacements(ctx, Remplacement.du_le, Remplacement.au_le)
            return tuple(
                (du_le, au_le)
                for du_le, au_le in session.execute(periodes.where(Remplacement.creneau_id == creneau_id))
            )
    return ((date.min, date.max),)


def _moi(ctx: Contexte) -> ScalarSelect[int]:
    """The teacher behind the account."""
    return (
        select(Enseignant.id)
        .join(Compte, Compte.personne_id == Enseignant.personne_id)
        .where(Compte.id == (ctx.compte_id or 0))
        .scalar_subquery()
    )


def _remplacements(ctx: Contexte, *colonnes: Any) -> Select[Any]:
    """The replacements of the teacher behind the account that have not ended."""
    return (
        select(*colonnes)
        .join(AbsenceEnseignant, AbsenceEnseignant.id == Remplacement.absence_enseignant_id)
        .where(
            Remplacement.remplacant_id == _moi(ctx),
            Remplacement.au_le >= ctx.aujourdhui(),
            Remplacement.annule_a.is_(None),
            AbsenceEnseignant.annulee_a.is_(None),
        )
    )


def atteint_tout(ctx: Contexte, site_id: int, permission: Permission) -> bool:
    """The person holds a right on a whole site, not only on his own weekly times."""
    return {Permission.CONSULTER, permission} <= ctx.permissions_sur(site_id)


def _lieux(est_sien: ColumnElement[bool]) -> Select[int, int, int, bool]:
    return select(Cours.id, Cours.site_id, Cours.annee_id, est_sien.label("est_sien")).select_from(Cours)


def _exiger(
    ctx: Contexte, session: Session, requete: Select[int, int, int, bool], permission: Permission, quoi: tuple[str, int]
) -> Acces:  # fmt: skip
    trouve = session.execute(requete).first()
    if trouve is None:
        raise Introuvable(*quoi)
    cours_id, site_id, annee_id, est_sien = trouve
    if not (atteint_tout(ctx, site_id, permission) or (est_sien and ctx.peut(permission))):
        raise RegleMetier("autre_site") if ctx.peut(Permission.CONSULTER) else Introuvable(*quoi)
    return Acces(cours_id, site_id, annee_id)
