"""The rules of instrument hire that a person sets for a site and year: who is served first, how often one renews."""

import uuid
from collections.abc import Mapping
from typing import Any

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.domain.nombres import lire_entier
from imuse_desk.domain.reglages import PREMIERE_ANNEE_D_ABORD, RENOUVELLEMENTS_MAX
from imuse_desk.domain.roles import Permission
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.locations.tarif import RANG_MAX
from imuse_desk.services.reglages import lire_reglages, poser_reglages

CLES = (PREMIERE_ANNEE_D_ABORD, RENOUVELLEMENTS_MAX)


@cas_d_usage(Permission.CONSULTER)
def lire_regles_location(ctx: Contexte) -> dict[str, Any]:
    """The values that hold for the site and year consulted, as they are typed."""
    with ctx.lire() as session:
        lues = lire_reglages(session, CLES, ctx.site_id, ctx.annee_id)
    limite = lues[RENOUVELLEMENTS_MAX.cle]
    return lues | {RENOUVELLEMENTS_MAX.cle: "" if limite is None else str(limite)}


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_regles_location(
    ctx: Contexte, valeurs: Mapping[str, Any], operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Record the values that differ from those in force, for the site and year; how many is the result.

    Raises FormulaireInvalide: entier_illisible, entier_negatif, entier_hors_bornes.
    """
    try:
        limite = lire_entier(str(valeurs[RENOUVELLEMENTS_MAX.cle] or ""), RENOUVELLEMENTS_MAX.cle, 0, RANG_MAX)
    except Invalide as erreur:
        raise FormulaireInvalide([erreur]) from erreur
    lues = {
        PREMIERE_ANNEE_D_ABORD.cle: bool(valeurs[PREMIERE_ANNEE_D_ABORD.cle]), RENOUVELLEMENTS_MAX.cle: limite,
    }  # fmt: skip

    def ecrire(unite: Unite) -> int:
        changees = poser_reglages(unite.session, CLES, lues, ctx.site_id, ctx.annee_id)
        if changees:
            unite.touche("attente_location", 0)
        return changees

    return ctx.ecrire("enregistrer_regles_location", ecrire, operation_id)
