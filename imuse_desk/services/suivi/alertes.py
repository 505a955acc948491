"""What waits to be followed up, as each person may see it: roll calls, marks, letters, papers that lack, unpaid bills.

Each line leads to one screen, on its course and its day. Only the period in course is told; what is older is apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Appreciation,
    Campagne,
    Cours,
    Creneau,
    Evaluation,
    FeuilleEvaluation,
    Inscription,
    PeriodeEvaluation,
    Seance,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.liste_familles import PIECES, compter_familles
from imuse_desk.services.lectures.listes_dossiers import campagne_du_site
from imuse_desk.services.relances.dus import compter_familles_en_retard
from imuse_desk.services.suivi.acces import Acces, jours_atteints, ses_creneaux
from imuse_desk.services.suivi.etapes import compter_dus
from imuse_desk.services.suivi.occurrences import CleSeance, cle_de, lire_occurrences

_NOTE = aliased(Evaluation)

JOURS_REGARDES = 60
"""A roll call forgotten for longer is never going to be taken."""
JOURS_RECENTS = 14
RAPPEL_JOURS = 21
"""Days before the end of the typing of marks when a sheet without marks is told."""


class GenreAlerte(StrEnum):
    """What is to be followed up."""

    APPEL = "appel"
    NOTES = "notes"
    COURRIER = "courrier"
    PIECES = "pieces"
    IMPAYES = "impayes"
    VALIDER = "valider"
    RELIRE = "relire"


@dataclass(frozen=True, slots=True)
class Alerte:
    """A line: what, of which course (None: the site), how many, since or until when, and where it leads."""

    genre: GenreAlerte
    nombre: int
    le: date | None = None
    cours: str = ""
    cours_id: int | None = None
    creneau_id: int | None = None
    seance: CleSeance | None = None
    periode: str = ""
    est_ancienne: bool = False


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_alertes(ctx: Contexte) -> tuple[Alerte, ...]:
    """Everything to follow up that the person may do something about, the present period first."""
    with ctx.lire() as session:
        alertes = tuple(_toutes(ctx, session))
    return tuple(sorted(alertes, key=lambda a: (a.est_ancienne, list(GenreAlerte).index(a.genre), a.le or date.max)))


def _toutes(ctx: Contexte, session: Session) -> Iterator[Alerte]:
    if ctx.peut(Permission.POINTER):
        yield from _appels(ctx, session)
    if ctx.peut(Permission.NOTER):
        yield from _feuilles_vides(ctx, session)
    if ctx.peut(Permission.ENVOYER_COURRIER):
        yield from _courriers(ctx, session)
    if ctx.peut(Permission.MODIFIER_FAMILLE):
        yield from _papiers(ctx, session)
    if ctx.peut(Permission.EMETTRE):
        yield from _impayes(ctx, session)
    if ctx.peut(Permission.VALIDER_NOTES):
        yield from _a_la_direction(ctx, session)


# ---- roll calls


def _appels(ctx: Contexte, session: Session) -> Iterator[Alerte]:
    """One line a weekly time, on its oldest lesson without a roll call.

    The office is told of those where somebody calls the roll already: elsewhere it is kept on paper.
    """
    jour = ctx.aujourdhui()
    suivis = {x.id: x for x in _creneaux(ctx, session)}
    est_bureau = ctx.peut(Permission.CONSULTER)
    voulus = suivis.keys() & set(_appelants(session, ctx.annee_id)) if est_bureau else suivis.keys()
    du, au = jour - timedelta(days=JOURS_REGARDES), jour - timedelta(days=1)
    for creneau_id, lecons in lire_occurrences(session, voulus, du, au).items():
        x = suivis[creneau_id]
        attendues = [o for o in lecons if o.a_lieu and o.le < jour and x.du_le <= o.jour_le <= (x.au_le or jour)]
        if not est_bureau:  # who replaces a teacher answers for the days of the replacement
            acces = Acces(x.cours_id, x.site_id, ctx.annee_id)
            jours = jours_atteints(ctx, session, creneau_id, acces)
            attendues = [o for o in attendues if any(debut <= o.jour_le <= fin for debut, fin in jours)]
        manques = [o for o in attendues if o.dite is None or o.dite.appel_a is None]
        if manques:
            premiere = min(manques, key=lambda o: (o.le, o.a))
            ancienne = max(o.le for o in manques) < jour - timedelta(days=JOURS_RECENTS)
            yield Alerte(
                GenreAlerte.APPEL, len(manques), premiere.le, x.libelle, x.cours_id, creneau_id,
                cle_de(creneau_id, premiere), est_ancienne=ancienne,
            )  # fmt: skip


def _creneaux(ctx: Contexte, session: Session) -> Sequence[Any]:
    """The weekly times reached, with their course, from the day a pupil came to the day the last one left."""
    reste = Cours.site_id == ctx.site_id if ctx.peut(Permission.CONSULTER) else Creneau.id.in_(ses_creneaux(ctx))
    restent = func.max(case((Affectation.au_le.is_(None), 1), else_=0)) == 1
    au_le = case((restent, None), else_=func.max(Affectation.au_le)).label("au_le")
    return session.execute(
        select(
            Creneau.id, Cours.id.label("cours_id"), Cours.site_id, Cours.libelle,
            func.min(Affectation.du_le).label("du_le"), au_le,
        )
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Affectation, Affectation.creneau_id == Creneau.id)
        .where(Cours.annee_id == ctx.annee_id, Creneau.archive_a.is_(None), Cours.archive_a.is_(None), reste)
        .group_by(Creneau.id, Cours.id, Cours.site_id, Cours.libelle)
    ).all()  # fmt: skip


def _appelants(session: Session, annee_id: int) -> Iterable[int]:
    requete = select(Seance.creneau_id).where(Seance.annee_id == annee_id, Seance.appel_a.is_not(None)).distinct()
    return session.execute(requete).scalars()


# ---- marks


def _feuilles_vides(ctx: Contexte, session: Session) -> Iterator[Alerte]:
    """Courses whose pupils have no mark of a period that is about to close, or closed lately."""
    jour = ctx.aujourdhui()
    fin = func.coalesce(PeriodeEvaluation.saisie_jusqu_au, PeriodeEvaluation.au_le)
    sans_note = (
        ~select(_NOTE.id)
        .where(_NOTE.inscription_id == Inscription.id, _NOTE.periode_id == PeriodeEvaluation.id)
        .correlate(Inscription, PeriodeEvaluation)
        .exists()
    )
    lignes = session.execute(
        select(
            Cours.id, Cours.libelle, PeriodeEvaluation.libelle.label("periode"), fin.label("fin"),
            func.min(Creneau.id).label("creneau_id"), func.count(Inscription.id.distinct()).label("nombre"),
        )
        .select_from(PeriodeEvaluation)
        .join(Cours, (Cours.site_id == PeriodeEvaluation.site_id) & (Cours.annee_id == PeriodeEvaluation.annee_id))
        .join(Creneau, Creneau.cours_id == Cours.id)
        .join(Inscription, Inscription.cours_id == Cours.id)
        .where(
            PeriodeEvaluation.annee_id == ctx.annee_id,
            PeriodeEvaluation.archive_a.is_(None),
            or_(PeriodeEvaluation.cursus_id.is_(None), PeriodeEvaluation.cursus_id == Cours.cursus_id),
            PeriodeEvaluation.du_le <= jour,
            fin <= jour + timedelta(days=RAPPEL_JOURS),
            Creneau.archive_a.is_(None),
            Inscription.etat == EtatInscription.ACTIVE,
            sans_note,
            ~_est_validee(),
            _ses_cours(ctx),
        )
        .group_by(Cours.id, Cours.libelle, PeriodeEvaluation.id, PeriodeEvaluation.libelle, fin)
    )  # fmt: skip
    for x in lignes:
        ancienne = x.fin < jour - timedelta(days=JOURS_RECENTS)
        yield Alerte(GenreAlerte.NOTES, x.nombre, x.fin, x.libelle, x.id, x.creneau_id, None, x.periode, ancienne)


def _est_validee() -> ColumnElement[bool]:
    return (
        select(FeuilleEvaluation.id)
        .where(
            FeuilleEvaluation.cours_id == Cours.id,
            FeuilleEvaluation.periode_id == PeriodeEvaluation.id,
            FeuilleEvaluation.etat == EtatFeuille.VALIDEE,
        )
        .correlate(Cours, PeriodeEvaluation)
        .exists()
    )


def _ses_cours(ctx: Contexte) -> ColumnElement[bool]:
    if ctx.peut(Permission.CONSULTER):
        return Cours.site_id == ctx.site_id
    return Creneau.id.in_(ses_creneaux(ctx))


# ---- the office, the direction


def _courriers(ctx: Contexte, session: Session) -> Iterator[Alerte]:
    if nombre := compter_dus(session, ctx.site_id, ctx.annee_id, ctx.aujourdhui()):
        yield Alerte(GenreAlerte.COURRIER, nombre)


def _papiers(ctx: Contexte, session: Session) -> Iterator[Alerte]:
    """Families whose required papers lack or were refused, in the campaign that leaves or prepares the year."""
    annees = session.execute(
        select(Campagne.annee_source_id, Campagne.annee_cible_id).where(Campagne.id == campagne_du_site(ctx.site_id))
    ).first()
    if annees is not None and ctx.annee_id in annees and (nombre := compter_familles(session, ctx, PIECES)):
        yield Alerte(GenreAlerte.PIECES, nombre)


def _impayes(ctx: Contexte, session: Session) -> Iterator[Alerte]:
    """Families of the site with a part past due, of whatever year: what the reminders are about."""
    if nombre := compter_familles_en_retard(session, ctx.site_id, ctx.aujourdhui()):
        yield Alerte(GenreAlerte.IMPAYES, nombre)


def _a_la_direction(ctx: Contexte, session: Session) -> Iterator[Alerte]:
    """Sheets to validate and comments to proof-read, one line a period; apart once a later one has ended."""
    periodes = session.execute(
        select(PeriodeEvaluation.id, PeriodeEvaluation.libelle, PeriodeEvaluation.cursus_id, PeriodeEvaluation.au_le)
        .where(PeriodeEvaluation.site_id == ctx.site_id, PeriodeEvaluation.annee_id == ctx.annee_id)
        .order_by(PeriodeEvaluation.du_le, PeriodeEvaluation.id)
    ).all()
    jour = ctx.aujourdhui()
    finies = [(p.cursus_id, p.au_le) for p in periodes if p.au_le < jour]
    ouvertes = (
        select(FeuilleEvaluation.periode_id, func.count())
        .where(FeuilleEvaluation.etat == EtatFeuille.OUVERTE)
        .group_by(FeuilleEvaluation.periode_id)
    )
    a_relire = (
        select(Appreciation.periode_id, func.count())
        .where(Appreciation.relu_a.is_(None), Appreciation.texte != "")
        .group_by(Appreciation.periode_id)
    )
    closes = [p.id for p in periodes if p.au_le < jour]
    for genre, table, requete, siennes in (
        (GenreAlerte.VALIDER, FeuilleEvaluation, ouvertes, closes),
        (GenreAlerte.RELIRE, Appreciation, a_relire, [p.id for p in periodes]),
    ):
        nombres = dict(iter(session.execute(requete.where(table.periode_id.in_(siennes)))))
        for p in periodes:
            if p.id in nombres:
                suivie = any(cursus_id == p.cursus_id and au_le > p.au_le for cursus_id, au_le in finies)
                yield Alerte(genre, nombres[p.id], periode=p.libelle, est_ancienne=suivie)
