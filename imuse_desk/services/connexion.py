"""Sign in: the password, how wrong tries are slowed down, and the site and year consulted.

Each try is counted and committed before the password is looked at, so that a hundred tries sent at once are a hundred
tries; a name that does not exist is answered, counted and slowed down like one that does.
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from imuse_desk.domain.comptes import ESSAIS_LIBRES, attente_apres, cle_identifiant
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Rangement
from imuse_desk.infra.empreintes import convient, est_a_refaire, hacher
from imuse_desk.models import Annee, Compte, CompteRole, EssaiConnexion, Site
from imuse_desk.models.passerelle import Auteur, Base, Unite
from imuse_desk.services.contexte import Contexte, horloge_systeme


@dataclass(frozen=True, slots=True)
class _Trouve:
    ident: int
    nom: str
    empreinte: str


def connecter(
    base: Base,
    depot: Rangement,
    site_id: int,
    identifiant: str,
    mot_de_passe: str,
    poste: str,
    horloge: Callable[[], datetime] = horloge_systeme,
) -> Contexte:
    """Sign a person in on a site. Takes about 0.1 s on purpose: never call it on the UI thread.

    Raises Invalide: champ ``mot_de_passe`` with mot_de_passe_inconnu(restants) or compte_bloque(secondes, attente),
    champ ``site`` with compte_sans_role_sur_site(site); RegleMetier(aucune_annee).
    """
    nom_saisi = cle_identifiant(identifiant)
    auteur = Auteur("connexion", poste)
    echecs = base.ecrire(auteur, "essai_connexion", lambda u: _compter_essai(u, nom_saisi), maintenant=horloge).resultat
    trouve = _compte_actif(base, nom_saisi)
    if not convient(trouve.empreinte if trouve else None, mot_de_passe) or trouve is None:
        raise _refus(echecs)
    base.ecrire(auteur, "connexion", lambda u: _accueillir(u, nom_saisi, trouve, mot_de_passe), maintenant=horloge)
    return _contexte(base, depot, site_id, trouve, poste, horloge)


def cle_essais(identifiant: str) -> str:
    """Key of the tries made under a name: its SHA-256, as people sometimes type their password there."""
    return hashlib.sha256(cle_identifiant(identifiant).encode()).hexdigest()


def oublier_essais(unite: Unite, identifiant: str) -> None:
    """Let a name sign in at once (a new password was set)."""
    essai = unite.session.get(EssaiConnexion, cle_essais(identifiant))
    if essai is not None:
        essai.echecs = 0
        essai.bloque_jusqu_a = None


def _compter_essai(unite: Unite, identifiant: str) -> int:
    """Count the try under way as a wrong one. Raises Invalide(mot_de_passe, compte_bloque) while it must wait."""
    cle = cle_essais(identifiant)
    unite.session.execute(
        text("INSERT INTO essai_connexion (cle, echecs) VALUES (:cle, 0) ON CONFLICT (cle) DO NOTHING"), {"cle": cle}
    )
    essai = unite.session.get_one(EssaiConnexion, cle, with_for_update=True)
    if essai.bloque_jusqu_a is not None and essai.bloque_jusqu_a > unite.maintenant:
        raise _bloque((essai.bloque_jusqu_a - unite.maintenant).total_seconds())
    essai.echecs += 1
    essai.essaye_a = unite.maintenant
    attente = attente_apres(essai.echecs)
    essai.bloque_jusqu_a = unite.maintenant + attente if attente else None
    return essai.echecs


def _refus(echecs: int) -> Invalide:
    attente = attente_apres(echecs)
    if attente is not None:
        return _bloque(attente.total_seconds())
    return Invalide("mot_de_passe", "mot_de_passe_inconnu", restants=ESSAIS_LIBRES - echecs)


def _bloque(secondes: float) -> Invalide:
    entieres = math.ceil(secondes)
    attente = f"{entieres}\u00a0s" if entieres <= 90 else f"{math.ceil(entieres / 60)}\u00a0min"
    return Invalide("mot_de_passe", "compte_bloque", secondes=entieres, attente=attente)


def _compte_actif(base: Base, identifiant: str) -> _Trouve | None:
    with base.lire() as session:
        ligne = session.execute(
            select(Compte.id, Compte.nom_affiche, Compte.mot_de_passe).where(
                Compte.identifiant == identifiant, Compte.archive_a.is_(None)
            )
        ).first()
    return _Trouve(*ligne) if ligne else None


def _accueillir(unite: Unite, identifiant: str, trouve: _Trouve, mot_de_passe: str) -> None:
    oublier_essais(unite, identifiant)
    unite.session.get_one(EssaiConnexion, cle_essais(identifiant)).reussi_a = unite.maintenant
    if est_a_refaire(trouve.empreinte):
        unite.session.get_one(Compte, trouve.ident).mot_de_passe = hacher(mot_de_passe)


def _contexte(
    base: Base, depot: Rangement, site_id: int, trouve: _Trouve, poste: str, horloge: Callable[[], datetime]
) -> Contexte:
    with base.lire() as session:
        site = session.execute(select(Site.nom, Site.fuseau).where(Site.id == site_id)).first()
        if site is None:
            raise Introuvable("site", site_id)
        roles = roles_de(session, trouve.ident)
        if not roles.get(site_id):
            raise Invalide("site", "compte_sans_role_sur_site", site=site.nom)
        annee_id = annee_du_jour(session, horloge().astimezone(ZoneInfo(site.fuseau)).date())
    return Contexte(
        base, depot, trouve.nom, trouve.ident, roles, site_id, annee_id, poste, fuseau=site.fuseau, horloge=horloge
    )


def roles_de(session: Session, compte_id: int) -> dict[int, frozenset[Role]]:
    """The hats that an account wears, by site."""
    roles: dict[int, frozenset[Role]] = {}
    for site_id, role in session.execute(
        select(CompteRole.site_id, CompteRole.role).where(CompteRole.compte_id == compte_id)
    ):
        roles[site_id] = roles.get(site_id, frozenset()) | {Role(role)}
    return roles


def annee_du_jour(session: Session, jour: date) -> int:
    """The year consulted first: the one of the day, else the last that has begun, else the first to come.

    Raises RegleMetier(aucune_annee).
    """
    annees = session.execute(select(Annee.id, Annee.debut_le, Annee.fin_le).order_by(Annee.debut_le)).all()
    if not annees:
        raise RegleMetier("aucune_annee")
    commencees = [a for a in annees if a.debut_le <= jour]
    courantes = [a for a in commencees if jour <= a.fin_le]
    return int((courantes or commencees[-1:] or annees[:1])[0].id)
