"""Credit notes: the only way to put an issued invoice right, whole or in part, with its reason."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Imputation, PieceEmise, Regie
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.contenu import Contenu
from imuse_desk.services.facturation.emission import AEmettre, Bloc, Emise, emettre, relire
from imuse_desk.services.facturation.imputations import verrouiller


@dataclass(frozen=True, slots=True)
class LigneAvoir:
    """How much of a line of the invoice is taken back: its rank from 1, a positive amount in cents."""

    rang: int
    montant_centimes: int


@cas_d_usage(Permission.EMETTRE)
def emettre_avoir(
    ctx: Contexte, facture_id: int, motif: str, lignes: Sequence[LigneAvoir] = (), operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Take back some lines of an invoice, or all that is left of it; gives the credit note's id.

    What the invoice still owed is settled by it first; the rest becomes an advance of the household.
    Raises Introuvable, Invalide(motif), RegleMetier(avoir_trop_grand | avoir_rien | avoir_sur_facture).
    """
    motif = motif.strip()
    if not motif:
        raise Invalide("motif", "motif_obligatoire")

    def ecrire(unite: Unite) -> int:
        return annuler(unite, ctx.aujourdhui(), facture_id, motif, lignes).piece_id

    return ctx.ecrire("emettre_avoir", ecrire, operation_id)


def annuler(unite: Unite, jour: date, facture_id: int, motif: str, lignes: Sequence[LigneAvoir] = ()) -> Emise:
    """Issue the credit note inside a transaction that may do more (an avoir and a new invoice)."""
    session = unite.session
    facture = session.get(PieceEmise, facture_id)
    if facture is None:
        raise Introuvable("facture", facture_id)
    verrouiller(session, [facture.foyer_id])
    if facture.serie != Serie.FACTURE:
        raise RegleMetier("avoir_sur_facture", numero=facture.affiche)
    contenu = relire(facture)
    restes = restes_par_ligne(session, facture.id, contenu)
    prises = {x.rang: x.montant_centimes for x in lignes} if lignes else {r: m for r, m in restes.items() if m}
    if not any(prises.values()):
        raise RegleMetier("avoir_rien", numero=facture.affiche)
    for rang, montant_centimes in prises.items():
        reste = restes.get(rang, 0)
        if montant_centimes * reste < 0 or abs(montant_centimes) > abs(reste):
            raise RegleMetier("avoir_trop_grand", rang=rang, montant_centimes=montant_centimes, reste_centimes=reste)
    regie = session.get_one(Regie, facture.regie_id)
    bloc = Bloc(regie, facture.site_id, facture.annee_id, Nature(facture.nature), jour)
    piece = AEmettre(
        facture.foyer_id, _contenu(facture, contenu, prises), "Avoir", origine_id=facture.id, motif=motif,
        appel=facture.appel,
    )  # fmt: skip
    [avoir] = emettre(unite, Serie.AVOIR, bloc, [piece])
    _imputer(unite, facture, avoir)
    return avoir


def restes_par_ligne(session: Session, facture_id: int, contenu: Contenu) -> dict[int, int]:
    """What is left of each line of an invoice once its credit notes are taken off, in cents, by rank from 1."""
    montants = [ligne["montant"] for groupe in contenu["groupes"] for ligne in groupe["lignes"]]
    restes = dict(enumerate(montants, start=1))
    for avoir in session.scalars(select(PieceEmise).where(PieceEmise.origine_id == facture_id)):
        for groupe in relire(avoir)["groupes"]:
            for ligne in groupe["lignes"]:
                restes[ligne["corrige"]] += ligne["montant"]
    return restes


def _contenu(facture: PieceEmise, contenu: Contenu, prises: dict[int, int]) -> Contenu:
    """The page of the invoice again, with the lines taken back as negative amounts and their base repeated."""
    groupes, rang = [], 0
    for groupe in contenu["groupes"]:
        lignes = []
        for ligne in groupe["lignes"]:
            rang += 1
            if prises.get(rang):
                lignes.append({**ligne, "montant": -prises[rang], "corrige": rang})
        if lignes:
            groupes.append({**groupe, "lignes": lignes})
    return {
        **contenu,
        "groupes": groupes,
        "echeances": [],
        "est_provisoire": False,
        "objet": "Avoir",
        "corrige": {"numero": facture.affiche, "du_le": facture.emise_le.isoformat()},
        "total": -sum(prises.values()),
    }


def reste_du(session: Session, facture: PieceEmise) -> int:
    """What an invoice still asks for, in cents: its total less all that was applied to it."""
    impute = session.execute(
        select(func.coalesce(func.sum(Imputation.montant_centimes), 0)).where(Imputation.facture_id == facture.id)
    ).scalar_one()
    return facture.total_centimes - int(impute)


def _imputer(unite: Unite, facture: PieceEmise, avoir: Emise) -> None:
    """The credit note settles what the invoice still asks for; what is over is an advance of the same block."""
    credit = -avoir.total_centimes
    solde = min(credit, max(0, reste_du(unite.session, facture)))
    for facture_id, montant_centimes in ((facture.id, solde), (None, credit - solde)):
        if montant_centimes:
            unite.session.add(
                Imputation(
                    avoir_id=avoir.piece_id,
                    facture_id=facture_id,
                    foyer_id=facture.foyer_id,
                    annee_id=facture.annee_id,
                    nature=facture.nature,
                    montant_centimes=montant_centimes,
                    operation_id=unite.operation_id,
                    a=unite.maintenant,
                )
            )
