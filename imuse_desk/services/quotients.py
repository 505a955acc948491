"""A household's quotient of a year: read on the CAF's paper, or reckoned from the tax notice with its arithmetic."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from imuse_desk.domain.argent import MONTANT_MAX_CENTIMES
from imuse_desk.domain.erreurs import AConfirmer, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.reglages import FORMULE_QUOTIENT
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.quotient import FORMULES, QuotientCalcule, calculer_quotient, lire_parts
from imuse_desk.models import Foyer, PieceRecue, Quotient
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reglages import lire_reglage
from imuse_desk.services.reinscription.etat import actualiser_foyer

ELEVE_CENTIMES = 2_000_000
FORMULE_PAR_DEFAUT = "caf_monthly"
Exigence = Callable[[Unite], None]


@dataclass(frozen=True, slots=True)
class EnregistrerQuotient:
    """The value printed on the CAF's paper, in cents (0 is a value)."""

    foyer_id: int
    annee_id: int
    centimes: int | None
    date_document_le: date | None = None
    piece_id: int | None = None
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CalculerQuotient:
    """What the tax notice says, in cents; ``parts`` is written ``2.5``; ``formule`` is the site's by default."""

    foyer_id: int
    annee_id: int
    annuel_centimes: int
    parts: str
    prestations_centimes: int = 0
    formule: str = ""
    date_document_le: date | None = None
    piece_id: int | None = None
    operation_id: uuid.UUID | None = None


def _rien(_unite: Unite) -> None:
    """Nothing more is asked."""


@cas_d_usage(Permission.LIRE_REVENUS)
def enregistrer_quotient(ctx: Contexte, commande: EnregistrerQuotient, *, exiger: Exigence = _rien) -> Fait[int]:
    """Record a CAF quotient; the newest holds. Gives its id. ``exiger`` may refuse, inside the writing.

    Raises Invalide(quotient: quotient_vide, montant_negatif, montant_trop_grand; date: date_future),
    AConfirmer(quotient_eleve) above 20,000 euros, Introuvable, Refus.
    """
    valeur = commande.centimes
    if valeur is None:
        raise Invalide("quotient", "quotient_vide")
    if valeur < 0:
        raise Invalide("quotient", "montant_negatif")
    if valeur > MONTANT_MAX_CENTIMES:
        raise Invalide("quotient", "montant_trop_grand", maximum=MONTANT_MAX_CENTIMES)
    if valeur > ELEVE_CENTIMES and not commande.confirme:
        raise AConfirmer("quotient_eleve", quotient_centimes=valeur)
    return _ecrire(ctx, commande, "caf", valeur, None, exiger)


@cas_d_usage(Permission.LIRE_REVENUS)
def calculer_et_enregistrer(ctx: Contexte, commande: CalculerQuotient, *, exiger: Exigence = _rien) -> Fait[int]:
    """Reckon a quotient from the notice and record it with its arithmetic; raises Invalide on a figure, Introuvable."""
    calcule = apercu_quotient(ctx, commande)
    calcul: dict[str, str | int] = {
        "formule": calcule.formule.code,
        "annuel_centimes": calcule.annuel_centimes,
        "prestations_centimes": calcule.prestations_centimes,
        "parts": str(calcule.parts),
        "arithmetique": calcule.arithmetique(),
    }
    return _ecrire(ctx, commande, "calcule", calcule.quotient_centimes, calcul, exiger)


@cas_d_usage(Permission.LIRE_REVENUS)
def apercu_quotient(ctx: Contexte, commande: CalculerQuotient) -> QuotientCalcule:
    """The same reckoning, live, nothing recorded; raises Invalide(formule_inconnue | parts_impossible | …)."""
    code = commande.formule
    if not code:
        with ctx.lire() as session:
            code = str(lire_reglage(session, FORMULE_QUOTIENT, ctx.site_id, commande.annee_id))
    formule = FORMULES.get(code) or FORMULES.get(FORMULE_PAR_DEFAUT if not commande.formule else "")
    if formule is None:
        raise Invalide("formule", "formule_inconnue", formule=code)
    return calculer_quotient(
        formule, commande.annuel_centimes, lire_parts(commande.parts), commande.prestations_centimes
    )


