"""The double entry under payments: which account money stands in, and one entry a block of the household's ledger."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, insert, select
from sqlalchemy.orm import aliased

from imuse_desk.domain.pieces import Compte, FamilleMode, GenreReglement, Journal
from imuse_desk.models import Ecriture, Reglement
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.facturation.emission import Bloc, Emise

_ORIGINE = aliased(Reglement)

_COMPTES = {
    FamilleMode.ESPECES: Compte.CAISSE,
    FamilleMode.CHEQUE: Compte.CHEQUES,
    FamilleMode.TITRE: Compte.TITRES,
}
_JOURNAUX = {Compte.CAISSE: Journal.CAISSE, Compte.REMBOURSEMENTS: Journal.DIVERS}


def compte_de(famille: str) -> Compte:
    """Where money of a kind stands until it is remitted or reconciled."""
    return _COMPTES.get(FamilleMode(famille), Compte.ATTENTE)


def inscrire_reglement(
    unite: Unite, bloc: Bloc, recu: Emise, compte: Compte, libelle: str, blocs: Mapping[tuple[int, str], int]
) -> None:
    """One entry a block: from the household's account to where the money stands, or back where it is negative."""
    entrees = []
    for (annee_id, nature), montant_centimes in blocs.items():
        comptes = (compte, Compte.FAMILLES)
        debit, credit = comptes if montant_centimes > 0 else comptes[::-1]
        entrees.append({
            "operation_id": unite.operation_id, "regie_id": bloc.regie.id, "site_id": bloc.site_id,
            "foyer_id": recu.foyer_id, "annee_id": annee_id, "nature": nature, "le": bloc.le,
            "journal": str(_JOURNAUX.get(compte, Journal.BANQUE)), "compte_debit": str(debit),
            "compte_credit": str(credit), "montant_centimes": abs(montant_centimes), "piece_id": recu.piece_id,
            "libelle": libelle,
        })  # fmt: skip
    unite.session.execute(insert(Ecriture), entrees)


def sens_familles() -> Any:
    """What an entry adds to what the household owes, in cents (SQL)."""
    return case(
        (Ecriture.compte_debit == Compte.FAMILLES, Ecriture.montant_centimes),
        (Ecriture.compte_credit == Compte.FAMILLES, -Ecriture.montant_centimes),
        else_=0,
    )


def est_recette() -> Any:
    """Whether a payment, or what it undoes, is money of the régie: a refund by the ordonnateur is not (SQL)."""
    memes = _ORIGINE.id == func.coalesce(Reglement.annule_id, Reglement.id)
    return select(_ORIGINE.id).where(memes, _ORIGINE.genre == GenreReglement.ENCAISSEMENT).exists()
