"""Which cheques came back unpaid and are still owed: a condition that other reads take."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from imuse_desk.domain.pieces import GenreReglement
from imuse_desk.models import Imputation, PieceEmise, Reglement

_FACTURE = aliased(PieceEmise)


def est_encore_du() -> ColumnElement[bool]:
    """Whether a ``Reglement`` is a cheque that came back and whose invoices still ask for something."""
    deja = (
        select(func.coalesce(func.sum(Imputation.montant_centimes), 0))
        .where(Imputation.facture_id == _FACTURE.id)
        .correlate(_FACTURE)
        .scalar_subquery()
    )
    rouvertes = select(Imputation.facture_id).where(Imputation.reglement_id == Reglement.id).correlate(Reglement)
    ouvertes = select(_FACTURE.id).where(_FACTURE.id.in_(rouvertes), _FACTURE.total_centimes > deja)
    return (Reglement.genre == GenreReglement.IMPAYE) & ouvertes.correlate(Reglement).exists()
