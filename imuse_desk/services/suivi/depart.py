"""The day a letter about absences or a copy for a school left, written back when its e-mail leaves or is printed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.models import CopieEcole, CourrierAbsence, Site


def noter_depart(session: Session, message_id: int, a: datetime | None) -> None:
    """Date what a message carries, on the clock of its site; None: it has not left after all."""
    tables: tuple[Any, ...] = (CourrierAbsence, CopieEcole)
    for table in tables:
        requete = (
            select(table, Site.fuseau)
            .join(Site, Site.id == table.site_id)
            .where(table.message_id == message_id, table.annule_a.is_(None))
        )
        for ecrit, fuseau in session.execute(requete):
            ecrit.envoye_le = a.astimezone(ZoneInfo(fuseau)).date() if a is not None else None
