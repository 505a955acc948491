"""The condition *avis* of a re-enrolment, as it follows from what the teachers of the year say."""

from collections.abc import Iterable
from dataclasses import dataclass

from imuse_desk.domain.evaluations import Avis
from imuse_desk.domain.reinscription import EtatCondition

INSECABLE = "\u00a0"


@dataclass(frozen=True, slots=True)
class AvisRendus:
    """The state of the condition and its words."""

    etat: EtatCondition
    detail: str


def avis_rendus(avis: Iterable[tuple[str, str | None]]) -> AvisRendus | None:
    """From each course and its opinion: one *défavorable* is enough; None while one is still awaited.

    A pupil whose teachers make reservations may re-enrol; the reservation is shown.
    """
    lus = [(cours, Avis(dit) if dit else None) for cours, dit in avis]
    for mauvais, etat in ((Avis.DEFAVORABLE, EtatCondition.NON_REMPLIE), (Avis.RESERVE, EtatCondition.REMPLIE)):
        cours = [nom for nom, dit in lus if dit is mauvais]
        if cours and (etat is EtatCondition.NON_REMPLIE or None not in {dit for _, dit in lus}):
            return AvisRendus(etat, f"{mauvais.libelle}{INSECABLE}: {', '.join(cours)}")
    if not lus or any(dit is None for _, dit in lus):
        return None
    return AvisRendus(EtatCondition.REMPLIE, Avis.FAVORABLE.libelle)
