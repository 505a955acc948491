"""What the sign-in window and the accounts window show."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.comptes import MOT_DE_PASSE_DEMONSTRATION
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission, Role
from imuse_desk.models import (
    Compte,
    CompteRole,
    Enseignant,
    EssaiConnexion,
    Etablissement,
    Personne,
    Site,
)
from imuse_desk.models.passerelle import Base
from imuse_desk.services.connexion import cle_essais
from imuse_desk.services.contexte import Contexte, cas_d_usage

COMPTES_MONTRES = 6


@dataclass(frozen=True, slots=True)
class SitePropose:
    """A site of the list."""

    id: int
    code: str
    nom: str


@dataclass(frozen=True, slots=True)
class CompteDemonstration:
    """An account of the demonstration, with its password, for anybody to try."""

    identifiant: str
    mot_de_passe: str
    role: str


@dataclass(frozen=True, slots=True)
class AccueilConnexion:
    """What the sign-in window shows before anybody signed in."""

    etablissement: str
    sous_titre: str
    est_demonstration: bool
    sites: tuple[SitePropose, ...]
    comptes: tuple[CompteDemonstration, ...]


@dataclass(frozen=True, slots=True)
class FicheCompte:
    """An account: ``roles`` holds (site, role) pairs; ``version`` goes back with the changes."""

    id: int
    version: int
    identifiant: str
    nom: str
    email: str
    roles: frozenset[tuple[int, Role]]
    personne_id: int | None
    personne: str
    doit_changer: bool
    derniere_connexion_a: datetime | None
    archive_a: datetime | None


@dataclass(frozen=True, slots=True)
class MonCompte:
    """The signed-in person's own account."""

    identifiant: str
    nom: str
    email: str
    doit_changer: bool


def sites_proposes(base: Base) -> tuple[SitePropose, ...]:
    """The sites in use, in the house's order."""
    with base.lire() as session:
        return _sites(session)


def accueil_connexion(base: Base) -> AccueilConnexion:
    """Name of the house, sites, and the accounts of a demonstration base."""
    with base.lire() as session:
        maison = session.execute(
            select(Etablissement.nom, Etablissement.sous_titre, Etablissement.est_demonstration)
        ).first()
        nom, sous_titre, est_demonstration = maison or ("", "", False)
        comptes = _comptes_demonstration(session) if est_demonstration else ()
        return AccueilConnexion(nom, sous_titre, est_demonstration, _sites(session), comptes)


def _comptes_demonstration(session: Session) -> tuple[CompteDemonstration, ...]:
    """The accounts that the demonstration made, each with one of its roles."""
    lignes = session.execute(
        select(Compte.identifiant, func.min(CompteRole.role))
        .join(CompteRole, CompteRole.compte_id == Compte.id)
        .where(Compte.archive_a.is_(None))
        .group_by(Compte.id, Compte.identifiant)
        .order_by(Compte.id)
        .limit(COMPTES_MONTRES)
    )
    return tuple(CompteDemonstration(nom, MOT_DE_PASSE_DEMONSTRATION, Role(role).libelle) for nom, role in lignes)


def _sites(session: Session) -> tuple[SitePropose, ...]:
    lignes = session.execute(
        select(Site.id, Site.code, Site.nom).where(Site.archive_a.is_(None)).order_by(Site.ordre, Site.nom)
    )
    return tuple(SitePropose(*ligne) for ligne in lignes)


@cas_d_usage(Permission.SON_COMPTE)
def mon_compte(ctx: Contexte) -> MonCompte:
    """The account of the person signed in. Raises Introuvable for the built-in console account."""
    with ctx.lire() as session:
        ligne = session.execute(
            select(Compte.identifiant, Compte.nom_affiche, Compte.email, Compte.doit_changer).where(
                Compte.id == ctx.compte_id
            )
        ).first()
    if ligne is None:
        raise Introuvable("compte", ctx.compte_id)
    return MonCompte(*ligne)


@cas_d_usage(Permission.GERER_COMPTES)
def lister_comptes(ctx: Contexte, *, avec_archives: bool = False) -> tuple[FicheCompte, ...]:
    """Every account of the network by name, in three queries whatever their number."""
    requete = (
        select(Compte, Personne.prenom, Personne.nom)
        .outerjoin(Personne, Personne.id == Compte.personne_id)
        .order_by(Compte.nom_affiche, Compte.id)
    )
    if not avec_archives:
        requete = requete.where(Compte.archive_a.is_(None))
    with ctx.lire() as session:
        roles: dict[int, set[tuple[int, Role]]] = {}
        for compte_id, site_id, role in session.execute(
            select(CompteRole.compte_id, CompteRole.site_id, CompteRole.role)
        ):
            roles.setdefault(compte_id, set()).add((site_id, Role(role)))
        connexions = dict(session.execute(select(EssaiConnexion.cle, EssaiConnexion.reussi_a)).all())
        return tuple(
            _fiche(compte, f"{prenom or ''} {nom or ''}".strip(), roles, connexions)
            for compte, prenom, nom in session.execute(requete)
        )


def _fiche(
    compte: Compte,
    personne: str,
    roles: dict[int, set[tuple[int, Role]]],
    connexions: dict[str, datetime | None],
) -> FicheCompte:
    return FicheCompte(
        compte.id,
        compte.version,
        compte.identifiant,
        compte.nom_affiche,
        compte.email,
        frozenset(roles.get(compte.id, ())),
        compte.personne_id,
        personne,
        compte.doit_changer,
        connexions.get(cle_essais(compte.identifiant)),
        compte.archive_a,
    )


@cas_d_usage(Permission.GERER_COMPTES)
def enseignants_a_lier(ctx: Contexte) -> tuple[tuple[int, str], ...]:
    """Teachers whom an account may be linked to: (person, "Nom Prénom"), by name."""
    with ctx.lire() as session:
        lignes = session.execute(
            select(Personne.id, Personne.nom, Personne.prenom)
            .join(Enseignant, Enseignant.personne_id == Personne.id)
            .where(Enseignant.archive_a.is_(None))
            .order_by(Personne.cle)
        )
        return tuple((ident, f"{nom} {prenom}".strip()) for ident, nom, prenom in lignes)
