"""The ways of paying agreed with households before their invoices: the newest of each holds."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.pieces import Nature
from imuse_desk.models import PlanAccorde
from imuse_desk.services.facturation.registres import Accord


def lire_accords(
    session: Session, site_id: int, annee_id: int, nature: Nature, foyers: Sequence[int]
) -> dict[int, Accord]:
    """What was agreed with these households for a site, year and ledger, and not withdrawn."""
    p = PlanAccorde
    derniers = (
        select(func.max(p.id))
        .where(
            p.site_id == site_id,
            p.annee_id == annee_id,
            p.nature == nature,
            p.foyer_id.in_(foyers),
        )
        .group_by(p.foyer_id)
    )
    accords = {}
    for x in session.scalars(select(p).where(p.id.in_(derniers))):
        if x.nombre and x.premiere_le is not None:
            accords[x.foyer_id] = Accord(
                x.id, x.nombre, x.premiere_le, x.motif, x.auteur, x.a.date(), x.est_derogation
            )  # fmt: skip
    return accords
