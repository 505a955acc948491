"""The day a letter about absences left, written back when its e-mail leaves or somebody prints it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.models import CourrierAbsence, Site


def noter_depart(session: Session, message_id: int, a: datetime | None) -> None:
    """Date the letter that a message carries, on the clock of its site; None: it has not left after all."""
    requete = (
        select(CourrierAbsence, Site.fuseau)
        .join(Site, Site.id == CourrierAbsence.site_id)
        .where(CourrierAbsence.message_id == message_id, CourrierAbsence.annule_a.is_(None))
    )
    for courrier, fuseau in session.execute(requete):
        courrier.envoye_le = a.astimezone(ZoneInfo(fuseau)).date() if a is not None else None
