"""Agree with a household, before its invoice, how it will pay: a plan of monthly parts, with its reason.

Nothing is changed: another plan, or its withdrawal, is another row. Within the rule of the year anybody at the desk may
agree one; beyond it, who issues invoices.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, Introuvable, RegleMetier
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.proration import parts_au_plus
from imuse_desk.models import Annee, Foyer, GrilleTarif, PlanAccorde
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.facturation.lecture_accords import lire_accords
from imuse_desk.services.facturation.plans import LONGUEUR_MOTIF, lire_demande
from imuse_desk.services.facturation.preparation import Appel, deja_factures, lire_regles, preparer
from imuse_desk.services.reinscription.faits import Petites
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.tarification import bareme


@dataclass(frozen=True, slots=True)
class AccorderAvance:
    """A plan for the invoice to come, over the one that was seen (None: none)."""

    foyer_id: int
    annee_id: int
    nature: Nature
    vu_id: int | None
    nombre: int
    premiere_le: str
    motif: str


@cas_d_usage(Permission.CONSULTER)
def accorder_avance(ctx: Contexte, demande: AccorderAvance, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Agree a plan before the invoice; gives its id.

    Raises FormulaireInvalide (nombre, premiere_le, motif), Introuvable, RegleMetier(plan_n_appels | plan_deja_facture:
    numero | plan_hors_regle: nombre, maximum | annee_close | autre_site), Conflit.
    """
    premiere_le, motif = lire_demande(ctx.aujourdhui(), demande.nombre, demande.premiere_le, demande.motif)

    def ecrire(unite: Unite) -> int:
        appel = _ouvrir(unite, ctx, demande.foyer_id, demande.annee_id, demande.nature, demande.vu_id)
        session = unite.session
        regles = lire_regles(session, appel.site_id, appel.annee_id)
        if regles.est_n_appels:
            raise RegleMetier("plan_n_appels")
        deja = deja_factures(session, appel, [demande.foyer_id], est_n_appels=False).get(demande.foyer_id)
        if deja is not None:
            raise RegleMetier("plan_deja_facture", numero=deja)
        maximum = _parts_au_plus(ctx, unite, appel, demande.foyer_id, regles.parts)
        est_derogation = demande.nombre > maximum
        if est_derogation and Permission.EMETTRE not in ctx.permissions_sur(appel.site_id):
            raise RegleMetier("plan_hors_regle", nombre=demande.nombre, maximum=maximum)
        return _ecrire(
            unite, appel, demande.foyer_id,
            PlanAccorde(nombre=demande.nombre, premiere_le=premiere_le, motif=motif, est_derogation=est_derogation),
        )  # fmt: skip

    return ctx.ecrire("accorder_avance", ecrire, operation_id)


@dataclass(frozen=True, slots=True)
class RetirerAvance:
    """Withdraw the plan that was seen, and why."""

    foyer_id: int
    annee_id: int
    nature: Nature
    vu_id: int
    motif: str


@cas_d_usage(Permission.CONSULTER)
def retirer_avance(ctx: Contexte, demande: RetirerAvance, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """The invoice to come follows the rule of the year again; what was agreed stays in the base.

    Raises FormulaireInvalide(motif), Introuvable, RegleMetier(annee_close | autre_site), Conflit.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    motif = lecteur.texte("motif", demande.motif, LONGUEUR_MOTIF, obligatoire=True)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        appel = _ouvrir(unite, ctx, demande.foyer_id, demande.annee_id, demande.nature, demande.vu_id)
        return _ecrire(unite, appel, demande.foyer_id, PlanAccorde(nombre=0, motif=motif, est_derogation=False))

    return ctx.ecrire("retirer_avance", ecrire, operation_id)


def _ouvrir(
    unite: Unite, ctx: Contexte, foyer_id: int, annee_id: int, nature: Nature, vu_id: int | None
) -> Appel:  # fmt: skip
    """The block that the plan is for, held; nobody agreed another one since it was seen."""
    session = unite.session
    foyer, annee = session.get(Foyer, foyer_id), session.get(Annee, annee_id)
    if foyer is None or annee is None:
        raise Introuvable("foyer" if foyer is None else "annee", foyer_id if foyer is None else annee_id)
    ctx.exiger_sur(foyer.site_id, Permission.CONSULTER)
    if annee.etat == "close":
        raise RegleMetier("annee_close", annee=annee.libelle)
    verrouiller(session, [foyer_id])
    appel = Appel(foyer.site_id, annee_id, nature)
    en_vigueur = lire_accords(session, foyer.site_id, annee_id, nature, [foyer_id]).get(foyer_id)
    if (en_vigueur.accord_id if en_vigueur else None) != vu_id:
        raise Conflit({}, auteur=en_vigueur.auteur if en_vigueur else "", version=0)
    return appel


def _parts_au_plus(ctx: Contexte, unite: Unite, appel: Appel, foyer_id: int, nombre: int) -> int:
    """How many parts the rule of the year allows this household, as far as its total is known."""
    preparee = next(preparer(unite.session, appel, [foyer_id], ctx.aujourdhui()))
    if preparee.parts_max is not None:
        return preparee.parts_max
    annee = unite.session.get_one(Annee, appel.annee_id)
    contenu = unite.session.execute(
        select(GrilleTarif.contenu).where(
            GrilleTarif.site_id == appel.site_id, GrilleTarif.annee_id == annee.id, GrilleTarif.est_en_vigueur
        )
    ).scalar()
    plans = bareme(contenu, "", 0, Petites(), annee.debut_le).grille.plans if contenu else ()
    return parts_au_plus(plans, None, nombre)


def _ecrire(unite: Unite, appel: Appel, foyer_id: int, plan: PlanAccorde) -> int:
    plan.foyer_id, plan.site_id, plan.annee_id, plan.nature = foyer_id, appel.site_id, appel.annee_id, appel.nature
    plan.auteur, plan.a = unite.auteur.agent, unite.maintenant
    unite.session.add(plan)
    unite.session.flush()
    unite.touche("foyer", foyer_id)
    return plan.id
