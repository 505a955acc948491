"""The sheet of a course and period: its pupils, its criteria, their marks, averages and comments."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.domain.notes import Echelle, Note
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Affectation,
    Annee,
    Appreciation,
    Cours,
    Eleve,
    Evaluation,
    FeuilleEvaluation,
    Inscription,
    Personne,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.eleves import derniere_affectation
from imuse_desk.services.suivi.acces import atteint_tout, exiger_cours, ses_creneaux
from imuse_desk.services.suivi.criteres import (
    Bilan,
    CritereVu,
    PeriodeVue,
    bilan,
    criteres_des_cours,
    note_de,
    periodes_du_cours,
)


@dataclass(frozen=True, slots=True)
class CelluleVue:
    """A mark on the sheet and the version read; ``version`` 0 where nothing was ever written."""

    note: Note | None = None
    version: int = 0


VIDE = CelluleVue()


@dataclass(frozen=True, slots=True)
class EleveNote:
    """A row of the sheet; ``parti_le`` when he left the course before the period ended."""

    inscription_id: int
    eleve_id: int
    ref: UUID
    nom: str
    prenom: str
    arrive_le: date
    parti_le: date | None
    cellules: tuple[CelluleVue, ...]
    appreciation: str
    version_appreciation: int
    bilan: Bilan


@dataclass(frozen=True, slots=True)
class FeuilleVue:
    """The whole sheet; ``fermee`` says by its code why nothing may be written, empty where it may."""

    cours_id: int
    cours: str
    periode: PeriodeVue
    version: int
    etat: EtatFeuille
    validee_par: str
    validee_a: datetime | None
    motif: str
    fermee: str
    peut_valider: bool
    criteres: tuple[CritereVu, ...]
    eleves: tuple[EleveNote, ...]

    @property
    def echelle(self) -> Echelle | None:
        """The scale that the averages are said on."""
        return self.eleves[0].bilan.echelle if self.eleves else bilan(self.criteres, {}).echelle


@cas_d_usage(Permission.NOTER)
def lire_periodes(ctx: Contexte, cours_id: int) -> tuple[PeriodeVue, ...]:
    """The periods that a course is marked in. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        exiger_cours(ctx, session, cours_id)
        return periodes_du_cours(session, cours_id)


@cas_d_usage(Permission.NOTER)
def lire_feuille(ctx: Contexte, cours_id: int, periode_id: int, creneau_id: int | None = None) -> FeuilleVue:
    """The sheet of a course, of the pupils of one of its weekly times where it is named.

    A teacher has his own pupils alone. Raises Introuvable, RegleMetier(autre_site).
    """
    with ctx.lire() as session:
        exiger_cours(ctx, session, cours_id)
        return composer_feuille(session, ctx, cours_id, periode_id, creneau_id)


def composer_feuille(
    session: Session, ctx: Contexte, cours_id: int, periode_id: int, creneau_id: int | None = None,
    inscription_id: int | None = None,
) -> FeuilleVue:  # fmt: skip
    """The same, inside a session, for who was let in already; of one pupil where his enrolment is named."""
    periode = periode_de(session, cours_id, periode_id)
    cours, etat_annee, feuille = session.execute(
        select(Cours, Annee.etat, FeuilleEvaluation)
        .join(Annee, Annee.id == Cours.annee_id)
        .outerjoin(
            FeuilleEvaluation,
            and_(FeuilleEvaluation.cours_id == Cours.id, FeuilleEvaluation.periode_id == periode_id),
        )
        .where(Cours.id == cours_id)
    ).one()
    criteres = criteres_des_cours(session, [cours_id], periode_id)[cours_id]
    requete = eleves_de_la_feuille(cours, periode, ctx, creneau_id)
    if inscription_id is not None:
        requete = requete.where(Inscription.id == inscription_id)
    lignes = session.execute(requete).all()
    etat = EtatFeuille(feuille.etat) if feuille is not None else EtatFeuille.OUVERTE
    return FeuilleVue(
        cours_id=cours_id,
        cours=cours.libelle,
        periode=periode,
        version=feuille.version if feuille is not None else 0,
        etat=etat,
        validee_par=feuille.validee_par if feuille is not None else "",
        validee_a=feuille.validee_a if feuille is not None else None,
        motif=feuille.motif if feuille is not None else "",
        fermee=pourquoi_fermee(periode, etat_annee, etat, ctx),
        peut_valider=Permission.VALIDER_NOTES in ctx.permissions_sur(cours.site_id),
        criteres=criteres,
        eleves=_rangees(session, criteres, lignes, periode),
    )


