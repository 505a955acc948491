"""The absences of a pupil, and those of a course, with their counters: what the pages *Absences* show."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.absences import Comptes
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.presences import GenreCode, Portee
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Absence,
    Affectation,
    Annee,
    CourrierAbsence,
    Cours,
    DocumentDossier,
    Eleve,
    Inscription,
    LigneCourrierAbsence,
    PeriodeEvaluation,
    Personne,
    Presence,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.documents_dossier import documents_visibles
from imuse_desk.services.suivi.absences import ABSENTS, etendue_de
from imuse_desk.services.suivi.acces import exiger_cours, ses_creneaux
from imuse_desk.services.suivi.compteurs import AbsenceComptee, codes_du_genre, compter_par, dans, lire_comptees
from imuse_desk.services.suivi.lecons import LeconPointee, lecons_pointees

A_LAPPEL = "excusé à l’appel"


@dataclass(frozen=True, slots=True)
class Courrier:
    """The letter that told an absence: its step, and the day it left (None: not yet)."""

    rang: int
    envoye_le: date | None


@dataclass(frozen=True, slots=True)
class LigneAbsence:
    """An absence told, or a lesson missed that nobody explained (``absence_id`` None); ``cours`` empty: all of them."""

    absence_id: int | None
    version: int
    presences: tuple[int, ...]
    eleve_id: int
    inscription_id: int | None
    cours: str
    du: datetime
    au: datetime
    caracteristique: str
    motif: str
    est_justifiee: bool
    preuve_id: int | None = None
    est_annoncee: bool = False
    courrier: Courrier | None = None


@dataclass(frozen=True, slots=True)
class ComptesCours:
    """What counts against a pupil in a course, in the year and in the current period."""

    inscription_id: int
    eleve_id: int
    cours: str
    eleve: str
    annee: Comptes
    periode: Comptes


@dataclass(frozen=True, slots=True)
class AbsencesEleve:
    """A pupil's page: rows with the newest first, counters of each course and of all, what may be chosen.

    ``cours`` are the enrolments that the person reaches; ``preuves`` the documents of the pupil.
    """

    eleve_id: int
    lignes: tuple[LigneAbsence, ...]
    comptes: tuple[ComptesCours, ...]
    annee: Comptes
    periode: str
    cours: tuple[tuple[int, str], ...]
    preuves: tuple[tuple[int, str], ...]
    est_limite: bool


@dataclass(frozen=True, slots=True)
class AbsencesCours:
    """A course's page: the counters of each pupil, by name, and the rows of all."""

    cours_id: int
    comptes: tuple[ComptesCours, ...]
    lignes: tuple[LigneAbsence, ...]
    periode: str


@dataclass(frozen=True, slots=True)
class PeriodeCourante:
    """The period of evaluation of a day, else the year."""

    libelle: str
    du: date
    au: date


