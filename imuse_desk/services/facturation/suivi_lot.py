"""Where a batch call stands: what it was to bill, what it billed; the last call of a site and year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Foyer, LotFacturation, PieceEmise, Site
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.preparation import Appel


@dataclass(frozen=True, slots=True)
class EtatLot:
    """A batch: ``prevus`` maps each household to the cents that were previewed, ``faits`` are those billed."""

    lot_id: int
    libelle: str
    emise_le: date
    agent: str
    prevus: Mapping[int, int]
    faits: frozenset[int]
    total_centimes: int
    appel: Appel
    site: str
    annee: str

    @property
    def restants(self) -> dict[int, int]:
        """The households without an invoice, and what was previewed for them."""
        return {foyer_id: total for foyer_id, total in self.prevus.items() if foyer_id not in self.faits}


@cas_d_usage(Permission.EMETTRE)
def etat_lot(ctx: Contexte, lot_id: int) -> EtatLot:
    """What a batch has billed so far. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        lot = session.get(LotFacturation, lot_id)
        if lot is None:
            raise Introuvable("lot", lot_id)
        ctx.exiger_sur(lot.site_id, Permission.EMETTRE)
        pieces = session.execute(
            select(PieceEmise.foyer_id, PieceEmise.total_centimes).where(PieceEmise.lot_id == lot_id)
        ).all()
        return EtatLot(
            lot_id, lot.libelle, lot.emise_le, lot.agent, {int(f): int(total) for f, total in lot.foyers},
            frozenset(p.foyer_id for p in pieces), sum(p.total_centimes for p in pieces),
            Appel(lot.site_id, lot.annee_id, Nature(lot.nature), lot.appel),
            session.get_one(Site, lot.site_id).nom, session.get_one(Annee, lot.annee_id).libelle,
        )  # fmt: skip


@cas_d_usage(Permission.EMETTRE)
def dernier_appel(ctx: Contexte, site_id: int, annee_id: int, nature: Nature) -> int:
    """The rank of the last call begun, 1 where there is none yet."""
    with ctx.lire() as session:
        rang = session.execute(
            select(func.max(LotFacturation.appel)).where(
                LotFacturation.site_id == site_id,
                LotFacturation.annee_id == annee_id,
                LotFacturation.nature == nature,
            )
        ).scalar()
        return int(rang or 1)


@cas_d_usage(Permission.EMETTRE)
def pieces_du_lot(ctx: Contexte, lot_id: int) -> tuple[tuple[int, str], ...]:
    """The invoices of a batch in their order: (id, number)."""
    with ctx.lire() as session:
        requete = select(PieceEmise.id, PieceEmise.affiche).where(PieceEmise.lot_id == lot_id).order_by(PieceEmise.rang)
        return tuple((ident, affiche) for ident, affiche in session.execute(requete))


@cas_d_usage(Permission.EMETTRE)
def nommer(ctx: Contexte, foyers: Sequence[int]) -> dict[int, str]:
    """Households by their number and name."""
    with ctx.lire() as session:
        requete = select(Foyer.id, Foyer.numero, Foyer.libelle).where(Foyer.id.in_(foyers))
        return {ident: f"{numero} {libelle}" for ident, numero, libelle in session.execute(requete)}
