"""Other answers than a deposit: no re-enrolment, leave, refusal, reopening; each has a motive, a date and an author."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.reinscription import Action, EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import Affectation, Campagne, Dossier, DossierEleve, Inscription, LigneDossier
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services import places
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import (
    exiger_dossier,
    exiger_motif,
    exiger_reponse,
    jour,
    prendre_reponse,
    verifier_version,
)
from imuse_desk.services.reinscription.etat import actualiser_etats

_CETTE = aliased(Campagne)
_AVANT = aliased(Campagne)


@dataclass(frozen=True, slots=True)
class Repondre:
    """An answer with its motive; ``le`` is the day on which the family said so."""

    dossier_eleve_id: int
    version: int
    motif: str
    le: date | None = None
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DeclinerRevenus:
    """The family does not show its income: who said so, and when; an empty name takes it back."""

    dossier_id: int
    version: int
    par: str
    le: date | None = None
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def ne_pas_reinscrire(ctx: Contexte, commande: Repondre) -> Fait[dict[str, int]]:
    """The pupil does not come back: places held are freed in the same transaction. Raises Invalide, RegleMetier."""
    return _clore(ctx, commande, "ne_pas_reinscrire", Action.NE_PAS_REINSCRIRE, EtatDossier.NE_SE_REINSCRIT_PAS)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def mettre_en_conge(ctx: Contexte, commande: Repondre) -> Fait[dict[str, int]]:
    """A leave of one year, on written request; raises RegleMetier(conge_deja_pris) the second year running."""

    def verifier(unite: Unite, reponse: DossierEleve) -> None:
        if _etait_en_conge(unite, reponse):
            raise RegleMetier("conge_deja_pris")

    return _clore(ctx, commande, "mettre_en_conge", Action.METTRE_EN_CONGE, EtatDossier.CONGE, verifier)


@cas_d_usage(Permission.DECIDER_PIECE)
def refuser(ctx: Contexte, commande: Repondre) -> Fait[dict[str, int]]:
    """The house refuses a deposited answer; its places are freed. Raises Invalide(motif_vide), RegleMetier."""
    return _clore(
        ctx, commande, "refuser_reinscription", Action.REFUSER, EtatDossier.REFUSEE, droit=Permission.DECIDER_PIECE
    )


def _clore(
    ctx: Contexte,
    commande: Repondre,
    operation: str,
    action: Action,
    etat: EtatDossier,
    verifier: Callable[[Unite, DossierEleve], None] | None = None,
    droit: Permission = Permission.MODIFIER_FAMILLE,
) -> Fait[dict[str, int]]:
    dossier_id = exiger_reponse(ctx, commande.dossier_eleve_id, droit)
    motif = exiger_motif(commande.motif)

    def ecrire(unite: Unite) -> dict[str, int]:
        aujourdhui = jour(ctx, unite)
        le = commande.le or aujourdhui
        if le > aujourdhui:
            raise Invalide("le", "date_future")
        reponse = prendre_reponse(unite, commande.dossier_eleve_id, commande.version, action)
        if verifier is not None:
            verifier(unite, reponse)
        liberer_places(unite, reponse)
        reponse.etat = etat
        reponse.motif, reponse.motif_le, reponse.motif_auteur = motif, le, unite.auteur.agent
        actualiser_etats(unite, dossier_id, aujourdhui)
        unite.session.flush()
        return {"version": reponse.version}

    return ctx.ecrire(operation, ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def rouvrir(ctx: Contexte, commande: Repondre) -> Fait[dict[str, int]]:
    """Back to *En saisie*: a draft holds nothing, so its places are freed.

    From *Validée* it needs a reason and the right to override, and ends next year's enrolments. Raises Refus,
    Invalide(motif_vide), RegleMetier(action_impossible).
    """
    dossier_id = exiger_reponse(ctx, commande.dossier_eleve_id, Permission.MODIFIER_FAMILLE)

    def ecrire(unite: Unite) -> dict[str, int]:
        reponse = prendre_reponse(unite, commande.dossier_eleve_id, commande.version, Action.ROUVRIR)
        motif = nettoyer(commande.motif)
        if reponse.etat == EtatDossier.VALIDEE:
            exiger_dossier(ctx, dossier_id, Permission.DEROGER)
            motif = exiger_motif(commande.motif)
            _terminer_inscriptions(unite, reponse, motif, jour(ctx, unite))
        liberer_places(unite, reponse)
        reponse.etat = EtatDossier.EN_SAISIE
        reponse.depose_a = reponse.valide_a = None
        reponse.valide_par = ""
        reponse.motif, reponse.motif_le = motif, jour(ctx, unite)
        reponse.motif_auteur = unite.auteur.agent
        actualiser_etats(unite, dossier_id, jour(ctx, unite))
        unite.session.flush()
        return {"version": reponse.version}

    return ctx.ecrire("rouvrir_reinscription", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def decliner_revenus(ctx: Contexte, commande: DeclinerRevenus) -> Fait[dict[str, int]]:
    """Record (or take back) that the family does not show its income: the ceiling becomes final.

    Raises Invalide(par, nom_vide | le, date_future), Conflit.
    """
    exiger_dossier(ctx, commande.dossier_id, Permission.MODIFIER_FAMILLE)
    par = nettoyer(commande.par)

    def ecrire(unite: Unite) -> dict[str, int]:
        aujourdhui = jour(ctx, unite)
        dossier = unite.session.get_one(Dossier, commande.dossier_id)
        verifier_version(dossier, commande.version)
        le = commande.le or aujourdhui
        if le > aujourdhui:
            raise Invalide("le", "date_future")
        dossier.revenus_declines_par = par
        dossier.revenus_declines_le = le if par else None
        dossier.revenus_declines_agent = unite.auteur.agent if par else ""
        actualiser_etats(unite, dossier.id, aujourdhui)
        unite.touche("foyer", dossier.foyer_id)
        unite.session.flush()
        return {"version": dossier.version}

    return ctx.ecrire("decliner_revenus", ecrire, commande.operation_id)


def liberer_places(unite: Unite, reponse: DossierEleve) -> None:
    """Give back every seat held by a pupil's answer; in the order of the times, so that two desks never cross."""
    creneaux = unite.session.execute(
        select(LigneDossier.creneau_id)
        .where(LigneDossier.dossier_eleve_id == reponse.id, LigneDossier.creneau_id.is_not(None))
        .order_by(LigneDossier.creneau_id)
    ).scalars()
    for creneau_id in [c for c in creneaux if c is not None]:
        places.liberer(unite, creneau_id, reponse.eleve_id)


