"""Dossiers that somebody opened lately, the last twenty."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, delete, select

from imuse_desk.domain.roles import Permission
from imuse_desk.models import Brouillon, Foyer, Recent
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

GARDES = 20


@dataclass(frozen=True, slots=True)
class RecentVu:
    """A household opened lately; ``a_un_brouillon``: the person typed something on its card and did not record it."""

    id: int
    libelle: str
    numero: str
    a: datetime
    a_un_brouillon: bool


@cas_d_usage(Permission.SON_COMPTE)
def noter_recent(ctx: Contexte, foyer_id: int) -> None:
    """Note that a household was opened; nothing is written when it is the latest already."""
    moi = (Recent.compte_id == ctx.compte_id) & (Recent.genre == "foyer")

    def ecrire(unite: Unite) -> None:
        session = unite.session
        ligne = session.execute(select(Recent).where(moi, Recent.objet_id == foyer_id)).scalar_one_or_none()
        if ligne is None:
            ligne = Recent(compte_id=ctx.compte_id, genre="foyer", objet_id=foyer_id)
            session.add(ligne)
        ligne.a = unite.maintenant
        session.flush()
        perimes = select(Recent.id).where(moi).order_by(Recent.a.desc(), Recent.id.desc()).offset(GARDES)
        session.execute(delete(Recent).where(Recent.id.in_(list(session.execute(perimes).scalars()))))

    if ctx.compte_id is None:
        return
    with ctx.lire() as session:
        dernier = session.execute(select(Recent.objet_id).where(moi).order_by(Recent.a.desc()).limit(1)).scalar()
    if dernier != foyer_id:
        ctx.ecrire("noter_recent", ecrire)


@cas_d_usage(Permission.CONSULTER)
def lister_recents(ctx: Contexte, limite: int = 8) -> tuple[RecentVu, ...]:
    """The households opened last, newest first."""
    requete = (
        select(Foyer.id, Foyer.libelle, Foyer.numero, Recent.a, Brouillon.id.is_not(None))
        .join(Foyer, Foyer.id == Recent.objet_id)
        .outerjoin(
            Brouillon,
            (Brouillon.compte_id == Recent.compte_id)
            & (Brouillon.ecran == "famille")
            & (Brouillon.objet == cast(Foyer.id, String)),
        )
        .where(Recent.compte_id == ctx.compte_id, Recent.genre == "foyer")
        .order_by(Recent.a.desc(), Recent.id.desc())
        .limit(limite)
    )
    with ctx.lire() as session:
        return tuple(RecentVu(*ligne) for ligne in session.execute(requete))
