"""Accounts of the staff: create, change, archive, give a new password or a one-time code.

An administrator acts on the sites where he is one: he can neither give a role elsewhere nor take over an account that
holds one elsewhere. Each site that has an administrator keeps one.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.comptes import lire_code, lire_identifiant, nouveau_code, verifier_mot_de_passe
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission, Role
from imuse_desk.domain.textes import nettoyer
from imuse_desk.infra.empreintes import hacher
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.models import Compte, CompteRole, Etablissement, Personne, Site
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.connexion import roles_de
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.mot_de_passe import ajouter_code, longueur_en_vigueur, poser_mot_de_passe

LONGUEUR_NOM = 120
Roles = frozenset[tuple[int, Role]]


@dataclass(frozen=True, slots=True)
class CreationCompte:
    """A new account, with (site, role) pairs; its password must be changed at the first sign-in."""

    identifiant: str
    nom: str
    email: str
    mot_de_passe: str
    roles: Roles
    personne_id: int | None = None
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ModificationCompte:
    """The whole card of an account, password apart."""

    compte_id: int
    version: int
    identifiant: str
    nom: str
    email: str
    roles: Roles
    personne_id: int | None = None
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ActionCompte:
    """Archive or bring back an account."""

    compte_id: int
    version: int
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class NouveauMotDePasse:
    """A password set by an administrator; it must be changed at the next sign-in."""

    compte_id: int
    mot_de_passe: str
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ChampsCompte:
    """The checked fields of an account."""

    identifiant: str
    nom: str
    email: str


def lire_champs_compte(identifiant: str, nom: str, email: str) -> tuple[ChampsCompte, list[Invalide]]:
    """Check the fields of an account, in the order of the form; an empty e-mail is allowed."""
    erreurs: list[Invalide] = []
    net_identifiant, net_email, net_nom = "", "", nettoyer(nom)
    try:
        net_identifiant = lire_identifiant(identifiant)
    except Invalide as erreur:
        erreurs.append(erreur)
    if not net_nom:
        erreurs.append(Invalide("nom", "champ_obligatoire"))
    elif len(net_nom) > LONGUEUR_NOM:
        erreurs.append(Invalide("nom", "texte_trop_long", longueur=len(net_nom), maximum=LONGUEUR_NOM))
    try:
        net_email, doute = lire_courriel(email)
        if doute is not None:
            erreurs.append(doute)
    except Invalide as erreur:
        erreurs.append(erreur)
    return ChampsCompte(net_identifiant, net_nom, net_email), erreurs


@cas_d_usage(Permission.GERER_COMPTES)
def creer_compte(ctx: Contexte, commande: CreationCompte) -> Fait[int]:
    """Create an account; its id is the result. Call it off the UI thread.

    Raises FormulaireInvalide (identifiant, nom, email, mot_de_passe, roles, personne), Refus, RegleMetier(autre_site).
    """
    champs, erreurs = lire_champs_compte(commande.identifiant, commande.nom, commande.email)
    with ctx.lire() as session:
        minimum = longueur_en_vigueur(session)
    try:
        verifier_mot_de_passe(commande.mot_de_passe, minimum, identifiant=champs.identifiant, nom=champs.nom)
    except Invalide as erreur:
        erreurs.append(erreur)
    if not commande.roles:
        erreurs.append(Invalide("roles", "roles_manquants"))
    if erreurs:
        raise FormulaireInvalide(erreurs)
    _exiger_sur(ctx, {site for site, _ in commande.roles})
    empreinte = hacher(commande.mot_de_passe)

    def ecrire(unite: Unite) -> int:
        _verrouiller(unite)
        _verifier_references(unite.session, commande.roles, commande.personne_id)
        _verifier_libre(unite.session, champs.identifiant, None)
        compte = Compte(
            identifiant=champs.identifiant,
            nom_affiche=champs.nom,
            email=champs.email,
            mot_de_passe=empreinte,
            doit_changer=True,
            personne_id=commande.personne_id,
        )
        unite.session.add(compte)
        unite.session.flush()
        unite.session.add_all(CompteRole(compte_id=compte.id, site_id=s, role=r) for s, r in sorted(commande.roles))
        unite.touche("compte", compte.id)
        return compte.id

    return ctx.ecrire("creer_compte", ecrire, commande.operation_id)


@cas_d_usage(Permission.GERER_COMPTES)
def modifier_compte(ctx: Contexte, commande: ModificationCompte) -> Fait[int]:
    """Change an account and its roles; the result is its new version.

    Raises FormulaireInvalide, Conflit, RegleMetier(dernier_administrateur(site) | autre_site | compte_archive).
    """
    champs, erreurs = lire_champs_compte(commande.identifiant, commande.nom, commande.email)
    if not commande.roles:
        erreurs.append(Invalide("roles", "roles_manquants"))
    if erreurs:
        raise FormulaireInvalide(erreurs)

    def ecrire(unite: Unite) -> int:
        _verrouiller(unite)
        compte = _charger(unite, commande.compte_id)
        siens = {"nom": (champs.nom, compte.nom_affiche), "email": (champs.email, compte.email)}
        _verifier_version(compte, commande.version, siens)
        if compte.archive_a is not None:
            raise RegleMetier("compte_archive")
        anciens = _paires(unite.session, compte.id)
        nouvelle = (champs.identifiant, champs.nom, champs.email, commande.personne_id)
        change_identite = nouvelle != (compte.identifiant, compte.nom_affiche, compte.email, compte.personne_id)
        changees = (anciens ^ commande.roles) | (anciens if change_identite else frozenset())
        _exiger_sur(ctx, {site for site, _ in changees})
        _verifier_references(unite.session, commande.roles, commande.personne_id)
        _verifier_libre(unite.session, champs.identifiant, compte.id)
        compte.identifiant, compte.nom_affiche, compte.email = champs.identifiant, champs.nom, champs.email
        compte.personne_id = commande.personne_id
        _poser_roles(unite, compte, anciens, commande.roles)
        unite.session.flush()
        unite.touche("compte", compte.id)
        return compte.version

    return ctx.ecrire("modifier_compte", ecrire, commande.operation_id)


@cas_d_usage(Permission.GERER_COMPTES)
def archiver_compte(ctx: Contexte, commande: ActionCompte) -> Fait[None]:
    """Close an account: it signs in no more, its name stays in the history.

    Raises RegleMetier(dernier_administrateur(site) | compte_a_soi | autre_site), Conflit.
    """
    if commande.compte_id == ctx.compte_id:
        raise RegleMetier("compte_a_soi")

    def ecrire(unite: Unite) -> None:
        compte = _charger_pour_agir(ctx, unite, commande)
        compte.archive_a = unite.maintenant
        unite.session.flush()
        paires = _paires(unite.session, compte.id)
        _exiger_administrateurs(unite.session, {s for s, r in paires if r is Role.ADMINISTRATION})

    return ctx.ecrire("archiver_compte", ecrire, commande.operation_id)


@cas_d_usage(Permission.GERER_COMPTES)
def rouvrir_compte(ctx: Contexte, commande: ActionCompte) -> Fait[None]:
    """Bring an archived account back, with the password and the roles it had."""

    def ecrire(unite: Unite) -> None:
        _charger_pour_agir(ctx, unite, commande).archive_a = None

    return ctx.ecrire("rouvrir_compte", ecrire, commande.operation_id)


@cas_d_usage(Permission.GERER_COMPTES)
def imposer_mot_de_passe(ctx: Contexte, commande: NouveauMotDePasse) -> Fait[None]:
    """Give an account a password to be changed at the next sign-in. Call it off the UI thread.

    Raises Invalide(mot_de_passe, …), RegleMetier(autre_site | compte_archive), Introuvable.
    """
    with ctx.lire() as session:
        compte = session.get(Compte, commande.compte_id)
        if compte is None:
            raise Introuvable("compte", commande.compte_id)
        minimum = longueur_en_vigueur(session)
    verifier_mot_de_passe(commande.mot_de_passe, minimum, identifiant=compte.identifiant, nom=compte.nom_affiche)
    empreinte = hacher(commande.mot_de_passe)

    def ecrire(unite: Unite) -> None:
        ligne = _charger(unite, commande.compte_id)
        _exiger_sur(ctx, {site for site, _ in _paires(unite.session, ligne.id)})
        poser_mot_de_passe(unite, ligne, empreinte, doit_changer=True)

    return ctx.ecrire("imposer_mot_de_passe", ecrire, commande.operation_id)


@cas_d_usage(Permission.GERER_COMPTES)
def emettre_code(ctx: Contexte, compte_id: int) -> str:
    """A one-time code to read out or write down, shown once: only its hash is kept. Call it off the UI thread."""
    code = nouveau_code()
    empreinte = hacher(lire_code(code))

    def ecrire(unite: Unite) -> None:
        compte = _charger(unite, compte_id)
        _exiger_sur(ctx, {site for site, _ in _paires(unite.session, compte.id)})
        if compte.archive_a is not None:
            raise RegleMetier("compte_archive")
        ajouter_code(unite, compte.id, empreinte, ctx.agent)

    ctx.ecrire("emettre_code", ecrire)
    return code


def _verrouiller(unite: Unite) -> None:
    """One change of the accounts at a time: two desks must not remove each other's administrator."""
    unite.session.execute(select(Etablissement.id).with_for_update()).all()


