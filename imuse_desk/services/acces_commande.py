"""Who a command acts as: an account and its password, or on a base of this computer the built-in ``console``."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.comptes import cle_identifiant
from imuse_desk.domain.erreurs import BaseRefusee, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.domain.textes import plier
from imuse_desk.models import Annee, Compte, CompteRole, Site
from imuse_desk.models.passerelle import Base, nom_du_poste
from imuse_desk.services.connexion import annee_du_jour, connecter
from imuse_desk.services.contexte import Contexte, horloge_systeme
from imuse_desk.services.demarrage import EtatBase, etat_de_base
from imuse_desk.services.lancement import depot_de

CONSOLE = "console"
Demander = Callable[[str], str | None]
"""Asks the password of somebody at the terminal; None where nobody can be asked."""


def entrer(base: Base, compte: str | None, site: str | None, demander: Demander) -> Contexte:
    """The context of a command at a site (code or name; None: the first one), at the year of the day.

    Raises BaseRefusee, RegleMetier(site_inconnu | compte_obligatoire | mot_de_passe_terminal), and what signing in
    raises.
    """
    if etat_de_base(base) is EtatBase.A_MIGRER:
        raise BaseRefusee("base_a_migrer", url=base.moteur.url.render_as_string())
    with base.lire() as session:
        trouve = _trouver_site(session, site, compte)
        sites = list(session.execute(select(Site.id)).scalars())
        annee_id = annee_du_jour(session, horloge_systeme().date())
    depot = depot_de(base)
    if compte is None:
        if not base.est_sqlite:
            raise RegleMetier("compte_obligatoire")
        roles = {site_id: frozenset(Role) for site_id in sites}
        return Contexte(
            base, depot, CONSOLE, None, roles, trouve.id, annee_id, nom_du_poste(), fuseau=trouve.fuseau,
        )  # fmt: skip
    mot_de_passe = demander(compte)
    if mot_de_passe is None:
        raise RegleMetier("mot_de_passe_terminal", compte=compte)
    return connecter(base, depot, trouve.id, compte, mot_de_passe, nom_du_poste())


def _trouver_site(session: Session, voulu: str | None, compte: str | None) -> Site:
    """The site of this code or name; where none is asked, the account's first one."""
    sites = list(session.scalars(select(Site).where(Site.archive_a.is_(None)).order_by(Site.ordre, Site.nom)))
    if voulu is not None:
        trouves = [s for s in sites if plier(voulu) in {plier(s.code), plier(s.nom)}]
    elif compte is not None:
        siens = select(CompteRole.site_id).join(Compte).where(Compte.identifiant == cle_identifiant(compte))
        portes = set(session.execute(siens).scalars())
        trouves = [s for s in sites if s.id in portes] or sites
    else:
        trouves = sites
    if not trouves:
        raise RegleMetier("site_inconnu", site=voulu or "…", sites=", ".join(f"{s.code} ({s.nom})" for s in sites))
    return trouves[0]


def trouver_annee(ctx: Contexte, libelle: str) -> int:
    """The id of a school year written ``2026-2027``. Raises RegleMetier(annee_inconnue)."""
    with ctx.lire() as session:
        requete = select(Annee.libelle, Annee.id).order_by(Annee.debut_le)
        annees = {str(a.libelle): int(a.id) for a in session.execute(requete)}
    net = libelle.strip().replace("/", "-")
    if net not in annees:
        raise RegleMetier("annee_inconnue", annee=libelle, annees=", ".join(annees))
    return annees[net]