def periodes_courantes(session: Session, site_id: int, annee_id: int, jour: date) -> dict[int | None, PeriodeCourante]:
    """The period of a day by cursus; ``None`` for the others: that of all, else the year."""
    annee = session.get_one(Annee, annee_id)
    p = PeriodeEvaluation
    requete = (
        select(p.cursus_id, p.libelle, p.du_le, p.au_le)
        .where(p.site_id == site_id, p.annee_id == annee_id, p.archive_a.is_(None), p.du_le <= jour, p.au_le >= jour)
        .order_by(p.du_le, p.id)
    )
    trouvees: dict[int | None, PeriodeCourante] = {None: PeriodeCourante("année", annee.debut_le, annee.fin_le)}
    return trouvees | {x.cursus_id: PeriodeCourante(x.libelle, x.du_le, x.au_le) for x in session.execute(requete)}


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_absences_eleve(ctx: Contexte, eleve_id: int) -> AbsencesEleve:
    """A pupil's absences of the year consulted; a teacher reads those of his own courses. Raises Introuvable."""
    est_limite = not ctx.peut(Permission.CONSULTER)
    with ctx.lire() as session:
        suivis = _suivis(ctx, session, Inscription.eleve_id == eleve_id)
        if session.get(Eleve, eleve_id) is None or (est_limite and not suivis):
            raise Introuvable("eleve", eleve_id)
        lignes = _lignes(session, ctx.annee_id, [eleve_id], suivis)
        if est_limite:  # why a pupil is away from everything is the office's business
            lignes = tuple(replace(x, motif="") if x.inscription_id is None else x for x in lignes)
        comptees = [
            x for x in lire_comptees(session, ctx.annee_id, eleves=[eleve_id]) if x.inscription_id in suivis
        ]  # fmt: skip
        periodes = periodes_courantes(session, ctx.site_id, ctx.annee_id, ctx.aujourdhui())
        preuves = session.execute(
            select(DocumentDossier.id, DocumentDossier.libelle)
            .where(
                DocumentDossier.eleve_id == eleve_id, DocumentDossier.archive_a.is_(None), documents_visibles(ctx)
            )
            .order_by(DocumentDossier.a.desc())
        ).all()  # fmt: skip
    total = compter_par(comptees, Portee.ELEVE).get(eleve_id, Comptes())
    return AbsencesEleve(
        eleve_id, lignes, _comptes(suivis.values(), comptees, periodes), total, periodes[None].libelle,
        tuple((s.inscription_id, s.cours) for s in suivis.values() if s.est_actif),
        tuple((x.id, x.libelle) for x in preuves), est_limite,
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_absences_inscription(ctx: Contexte, inscription_id: int) -> AbsencesEleve:
    """The absences of the pupil of an enrolment. Raises Introuvable."""
    with ctx.lire() as session:
        inscription = session.get(Inscription, inscription_id)
    if inscription is None:
        raise Introuvable("inscription", inscription_id)
    return lire_absences_eleve(ctx, inscription.eleve_id)


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_absences_cours(ctx: Contexte, cours_id: int) -> AbsencesCours:
    """The absences of a course of the year consulted. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        if not ctx.peut(Permission.CONSULTER):
            exiger_cours(ctx, session, cours_id, permission=Permission.CONSULTER_SES_ELEVES)
        suivis = _suivis(ctx, session, Inscription.cours_id == cours_id, a_lui=False)
        eleves = sorted({s.eleve_id for s in suivis.values()})
        lignes = _lignes(session, ctx.annee_id, eleves, suivis)
        comptees = lire_comptees(session, ctx.annee_id, eleves=eleves)
        periodes = periodes_courantes(session, ctx.site_id, ctx.annee_id, ctx.aujourdhui())
    comptes = sorted(_comptes(suivis.values(), comptees, periodes), key=lambda c: c.eleve)
    return AbsencesCours(cours_id, tuple(comptes), lignes, periodes[None].libelle)


@dataclass(frozen=True, slots=True)
class _Suivi:
    inscription_id: int
    eleve_id: int
    cours: str
    cursus_id: int
    site_id: int
    eleve: str
    est_actif: bool


def _suivis(
    ctx: Contexte, session: Session, condition: ColumnElement[bool], *, a_lui: bool = True
) -> dict[int, _Suivi]:  # fmt: skip
    """Enrolments of the year; for a teacher those of his weekly times."""
    requete = (
        select(
            Inscription.id, Inscription.eleve_id, Cours.libelle, Cours.cursus_id, Inscription.site_id, Personne.nom,
            Personne.prenom, Inscription.etat,
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(Inscription.annee_id == ctx.annee_id, condition)
        .order_by(Cours.libelle, Inscription.id)
    )  # fmt: skip
    if a_lui and not ctx.peut(Permission.CONSULTER):
        siennes = select(Affectation.inscription_id).where(
            Affectation.creneau_id.in_(ses_creneaux(ctx)),
            or_(Affectation.au_le.is_(None), Affectation.au_le >= ctx.aujourdhui()),
        )
        requete = requete.where(Inscription.id.in_(siennes))
    return {
        x.id: _Suivi(
            x.id, x.eleve_id, x.libelle, x.cursus_id, x.site_id, f"{x.nom} {x.prenom}".strip(), x.etat == "active"
        )
        for x in session.execute(requete)
    }


def _comptes(
    suivis: Iterable[_Suivi], comptees: Sequence[AbsenceComptee], periodes: Mapping[int | None, PeriodeCourante]
) -> tuple[ComptesCours, ...]:
    annee = compter_par(comptees, Portee.COURS)
    de_periode = {
        cursus: compter_par(dans(comptees, p.du, p.au), Portee.COURS) for cursus, p in periodes.items()
    }  # fmt: skip
    rien = Comptes()
    return tuple(
        ComptesCours(
            s.inscription_id, s.eleve_id, s.cours, s.eleve, annee.get(s.inscription_id, rien),
            de_periode.get(s.cursus_id, de_periode[None]).get(s.inscription_id, rien),
        )
        for s in suivis
    )  # fmt: skip


def _lignes(
    session: Session, annee_id: int, eleves: Sequence[int], suivis: Mapping[int, _Suivi]
) -> tuple[LigneAbsence, ...]:
    """Absences told, and lessons missed that none explains, the newest first."""
    codes = {genre: codes_du_genre(session, genre) for genre in ABSENTS}
    manquees = [
        x for x in lecons_pointees(session, Presence.inscription_id.in_(list(suivis)))
        if any(x.presence.code in codes[genre][x.inscription.site_id] for genre in ABSENTS)
    ]  # fmt: skip
    liees: defaultdict[int, list[LeconPointee]] = defaultdict(list)
    for x in manquees:
        if x.presence.absence_id is not None:
            liees[x.presence.absence_id].append(x)
    courriers = _courriers(session, [x.presence.id for x in manquees])
    lignes = [
        _dite(a, liees[a.id], suivis, courriers)
        for a in session.scalars(
            select(Absence).where(
                Absence.annee_id == annee_id, Absence.eleve_id.in_(eleves), Absence.annulee_a.is_(None)
            )
        )
        if a.inscription_id is None or a.inscription_id in suivis
    ]  # fmt: skip
    lignes += [
        _tue(x, courriers, est_excusee=x.presence.code in codes[GenreCode.EXCUSE][x.inscription.site_id])
        for x in manquees if x.presence.absence_id is None
    ]  # fmt: skip
    return tuple(sorted(lignes, key=lambda x: (x.du, x.eleve_id), reverse=True))


def _dite(
    absence: Absence, liees: Sequence[LeconPointee], suivis: Mapping[int, _Suivi], courriers: Mapping[int, Courrier]
) -> LigneAbsence:
    etendue = etendue_de(absence)
    cours = suivis[absence.inscription_id].cours if absence.inscription_id is not None else ""
    return LigneAbsence(
        absence.id, absence.version, tuple(x.presence.id for x in liees), absence.eleve_id, absence.inscription_id,
        cours, etendue.debut, etendue.fin, absence.caracteristique, absence.motif, absence.est_justifiee,
        absence.preuve_id, absence.est_annoncee,
        next((courriers[x.presence.id] for x in liees if x.presence.id in courriers), None),
    )  # fmt: skip


def _tue(lecon: LeconPointee, courriers: Mapping[int, Courrier], *, est_excusee: bool) -> LigneAbsence:
    qui, presence = lecon.inscription, lecon.presence
    return LigneAbsence(
        None, 0, (presence.id,), qui.eleve_id, qui.id, lecon.cours, lecon.debut, lecon.fin,
        A_LAPPEL if est_excusee else "", "", est_excusee, courrier=courriers.get(presence.id),
    )  # fmt: skip


def _courriers(session: Session, presences: Sequence[int]) -> dict[int, Courrier]:
    """The letter that told each lesson, the highest step; withdrawn ones left out."""
    c, ligne = CourrierAbsence, LigneCourrierAbsence
    requete = (
        select(ligne.presence_id, c.rang, c.envoye_le)
        .join(c, c.id == ligne.courrier_id)
        .where(ligne.presence_id.in_(presences), c.annule_a.is_(None))
        .order_by(c.rang, c.id)
    )
    return {x.presence_id: Courrier(x.rang, x.envoye_le) for x in session.execute(requete)}
