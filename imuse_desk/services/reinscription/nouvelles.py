"""New pupils: a family that follows nothing yet enrols by the screen, the pieces and the deposit of a re-enrolment."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Campagne, Dossier, DossierEleve, Eleve, Inscription, Lien, Personne
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import jour
from imuse_desk.services.reinscription.ouverture import ajouter_reponses, derniere_campagne, lien_du_jour

_REPONSE = aliased(DossierEleve)
_VOISINE = aliased(Campagne)


@dataclass(frozen=True, slots=True)
class InscrireNouvelEleve:
    """A pupil who follows nothing this year is to enrol in the campaign of the site."""

    foyer_id: int
    eleve_id: int
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lire_nouveaux(ctx: Contexte, foyer_id: int) -> tuple[tuple[int, str], ...]:
    """The pupils of a household who may enrol in the site's newest campaign: (eleve_id, first name)."""
    with ctx.lire() as session:
        campagne = session.execute(derniere_campagne(ctx.site_id)).scalar_one_or_none()
        if campagne is None:
            return ()
        repond = (
            select(_REPONSE.id)
            .join(_VOISINE, _VOISINE.id == _REPONSE.campagne_id)
            .where(_REPONSE.eleve_id == Eleve.id, _VOISINE.annee_cible_id == campagne.annee_cible_id)
        )
        suit = select(Inscription.id).where(
            Inscription.eleve_id == Eleve.id,
            Inscription.annee_id == campagne.annee_source_id,
            Inscription.etat != "arretee",
        )
        lignes = session.execute(
            select(Eleve.id, Personne.prenom, Personne.nom)
            .join(Personne, Personne.id == Eleve.personne_id)
            .join(Lien, Lien.personne_id == Personne.id)
            .where(
                Lien.foyer_id == foyer_id, lien_du_jour(ctx.aujourdhui()), Eleve.archive_a.is_(None),
                ~repond.exists(), ~suit.exists(),
            )
            .order_by(Lien.rang, Lien.id)
        )  # fmt: skip
        return tuple((ident, prenom or nom) for ident, prenom, nom in lignes)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def inscrire_nouvel_eleve(ctx: Contexte, commande: InscrireNouvelEleve) -> Fait[dict[str, int]]:
    """Put a new pupil in the campaign, *En saisie*: his courses are added next.

    The answer is held by his main household, in the dossier that it already has for that year, else in the campaign of
    the site. Raises RegleMetier: aucune_campagne, deja_dans_la_campagne(eleve); Introuvable; Refus.
    """

    def ecrire(unite: Unite) -> dict[str, int]:
        session, aujourdhui = unite.session, jour(ctx, unite)
        derniere = session.execute(derniere_campagne(ctx.site_id)).scalar_one_or_none()
        if derniere is None:
            raise RegleMetier("aucune_campagne")
        foyer_id = _foyer_principal(ctx, session, commande)
        campagne = _campagne_du_foyer(session, foyer_id, derniere)
        ctx.exiger_sur(campagne.site_id, Permission.MODIFIER_FAMILLE)
        _refuser_qui_repond(session, commande.eleve_id, campagne)
        ajouter_reponses(unite, campagne, {commande.eleve_id: foyer_id}, aujourdhui, EtatDossier.EN_SAISIE)
        return {"foyer_id": foyer_id, "eleve_id": commande.eleve_id}

    return ctx.ecrire("inscrire_nouvel_eleve", ecrire, commande.operation_id)


def _foyer_principal(ctx: Contexte, session: Session, commande: InscrireNouvelEleve) -> int:
    foyers = list(
        session.execute(
            select(Lien.foyer_id)
            .join(Eleve, Eleve.personne_id == Lien.personne_id)
            .where(Eleve.id == commande.eleve_id, Eleve.archive_a.is_(None), lien_du_jour(ctx.aujourdhui()))
            .order_by(Lien.est_principal.desc(), Lien.id)
        ).scalars()
    )
    if commande.foyer_id not in foyers:
        raise Introuvable("eleve", commande.eleve_id)
    return foyers[0]


def _campagne_du_foyer(session: Session, foyer_id: int, derniere: Campagne) -> Campagne:
    """The campaign of the same year where the household already has a dossier, else the site's."""
    sienne = session.execute(
        select(Campagne)
        .join(Dossier, Dossier.campagne_id == Campagne.id)
        .where(Dossier.foyer_id == foyer_id, Campagne.annee_cible_id == derniere.annee_cible_id)
        .order_by(Campagne.id)
    ).scalars()
    return next(iter(sienne), derniere)


def _refuser_qui_repond(session: Session, eleve_id: int, campagne: Campagne) -> None:
    repond = session.execute(
        select(Personne.prenom)
        .join(Eleve, Eleve.personne_id == Personne.id)
        .join(DossierEleve, DossierEleve.eleve_id == Eleve.id)
        .join(Campagne, Campagne.id == DossierEleve.campagne_id)
        .where(Eleve.id == eleve_id, Campagne.annee_cible_id == campagne.annee_cible_id)
    ).first()
    if repond is not None:
        raise RegleMetier("deja_dans_la_campagne", eleve=repond.prenom)
