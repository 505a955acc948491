"""What families owe that is past due, invoice by invoice and by age: one aggregate, nothing is stored.

What was paid reaches the earliest parts of an invoice first. What the comptable was asked to collect is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.relances import TRANCHES
from imuse_desk.models import Annee, DemandeTitre, EcheancePiece, Foyer, Imputation, PieceEmise, PlanPiece, RetraitTitre

_AUTRE = aliased(PlanPiece)

AGES = len(TRANCHES) + 1


@dataclass(frozen=True, slots=True)
class DuPiece:
    """An invoice with parts past due: the cents of each age, the youngest first, and the earliest of these days."""

    piece_id: int
    affiche: str
    emise_le: date
    annee_id: int
    annee: str
    nature: Nature
    ages: tuple[int, ...]
    depuis_le: date

    @property
    def du_centimes(self) -> int:
        """What is past due."""
        return sum(self.ages)


@dataclass(frozen=True, slots=True)
class DuFamille:
    """A household that owes something past due; its invoices, the oldest debt first."""

    foyer_id: int
    numero: str
    famille: str
    cle: str
    pieces: tuple[DuPiece, ...]

    @property
    def ages(self) -> tuple[int, ...]:
        """The cents of each age over all its invoices."""
        return tuple(sum(age) for age in zip(*(p.ages for p in self.pieces), strict=True))

    @property
    def du_centimes(self) -> int:
        """All that is past due."""
        return sum(self.ages)

    @property
    def depuis_le(self) -> date:
        """The earliest day that is not paid."""
        return self.pieces[0].depuis_le

    @property
    def blocs(self) -> dict[tuple[str, Nature], int]:
        """What is past due by school year and kind."""
        blocs: dict[tuple[str, Nature], int] = {}
        for p in self.pieces:
            blocs[p.annee, p.nature] = blocs.get((p.annee, p.nature), 0) + p.du_centimes
        return blocs


def lire_dus(session: Session, site_id: int, jour: date, foyers: Sequence[int] | None = None) -> list[DuFamille]:
    """The families of a site that owe something past due on a day, by name; ``foyers``: these alone."""
    lues = session.execute(_requete(site_id, jour, foyers)).all()
    familles = []
    for foyer_id, rangees in groupby(lues, key=lambda x: x.foyer_id):
        siennes = list(rangees)
        x = siennes[0]
        familles.append(DuFamille(foyer_id, x.numero, x.famille, x.cle, tuple(map(_piece, siennes))))
    return familles


def compter_familles_en_retard(session: Session, site_id: int, jour: date) -> int:
    """How many families ``lire_dus`` would give: counted by the base, nothing of them is read."""
    parts = _parts(site_id, None)
    requete = (
        select(func.count(PieceEmise.foyer_id.distinct()))
        .join(parts, parts.c.piece_id == PieceEmise.id)
        .where(*_en_retard(parts, jour))
    )
    return int(session.execute(requete).scalar_one())


def _piece(x: Any) -> DuPiece:
    ages = tuple(int(getattr(x, f"age_{rang}")) for rang in range(AGES))
    return DuPiece(x.piece_id, x.affiche, x.emise_le, x.annee_id, x.annee, Nature(x.nature), ages, x.depuis_le)


def pieces_transmises() -> Any:
    """The invoices that the comptable was asked to collect, but for the requests that were withdrawn."""
    return select(DemandeTitre.piece_id).where(DemandeTitre.id.not_in(select(RetraitTitre.demande_id)))


def _parts(site_id: int, foyers: Sequence[int] | None) -> Any:
    """Every part of the plans that hold, with what the plan asks up to it and what was paid of the invoice.

    A part without a day is due from that of the invoice.
    """
    siennes = [
        PieceEmise.site_id == site_id, PieceEmise.serie == Serie.FACTURE,
        PieceEmise.id.not_in(pieces_transmises()),
    ]  # fmt: skip
    imputees = [Imputation.facture_id.is_not(None)]
    if foyers is not None:
        siennes.append(PieceEmise.foyer_id.in_(foyers))
        imputees.append(Imputation.foyer_id.in_(foyers))
    paye = (
        select(Imputation.facture_id, func.sum(Imputation.montant_centimes).label("centimes"))
        .where(*imputees)
        .group_by(Imputation.facture_id)
        .subquery()
    )
    # looked up plan by plan: joined as a table, it is read again for each invoice
    dernier = select(func.max(_AUTRE.numero)).where(_AUTRE.piece_id == PlanPiece.piece_id).correlate(PlanPiece)
    le = func.coalesce(EcheancePiece.le, PieceEmise.emise_le)
    cumul = func.sum(EcheancePiece.montant_centimes).over(
        partition_by=PieceEmise.id, order_by=(le, EcheancePiece.rang), rows=(None, 0)
    )
    return (
        select(
            PieceEmise.id.label("piece_id"), le.label("le"), EcheancePiece.montant_centimes,
            (cumul - func.coalesce(paye.c.centimes, 0)).label("manque"),
        )
        .select_from(PieceEmise)
        .join(PlanPiece, and_(PlanPiece.piece_id == PieceEmise.id, PlanPiece.numero == dernier.scalar_subquery()))
        .join(EcheancePiece, EcheancePiece.plan_id == PlanPiece.id)
        .outerjoin(paye, paye.c.facture_id == PieceEmise.id)
        .where(*siennes)
        .subquery()
    )  # fmt: skip


def _en_retard(parts: Any, jour: date) -> tuple[Any, ...]:
    return parts.c.le < jour, parts.c.manque > 0, parts.c.montant_centimes > 0


def _requete(site_id: int, jour: date, foyers: Sequence[int] | None) -> Any:
    """A row an invoice: the cents that are missing from the parts past due, parted by their age."""
    parts = _parts(site_id, foyers)
    manque = case((parts.c.manque < parts.c.montant_centimes, parts.c.manque), else_=parts.c.montant_centimes)
    bornes = [jour - timedelta(days=n) for n in TRANCHES]  # the first day of each age but the oldest
    ages = []
    for rang in range(AGES):
        depuis = [parts.c.le >= bornes[rang]] if rang < len(bornes) else []
        jusqu_a = [parts.c.le < bornes[rang - 1]] if rang else []
        ages.append(func.sum(case((and_(*depuis, *jusqu_a), manque), else_=0)).label(f"age_{rang}"))
    depuis_le = func.min(parts.c.le).label("depuis_le")
    return (
        select(
            Foyer.id.label("foyer_id"), Foyer.numero, Foyer.libelle.label("famille"), Foyer.cle,
            parts.c.piece_id, PieceEmise.affiche, PieceEmise.emise_le, PieceEmise.annee_id,
            Annee.libelle.label("annee"), PieceEmise.nature, depuis_le, *ages,
        )
        .join(PieceEmise, PieceEmise.id == parts.c.piece_id)
        .join(Foyer, Foyer.id == PieceEmise.foyer_id)
        .join(Annee, Annee.id == PieceEmise.annee_id)
        .where(*_en_retard(parts, jour))
        .group_by(
            Foyer.id, Foyer.numero, Foyer.libelle, Foyer.cle, parts.c.piece_id, PieceEmise.affiche,
            PieceEmise.emise_le, PieceEmise.annee_id, Annee.libelle, PieceEmise.nature,
        )
        .order_by(Foyer.cle, Foyer.id, depuis_le, parts.c.piece_id)
    )  # fmt: skip


def avances_des_dus(session: Session, familles: Sequence[DuFamille]) -> dict[int, int]:
    """What families that owe have paid in advance in the very blocks where they owe: to be settled, not reminded."""
    dus = {(f.foyer_id, p.annee_id, p.nature) for f in familles for p in f.pieces}
    requete = (
        select(
            Imputation.foyer_id, Imputation.annee_id, Imputation.nature,
            func.sum(Imputation.montant_centimes).label("reste"),
        )
        .where(Imputation.foyer_id.in_([f.foyer_id for f in familles]), Imputation.facture_id.is_(None))
        .group_by(Imputation.foyer_id, Imputation.annee_id, Imputation.nature)
    )  # fmt: skip
    avances: dict[int, int] = {}
    for x in session.execute(requete):
        if x.reste > 0 and (x.foyer_id, x.annee_id, Nature(x.nature)) in dus:
            avances[x.foyer_id] = avances.get(x.foyer_id, 0) + int(x.reste)
    return avances
