"""Advances: what was paid before its invoice, or freed by a credit note, settles the invoices of its block."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from imuse_desk.domain.pieces import Nature
from imuse_desk.models import Imputation, Reglement
from imuse_desk.models.parmi import est_parmi
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.facturation.imputations import factures_ouvertes


@dataclass(slots=True)
class Avance:
    """What is left of a payment or of a credit note, in cents."""

    reglement_id: int | None
    avoir_id: int | None
    reste_centimes: int


def avances_de(session: Session, foyers: Iterable[int], annee_id: int, nature: Nature) -> dict[int, list[Avance]]:
    """The advances of these households in a block, the oldest first.

    A payment that was undone is none, nor what the ordonnateur was asked to give back.
    """
    source = func.coalesce(Reglement.annule_id, Imputation.reglement_id).label("reglement_id")
    requete = (
        select(
            Imputation.foyer_id, source, Imputation.avoir_id,
            func.sum(Imputation.montant_centimes).label("reste"),
        )
        .outerjoin(Reglement, Reglement.id == Imputation.reglement_id)
        .where(
            est_parmi(Imputation.foyer_id, foyers),
            Imputation.annee_id == annee_id,
            Imputation.nature == nature,
            Imputation.facture_id.is_(None),
        )
        .group_by(Imputation.foyer_id, source, Imputation.avoir_id)
        .order_by(func.min(Imputation.id))
    )  # fmt: skip
    avances: dict[int, list[Avance]] = defaultdict(list)
    rendus: dict[int, int] = defaultdict(int)
    for x in session.execute(requete):
        if x.reste > 0:
            avances[x.foyer_id].append(Avance(x.reglement_id, x.avoir_id, int(x.reste)))
        else:
            rendus[x.foyer_id] -= int(x.reste)
    for foyer_id, rendu in rendus.items():
        avances[foyer_id] = _oter(avances[foyer_id], rendu)
    return avances


def _oter(avances: list[Avance], rendu_centimes: int) -> list[Avance]:
    """What is left once what the ordonnateur gave back is taken off the oldest."""
    for avance in avances:
        pris = min(avance.reste_centimes, rendu_centimes)
        avance.reste_centimes -= pris
        rendu_centimes -= pris
    return [avance for avance in avances if avance.reste_centimes]


def liberer_reglements(unite: Unite, facture_id: int) -> None:
    """What payments settled of an invoice becomes an advance of its block: the invoice is about to be taken back."""
    requete = (
        select(
            Imputation.reglement_id, Imputation.foyer_id, Imputation.annee_id, Imputation.nature,
            func.sum(Imputation.montant_centimes).label("net"),
        )
        .where(Imputation.facture_id == facture_id, Imputation.reglement_id.is_not(None))
        .group_by(Imputation.reglement_id, Imputation.foyer_id, Imputation.annee_id, Imputation.nature)
    )  # fmt: skip
    for x in unite.session.execute(requete).all():
        if x.net:
            source = {"reglement_id": x.reglement_id, "avoir_id": None, "foyer_id": x.foyer_id}
            _deplacer(unite, {**source, "annee_id": x.annee_id, "nature": x.nature}, facture_id, None, int(x.net))


def imputer_avances(unite: Unite, foyers: Iterable[int], annee_id: int, nature: Nature) -> None:
    """Settle the open invoices of a block with its advances."""
    for foyer_id, avances in avances_de(unite.session, foyers, annee_id, nature).items():
        for facture in factures_ouvertes(unite.session, foyer_id):
            if (facture.annee_id, facture.nature) != (annee_id, nature):
                continue
            reste = facture.reste_centimes
            for avance in avances:
                pris = min(reste, avance.reste_centimes)
                if pris > 0:
                    source = {"reglement_id": avance.reglement_id, "avoir_id": avance.avoir_id, "foyer_id": foyer_id}
                    bloc = {"annee_id": annee_id, "nature": str(nature)}
                    _deplacer(unite, {**source, **bloc}, None, facture.facture_id, pris)
                    avance.reste_centimes -= pris
                    reste -= pris


def _deplacer(unite: Unite, source: dict[str, Any], de: int | None, vers: int | None, montant_centimes: int) -> None:
    """Two rows: the block owes the same before and after, so nothing is entered."""
    commun = {**source, "operation_id": unite.operation_id, "a": unite.maintenant}
    rangees = [
        {**commun, "facture_id": de, "montant_centimes": -montant_centimes},
        {**commun, "facture_id": vers, "montant_centimes": montant_centimes},
    ]
    unite.session.execute(insert(Imputation), rangees)
