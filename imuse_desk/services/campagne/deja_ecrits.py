"""The households lately written to for the pieces that they still owe: nobody is asked twice for the same at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.reglages import PIECES_RELANCE_JOURS
from imuse_desk.models import Campagne, Message, PieceRecue
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.suivi_campagne import GENRE_PIECES
from imuse_desk.services.reglages import lire_reglage
from imuse_desk.services.reinscription.a_completer import nommer
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.manquantes import pieces_manquantes

LOT = 500
"""Households read at once."""
Dues: TypeAlias = dict[int, tuple[PieceDue, ...]]


def lire_dues(session: Session, campagne_id: int, foyers: Sequence[int], aujourdhui: date) -> Dues:
    """What each of these households is to be asked for; none: no entry."""
    dues: Dues = {}
    for debut in range(0, len(foyers), LOT):
        dues |= pieces_manquantes(session, campagne_id, foyers[debut : debut + LOT], aujourdhui)
    return dues


def deja_ecrits(session: Session, ctx: Contexte, campagne_id: int, dues: Dues) -> dict[int, date]:
    """The households lately written to for these very pieces, of which none was brought or judged since: the day."""
    annee_id = session.execute(select(Campagne.annee_cible_id).where(Campagne.id == campagne_id)).scalar()
    if not dues or annee_id is None:
        return {}
    depuis = ctx.maintenant() - timedelta(days=int(lire_reglage(session, PIECES_RELANCE_JOURS, ctx.site_id, annee_id)))
    ecrits: dict[int, tuple[datetime, str]] = {}
    requete = select(Message.foyer_id, Message.cree_a, Message.corps).where(
        Message.genre == GENRE_PIECES, Message.site_id == ctx.site_id, Message.cree_a > depuis
    )
    for foyer_id, cree_a, corps in session.execute(requete.order_by(Message.id)):
        if foyer_id in dues:
            ecrits[foyer_id] = cree_a, corps
    bouges = _bouges(session, ctx.site_id, annee_id, list(ecrits))
    zone = ZoneInfo(ctx.fuseau)
    return {
        foyer_id: cree_a.astimezone(zone).date()
        for foyer_id, (cree_a, corps) in ecrits.items()
        if bouges.get(foyer_id, cree_a) <= cree_a and all(nommer(due) in corps for due in dues[foyer_id])
    }


def _bouges(session: Session, site_id: int, annee_id: int, foyers: Sequence[int]) -> dict[int, datetime]:
    """The last time that a piece of each household was brought, judged or withdrawn."""
    p = PieceRecue
    requete = (
        select(p.foyer_id, func.max(p.depose_a), func.max(p.decide_a), func.max(p.retiree_a))
        .where(p.site_id == site_id, p.annee_id == annee_id, p.foyer_id.in_(foyers))
        .group_by(p.foyer_id)
    )
    return {foyer_id: max(a for a in instants if a is not None) for foyer_id, *instants in session.execute(requete)}
