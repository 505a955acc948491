"""The bulletins issued to a pupil on the site consulted, of every year, with how often each was handed over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from imuse_desk.domain.evaluations import MoyenBulletin
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Bulletin, ImpressionBulletin, PeriodeEvaluation
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class BulletinEmis:
    """A bulletin as issued; ``est_remplace``: a correction of a higher number was issued since."""

    bulletin_id: int
    periode_id: int
    annee: str
    periode: str
    numero: int
    emis_a: datetime
    par: str
    remises: int
    est_remplace: bool


@cas_d_usage(Permission.CONSULTER)
def lire_bulletins_eleve(ctx: Contexte, eleve_id: int) -> tuple[BulletinEmis, ...]:
    """The newest period first, and in it the last bulletin first."""
    remises = (
        select(func.count(ImpressionBulletin.id))
        .where(ImpressionBulletin.bulletin_id == Bulletin.id, ImpressionBulletin.moyen != MoyenBulletin.ECOLE.value)
        .scalar_subquery()
    )
    requete = (
        select(
            Bulletin.id, Bulletin.periode_id, Annee.libelle.label("annee"), PeriodeEvaluation.libelle.label("periode"),
            Bulletin.numero, Bulletin.a, Bulletin.par, remises.label("remises"),
        )
        .join(Annee, Annee.id == Bulletin.annee_id)
        .join(PeriodeEvaluation, PeriodeEvaluation.id == Bulletin.periode_id)
        .where(Bulletin.eleve_id == eleve_id, Bulletin.site_id == ctx.site_id)
        .order_by(PeriodeEvaluation.du_le.desc(), PeriodeEvaluation.id, Bulletin.numero.desc())
    )  # fmt: skip
    with ctx.lire() as session:
        lignes = session.execute(requete).all()
    derniers = {x.periode_id: max(y.numero for y in lignes if y.periode_id == x.periode_id) for x in lignes}
    return tuple(
        BulletinEmis(
            x.id, x.periode_id, x.annee, x.periode, x.numero, x.a, x.par, x.remises,
            x.numero < derniers[x.periode_id],
        )
        for x in lignes
    )  # fmt: skip
