"""The condition *absences* of a re-enrolment, counted from the roll calls of the source year; a note by hand stands.

Somebody's note holds until he gives the condition back to the computation (``rendre_au_calcul``).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_

from imuse_desk.domain.absences import constat_absences
from imuse_desk.domain.reglages import ABSENCES_MAX
from imuse_desk.domain.reinscription import GenreCondition
from imuse_desk.models import Absence, DossierEleve, Inscription, Presence, Seance
from imuse_desk.services.reinscription.faits import ConditionFait, Petites

CALCULEE, SAISIE = "calculee", "saisie"


def joindre_presences(requete: Any, annee_source: Any) -> Any:
    """From ``DossierEleve`` to what the roll calls of a year say of the pupil, grouped by answer."""
    return (
        requete.join(
            Inscription, and_(Inscription.eleve_id == DossierEleve.eleve_id, Inscription.annee_id == annee_source)
        )
        .join(Presence, Presence.inscription_id == Inscription.id)
        .join(Seance, Seance.id == Presence.seance_id)
        .outerjoin(Absence, Absence.id == Presence.absence_id)
        .group_by(DossierEleve.id)
    )


def avec_absences(petites: Petites) -> Petites:
    """The conditions of a dossier with that of absences, counted for each pupil of whom a roll call spoke."""
    notees = [c for c in petites.conditions if c.genre == GenreCondition.ABSENCES and c.source == SAISIE]
    comptes: Sequence[tuple[int, int, Any]] = [
        x for x in petites.absences if x[0] not in {c.dossier_eleve_id for c in notees}
    ]  # fmt: skip
    calcules = {ident for ident, *_ in comptes}
    gardees = [
        c for c in petites.conditions if c.genre != GenreCondition.ABSENCES or c.dossier_eleve_id not in calcules
    ]  # fmt: skip
    maximum = int(petites.reglages.get(ABSENCES_MAX.cle, ABSENCES_MAX.defaut))
    for ident, nombre, a in comptes:
        etat, detail = constat_absences(nombre, maximum)
        gardees.append(ConditionFait(ident, GenreCondition.ABSENCES, etat, CALCULEE, detail, "", "", a))
    return replace(petites, conditions=tuple(gardees))
