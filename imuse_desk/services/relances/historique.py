"""What a family was written, level by level, and what the comptable was asked to collect of it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Permission
from imuse_desk.models import DemandeTitre, Relance, RetraitTitre
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class RelanceVue:
    """A reminder that left; ``niveau`` 0: the comptable was asked to collect, or no longer is (``est_retrait``).

    ``demande`` is a request that still stands; ``corps`` says why one was withdrawn.
    """

    le: date
    niveau: int
    canal: Canal | None
    montant_centimes: int
    agent: str
    objet: str = ""
    corps: str = ""
    demande: uuid.UUID | None = None
    est_retrait: bool = False


@cas_d_usage(Permission.CONSULTER)
def lire_historique(ctx: Contexte, foyer_id: int) -> tuple[RelanceVue, ...]:
    """The reminders of a household and its debts handed over, the newest first."""
    r, d, t = Relance, DemandeTitre, RetraitTitre
    relances = (
        select(r.le, r.niveau, r.canal, r.montant_centimes, r.agent, r.objet, r.corps)
        .where(r.foyer_id == foyer_id)
        .order_by(r.id.desc())
    )
    demandes = (
        select(d.le, func.sum(d.montant_centimes), d.agent, d.operation_id, t.le, t.agent, t.motif)
        .outerjoin(t, t.demande_id == d.id)
        .where(d.foyer_id == foyer_id)
        .group_by(d.operation_id, d.le, d.agent, t.le, t.agent, t.motif)
        .order_by(func.max(d.id).desc())
    )
    with ctx.lire() as session:
        vues = []
        for le, somme, agent, demande, retire_le, retire_par, motif in session.execute(demandes):
            if retire_le is not None:
                vues.append(RelanceVue(retire_le, 0, None, int(somme), retire_par, corps=motif, est_retrait=True))
            vues.append(RelanceVue(le, 0, None, int(somme), agent, demande=None if retire_le else demande))
        vues += [
            RelanceVue(x.le, x.niveau, Canal(x.canal), x.montant_centimes, x.agent, x.objet, x.corps)
            for x in session.execute(relances)
        ]
    return tuple(sorted(vues, key=lambda v: v.le, reverse=True))
