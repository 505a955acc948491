"""The evaluations of a pupil in a course, a period at a time: what the sheet of the course says of him, and details."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.notes import Note, Valeur, valeur_atteinte
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Evaluation
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.suivi.acces import exiger_inscription
from imuse_desk.services.suivi.criteres import CritereVu, PeriodeVue, periode_du_jour, periodes_du_cours
from imuse_desk.services.suivi.feuille import CelluleVue, FeuilleVue, composer_feuille


@dataclass(frozen=True, slots=True)
class LigneEvaluation:
    """A criterion of the period: its mark, the letter and mention it earns, its detail; ``le``: None without a mark."""

    critere: CritereVu
    cellule: CelluleVue
    valeur: Valeur | None
    le: date | None
    choix: str
    appreciation: str
    par: str


@dataclass(frozen=True, slots=True)
class EvaluationsEleve:
    """A period of a pupil's course; ``feuille`` is the sheet of him alone, None for a course without any period.

    ``lignes`` is empty where he was not enrolled in the period.
    """

    periodes: tuple[PeriodeVue, ...]
    feuille: FeuilleVue | None
    lignes: tuple[LigneEvaluation, ...]


@cas_d_usage(Permission.NOTER)
def lire_evaluations_eleve(ctx: Contexte, inscription_id: int, periode_id: int | None = None) -> EvaluationsEleve:
    """The evaluations of an enrolment in a period (that of the day by default). Raises Introuvable, autre_site."""
    with ctx.lire() as session:
        acces = exiger_inscription(ctx, session, inscription_id)
        periodes = periodes_du_cours(session, acces.cours_id)
        choisie = next((p for p in periodes if p.id == periode_id), None) or periode_du_jour(periodes, ctx.aujourdhui())
        if choisie is None:
            return EvaluationsEleve((), None, ())
        feuille = composer_feuille(session, ctx, acces.cours_id, choisie.id, inscription_id=inscription_id)
        return EvaluationsEleve(periodes, feuille, _lignes(session, feuille, inscription_id))


def _lignes(session: Session, feuille: FeuilleVue, inscription_id: int) -> tuple[LigneEvaluation, ...]:
    ecrites = {
        e.critere_id: e
        for e in session.scalars(
            select(Evaluation).where(
                Evaluation.inscription_id == inscription_id, Evaluation.periode_id == feuille.periode.id
            )
        )
    }
    lignes = []
    for eleve in feuille.eleves:
        for critere, cellule in zip(feuille.criteres, eleve.cellules, strict=True):
            e = ecrites.get(critere.id) if cellule.note is not None else None
            lignes.append(
                LigneEvaluation(
                    critere, cellule, _valeur(cellule.note, critere), e.le if e else None, e.choix if e else "",
                    e.appreciation if e else "", e.par if e else "",
                )
            )  # fmt: skip
    return tuple(lignes)


def _valeur(note: Note | None, critere: CritereVu) -> Valeur | None:
    """The letter and mention of a mark, where its scale has any."""
    if note is None or note.est_absent:
        return None
    echelle = critere.echelle
    if note.valeur is None:
        return next((v for v in echelle.valeurs if v.code == note.code), None)
    return valeur_atteinte(note.valeur, echelle.maximum, echelle.valeurs)
