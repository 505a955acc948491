"""The condition *avis* of a re-enrolment, computed from what the teachers say; one noted by hand stays as noted."""

from dataclasses import replace

from imuse_desk.domain.avis import avis_rendus
from imuse_desk.domain.reinscription import GenreCondition
from imuse_desk.services.reinscription.faits import ConditionFait, Petites
from imuse_desk.services.reinscription.instrument import CALCULEE

DETAIL_MAX = 200


def avec_avis(petites: Petites) -> Petites:
    """The conditions of a dossier with that of the opinions, for each pupil whom nobody noted by hand."""
    notes = {c.dossier_eleve_id for c in petites.conditions if c.genre == GenreCondition.AVIS}
    conditions = list(petites.conditions)
    for ident in dict.fromkeys(avis.dossier_eleve_id for avis in petites.avis):
        siens = [avis for avis in petites.avis if avis.dossier_eleve_id == ident]
        constat = avis_rendus((avis.cours, avis.avis) for avis in siens)
        if ident in notes or constat is None:
            continue
        derniere_a = max((avis.a for avis in siens if avis.a), default=None)
        conditions.append(
            ConditionFait(
                ident, GenreCondition.AVIS, constat.etat, CALCULEE, constat.detail[:DETAIL_MAX], "", "", derniere_a
            )
        )
    return replace(petites, conditions=tuple(conditions))
