"""The rules of billing that a person sets for a site and year: calls, parts, entries, departures, late papers.

Days of the year are typed as ``30/11`` and kept as ``11-30`` (domain/reglages.py).
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from imuse_desk.domain.argent import lire_montant, montant
from imuse_desk.domain.dates import lire_jour_mois
from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.domain.nombres import lire_entier
from imuse_desk.domain.reglages import (
    DEPART_TARDIF,
    DESISTEMENT_JUSQU_AU,
    ECHEANCES_JOURS,
    EFFET_PIECE_TARDIVE,
    FACTURE_MINIMUM,
    FACTURER_PROVISOIRES,
    MODE_APPEL,
    MOYEN_ECHEANCES,
    PART_ECHEANCES,
    PERIODES_ENTREE,
)
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.proration import jour_de_saison
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reglages import lire_reglages, poser_reglages

CLES = (
    MODE_APPEL, PART_ECHEANCES, ECHEANCES_JOURS, FACTURE_MINIMUM, FACTURER_PROVISOIRES, PERIODES_ENTREE,
    DESISTEMENT_JUSQU_AU, DEPART_TARDIF, EFFET_PIECE_TARDIVE, MOYEN_ECHEANCES,
)  # fmt: skip
PARTS_MAX, MOYEN_MAX = 12, 40
_SAISON = 2025  # any season tells the order of its days


@cas_d_usage(Permission.CONSULTER)
def lire_regles_facturation(ctx: Contexte) -> dict[str, Any]:
    """The values that hold for the site and year consulted, as they are typed."""
    with ctx.lire() as session:
        lues = lire_reglages(session, CLES, ctx.site_id, ctx.annee_id)
    return lues | {
        FACTURE_MINIMUM.cle: montant(lues[FACTURE_MINIMUM.cle]),
        ECHEANCES_JOURS.cle: _ecrire_jours(lues[ECHEANCES_JOURS.cle]),
        PERIODES_ENTREE.cle: _ecrire_jours(lues[PERIODES_ENTREE.cle]),
        DESISTEMENT_JUSQU_AU.cle: _ecrire_jours(filter(None, [lues[DESISTEMENT_JUSQU_AU.cle]])),
    }


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_regles_facturation(
    ctx: Contexte, valeurs: Mapping[str, Any], operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Record the values that differ from those in force, for the site and year; how many is the result.

    Raises FormulaireInvalide: entier_hors_bornes, montant_…, jour_mois_illisible, jours_en_desordre, jours_en_trop.
    """
    lues = _lire(valeurs)

    def ecrire(unite: Unite) -> int:
        changees = poser_reglages(unite.session, CLES, lues, ctx.site_id, ctx.annee_id)
        if changees:
            unite.touche("grille", 0)
        return changees

    return ctx.ecrire("enregistrer_regles_facturation", ecrire, operation_id)


def _lire(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """Typed fields → values; raises FormulaireInvalide."""
    lecteurs: dict[str, Any] = {
        MODE_APPEL.cle: str,
        PART_ECHEANCES.cle: lambda texte: lire_entier(str(texte), PART_ECHEANCES.cle, 1, PARTS_MAX) or 1,
        ECHEANCES_JOURS.cle: lambda texte: _lire_jours(ECHEANCES_JOURS.cle, texte, PARTS_MAX),
        FACTURE_MINIMUM.cle: lambda texte: lire_montant(str(texte or "0"), FACTURE_MINIMUM.cle, negatif=False),
        FACTURER_PROVISOIRES.cle: bool,
        PERIODES_ENTREE.cle: lambda texte: _lire_jours(PERIODES_ENTREE.cle, texte, PARTS_MAX),
        DESISTEMENT_JUSQU_AU.cle: lambda texte: next(iter(_lire_jours(DESISTEMENT_JUSQU_AU.cle, texte, 1)), ""),
        DEPART_TARDIF.cle: str,
        MOYEN_ECHEANCES.cle: lambda texte: nettoyer(str(texte or ""))[:MOYEN_MAX],
        EFFET_PIECE_TARDIVE.cle: str,
    }
    lues: dict[str, Any] = {}
    erreurs: list[Invalide] = []
    for cle, lire in lecteurs.items():
        try:
            lues[cle] = lire(valeurs[cle])
        except Invalide as erreur:
            erreurs.append(erreur)
    if erreurs:
        raise FormulaireInvalide(erreurs)
    return lues


def _lire_jours(champ: str, texte: str, maximum: int) -> list[str]:
    """``30/11, 15/02`` → ``["11-30", "02-15"]``, in the order of the season."""
    jours = [lire_jour_mois(part, champ) for part in re.split(r"[,;]", texte) if part.strip()]
    if len(jours) > maximum:
        raise Invalide(champ, "jours_en_trop", maximum=maximum)
    dates = [jour_de_saison(jour, _SAISON) for jour in jours]
    if any(b <= a for a, b in pairwise(dates)):
        raise Invalide(champ, "jours_en_desordre")
    return jours


def _ecrire_jours(jours: Iterable[str]) -> str:
    return ", ".join(f"{jour[3:]}/{jour[:2]}" for jour in jours)
