"""Reductions and exonerations that the direction grants to a household for a year, with their reason.

An invoice already issued is not touched: the difference shows among the rectifications.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from imuse_desk.domain.argent import lire_montant, lire_montant_facultatif
from imuse_desk.domain.erreurs import FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.nombres import lire_entier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import Annee, Eleve, Foyer, Lien, Personne, ReductionAccordee
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

ENTIERE = 100


@dataclass(frozen=True, slots=True)
class Accorder:
    """What is typed: for whom (None: the household), a percentage or an amount, its ceiling, why."""

    foyer_id: int
    annee_id: int
    eleve_id: int | None
    genre: str
    valeur: str
    plafond: str
    motif: str


@dataclass(frozen=True, slots=True)
class ReductionVue:
    """A reduction of the household; ``valeur`` is a percentage or cents."""

    reduction_id: int
    annee_id: int
    annee: str
    eleve: str
    genre: str
    valeur: int
    plafond_centimes: int | None
    motif: str
    decidee_le: date
    auteur: str


@dataclass(frozen=True, slots=True)
class Reductions:
    """Those that hold, whom one may be granted to and for which years."""

    accordees: tuple[ReductionVue, ...]
    eleves: tuple[tuple[int, str], ...]
    annees: tuple[tuple[int, str], ...]


@cas_d_usage(Permission.MODIFIER_TARIF)
def lire_reductions(ctx: Contexte, foyer_id: int) -> Reductions:
    """The reductions of a household in the years that are not closed, its pupils. Raises Introuvable."""
    with ctx.lire() as session:
        if session.get(Foyer, foyer_id) is None:
            raise Introuvable("foyer", foyer_id)
        prenoms = {
            x.id: x.prenom
            for x in session.execute(
                select(Eleve.id, Personne.prenom)
                .join(Personne, Personne.id == Eleve.personne_id)
                .join(Lien, Lien.personne_id == Personne.id)
                .where(Lien.foyer_id == foyer_id, Lien.role == "enfant", Lien.au_le.is_(None))
                .order_by(Lien.rang, Eleve.id)
            )
        }
        annees = session.execute(select(Annee.id, Annee.libelle).where(Annee.etat != "close").order_by(Annee.debut_le))
        ouvertes = {x.id: x.libelle for x in annees}
        r = ReductionAccordee
        accordees = tuple(
            ReductionVue(
                x.id, x.annee_id, ouvertes[x.annee_id], prenoms.get(x.eleve_id or 0, ""), x.genre, x.valeur,
                x.plafond_centimes, x.motif, x.decidee_le, x.auteur,
            )
            for x in session.scalars(
                select(r)
                .where(r.foyer_id == foyer_id, r.annee_id.in_(list(ouvertes)), r.retiree_a.is_(None))
                .order_by(r.annee_id.desc(), r.id)
            )
        )  # fmt: skip
    return Reductions(accordees, tuple(prenoms.items()), tuple(ouvertes.items()))


@cas_d_usage(Permission.MODIFIER_TARIF)
def accorder(ctx: Contexte, demande: Accorder, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Grant a reduction; gives its id.

    Raises FormulaireInvalide (entier_…, montant_…, motif_manquant), RegleMetier(annee_close), Introuvable.
    """
    valeur, plafond, motif = _lire(demande)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        foyer, annee = session.get(Foyer, demande.foyer_id), session.get(Annee, demande.annee_id)
        if foyer is None or annee is None:
            raise Introuvable("foyer" if foyer is None else "annee", demande.foyer_id)
        ctx.exiger_sur(foyer.site_id, Permission.MODIFIER_TARIF)
        if annee.etat == "close":
            raise RegleMetier("annee_close", annee=annee.libelle)
        reduction = ReductionAccordee(
            foyer_id=foyer.id, annee_id=annee.id, eleve_id=demande.eleve_id, genre=demande.genre, valeur=valeur,
            plafond_centimes=plafond, motif=motif, decidee_le=ctx.aujourdhui(), auteur=ctx.agent, a=unite.maintenant,
        )  # fmt: skip
        session.add(reduction)
        session.flush()
        unite.touche("foyer", foyer.id)
        return reduction.id

    return ctx.ecrire("accorder_reduction", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def retirer(ctx: Contexte, reduction_id: int, motif: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Withdraw a reduction, with the reason; it stays in the base. Raises FormulaireInvalide, Introuvable."""
    raison = nettoyer(motif)
    if not raison:
        raise FormulaireInvalide([Invalide("motif", "champ_obligatoire")])

    def ecrire(unite: Unite) -> int:
        reduction = unite.session.get(ReductionAccordee, reduction_id)
        if reduction is None or reduction.retiree_a is not None:
            raise Introuvable("reduction", reduction_id)
        ctx.exiger_sur(unite.session.get_one(Foyer, reduction.foyer_id).site_id, Permission.MODIFIER_TARIF)
        reduction.retiree_a, reduction.retiree_par, reduction.retiree_motif = unite.maintenant, ctx.agent, raison
        unite.touche("foyer", reduction.foyer_id)
        return reduction.id

    return ctx.ecrire("retirer_reduction", ecrire, operation_id)


def _lire(demande: Accorder) -> tuple[int, int | None, str]:
    erreurs: list[Invalide] = []
    valeur, plafond = 0, None
    try:
        valeur = _lire_valeur(demande)
    except Invalide as erreur:
        erreurs.append(erreur)
    try:
        plafond = lire_montant_facultatif(demande.plafond, "plafond", negatif=False)
    except Invalide as erreur:
        erreurs.append(erreur)
    motif = nettoyer(demande.motif)
    if not motif:
        erreurs.append(Invalide("motif", "champ_obligatoire"))
    if erreurs:
        raise FormulaireInvalide(erreurs)
    return valeur, plafond, motif


def _lire_valeur(demande: Accorder) -> int:
    """A percentage from 1 to 100, or an amount in cents."""
    if demande.genre == "pourcent":
        valeur = lire_entier(demande.valeur, "valeur", 1, ENTIERE) or 0
    else:
        valeur = lire_montant(demande.valeur, "valeur", negatif=False)
    if not valeur:
        raise Invalide("valeur", "champ_obligatoire")
    return valeur
