"""What a family was written, level by level, and what the comptable was asked to collect of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Permission
from imuse_desk.models import DemandeTitre, Relance
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class RelanceVue:
    """A reminder that left; ``niveau`` 0: the comptable was asked to collect."""

    le: date
    niveau: int
    canal: Canal | None
    montant_centimes: int
    agent: str
    objet: str = ""
    corps: str = ""


@cas_d_usage(Permission.CONSULTER)
def lire_historique(ctx: Contexte, foyer_id: int) -> tuple[RelanceVue, ...]:
    """The reminders of a household and its debts handed over, the newest first."""
    r, d = Relance, DemandeTitre
    relances = (
        select(r.le, r.niveau, r.canal, r.montant_centimes, r.agent, r.objet, r.corps)
        .where(r.foyer_id == foyer_id)
        .order_by(r.id.desc())
    )
    demandes = (
        select(d.le, func.sum(d.montant_centimes), d.agent)
        .where(d.foyer_id == foyer_id)
        .group_by(d.operation_id, d.le, d.agent)
        .order_by(func.max(d.id).desc())
    )
    with ctx.lire() as session:
        vues = [RelanceVue(le, 0, None, int(somme), agent) for le, somme, agent in session.execute(demandes)]
        vues += [
            RelanceVue(x.le, x.niveau, Canal(x.canal), x.montant_centimes, x.agent, x.objet, x.corps)
            for x in session.execute(relances)
        ]
    return tuple(sorted(vues, key=lambda v: v.le, reverse=True))
