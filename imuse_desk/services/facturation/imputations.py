"""What payments and credit notes settle: invoices that still ask for something, and the rows that say how much."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.pieces import Serie
from imuse_desk.models import Foyer, Imputation, PieceEmise, Reglement
from imuse_desk.models.parmi import est_parmi
from imuse_desk.models.passerelle import Unite

_AVOIR = aliased(PieceEmise)


def verrouiller(session: Session, foyers: Iterable[int]) -> None:
    """Hold the accounts of these households until the transaction ends: two desks never settle the same invoice twice.

    Taken before any number, always in the same order (SQLite has one writer: nothing to hold there).
    """
    session.execute(
        select(Foyer.id).where(est_parmi(Foyer.id, foyers)).order_by(Foyer.id).with_for_update(key_share=True)
    ).all()


def repris_par_avoirs() -> ColumnElement[int]:
    """In a request on ``PieceEmise``: what credit notes took back of each invoice, in cents: negative, or 0."""
    repris = select(func.sum(_AVOIR.total_centimes)).where(
        _AVOIR.origine_id == PieceEmise.id, _AVOIR.serie == Serie.AVOIR
    )
    return func.coalesce(repris.correlate(PieceEmise).scalar_subquery(), 0)


@dataclass(frozen=True, slots=True)
class Part:
    """What a payment settles of an invoice, in cents."""

    facture_id: int
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class FactureOuverte:
    """An invoice that still asks for something, in cents."""

    facture_id: int
    affiche: str
    emise_le: date
    annee_id: int
    nature: str
    total_centimes: int
    reste_centimes: int


def factures_ouvertes(session: Session, foyer_id: int) -> list[FactureOuverte]:
    """What a household still owes, the oldest invoice first."""
    impute = (
        select(Imputation.facture_id, func.sum(Imputation.montant_centimes).label("impute"))
        .where(Imputation.foyer_id == foyer_id, Imputation.facture_id.is_not(None))
        .group_by(Imputation.facture_id)
        .subquery()
    )
    requete = (
        select(
            PieceEmise.id, PieceEmise.affiche, PieceEmise.emise_le, PieceEmise.annee_id, PieceEmise.nature,
            PieceEmise.total_centimes, func.coalesce(impute.c.impute, 0).label("impute"),
        )
        .outerjoin(impute, impute.c.facture_id == PieceEmise.id)
        .where(PieceEmise.foyer_id == foyer_id, PieceEmise.serie == Serie.FACTURE)
        .order_by(PieceEmise.emise_le, PieceEmise.id)
    )  # fmt: skip
    lues = [
        FactureOuverte(
            x.id, x.affiche, x.emise_le, x.annee_id, x.nature, x.total_centimes, x.total_centimes - int(x.impute)
        )
        for x in session.execute(requete)
    ]
    return [x for x in lues if x.reste_centimes > 0]


def repartir(total_centimes: int, ouvertes: Iterable[FactureOuverte]) -> Iterator[Part]:
    """Settle the oldest invoices first."""
    for facture in ouvertes:
        montant_centimes = min(total_centimes, facture.reste_centimes)
        if montant_centimes <= 0:
            return
        yield Part(facture.facture_id, montant_centimes)
        total_centimes -= montant_centimes


def imputations_nettes(session: Session, reglement_id: int) -> list[tuple[int | None, int, str, int]]:
    """What a payment settles now, invoice by invoice and block by block."""
    requete = (
        select(Imputation.facture_id, Imputation.annee_id, Imputation.nature, func.sum(Imputation.montant_centimes))
        .where(Imputation.reglement_id == reglement_id)
        .group_by(Imputation.facture_id, Imputation.annee_id, Imputation.nature)
    )
    return [(f, a, n, int(m)) for f, a, n, m in session.execute(requete) if m]


def imputer_reglement(
    unite: Unite, reglement: Reglement, facture_id: int | None, annee_id: int, nature: str, montant_centimes: int
) -> None:
    """Say what a payment settles of an invoice, or of none: an advance of the block."""
    unite.session.add(
        Imputation(
            reglement_id=reglement.id, facture_id=facture_id, foyer_id=reglement.foyer_id, annee_id=annee_id,
            nature=nature, montant_centimes=montant_centimes, operation_id=unite.operation_id, a=unite.maintenant,
        )
    )  # fmt: skip