@cas_d_usage(Permission.LIRE_REVENUS)
def annuler_quotient(ctx: Contexte, quotient_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Set a quotient aside: the row stays, the one before holds again. Raises Introuvable, RegleMetier(deja_annule)."""
    with ctx.lire() as session:
        foyer_id = session.execute(select(Quotient.foyer_id).where(Quotient.id == quotient_id)).scalar_one_or_none()
    if foyer_id is None:
        raise Introuvable("quotient", quotient_id)
    _exiger_foyer(ctx, foyer_id)

    def ecrire(unite: Unite) -> int:
        return _ecarter(ctx, unite, quotient_id)

    return ctx.ecrire("annuler_quotient", ecrire, operation_id)


@inverse(Permission.LIRE_REVENUS)
def reprendre_quotient(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo the recording of a quotient; raises RegleMetier(deja_annule | autre_site)."""
    foyer = unite.session.get_one(Foyer, unite.session.get_one(Quotient, arguments["quotient_id"]).foyer_id)
    ctx.exiger_sur(foyer.site_id, Permission.MODIFIER_FAMILLE)
    _ecarter(ctx, unite, arguments["quotient_id"])


def _ecarter(ctx: Contexte, unite: Unite, quotient_id: int) -> int:
    quotient = unite.session.get_one(Quotient, quotient_id)
    if quotient.annule_a is not None:
        raise RegleMetier("deja_annule")
    quotient.annule_a = unite.maintenant
    unite.touche("foyer", quotient.foyer_id)
    actualiser_foyer(unite, quotient.foyer_id, ctx.aujourdhui())
    return quotient.id


def _exiger_foyer(ctx: Contexte, foyer_id: int) -> None:
    """Who reads incomes may record them where he edits families."""
    with ctx.lire() as session:
        site_id = session.execute(select(Foyer.site_id).where(Foyer.id == foyer_id)).scalar_one_or_none()
    if site_id is None:
        raise Introuvable("foyer", foyer_id)
    ctx.exiger_sur(site_id, Permission.LIRE_REVENUS)
    ctx.exiger_sur(site_id, Permission.MODIFIER_FAMILLE)


def _ecrire(
    ctx: Contexte,
    commande: EnregistrerQuotient | CalculerQuotient,
    genre: str,
    valeur: int,
    calcul: dict[str, str | int] | None,
    exiger: Exigence,
) -> Fait[int]:
    _exiger_foyer(ctx, commande.foyer_id)
    if commande.date_document_le is not None and commande.date_document_le > ctx.aujourdhui():
        raise Invalide("date", "date_future")

    def ecrire(unite: Unite) -> int:
        exiger(unite)
        foyer = unite.session.get_one(Foyer, commande.foyer_id)
        piece = unite.session.get(PieceRecue, commande.piece_id) if commande.piece_id else None
        if commande.piece_id is not None and (piece is None or piece.foyer_id != commande.foyer_id):
            raise Introuvable("piece", commande.piece_id)
        quotient = Quotient(
            foyer_id=commande.foyer_id,
            annee_id=commande.annee_id,
            genre=genre,
            centimes=valeur,
            date_document_le=commande.date_document_le,
            piece_id=commande.piece_id,
            calcul=calcul,
            auteur=unite.auteur.agent,
            a=unite.maintenant,
        )
        unite.session.add(quotient)
        unite.touche("foyer", commande.foyer_id)
        actualiser_foyer(unite, commande.foyer_id, ctx.aujourdhui())
        unite.session.flush()
        # incomes are not for everyone who sees what may be undone: no amount
        dit = f"{foyer.libelle}\u00a0: quotient reporté au tarif"
        rendre_annulable(ctx, unite, dit, reprendre_quotient, quotient_id=quotient.id)
        return quotient.id

    return ctx.ecrire("enregistrer_quotient", ecrire, commande.operation_id)
