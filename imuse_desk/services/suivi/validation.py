"""A sheet of marks validated by the direction: locked, and opened again with a reason."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, RegleMetier
from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Cours, FeuilleEvaluation
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.acces import exiger_cours
from imuse_desk.services.suivi.evaluations import prendre_feuille
from imuse_desk.services.suivi.feuille import periode_de

MOTIF_MAX = 200


@cas_d_usage(Permission.VALIDER_NOTES)
def valider_feuille(
    ctx: Contexte, cours_id: int, periode_id: int, version: int, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Lock the sheet of a course and period; undoable the same day. The version is the one read (0: never written).

    Raises Introuvable, Conflit, RegleMetier(autre_site | feuille_validee | annee_close).
    """

    def ecrire(unite: Unite) -> int:
        feuille = _prendre(ctx, unite, cours_id, periode_id, version)
        if feuille.etat == EtatFeuille.VALIDEE:
            raise RegleMetier("feuille_validee", par=feuille.validee_par)
        feuille.etat, feuille.motif = EtatFeuille.VALIDEE, ""
        feuille.validee_a, feuille.validee_par = unite.maintenant, unite.auteur.agent
        rendre_annulable(ctx, unite, "Feuille validée", devalider, feuille_id=feuille.id)
        unite.touche("feuille_evaluation", feuille.id)
        return feuille.id

    return ctx.ecrire("valider_feuille", ecrire, operation_id)


@inverse(Permission.VALIDER_NOTES)
def devalider(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the sheet is open, as before."""
    feuille = unite.session.get_one(FeuilleEvaluation, arguments["feuille_id"])
    feuille.etat, feuille.validee_a, feuille.validee_par = EtatFeuille.OUVERTE, None, ""
    unite.touche("feuille_evaluation", feuille.id)


@cas_d_usage(Permission.VALIDER_NOTES)
def rouvrir_feuille(
    ctx: Contexte, cours_id: int, periode_id: int, version: int, motif: str, operation_id: uuid.UUID | None = None
) -> Fait[int]:  # fmt: skip
    """Open a validated sheet again; the reason stays on it.

    Raises FormulaireInvalide(motif), Introuvable, Conflit, RegleMetier(autre_site | annee_close).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    net = lecteur.texte("motif", motif, MOTIF_MAX, obligatoire=True)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        feuille = _prendre(ctx, unite, cours_id, periode_id, version)
        feuille.etat, feuille.motif = EtatFeuille.OUVERTE, net
        feuille.validee_a, feuille.validee_par = None, ""
        unite.touche("feuille_evaluation", feuille.id)
        return feuille.id

    return ctx.ecrire("rouvrir_feuille", ecrire, operation_id)


def _prendre(ctx: Contexte, unite: Unite, cours_id: int, periode_id: int, version: int) -> FeuilleEvaluation:
    session = unite.session
    exiger_cours(ctx, session, cours_id, permission=Permission.VALIDER_NOTES)
    cours = session.execute(select(Cours).where(Cours.id == cours_id).with_for_update(key_share=True)).scalar_one()
    periode_de(session, cours_id, periode_id)
    if session.get_one(Annee, cours.annee_id).etat == "close":
        raise RegleMetier("annee_close")
    feuille = prendre_feuille(unite, cours, periode_id)
    if version and feuille.version != version:
        raise Conflit({}, auteur=feuille.modifie_par or "", version=feuille.version)
    return feuille
