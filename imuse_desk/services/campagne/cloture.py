"""The end of a campaign: who never answered is told apart, his place goes to others; undoable the same day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reinscription import OUVERTS, EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Campagne, DossierEleve, Eleve, Inscription, Personne
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import date_du_site, jour

MOTIF = "Sans réponse à la clôture de la campagne"


@dataclass(frozen=True, slots=True)
class SansReponse:
    """A pupil who has not answered: what closing does to him."""

    eleve_id: int
    nom: str
    prenom: str
    etat: EtatDossier


@cas_d_usage(Permission.CONSULTER)
def lister_sans_reponse(ctx: Contexte, campagne_id: int) -> tuple[SansReponse, ...]:
    """Who would be closed: *Sans réponse*, and drafts that were never deposited; by name."""
    requete = (
        select(DossierEleve.eleve_id, Personne.nom, Personne.prenom, DossierEleve.etat)
        .join(Eleve, Eleve.id == DossierEleve.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(_attendus(campagne_id))
        .order_by(Personne.cle, Eleve.id)
    )
    with ctx.lire() as session:
        return tuple(SansReponse(r[0], r[1], r[2], EtatDossier(r[3])) for r in session.execute(requete))


@cas_d_usage(Permission.MODIFIER_TARIF)
def clore_campagne(ctx: Contexte, campagne_id: int, attendus: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Close: every pupil without an answer becomes *Ne se réinscrit pas*, which frees what he was to have.

    ``attendus`` is how many were listed: another number means that the list changed meanwhile. Gives how many pupils
    were closed. Raises RegleMetier(campagne_deja_close | campagne_encore_ouverte: le | liste_changee: n), Introuvable.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        campagne = session.get(Campagne, campagne_id, with_for_update=True)
        if campagne is None or campagne.site_id != ctx.site_id:
            raise Introuvable("campagne", campagne_id)
        if campagne.close_a is not None:
            raise RegleMetier("campagne_deja_close")
        if unite.maintenant <= campagne.ferme_a:
            raise RegleMetier("campagne_encore_ouverte", le=date_du_site(campagne.ferme_a, ctx.fuseau))
        reponses = list(
            session.execute(
                select(DossierEleve).where(_attendus(campagne_id))
            ).scalars()
        )  # fmt: skip
        if len(reponses) != attendus:
            raise RegleMetier("liste_changee", n=len(reponses))
        avant = {str(r.id): r.etat for r in reponses}
        for reponse in reponses:
            reponse.etat = EtatDossier.NE_SE_REINSCRIT_PAS
            reponse.motif, reponse.motif_le, reponse.motif_auteur = MOTIF, jour(ctx, unite), unite.auteur.agent
            unite.touche("eleve", reponse.eleve_id)
        campagne.close_a, campagne.close_par = unite.maintenant, unite.auteur.agent
        unite.touche("campagne", campagne_id)
        rendre_annulable(ctx, unite, "Campagne close", rouvrir_campagne, campagne_id=campagne_id, avant=avant)
        return len(reponses)

    return ctx.ecrire("clore_campagne", ecrire, operation_id)


def _attendus(campagne_id: int) -> ColumnElement[bool]:
    """Who was to answer and has not: new pupils, who have dates of their own, are left alone."""
    suit = (
        select(Inscription.id)
        .join(Campagne, Campagne.annee_source_id == Inscription.annee_id)
        .where(Campagne.id == campagne_id, Inscription.eleve_id == DossierEleve.eleve_id, Inscription.etat != "arretee")
    )
    return and_(DossierEleve.campagne_id == campagne_id, DossierEleve.etat.in_(OUVERTS), suit.exists())


@inverse(Permission.MODIFIER_TARIF)
def rouvrir_campagne(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of ``clore_campagne``: who was closed waits again, unless somebody has dealt with him since."""
    avant = arguments["avant"]
    for reponse in unite.session.execute(
        select(DossierEleve).where(DossierEleve.id.in_([int(i) for i in avant]), DossierEleve.motif == MOTIF)
    ).scalars():
        reponse.etat = avant[str(reponse.id)]
        reponse.motif, reponse.motif_le, reponse.motif_auteur = "", None, ""
        unite.touche("eleve", reponse.eleve_id)
    campagne = unite.session.get_one(Campagne, arguments["campagne_id"])
    campagne.close_a, campagne.close_par = None, ""
    unite.touche("campagne", campagne.id)
