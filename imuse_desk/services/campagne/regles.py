"""The settings of a campaign: conditions asked, what blocks, what the accusé announces; one value a site and year."""

import uuid
from collections.abc import Mapping
from typing import Any

from imuse_desk.domain.dates import lire_jour_mois
from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.domain.reglages import (
    ABSENCES_MAX,
    AVIS_JUSQU_AU,
    CONDITION_ABSENCES,
    CONDITION_AVIS,
    CONDITION_INSTRUMENT,
    CONDITION_PAIEMENT,
    CONDITIONS_BLOQUANTES,
    CONFIRMATIONS_A_PARTIR,
    PAGES_MAX_PIECE,
    PHOTOS_ACCEPTEES,
    PIECES_DELAI_JOURS,
    PIECES_RELANCE_JOURS,
    PREMIERE_FACTURE,
    TAILLE_MAX_PIECE_MO,
    Cle,
)
from imuse_desk.domain.reinscription import GenreCondition
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reglages import lire_reglages, poser_reglages

CLES: tuple[Cle, ...] = (
    CONDITION_AVIS, AVIS_JUSQU_AU, CONDITION_ABSENCES, ABSENCES_MAX, CONDITION_PAIEMENT, CONDITION_INSTRUMENT,
    CONDITIONS_BLOQUANTES, TAILLE_MAX_PIECE_MO, PAGES_MAX_PIECE, PHOTOS_ACCEPTEES, PIECES_DELAI_JOURS,
    PIECES_RELANCE_JOURS, CONFIRMATIONS_A_PARTIR, PREMIERE_FACTURE,
)  # fmt: skip
_ENTIERS = {ABSENCES_MAX.cle: (0, 99), TAILLE_MAX_PIECE_MO.cle: (1, 50), PAGES_MAX_PIECE.cle: (1, 200),
            PIECES_DELAI_JOURS.cle: (1, 90), PIECES_RELANCE_JOURS.cle: (0, 365)}  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def lire_regles(ctx: Contexte) -> dict[str, Any]:
    """The values that hold for the site and year consulted."""
    with ctx.lire() as session:
        return lire_reglages(session, CLES, ctx.site_id, ctx.annee_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_regles(ctx: Contexte, valeurs: Mapping[str, Any], operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Record the values that differ from those in force, for the site and year; how many is the result.

    Raises FormulaireInvalide.
    """
    lues = _lire(valeurs)

    def ecrire(unite: Unite) -> int:
        changees = poser_reglages(unite.session, CLES, lues, ctx.site_id, ctx.annee_id)
        if changees:
            unite.touche("campagne", 0)
        return changees

    return ctx.ecrire("enregistrer_regles", ecrire, operation_id)


def _lire(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """Typed fields → values; raises FormulaireInvalide."""
    erreurs: list[Invalide] = []
    lues: dict[str, Any] = {}
    for cle in CLES:
        valeur = valeurs[cle.cle]
        if isinstance(cle.defaut, bool):
            lues[cle.cle] = bool(valeur)
        elif cle.cle in _ENTIERS:
            minimum, maximum = _ENTIERS[cle.cle]
            texte = str(valeur).strip()
            if not texte.isdecimal() or not minimum <= int(texte) <= maximum:
                erreurs.append(Invalide(cle.cle, "entier_hors_bornes", minimum=minimum, maximum=maximum))
            else:
                lues[cle.cle] = int(texte)
        elif cle is CONDITIONS_BLOQUANTES:
            lues[cle.cle] = [g.value for g in GenreCondition if g.value in valeur]
        elif cle is AVIS_JUSQU_AU:
            mois, _, jour = str(valeur).strip().partition("-")
            try:
                lues[cle.cle] = lire_jour_mois(f"{jour}/{mois}", cle.cle) if mois or jour else ""
            except Invalide as erreur:
                erreurs.append(erreur)
        else:
            lues[cle.cle] = nettoyer(str(valeur))
    if erreurs:
        raise FormulaireInvalide(erreurs)
    return lues