def _charger(unite: Unite, compte_id: int) -> Compte:
    compte = unite.session.get(Compte, compte_id)
    if compte is None:
        raise Introuvable("compte", compte_id)
    return compte


def _charger_pour_agir(ctx: Contexte, unite: Unite, commande: ActionCompte) -> Compte:
    _verrouiller(unite)
    compte = _charger(unite, commande.compte_id)
    _verifier_version(compte, commande.version, {})
    _exiger_sur(ctx, {site for site, _ in _paires(unite.session, compte.id)})
    unite.touche("compte", compte.id)
    return compte


def _verifier_version(compte: Compte, version: int, champs: dict[str, tuple[Any, Any]]) -> None:
    if compte.version != version:
        differents = {cle: paire for cle, paire in champs.items() if paire[0] != paire[1]}
        raise Conflit(differents, auteur=compte.modifie_par or "", version=compte.version)


def _exiger_sur(ctx: Contexte, sites: set[int]) -> None:
    for site_id in sites:
        ctx.exiger_sur(site_id, Permission.GERER_COMPTES)


def _paires(session: Session, compte_id: int) -> Roles:
    return frozenset((site, role) for site, roles in roles_de(session, compte_id).items() for role in roles)


def _poser_roles(unite: Unite, compte: Compte, anciens: Roles, nouveaux: Roles) -> None:
    if anciens == nouveaux:
        return
    lignes = unite.session.execute(select(CompteRole).where(CompteRole.compte_id == compte.id)).scalars()
    for ligne in lignes:
        if (ligne.site_id, Role(ligne.role)) not in nouveaux:
            unite.session.delete(ligne)
    unite.session.add_all(CompteRole(compte_id=compte.id, site_id=s, role=r) for s, r in sorted(nouveaux - anciens))
    unite.session.flush()
    _exiger_administrateurs(unite.session, {s for s, r in anciens - nouveaux if r is Role.ADMINISTRATION})


