"""Money whose payer is not known: recorded at once, given later to the family that it settles."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, GenreActe, Journal, Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.models import ActeRegie, Ecriture, Foyer, ModeReglement, Regie
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import (
    exiger_nomme,
    exiger_periode_ouverte,
    inscrire_acte,
    prendre_acte,
    relire_acte,
    tenir_regie,
)
from imuse_desk.services.facturation.compte_famille import ModeVu, modes_de
from imuse_desk.services.facturation.comptes import compte_de
from imuse_desk.services.facturation.encaissement import Encaisser, Titre, encaisser_dans
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.facturation.numerotation import regie_de

_SUITE = aliased(ActeRegie)

EN_ATTENTE = (Compte.ATTENTE,)


@dataclass(frozen=True, slots=True)
class Recette:
    """Money without a family, as typed: what the bank says of it."""

    mode_id: int | None
    montant_centimes: int | None
    recu_le: date | None
    payeur: str = ""
    libelle: str = ""


@dataclass(frozen=True, slots=True)
class RecetteVue:
    """Money that waits for its family."""

    acte_id: int
    rang: int
    recu_le: date
    mode_id: int
    mode: str
    montant_centimes: int
    payeur: str
    libelle: str


@dataclass(frozen=True, slots=True)
class AClasser:
    """What waits, and the ways of paying by which more may come."""

    recettes: tuple[RecetteVue, ...]
    modes: tuple[ModeVu, ...]

    @property
    def total_centimes(self) -> int:
        """What the account of unclassed money holds."""
        return sum(recette.montant_centimes for recette in self.recettes)


@cas_d_usage(Permission.ENCAISSER)
def lire_a_classer(ctx: Contexte) -> AClasser:
    """The money of the régie that waits for its family, oldest first."""
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        requete = (
            select(ActeRegie)
            .outerjoin(_SUITE, _SUITE.origine_id == ActeRegie.id)
            .where(ActeRegie.regie_id == regie.id, ActeRegie.genre == GenreActe.A_CLASSER, _SUITE.id.is_(None))
            .order_by(ActeRegie.id)
        )
        recettes = []
        for acte in session.scalars(requete):
            lu = relire_acte(acte)
            recettes.append(
                RecetteVue(
                    acte.id, acte.rang, acte.le, lu["mode_id"], lu["mode"], acte.montant_centimes, lu["payeur"],
                    lu["libelle"],
                )
            )  # fmt: skip
        modes = tuple(m for m in modes_de(session, regie.id) if compte_de(m.famille) in EN_ATTENTE)
    return AClasser(tuple(recettes), modes)


@cas_d_usage(Permission.ENCAISSER)
def recevoir_a_classer(ctx: Contexte, recette: Recette, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Record money that the bank announced without saying whose it is; gives the id of the act.

    Raises FormulaireInvalide, Invalide(mode), RegleMetier(mois_clos | non_nomme).
    """
    le = recette.recu_le or ctx.aujourdhui()
    fautes = []
    if not recette.montant_centimes or recette.montant_centimes < 0:
        fautes.append(Invalide("montant", "montant_nul"))
    if recette.mode_id is None:
        fautes.append(Invalide("mode", "choix_obligatoire"))
    if le > ctx.aujourdhui():
        fautes.append(Invalide("date", "date_a_venir"))
    if fautes:
        raise FormulaireInvalide(fautes)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        regie = regie_de(session, ctx.site_id)
        tenir_regie(session, regie.id)
        exiger_nomme(session, regie, ctx.agent, ctx.aujourdhui())
        exiger_periode_ouverte(session, regie.id, le)
        mode = session.get_one(ModeReglement, recette.mode_id)
        if mode.id not in {m.mode_id for m in modes_de(session, regie.id) if compte_de(m.famille) in EN_ATTENTE}:
            raise Invalide("mode", "mode_non_autorise", mode=mode.libelle, regie=regie.nom)
        montant = recette.montant_centimes or 0
        contenu = {
            "mode_id": mode.id, "mode": mode.libelle, "payeur": recette.payeur.strip(),
            "libelle": recette.libelle.strip(),
        }  # fmt: skip
        acte = inscrire_acte(unite, regie, GenreActe.A_CLASSER, le, contenu, montant_centimes=montant)
        libelle = f"Recette à classer {acte.rang}"
        _passer(unite, ctx, regie, le, (Compte.ATTENTE, Compte.A_CLASSER), montant, libelle)
        return acte.id

    return ctx.ecrire("recevoir_a_classer", ecrire, operation_id)


@cas_d_usage(Permission.ENCAISSER)
def classer(ctx: Contexte, acte_id: int, dossier: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Give money that waited to the family that it settles, the oldest invoices first; gives the id of the receipt.

    Raises Introuvable, Invalide(dossier), RegleMetier(deja_classee…), and what a payment at the counter raises.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        regie = regie_de(session, ctx.site_id)
        acte = prendre_acte(session, regie.id, GenreActe.A_CLASSER, acte_id)
        foyer_id = session.execute(
            select(Foyer.id).where(Foyer.numero == dossier.strip(), Foyer.site_id == ctx.site_id)
        ).scalar()
        if foyer_id is None:
            raise Invalide("dossier", "dossier_inconnu", dossier=dossier.strip())
        verrouiller(session, [foyer_id])
        tenir_regie(session, regie.id)
        if session.execute(select(ActeRegie.id).where(ActeRegie.origine_id == acte.id)).scalar() is not None:
            raise RegleMetier("deja_classee")
        lu, le = relire_acte(acte), ctx.aujourdhui()
        titre = (Titre(acte.montant_centimes),)
        demande = Encaisser(
            foyer_id, lu["mode_id"], titre, ctx.annee_id, Nature.COTISATIONS, payeur=lu["payeur"],
            reference=lu["libelle"][:60],
        )  # fmt: skip
        piece_id = encaisser_dans(unite, ctx, demande)
        libelle = f"Recette classée {acte.rang}"
        _passer(unite, ctx, regie, le, (Compte.A_CLASSER, Compte.ATTENTE), acte.montant_centimes, libelle)
        inscrire_acte(
            unite, regie, GenreActe.CLASSEMENT, le, {"piece_id": piece_id}, montant_centimes=acte.montant_centimes,
            foyer_id=foyer_id, origine_id=acte.id,
        )  # fmt: skip
        return piece_id

    return ctx.ecrire("classer", ecrire, operation_id)


def _passer(
    unite: Unite, ctx: Contexte, regie: Regie, le: date, comptes: tuple[Compte, Compte], montant: int, libelle: str
) -> None:
    unite.session.add(
        Ecriture(
            operation_id=unite.operation_id, regie_id=regie.id, site_id=ctx.site_id, le=le, journal=Journal.BANQUE,
            compte_debit=comptes[0], compte_credit=comptes[1], montant_centimes=montant, libelle=libelle,
        )
    )  # fmt: skip
