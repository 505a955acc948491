"""The condition *instrument* of a re-enrolment, computed from the rental contracts; a later note corrects it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from imuse_desk.domain.locations import InstrumentRendu, Loue, instrument_rendu
from imuse_desk.domain.reinscription import GenreCondition
from imuse_desk.services.reinscription.faits import ConditionFait, Enfant, Petites

CALCULEE = "calculee"


def constat_instrument(
    contrats: Sequence[Loue], notee_a: datetime | None, annee_du: date, jour: date, *, a_un_parc: bool = True
) -> InstrumentRendu | None:
    """What the contracts say, None where what was noted by hand stands, or where the site hires nothing.

    A note stands until a contract of the pupil moves; where he never hired, as long as it is not withdrawn.
    """
    constat = instrument_rendu(contrats, annee_du, jour)
    if notee_a is not None and (constat.change_a is None or constat.change_a <= notee_a):
        return None
    return constat if contrats or a_un_parc else None


def avec_instrument(petites: Petites, enfants: Sequence[Enfant], annee_du: date, jour: date) -> Petites:
    """The conditions of a dossier with that of the instrument, computed for each pupil who answers in it."""
    conditions = list(petites.conditions)
    for ident in (enfant.membre.dossier_eleve_id for enfant in enfants):
        if ident is None:
            continue
        note = next((c for c in conditions if _est_note_de(c, ident)), None)
        contrats = [loue for dossier_eleve_id, loue in petites.locations if dossier_eleve_id == ident]
        constat = constat_instrument(
            contrats, note.a if note else None, annee_du, jour, a_un_parc=petites.a_un_parc
        )  # fmt: skip
        if constat is None:
            continue
        if note is not None:
            conditions.remove(note)
        conditions.append(
            ConditionFait(
                ident, GenreCondition.INSTRUMENT, constat.etat, CALCULEE, constat.detail, "", "", constat.change_a
            )
        )
    return replace(petites, conditions=tuple(conditions))


def _est_note_de(condition: ConditionFait, dossier_eleve_id: int) -> bool:
    return condition.dossier_eleve_id == dossier_eleve_id and condition.genre == GenreCondition.INSTRUMENT
