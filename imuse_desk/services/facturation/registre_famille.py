"""A household's ledgers as the desk reads them: a block a school year and kind, each row with the balance after it.

A debt stands in the block of its school year whatever its date; a payment, in the block of what it settles. Everything
is derived from the entries: no balance is stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.pieces import Compte, FamilleMode, Nature, Serie
from imuse_desk.models import Annee, Ecriture, Foyer, ModeReglement, PieceEmise, Reglement
from imuse_desk.services.facturation.bordereaux import remis
from imuse_desk.services.facturation.comptes import sens_familles
from imuse_desk.services.facturation.payeurs import NOM_MAX


@dataclass(frozen=True, slots=True)
class LigneRegistre:
    """A row: amounts in cents, ``solde_centimes`` is what is owed once it is counted; ``est_remis`` ticks *Remise*.

    ``payeur`` is who paid, where it is not the household.
    """

    piece_id: int
    le: date
    mode: str
    numero: str
    reference: str
    libelle: str
    debit_centimes: int
    credit_centimes: int
    est_remis: bool
    est_provisoire: bool
    serie: Serie
    famille_mode: FamilleMode | None = None
    payeur: str = ""
    solde_centimes: int = 0


@dataclass(frozen=True, slots=True)
class BlocRegistre:
    """A school year of one ledger, newest row first; totals in cents."""

    annee_id: int
    annee: str
    nature: Nature
    lignes: tuple[LigneRegistre, ...]

    @property
    def facture_centimes(self) -> int:
        """What was billed, credit notes taken off."""
        return sum(x.debit_centimes - x.credit_centimes for x in self.lignes if x.serie is not Serie.RECU)

    @property
    def regle_centimes(self) -> int:
        """What was received, what was given back taken off."""
        return sum(x.credit_centimes - x.debit_centimes for x in self.lignes if x.serie is Serie.RECU)

    @property
    def solde_centimes(self) -> int:
        """What is owed: negative in the household's favour."""
        return self.facture_centimes - self.regle_centimes

    @property
    def est_provisoire(self) -> bool:
        """Whether what is billed rests on a provisional ceiling: a new invoice will put it right."""
        return self.facture_centimes > 0 and any(x.est_provisoire for x in self.lignes)


def registres_de(session: Session, foyer_id: int) -> tuple[BlocRegistre, ...]:
    """Every block of a household, the newest year first, cotisations before rentals.

    Two statements, one where the household never paid.
    """
    lues = session.execute(_requete(foyer_id)).all()
    recus = sorted({x.piece_id for x in lues if x.serie == Serie.RECU})
    faits = remis(session, recus) if recus else set()
    blocs = []
    for (annee_id, nature), rangees in groupby(lues, key=lambda x: (x.annee_id, x.nature)):
        lignes = list(rangees)
        rangs = tuple(_avec_soldes([_ligne(x, faits) for x in lignes]))
        blocs.append((lignes[0].debut_le, BlocRegistre(annee_id, lignes[0].annee, Nature(nature), rangs)))
    blocs.sort(key=lambda b: (b[0], b[1].nature is Nature.COTISATIONS), reverse=True)
    return tuple(bloc for _, bloc in blocs)


def _requete(foyer_id: int) -> Any:
    """The entries of the household's account, oldest first in each block, with the piece and how it was paid."""

    def du_reglement(colonne: Any) -> Any:
        """A receipt has one mode and one reference, however many cheques it holds."""
        requete = select(func.max(colonne)).select_from(Reglement)
        requete = requete.join(ModeReglement, ModeReglement.id == Reglement.mode_id)
        return requete.where(Reglement.piece_id == PieceEmise.id).correlate(PieceEmise).scalar_subquery()

    return (
        select(
            Ecriture.annee_id, Ecriture.nature, Annee.libelle.label("annee"), Annee.debut_le, Ecriture.le,
            Ecriture.compte_debit, Ecriture.montant_centimes, PieceEmise.id.label("piece_id"), PieceEmise.serie,
            PieceEmise.affiche, PieceEmise.libelle, PieceEmise.est_provisoire,
            du_reglement(ModeReglement.libelle).label("mode"),
            du_reglement(ModeReglement.famille).label("famille_mode"),
            du_reglement(Reglement.reference).label("reference"),
            du_reglement(Reglement.payeur).label("payeur"), Foyer.libelle.label("famille"),
        )
        .join(Annee, Annee.id == Ecriture.annee_id)
        .join(PieceEmise, PieceEmise.id == Ecriture.piece_id)
        .join(Foyer, Foyer.id == PieceEmise.foyer_id)
        .where(
            Ecriture.foyer_id == foyer_id,
            or_(Ecriture.compte_debit == Compte.FAMILLES, Ecriture.compte_credit == Compte.FAMILLES),
        )
        .order_by(Ecriture.annee_id, Ecriture.nature, Ecriture.le, Ecriture.id)
    )  # fmt: skip


def _ligne(x: Any, faits: set[int]) -> LigneRegistre:
    est_debit = x.compte_debit == Compte.FAMILLES
    return LigneRegistre(
        x.piece_id, x.le, x.mode or "", x.affiche, x.reference or "", x.libelle,
        x.montant_centimes if est_debit else 0, 0 if est_debit else x.montant_centimes,
        x.piece_id in faits, x.est_provisoire, Serie(x.serie), FamilleMode(x.famille_mode) if x.famille_mode else None,
        x.payeur if x.payeur and x.payeur != x.famille[:NOM_MAX] else "",
    )  # fmt: skip


def _avec_soldes(lignes: Sequence[LigneRegistre]) -> Iterator[LigneRegistre]:
    """The balance after each row; newest first."""
    solde, rendues = 0, []
    for ligne in lignes:
        solde += ligne.debit_centimes - ligne.credit_centimes
        rendues.append(replace(ligne, solde_centimes=solde))
    yield from reversed(rendues)


def soldes(session: Session, foyers: Sequence[int] | None = None) -> dict[int, int]:
    """What each household owes over all its blocks, in cents; every household of the base where none is named."""
    requete = (
        select(Ecriture.foyer_id, func.sum(sens_familles()))
        .where(Ecriture.foyer_id.is_not(None))
        .group_by(Ecriture.foyer_id)
    )
    if foyers is not None:
        requete = requete.where(Ecriture.foyer_id.in_(foyers))
    return {foyer_id: int(solde) for foyer_id, solde in session.execute(requete)}
