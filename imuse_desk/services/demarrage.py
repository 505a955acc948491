"""First start: what state a base is in, and creating an établissement on an empty one."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from imuse_desk.domain.comptes import verifier_mot_de_passe
from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide, RegleMetier
from imuse_desk.domain.reglages import LONGUEUR_MOT_DE_PASSE
from imuse_desk.domain.roles import Role
from imuse_desk.domain.textes import nettoyer, plier
from imuse_desk.infra.empreintes import hacher
from imuse_desk.migrations.schema import controler, version_de
from imuse_desk.models import Annee, Compte, CompteRole, Etablissement, Gabarit, Site
from imuse_desk.models.passerelle import Auteur, Base, Fait, Unite
from imuse_desk.services.comptes import ChampsCompte, lire_champs_compte
from imuse_desk.services.contexte import horloge_systeme
from imuse_desk.services.etablissement.gabarits import gabarits_livres

LONGUEUR_NOM = 120
LONGUEUR_CODE = 12
ANNEES_ADMISES = (2000, 2100)
ROLES_PREMIER_COMPTE = (Role.ADMINISTRATION, Role.DIRECTION, Role.SECRETARIAT)


class EtatBase(StrEnum):
    """What can be done with a base."""

    VIDE = "vide"  # no table at all
    A_MIGRER = "a_migrer"  # made by an older version
    SANS_ETABLISSEMENT = "sans_etablissement"
    PRETE = "prete"


@dataclass(frozen=True, slots=True)
class CreationEtablissement:
    """The first start's form: (code, name) of each site, and the calendar year in which the school year begins."""

    nom: str
    sites: tuple[tuple[str, str], ...]
    annee: int
    identifiant: str
    nom_compte: str
    email: str
    mot_de_passe: str
    operation_id: uuid.UUID | None = None


def etat_de_base(base: Base) -> EtatBase:
    """Tell what state the base is in. Raises BaseRefusee, BaseInjoignable, BaseOccupee when it can't be used."""
    if version_de(base) is None:
        return EtatBase.VIDE
    if controler(base):
        return EtatBase.A_MIGRER
    with base.lire() as session:
        existe = session.execute(select(Etablissement.id).limit(1)).first()
    return EtatBase.PRETE if existe else EtatBase.SANS_ETABLISSEMENT


def creer_etablissement(
    base: Base, commande: CreationEtablissement, poste: str, horloge: Callable[[], datetime] = horloge_systeme
) -> Fait[int]:
    """Create the établissement: sites, two years, templates, and a first account with the main roles everywhere.

    The base must be migrated and empty. The result is the first site's id. Call it off the UI thread.
    Raises FormulaireInvalide (nom, sites, annee, identifiant, nom_compte, email, mot_de_passe) and
    RegleMetier(etablissement_existe).
    """
    champs, sites = _lire(commande)
    empreinte = hacher(commande.mot_de_passe)

    def ecrire(unite: Unite) -> int:
        if unite.session.execute(select(Etablissement.id).limit(1)).first() is not None:
            raise RegleMetier("etablissement_existe")
        lieux = [Site(code=code, nom=nom, ordre=rang) for rang, (code, nom) in enumerate(sites)]
        compte = Compte(
            identifiant=champs.identifiant, nom_affiche=champs.nom, email=champs.email, mot_de_passe=empreinte
        )
        # the fixed key makes the second of two desks that begin at once fail
        unite.session.add_all([Etablissement(id=1, nom=nettoyer(commande.nom)), *lieux, compte])
        unite.session.add_all([_annee(commande.annee, "ouverte"), _annee(commande.annee + 1, "preparation")])
        unite.session.add_all(Gabarit(**gabarit) for gabarit in gabarits_livres())
        unite.session.flush()
        unite.session.add_all(
            CompteRole(compte_id=compte.id, site_id=lieu.id, role=role)
            for lieu in lieux
            for role in ROLES_PREMIER_COMPTE
        )
        return lieux[0].id

    return base.ecrire(
        Auteur(champs.nom, poste),
        "creer_etablissement",
        ecrire,
        operation_id=commande.operation_id,
        maintenant=horloge,
    )


def _annee(debut: int, etat: str) -> Annee:
    return Annee(libelle=f"{debut}-{debut + 1}", debut_le=date(debut, 9, 1), fin_le=date(debut + 1, 8, 31), etat=etat)


def _lire(commande: CreationEtablissement) -> tuple[ChampsCompte, list[tuple[str, str]]]:
    erreurs: list[Invalide] = []
    nom = nettoyer(commande.nom)
    if not nom:
        erreurs.append(Invalide("nom", "champ_obligatoire"))
    elif len(nom) > LONGUEUR_NOM:
        erreurs.append(Invalide("nom", "texte_trop_long", longueur=len(nom), maximum=LONGUEUR_NOM))
    sites, faute = _lire_sites(commande.sites)
    if faute is not None:
        erreurs.append(faute)
    premiere, derniere = ANNEES_ADMISES
    if not premiere <= commande.annee <= derniere:
        erreurs.append(Invalide("annee", "annee_hors_bornes", minimum=premiere, maximum=derniere))
    champs, fautes = lire_champs_compte(commande.identifiant, commande.nom_compte, commande.email)
    erreurs += [Invalide("nom_compte", e.code) if e.champ == "nom" else e for e in fautes]
    try:
        verifier_mot_de_passe(
            commande.mot_de_passe, LONGUEUR_MOT_DE_PASSE.defaut, identifiant=champs.identifiant, nom=champs.nom
        )
    except Invalide as erreur:
        erreurs.append(erreur)
    if erreurs:
        raise FormulaireInvalide(erreurs)
    return champs, sites


def _lire_sites(saisis: tuple[tuple[str, str], ...]) -> tuple[list[tuple[str, str]], Invalide | None]:
    """Sites with a code and a name, each one once; wholly empty lines are skipped."""
    sites = [(nettoyer(code).upper(), nettoyer(nom)) for code, nom in saisis if nettoyer(code) or nettoyer(nom)]
    if not sites:
        return sites, Invalide("sites", "sites_manquants")
    for code, nom in sites:
        if not code or not nom:
            return sites, Invalide("sites", "site_incomplet", site=nom or code)
        if len(code) > LONGUEUR_CODE or len(nom) > LONGUEUR_NOM:
            return sites, Invalide(
                "sites", "site_trop_long", site=nom[:40], code_max=LONGUEUR_CODE, nom_max=LONGUEUR_NOM
            )
    if len({code for code, _ in sites}) < len(sites) or len({plier(nom) for _, nom in sites}) < len(sites):
        return sites, Invalide("sites", "site_en_double")
    return sites, None
