"""A hire signed again for another year: what it would cost, then the new contract that follows the one under way."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import lire_montant_facultatif
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.locations import depasse, dire_limite, ordinal
from imuse_desk.domain.reglages import RENOUVELLEMENTS_MAX
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, ContratLocation
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.locations.contrats import (
    Accord,
    contrat_ouvert,
    exiger_renouvelable,
    prix_du_site,
    signer,
)
from imuse_desk.services.reglages import lire_reglage

CLOSE = "close"


@dataclass(frozen=True, slots=True)
class AnneeProposee:
    """A year to come: its days, the price of the table in cents with its rule (None: it has none), one too many or not.

    ``limite`` says how many renewals the site admits, empty where it sets no limit.
    """

    annee_id: int
    annee: str
    du_le: date
    au_le: date
    prix_centimes: int | None
    regle_prix: str
    est_de_trop: bool
    limite: str


@dataclass(frozen=True, slots=True)
class RenouvellementVu:
    """What a renewal would be: the year of rental, and the years it may be signed for, the nearest first."""

    contrat_id: int
    rang: int
    annees: tuple[AnneeProposee, ...]


@dataclass(frozen=True, slots=True)
class Renouveler:
    """A renewal, as typed: an empty price is that of the table; ``derogation``: why one too many is granted."""

    contrat_id: int
    annee_id: int
    prix: str = ""
    derogation: str = ""


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def preparer_renouvellement(ctx: Contexte, contrat_id: int) -> RenouvellementVu:
    """The price of the next year of rental, in each year to come that is open.

    Raises Introuvable, RegleMetier(contrat_clos | autre_site | renouvellement_sans_annee | renouvellements_epuises),
    the last one where nobody may grant it here.
    """
    with ctx.lire() as session:
        contrat, instrument = contrat_ouvert(session, ctx, contrat_id)
        rang = contrat.rang + 1
        annees = session.scalars(
            select(Annee).where(Annee.debut_le > contrat.du_le, Annee.etat != CLOSE).order_by(Annee.debut_le)
        ).all()
        proposees = [_proposer(session, contrat, annee, instrument.type, rang) for annee in annees]
    if not proposees:
        raise RegleMetier("renouvellement_sans_annee")
    return RenouvellementVu(contrat_id, rang, _permises(ctx, rang, proposees))


def _proposer(session: Session, contrat: ContratLocation, annee: Annee, type_: str, rang: int) -> AnneeProposee:
    limite = lire_reglage(session, RENOUVELLEMENTS_MAX, contrat.site_id, annee.id)
    prix, regle = prix_du_site(session, contrat.site_id, annee.id, type_, rang) or (None, "")
    admis = "" if limite is None else dire_limite(limite)
    return AnneeProposee(
        annee.id, annee.libelle, annee.debut_le, annee.fin_le, prix, regle, depasse(rang, limite), admis
    )


def _permises(ctx: Contexte, rang: int, proposees: Sequence[AnneeProposee]) -> tuple[AnneeProposee, ...]:
    """Without the permission to grant more, the years beyond the limit are not offered."""
    permises = tuple(a for a in proposees if not a.est_de_trop or ctx.peut(Permission.DEROGER))
    if not permises:
        raise RegleMetier("renouvellements_epuises", rang=ordinal(rang), limite=proposees[0].limite)
    return permises


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def renouveler(ctx: Contexte, commande: Renouveler, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Sign the same hire for another year, at the price of its next year of rental; gives the new contract.

    Raises Invalide(prix), Introuvable, RegleMetier(contrat_clos | renouvellement_anterieur | location_sans_prix |
    renouvellements_epuises), Refus where a renewal beyond the limit is not one's to grant.
    """
    convenu_centimes = lire_montant_facultatif(commande.prix, "prix", negatif=False)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        ancien, instrument = contrat_ouvert(session, ctx, commande.contrat_id)
        annee = session.get(Annee, commande.annee_id)
        if annee is None:
            raise Introuvable("annee", commande.annee_id)
        if annee.debut_le <= ancien.du_le:
            raise RegleMetier("renouvellement_anterieur")
        rang = ancien.rang + 1
        accord = Accord(
            rang, convenu_centimes, exiger_renouvelable(session, ctx, annee.id, rang, commande.derogation)
        )  # fmt: skip
        ancien.rendu_le = annee.debut_le
        session.flush()
        nouveau = ContratLocation(
            site_id=ancien.site_id, annee_id=annee.id, instrument_id=instrument.id, eleve_id=ancien.eleve_id,
            foyer_id=ancien.foyer_id, precedent_id=ancien.id, du_le=annee.debut_le, au_le=annee.fin_le,
            garantie_centimes=ancien.garantie_centimes, garantie_etat=ancien.garantie_etat,
            assurance_jusqu_au=ancien.assurance_jusqu_au, attestation_id=ancien.attestation_id,
            signe_le=ctx.aujourdhui(),
        )  # fmt: skip
        signer(unite, nouveau, instrument, accord)
        return nouveau.id

    return ctx.ecrire("renouveler_location", ecrire, operation_id)