def periode_de(session: Session, cours_id: int, periode_id: int) -> PeriodeVue:
    """One of the periods of a course. Raises Introuvable."""
    for periode in periodes_du_cours(session, cours_id):
        if periode.id == periode_id:
            return periode
    raise Introuvable("periode_evaluation", periode_id)


def pourquoi_fermee(periode: PeriodeVue, etat_annee: str, etat: EtatFeuille, ctx: Contexte) -> str:
    """The code of what keeps this person from writing on a sheet, empty for nothing."""
    if etat_annee == "close":
        return "annee_close"
    if etat is EtatFeuille.VALIDEE:
        return "feuille_validee"
    limite = periode.saisie_jusqu_au
    if limite is not None and ctx.aujourdhui() > limite and not ctx.peut(Permission.DEROGER):
        return "saisie_close"
    return ""


def eleves_de_la_feuille(
    cours: Cours, periode: PeriodeVue, ctx: Contexte, creneau_id: int | None = None
) -> Any:  # fmt: skip
    """Enrolments of a course during a period, and those with something written, as far as the person reaches them."""
    requete: Any = (
        select(Inscription.id, Inscription.ref, Inscription.du_le, Inscription.au_le, Inscription.etat,
               Eleve.id.label("eleve_id"), Personne.nom, Personne.prenom)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .outerjoin(Affectation, Affectation.id == derniere_affectation())
        .where(Inscription.cours_id == cours.id, est_de_la_periode(periode))
    )  # fmt: skip
    if creneau_id is not None:
        requete = requete.where(Affectation.creneau_id == creneau_id)
    if not atteint_tout(ctx, cours.site_id, Permission.NOTER):
        requete = requete.where(Affectation.creneau_id.in_(ses_creneaux(ctx)))
    return requete


def est_de_la_periode(periode: PeriodeVue) -> ColumnElement[bool]:
    """He was enrolled for a day of it, or something was written of him."""
    present = and_(
        Inscription.du_le <= periode.au_le,
        or_(Inscription.au_le.is_(None), Inscription.au_le >= periode.du_le),
        or_(Inscription.etat == "active", Inscription.au_le.is_not(None)),
    )
    ecrits = [
        select(modele.id).where(modele.inscription_id == Inscription.id, modele.periode_id == periode.id).exists()
        for modele in (Evaluation, Appreciation)
    ]
    return or_(present, *ecrits)


def _rangees(
    session: Session, criteres: tuple[CritereVu, ...], lignes: Any, periode: PeriodeVue
) -> tuple[EleveNote, ...]:  # fmt: skip
    idents = [ligne.id for ligne in lignes]
    cellules: dict[tuple[int, int], CelluleVue] = {}
    for e in session.scalars(
        select(Evaluation).where(Evaluation.inscription_id.in_(idents), Evaluation.periode_id == periode.id)
    ):
        cellules[e.inscription_id, e.critere_id] = CelluleVue(note_de(e), e.version)
    textes = {
        a.inscription_id: (a.texte, a.version)
        for a in session.scalars(
            select(Appreciation).where(Appreciation.inscription_id.in_(idents), Appreciation.periode_id == periode.id)
        )
    }
    rangees = []
    for ligne in sorted(lignes, key=lambda x: (plier(x.nom), plier(x.prenom), x.id)):
        siennes = tuple(cellules.get((ligne.id, c.id), VIDE) for c in criteres)
        notes = {c.id: vue.note for c, vue in zip(criteres, siennes, strict=True) if vue.note is not None}
        texte, version = textes.get(ligne.id, ("", 0))
        parti = ligne.au_le if ligne.au_le is not None and ligne.au_le < periode.au_le else None
        rangees.append(
            EleveNote(
                ligne.id, ligne.eleve_id, ligne.ref, ligne.nom, ligne.prenom, ligne.du_le, parti, siennes, texte,
                version, bilan(criteres, notes),
            )
        )  # fmt: skip
    return tuple(rangees)