def _exiger_administrateurs(session: Session, sites: set[int]) -> None:
    """Each of these sites still has somebody to administer it."""
    for site_id in sites:
        reste = session.execute(
            select(Compte.id)
            .join(CompteRole, CompteRole.compte_id == Compte.id)
            .where(CompteRole.site_id == site_id, CompteRole.role == Role.ADMINISTRATION, Compte.archive_a.is_(None))
            .limit(1)
        ).first()
        if reste is None:
            nom = session.execute(select(Site.nom).where(Site.id == site_id)).scalar_one()
            raise RegleMetier("dernier_administrateur", site=nom)


def _verifier_references(session: Session, roles: Roles, personne_id: int | None) -> None:
    connus = set(session.execute(select(Site.id).where(Site.archive_a.is_(None))).scalars())
    for site_id in sorted({site for site, _ in roles} - connus):
        raise Introuvable("site", site_id)
    if personne_id is not None and session.get(Personne, personne_id) is None:
        raise Introuvable("personne", personne_id)


def _verifier_libre(session: Session, identifiant: str, compte_id: int | None) -> None:
    """No other account, even archived, bears this name: it would mix two persons in the history."""
    autre = session.execute(select(Compte.id).where(Compte.identifiant == identifiant)).scalar_one_or_none()
    if autre is not None and autre != compte_id:
        raise Invalide("identifiant", "identifiant_pris")
