"""A bill whose price moved since, told where the person is: what the paper just accepted changes for the family."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Foyer, PieceEmise
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.effets import Applique
from imuse_desk.services.facturation.imputations import repris_par_avoirs
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import lire_ecart


@dataclass(frozen=True, slots=True)
class Regularisation:
    """What putting the invoices of a household right would do; ``etait_plafond``: billed at the ceiling meanwhile."""

    foyer_id: int
    site_id: int
    annee_id: int
    factures: tuple[str, ...]
    etait_plafond: bool
    difference_centimes: int
    applique: Applique


@cas_d_usage(Permission.EMETTRE)
def lire_regularisation(ctx: Contexte, foyer_id: int, site_id: int, annee_id: int) -> Regularisation | None:
    """What a household's invoices of a year would become at the price of today; None where nothing would change.

    None too while that price waits for a paper to be accepted.

    Raises RegleMetier(autre_site) where the person bills here and not there.
    """
    ctx.exiger_sur(site_id, Permission.EMETTRE)
    appel = Appel(site_id, annee_id, Nature.COTISATIONS)
    ecart = lire_ecart(ctx, appel, foyer_id)
    if ecart is None or ecart.exclusion or ecart.est_provisoire or not ecart.difference_centimes:
        return None
    with ctx.lire() as session:
        requete = select(PieceEmise.id).where(PieceEmise.affiche.in_(ecart.factures), PieceEmise.est_provisoire)
        etait_plafond = session.execute(requete).first() is not None
    return Regularisation(
        foyer_id, site_id, annee_id, ecart.factures, etait_plafond, ecart.difference_centimes, ecart.applique
    )


def au_plafond(site_id: int, annee_id: int) -> ColumnElement[bool]:
    """Households that hold, of this site and year, an invoice at the ceiling that nothing put right."""
    return Foyer.id.in_(
        select(PieceEmise.foyer_id).where(
            PieceEmise.serie == Serie.FACTURE,
            PieceEmise.est_provisoire,
            PieceEmise.annee_id == annee_id,
            PieceEmise.site_id == site_id,
            PieceEmise.total_centimes + repris_par_avoirs() != 0,
        )
    )
