"""What every use case of a dossier asks first: the right, the version seen, the action that the state allows."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.reinscription import ACTIONS, Action, EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import Campagne, Dossier, DossierEleve
from imuse_desk.models.base import Modifiable
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte

DROITS: dict[Action, Permission] = {
    Action.SAISIR: Permission.MODIFIER_FAMILLE,
    Action.VALIDER: Permission.MODIFIER_FAMILLE,
    Action.NE_PAS_REINSCRIRE: Permission.MODIFIER_FAMILLE,
    Action.METTRE_EN_CONGE: Permission.MODIFIER_FAMILLE,
    Action.ROUVRIR: Permission.MODIFIER_FAMILLE,
    Action.CHANGER_CRENEAU: Permission.MODIFIER_FAMILLE,
    Action.VALIDER_ADMINISTRATIVEMENT: Permission.DECIDER_PIECE,
    Action.REFUSER: Permission.DECIDER_PIECE,
}
"""The right that each action asks for; reopening a validated answer also asks for the right to override."""


def actions_permises(
    etat: EtatDossier, droits: frozenset[Permission], *, hors_delai: bool = False
) -> frozenset[Action]:
    """What somebody may do to an answer: the state's actions, less those that his rights or the deadline refuse."""
    permises = {action for action in ACTIONS[etat] if DROITS[action] in droits}
    if Permission.DEROGER not in droits:
        if etat is EtatDossier.VALIDEE:
            permises.discard(Action.ROUVRIR)
        if hors_delai:
            permises.discard(Action.VALIDER)
    return frozenset(permises)


def exiger_dossier(ctx: Contexte, dossier_id: int, permission: Permission) -> int:
    """Give the dossier's site; raises Introuvable, RegleMetier(autre_site) or Refus."""
    with ctx.lire() as session:
        site_id = session.execute(
            select(Campagne.site_id).join(Dossier, Dossier.campagne_id == Campagne.id).where(Dossier.id == dossier_id)
        ).scalar_one_or_none()
    if site_id is None:
        raise Introuvable("dossier", dossier_id)
    ctx.exiger_sur(site_id, permission)
    return site_id


def exiger_reponse(ctx: Contexte, dossier_eleve_id: int, permission: Permission) -> int:
    """Give the dossier of a pupil's answer; raises like ``exiger_dossier``."""
    with ctx.lire() as session:
        dossier_id = session.execute(
            select(DossierEleve.dossier_id).where(DossierEleve.id == dossier_eleve_id)
        ).scalar_one_or_none()
    if dossier_id is None:
        raise Introuvable("dossier", dossier_eleve_id)
    exiger_dossier(ctx, dossier_id, permission)
    return dossier_id


def date_du_site(instant: datetime, fuseau: str) -> date:
    """The day that the site's clock shows at an instant."""
    return instant.astimezone(ZoneInfo(fuseau)).date()


def jour(ctx: Contexte, unite: Unite) -> date:
    """The date at the site when the unit was begun."""
    return date_du_site(unite.maintenant, ctx.fuseau)


def verifier_version(objet: Modifiable, vue: int) -> None:
    """Raise Conflit when another desk changed the row since it was shown."""
    if objet.version != vue:
        raise Conflit({}, auteur=objet.modifie_par or "", version=objet.version)


def prendre_reponse(unite: Unite, dossier_eleve_id: int, version: int, action: Action) -> DossierEleve:
    """The row of a pupil's answer, to be changed.

    Raises Introuvable, Conflit, or RegleMetier(action_impossible, etat, action) by the table state × action.
    """
    reponse = unite.session.get(DossierEleve, dossier_eleve_id)
    if reponse is None:
        raise Introuvable("dossier", dossier_eleve_id)
    verifier_version(reponse, version)
    exiger_action(reponse, action)
    marquer(unite, reponse)
    return reponse


def exiger_action(reponse: DossierEleve, action: Action) -> None:
    """Raise RegleMetier(action_impossible, etat, action) when the state does not allow it."""
    etat = EtatDossier(reponse.etat)
    if action not in ACTIONS[etat]:
        raise RegleMetier("action_impossible", etat=etat.libelle, action=action.value)


def marquer(unite: Unite, reponse: DossierEleve) -> None:
    """Bump the answer's version, even when only its lines change, and tell the open views."""
    reponse.modifie_a = unite.maintenant
    flag_modified(reponse, "modifie_a")
    unite.touche("dossier", reponse.dossier_id)
    unite.touche("eleve", reponse.eleve_id)


def exiger_motif(texte: str, champ: str = "motif") -> str:
    """The motive, cleaned; raises Invalide(motif, motif_vide)."""
    motif = nettoyer(texte)
    if not motif:
        raise Invalide(champ, "motif_vide")
    return motif
