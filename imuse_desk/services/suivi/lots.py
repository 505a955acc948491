"""Letters about absences and copies for schools once written: their batches, marked as left, withdrawn before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.relances import Canal
from imuse_desk.models import CopieEcole, CourrierAbsence, Message
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import retirer_messages

PASSES = 12
"""Batches that a list shows."""


@dataclass(frozen=True, slots=True)
class LotPasse:
    """A batch written: how many letters by e-mail and on paper, how many have left, the day, who wrote it."""

    operation_id: uuid.UUID
    le: date
    agent: str
    nombre: int
    lettres: int
    partis: int

    @property
    def est_parti(self) -> bool:
        """Some of it has left: it cannot be withdrawn any more."""
        return self.partis > 0


def lots_passes(session: Session, ctx: Contexte, table: Any) -> tuple[LotPasse, ...]:
    """The last batches of a site and year that were not withdrawn, the newest first."""
    lettre = func.sum(case((table.canal == Canal.LETTRE, 1), else_=0))
    parti = func.sum(case((table.envoye_le.is_not(None), 1), else_=0))
    requete = (
        select(table.operation_id, func.min(table.a).label("a"), func.min(table.agent), func.count(), lettre, parti)
        .where(table.site_id == ctx.site_id, table.annee_id == ctx.annee_id, table.annule_a.is_(None))
        .group_by(table.operation_id)
        .order_by(func.max(table.id).desc())
        .limit(PASSES)
    )
    zone = ZoneInfo(ctx.fuseau)
    return tuple(
        LotPasse(o, a.astimezone(zone).date(), agent, int(n), int(lettres), int(partis))
        for o, a, agent, n, lettres, partis in session.execute(requete)
    )


def du_lot(session: Session, ctx: Contexte, table: Any, lot: uuid.UUID) -> list[Any]:
    """What a batch of the site wrote and that was not withdrawn. Raises Introuvable."""
    siens = list(
        session.scalars(
            select(table)
            .where(table.operation_id == lot, table.site_id == ctx.site_id, table.annule_a.is_(None))
            .order_by(table.id)
        )
    )
    if not siens:
        raise Introuvable("lot", lot)
    return siens


def dater_lettres(ecrits: Sequence[Any], jour: date) -> list[Any]:
    """Date the letters that have not left; gives them. Raises Introuvable (no letter there)."""
    lettres = [e for e in ecrits if e.canal == Canal.LETTRE]
    if not lettres:
        raise Introuvable("lot", ecrits[0].operation_id)
    restantes = [e for e in lettres if e.envoye_le is None]
    for ecrit in restantes:
        ecrit.envoye_le = jour
    return restantes


def retirer_ecrits(unite: Unite, ecrits: Sequence[CourrierAbsence] | Sequence[CopieEcole]) -> None:
    """Withdraw what was written and has not left, with its e-mails. Raises RegleMetier(courriers_partis)."""
    siens = [e.message_id for e in ecrits if e.message_id]
    messages = unite.session.scalars(select(Message).where(Message.id.in_(siens)).with_for_update()).all()
    if any(e.envoye_le is not None for e in ecrits):
        raise RegleMetier("courriers_partis")
    for ecrit in ecrits:
        ecrit.annule_a, ecrit.message_id = unite.maintenant, None
    unite.session.flush()
    retirer_messages(unite, messages)
