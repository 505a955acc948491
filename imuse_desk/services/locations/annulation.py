"""A contract signed by mistake: cancelled with its reason while nothing of it is billed, the instrument free again."""

import uuid
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.locations import Designation, EtatAttente, EtatGarantie, Evenement
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.models import AttenteLocation, ContratLocation, PieceEmise
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.avoirs import restes_par_ligne
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.facturation.preparation import factures_nettes
from imuse_desk.services.facturation.registres import detailler
from imuse_desk.services.locations.contrats import contrat_ouvert, toucher_contrat
from imuse_desk.services.locations.parc import noter
from imuse_desk.services.reinscription.acces import exiger_motif


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def annuler_contrat(ctx: Contexte, contrat_id: int, motif: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Cancel a contract under way; the one that it renewed runs again, who waited for the instrument waits again.

    Raises Invalide(motif, motif_vide), Introuvable, RegleMetier(contrat_clos | autre_site | location_facturee: numero).
    """
    raison = exiger_motif(motif)[:200]

    def ecrire(unite: Unite) -> int:
        session = unite.session
        contrat, instrument = contrat_ouvert(session, ctx, contrat_id)
        verrouiller(session, [contrat.foyer_id])
        facture = _facture_de(session, contrat)
        if facture is not None:
            raise RegleMetier("location_facturee", numero=facture)
        contrat.annule_le, contrat.annule_motif = ctx.aujourdhui(), raison
        session.flush()
        _reprendre(session, contrat, ZoneInfo(ctx.fuseau))
        noter(unite, instrument.id, Evenement.ANNULATION, ctx.aujourdhui(), f"Contrat {contrat.id}, {raison}")
        toucher_contrat(unite, contrat)
        return contrat.id

    return ctx.ecrire("annuler_contrat", ecrire, operation_id)


def _facture_de(session: Session, contrat: ContratLocation) -> str | None:
    """The number of the invoice that still bills the contract, once credit notes are taken off."""
    libelle = Designation(**contrat.instrument_signe).libelle
    du_registre = (
        PieceEmise.foyer_id == contrat.foyer_id,
        PieceEmise.annee_id == contrat.annee_id,
        PieceEmise.nature == Nature.LOCATIONS,
    )
    for factures in factures_nettes(session, *du_registre).values():
        for facture in factures:
            contenu = relire(session.get_one(PieceEmise, facture.facture_id))
            restes = restes_par_ligne(session, facture.facture_id, contenu)
            lignes = (ligne for groupe in contenu["groupes"] for ligne in groupe["lignes"])
            periode = f"du {date_fr(contrat.du_le)} au {date_fr(contrat.au_le)}"
            for rang, ligne in enumerate(lignes, start=1):
                if (
                    restes[rang]
                    and ligne["libelle"] == libelle
                    and periode in detailler(ligne.get("periode", ""), ligne["base"])
                ):
                    return facture.affiche
    return None


def _reprendre(session: Session, contrat: ContratLocation, fuseau: ZoneInfo) -> None:
    """What the signature had closed is open again: the contract renewed, the request served."""
    avant = session.get(ContratLocation, contrat.precedent_id) if contrat.precedent_id else None
    if avant is not None and avant.rendu_le == contrat.du_le:
        avant.rendu_le = None
    elif contrat.garantie_etat == EtatGarantie.CONSERVEE:
        contrat.garantie_etat = EtatGarantie.RENDUE
    servies = select(AttenteLocation).where(
        AttenteLocation.eleve_id == contrat.eleve_id,
        AttenteLocation.instrument_id == contrat.instrument_id,
        AttenteLocation.etat == EtatAttente.SERVIE,
    )
    for demande in session.scalars(servies):
        if demande.modifie_a is None or demande.modifie_a.astimezone(fuseau).date() < contrat.signe_le:
            continue  # an older contract of this instrument served it
        demande.etat, demande.instrument_id = EtatAttente.ATTEND, None
