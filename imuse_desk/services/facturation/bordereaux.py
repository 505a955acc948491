"""Slips: what is remitted to the treasury or reconciled with the bank, once; the tick *Remise* comes from them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, FamilleMode, GenreBordereau, GenreReglement, Journal, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Bordereau,
    Ecriture,
    Foyer,
    LigneBordereau,
    ModeReglement,
    PieceEmise,
    Reglement,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import exiger_nomme, exiger_periode_ouverte
from imuse_desk.services.facturation.comptes import compte_de
from imuse_desk.services.facturation.numerotation import numero_suivant, regie_de

_OPPOSE = aliased(Reglement)

FAMILLES = {
    GenreBordereau.CHEQUES: (FamilleMode.CHEQUE,),
    GenreBordereau.ESPECES: (FamilleMode.ESPECES,),
    GenreBordereau.TITRES: (FamilleMode.TITRE,),
    GenreBordereau.RAPPROCHEMENT: (
        FamilleMode.CARTE,
        FamilleMode.VIREMENT,
        FamilleMode.EN_LIGNE,
        FamilleMode.PRELEVEMENT,
    ),
}
VALEURS_CENTIMES = (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""Notes and coins in euros, the largest first, in cents."""


@dataclass(frozen=True, slots=True)
class ARemettre:
    """A payment that waits for its slip; cents, and what its cheque bears."""

    reglement_id: int
    foyer_id: int
    recu: str
    famille: str
    mode: str
    encaisse_le: date
    montant_centimes: int
    tireur: str
    banque: str
    numero: str


@dataclass(frozen=True, slots=True)
class Remise:
    """A slip to close: its kind, the payments ticked, the cash counted as (value in cents, how many)."""

    genre: GenreBordereau
    reglements: tuple[int, ...]
    comptage: tuple[tuple[int, int], ...] = ()
    observations: str = ""


@cas_d_usage(Permission.ENCAISSER)
def lister_a_remettre(ctx: Contexte, genre: GenreBordereau) -> tuple[ARemettre, ...]:
    """The payments of the régie that wait for a slip of this kind, in the order of the receipts."""
    with ctx.lire() as session:
        return tuple(a_remettre(session, regie_de(session, ctx.site_id).id, genre))


def a_remettre(session: Session, regie_id: int, genre: GenreBordereau) -> list[ARemettre]:
    """A payment undone before it was remitted goes nowhere."""
    requete = (
        select(
            Reglement.id, Reglement.foyer_id, PieceEmise.affiche, Foyer.libelle, ModeReglement.libelle.label("mode"),
            Reglement.encaisse_le, Reglement.montant_centimes, Reglement.tireur, Reglement.payeur, Reglement.banque,
            Reglement.numero_titre,
        )
        .join(PieceEmise, PieceEmise.id == Reglement.piece_id)
        .join(Foyer, Foyer.id == Reglement.foyer_id)
        .join(ModeReglement, ModeReglement.id == Reglement.mode_id)
        .outerjoin(LigneBordereau, LigneBordereau.reglement_id == Reglement.id)
        .outerjoin(_OPPOSE, _OPPOSE.annule_id == Reglement.id)
        .where(
            Reglement.regie_id == regie_id,
            Reglement.genre == GenreReglement.ENCAISSEMENT,
            ModeReglement.famille.in_(FAMILLES[genre]),
            LigneBordereau.id.is_(None),
            _OPPOSE.id.is_(None),
        )
        .order_by(Reglement.id)
    )  # fmt: skip
    return [
        ARemettre(
            x.id, x.foyer_id, x.affiche, x.libelle, x.mode, x.encaisse_le, x.montant_centimes, x.tireur or x.payeur,
            x.banque, x.numero_titre,
        )
        for x in session.execute(requete)
    ]  # fmt: skip


@cas_d_usage(Permission.ENCAISSER)
def remettre(ctx: Contexte, remise: Remise, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Close a slip of the payments ticked; gives its id.

    Raises Invalide(comptage), RegleMetier(bordereau_vide | deja_remis).
    """
    if not remise.reglements:
        raise RegleMetier("bordereau_vide")

    def ecrire(unite: Unite) -> int:
        session = unite.session
        regie = regie_de(session, ctx.site_id)
        attendus = {x.reglement_id: x for x in a_remettre(session, regie.id, remise.genre)}
        absents = [r for r in remise.reglements if r not in attendus]
        if absents:
            raise RegleMetier("deja_remis", n=len(absents))
        total = sum(attendus[r].montant_centimes for r in remise.reglements)
        _exiger_le_compte(remise, total)
        le = ctx.aujourdhui()
        exiger_nomme(session, regie, ctx.agent, le)
        exiger_periode_ouverte(session, regie.id, le)
        bordereau = Bordereau(
            regie_id=regie.id, genre=remise.genre, exercice=le.year,
            numero=numero_suivant(session, regie.id, Serie.BORDEREAU, le.year), le=le,
            nombre=len(remise.reglements), total_centimes=total, comptage=[list(x) for x in remise.comptage] or None,
            observations=remise.observations.strip(), operation_id=unite.operation_id, agent=ctx.agent,
            a=unite.maintenant,
        )  # fmt: skip
        session.add(bordereau)
        session.flush()
        session.add_all(LigneBordereau(bordereau_id=bordereau.id, reglement_id=r) for r in remise.reglements)
        session.add(
            Ecriture(
                operation_id=unite.operation_id, regie_id=regie.id, site_id=ctx.site_id, le=le,
                journal=Journal.BANQUE, compte_debit=Compte.DEPOT_DE_FONDS,
                compte_credit=compte_de(FAMILLES[remise.genre][0]), montant_centimes=total,
                libelle=f"Bordereau {bordereau.numero} ({len(remise.reglements)})",
            )
        )  # fmt: skip
        unite.touche("bordereau", bordereau.id)
        return bordereau.id

    return ctx.ecrire("remettre", ecrire, operation_id)


def exiger_coupures(comptage: Sequence[tuple[int, int]]) -> None:
    """Notes and coins that exist, in whole numbers. Raises Invalide(comptage)."""
    if any(valeur not in VALEURS_CENTIMES or combien < 0 for valeur, combien in comptage):
        raise Invalide("comptage", "comptage_illisible")


def _exiger_le_compte(remise: Remise, total_centimes: int) -> None:
    """Cash is counted, note by note: what is carried to the bank is what the receipts say."""
    if remise.genre is not GenreBordereau.ESPECES:
        return
    exiger_coupures(remise.comptage)
    compte = sum(valeur * combien for valeur, combien in remise.comptage)
    if compte != total_centimes:
        raise Invalide("comptage", "comptage_faux", compte_centimes=compte, total_centimes=total_centimes)


def remis(session: Session, pieces: Sequence[int]) -> set[int]:
    """The receipts every payment of which is on a slip."""
    requete = (
        select(Reglement.piece_id, LigneBordereau.id)
        .outerjoin(LigneBordereau, LigneBordereau.reglement_id == Reglement.id)
        .where(Reglement.piece_id.in_(pieces))
    )
    lus = session.execute(requete).all()
    return {p for p, _ in lus} - {p for p, ligne in lus if ligne is None}