def _etait_en_conge(unite: Unite, reponse: DossierEleve) -> bool:
    """On leave during the source year: by the campaign before, or because every course of the year is on leave."""
    annee = unite.session.execute(select(_CETTE.annee_source_id).where(_CETTE.id == reponse.campagne_id)).scalar_one()
    deja = (
        select(DossierEleve.id)
        .join(_AVANT, _AVANT.id == DossierEleve.campagne_id)
        .where(
            DossierEleve.eleve_id == reponse.eleve_id,
            DossierEleve.etat == EtatDossier.CONGE,
            _AVANT.annee_cible_id == annee,
        )
    )
    if unite.session.execute(deja).first() is not None:
        return True
    etats = unite.session.execute(
        select(Inscription.etat).where(
            Inscription.eleve_id == reponse.eleve_id, Inscription.annee_id == annee, Inscription.etat != "arretee"
        )
    ).scalars()
    connus = set(etats)
    return connus == {"conge"}


def _terminer_inscriptions(unite: Unite, reponse: DossierEleve, motif: str, aujourdhui: date) -> None:
    """End what the administrative validation had created for next year; nothing is deleted that has begun."""
    session = unite.session
    annee = session.execute(select(Campagne.annee_cible_id).where(Campagne.id == reponse.campagne_id)).scalar_one()
    cours = select(LigneDossier.cours_id).where(LigneDossier.dossier_eleve_id == reponse.id)
    inscriptions = session.execute(
        select(Inscription).where(
            Inscription.eleve_id == reponse.eleve_id, Inscription.annee_id == annee, Inscription.cours_id.in_(cours)
        )
    ).scalars()
    for inscription in list(inscriptions):
        inscription.etat, inscription.motif = "arretee", motif
        inscription.au_le = max(aujourdhui, inscription.du_le)
        for affectation in session.execute(
            select(Affectation).where(Affectation.inscription_id == inscription.id, Affectation.au_le.is_(None))
        ).scalars():
            affectation.au_le = max(aujourdhui, affectation.du_le)
