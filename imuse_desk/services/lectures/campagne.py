"""The site's campaign: whether it is open, how many answers stand where, its dossiers in order."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Campagne, Dossier, DossierEleve, Foyer
from imuse_desk.services.contexte import Contexte, cas_d_usage

_SOURCE = aliased(Annee)
_CIBLE = aliased(Annee)


@dataclass(frozen=True, slots=True)
class CampagneVue:
    """A campaign as the Accueil announces it."""

    campagne_id: int
    annee_source_id: int
    annee_source: str
    annee_cible_id: int
    annee_cible: str
    ouvre_a: datetime
    ferme_a: datetime
    pieces_jusqu_a: datetime
    est_ouverte: bool


@cas_d_usage(Permission.CONSULTER)
def campagne_ouverte(ctx: Contexte) -> CampagneVue | None:
    """The newest campaign of the site consulted, open or not (``est_ouverte``); None where there never was one."""
    with ctx.lire() as session:
        ligne = session.execute(
            select(
                Campagne.id,
                Campagne.annee_source_id,
                _SOURCE.libelle,
                Campagne.annee_cible_id,
                _CIBLE.libelle,
                Campagne.ouvre_a,
                Campagne.ferme_a,
                Campagne.pieces_jusqu_a,
            )
            .join(_SOURCE, _SOURCE.id == Campagne.annee_source_id)
            .join(_CIBLE, _CIBLE.id == Campagne.annee_cible_id)
            .where(Campagne.site_id == ctx.site_id)
            .order_by(Campagne.ouvre_a.desc())
            .limit(1)
        ).first()
    if ligne is None:
        return None
    ouvre_a, ferme_a = ligne[5], ligne[6]
    return CampagneVue(*ligne, est_ouverte=ouvre_a <= ctx.maintenant() <= ferme_a)


@cas_d_usage(Permission.CONSULTER)
def compter_etats(ctx: Contexte, campagne_id: int) -> dict[EtatDossier, int]:
    """How many pupils stand in each state of a campaign, every state present."""
    with ctx.lire() as session:
        lignes = session.execute(
            select(DossierEleve.etat, func.count())
            .where(DossierEleve.campagne_id == campagne_id)
            .group_by(DossierEleve.etat)
        ).all()
    comptes = dict.fromkeys(EtatDossier, 0)
    comptes.update({EtatDossier(etat): nombre for etat, nombre in lignes})
    return comptes


@cas_d_usage(Permission.CONSULTER)
def lister_foyers(ctx: Contexte, campagne_id: int, etat: EtatDossier | None = None) -> tuple[int, ...]:
    """Households of a campaign by name; with a state, those that have an answer in it."""
    requete = (
        select(Dossier.foyer_id)
        .join(Foyer, Foyer.id == Dossier.foyer_id)
        .where(Dossier.campagne_id == campagne_id)
        .order_by(Foyer.cle, Foyer.id)
    )
    if etat is not None:
        requete = requete.where(
            Dossier.id.in_(
                select(DossierEleve.dossier_id).where(
                    DossierEleve.campagne_id == campagne_id, DossierEleve.etat == etat
                )
            )
        )
    with ctx.lire() as session:
        return tuple(session.execute(requete).scalars())
