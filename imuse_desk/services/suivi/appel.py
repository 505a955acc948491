"""The roll call of a lesson, and the sheet of a whole month, as they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import age
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.seances import Occurrence
from imuse_desk.models import Annee, Cours, Creneau, Presence
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.suivi.acces import exiger_creneau, jours_atteints
from imuse_desk.services.suivi.codes import CodeVu, codes_de
from imuse_desk.services.suivi.eleves_du_jour import Attendu, Moment, absences_dites, attendus, fiches
from imuse_desk.services.suivi.occurrences import CleSeance, fermetures_de, lire_occurrences
from imuse_desk.services.suivi.seances import SeanceVue, seances_vues

Jours = Sequence[tuple[date, date]]
"""Days that a person reaches, both bounds included."""


@dataclass(frozen=True, slots=True)
class Pointage:
    """The word that a pupil has at a lesson; ``par`` and ``a`` are None while it only comes from what was told.

    ``annonce`` says what was told of an absence that covers the lesson.
    """

    code: str
    retard_min: int | None = None
    par: str = ""
    a: datetime | None = None
    annonce: str = ""

    @property
    def est_ecrit(self) -> bool:
        """Somebody called the pupil."""
        return self.a is not None


VIDE = Pointage("")


@dataclass(frozen=True, slots=True)
class LigneAppel:
    """A pupil of the roll call: what a teacher may know of him, and his word."""

    inscription_id: int
    eleve_id: int
    nom: str
    prenom: str
    age: int | None
    alerte: str
    tel_urgence: str
    a_prevenir: str
    passage: time | None
    pointage: Pointage


@dataclass(frozen=True, slots=True)
class FeuilleAppel:
    """A lesson, its pupils, the words of the site, and the lessons before and after.

    ``est_sans_calendrier``: nobody wrote the holidays of the site, so that lessons stand in them too.
    """

    cours: str
    ha: str
    seance: SeanceVue
    codes: tuple[CodeVu, ...]
    lignes: tuple[LigneAppel, ...]
    precedente: CleSeance | None
    suivante: CleSeance | None
    est_a_venir: bool
    est_sans_calendrier: bool

    @property
    def pointes(self) -> int:
        """How many pupils have a word."""
        return sum(1 for ligne in self.lignes if ligne.pointage.code)

    @property
    def se_pointe(self) -> bool:
        """The lesson takes place, and its day has come."""
        return self.seance.a_lieu and not self.est_a_venir


@dataclass(frozen=True, slots=True)
class LigneMois:
    """A pupil over a month; a cell is None at the lessons where he is not expected."""

    inscription_id: int
    eleve_id: int
    nom: str
    prenom: str
    cases: tuple[Pointage | None, ...]


@dataclass(frozen=True, slots=True)
class FeuilleMois:
    """A month of a weekly time: its lessons and, a pupil a row, their words."""

    cours: str
    ha: str
    salle: str
    mois: date
    seances: tuple[SeanceVue, ...]
    codes: tuple[CodeVu, ...]
    lignes: tuple[LigneMois, ...]
    aujourdhui: date
    a_avant: bool
    a_apres: bool


@cas_d_usage(Permission.POINTER)
def ouvrir_appel(ctx: Contexte, creneau_id: int, cle: CleSeance | None = None) -> FeuilleAppel | None:
    """The roll call of a lesson; without ``cle`` the one under way or the last that began, else the first to come.

    None where the weekly time has no lesson at all. Raises Introuvable, RegleMetier(autre_site).
    """
    with ctx.lire() as session:
        acces = exiger_creneau(ctx, session, creneau_id, cle.jour_le if cle is not None else None)
        annee = session.get_one(Annee, acces.annee_id)
        jours = jours_atteints(ctx, session, creneau_id, acces)
        lecons = _atteintes(lire_occurrences(session, [creneau_id], annee.debut_le, annee.fin_le)[creneau_id], jours)
        if not lecons:
            return None
        cles = [CleSeance(creneau_id, o.jour_le, o.debut) for o in lecons]
        rang = cles.index(cle) if cle in cles else _courante(ctx, [o.commence(ZoneInfo(ctx.fuseau)) for o in lecons])
        (seance,) = seances_vues(session, creneau_id, lecons[rang : rang + 1])
        codes = codes_de(session, acces.site_id)
        est_sans_calendrier = not fermetures_de(session, acces.site_id, annee.debut_le, annee.fin_le)
        cours, ha, debut = _cours(session, creneau_id)
        decalage = _decalage(debut, seance.a)
        venus = attendus(session, creneau_id, seance.le, seance.le)
        cases = _cases(session, venus, (seance,), codes)
        vues = fiches(session, [ident for ident, _ in cases])
        tours = {x.inscription_id: _decaler(x.passage, decalage) for x in venus}
        lignes = [
            LigneAppel(
                ident, f.eleve_id, f.nom, f.prenom, age(f.naissance_le, seance.le) if f.naissance_le else None,
                f.alerte, f.tel_urgence, f.personne_a_prevenir, tours.get(ident), cases[ident, 0],
            )
            for ident, f in sorted(vues.items(), key=lambda v: (tours.get(v[0]) or time(0), v[1].cle, v[0]))
        ]  # fmt: skip
    return FeuilleAppel(
        cours, ha, seance, codes, tuple(lignes), cles[rang - 1] if rang else None,
        cles[rang + 1] if rang + 1 < len(cles) else None, seance.le > ctx.aujourdhui(),
        est_sans_calendrier,
    )  # fmt: skip


@cas_d_usage(Permission.POINTER)
def ouvrir_mois(ctx: Contexte, creneau_id: int, mois: date | None = None) -> FeuilleMois:
    """The sheet of the month of a day, today's by default. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        premier = (mois or ctx.aujourdhui()).replace(day=1)
        acces = exiger_creneau(ctx, session, creneau_id)
        annee = session.get_one(Annee, acces.annee_id)
        premier = min(max(premier, annee.debut_le.replace(day=1)), annee.fin_le.replace(day=1))
        dernier = (premier + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        jours = jours_atteints(ctx, session, creneau_id, acces)
        return lire_mois(session, creneau_id, (premier, dernier), ctx.aujourdhui(), jours)


def lire_mois(
    session: Session, creneau_id: int, bornes: tuple[date, date], aujourdhui: date, jours: Jours
) -> FeuilleMois:  # fmt: skip
    """The lessons held between two days of a month, on days that the person reaches, and their pupils."""
    premier, dernier = bornes
    lecons = _atteintes(lire_occurrences(session, [creneau_id], premier, dernier)[creneau_id], jours)
    seances = tuple(s for s in seances_vues(session, creneau_id, lecons) if premier <= s.le <= dernier)
    site_id, annee_du, annee_au = session.execute(
        select(Cours.site_id, Annee.debut_le, Annee.fin_le)
        .join(Creneau, Creneau.cours_id == Cours.id)
        .join(Annee, Annee.id == Cours.annee_id)
        .where(Creneau.id == creneau_id)
    ).one()
    codes = codes_de(session, site_id)
    venus = attendus(session, creneau_id, premier, dernier)
    cases = _cases(session, venus, seances, codes)
    vues = fiches(session, {ident for ident, _ in cases} | {x.inscription_id for x in venus})
    cours, ha, _debut = _cours(session, creneau_id)
    lignes = tuple(
        LigneMois(ident, f.eleve_id, f.nom, f.prenom, tuple(cases.get((ident, rang)) for rang in range(len(seances))))
        for ident, f in sorted(vues.items(), key=lambda v: (v[1].cle, v[0]))
    )
    salle = next((s.salle for s in seances if s.salle), "")
    return FeuilleMois(
        cours, ha, salle, premier, seances, codes, lignes, aujourdhui, premier > annee_du, dernier < annee_au
    )


def _atteintes(lecons: tuple[Occurrence, ...], jours: Jours) -> tuple[Occurrence, ...]:
    return tuple(o for o in lecons if any(du <= o.jour_le <= au for du, au in jours))


def _courante(ctx: Contexte, debuts: list[datetime]) -> int:
    """The lesson of the day, else the last one that began, else the first of the year."""
    maintenant, aujourdhui, fuseau = ctx.maintenant(), ctx.aujourdhui(), ZoneInfo(ctx.fuseau)
    du_jour = [r for r, instant in enumerate(debuts) if instant.astimezone(fuseau).date() == aujourdhui]
    commencees = [r for r, instant in enumerate(debuts) if instant <= maintenant]
    if du_jour:
        return max([r for r in du_jour if r in set(commencees)], default=du_jour[0])
    return max(commencees, default=0)


def _cases(
    session: Session, venus: tuple[Attendu, ...], seances: tuple[SeanceVue, ...], codes: tuple[CodeVu, ...]
) -> dict[tuple[int, int], Pointage]:
    """The word of each pupil at each lesson where he is expected, or was called though he no longer is."""
    dits = _annonces(session, venus, seances)
    cases: dict[tuple[int, int], Pointage] = {}
    for rang, seance in enumerate(seances):
        for x in venus:
            if x.vient_le(seance.le):
                dit = next(iter(dits.get((x.inscription_id, _moment(seance)), ())), None)
                annonce = dit.caracteristique or "sans précision" if dit is not None else ""
                code = dit.code(codes).code if dit is not None and seance.a_lieu else ""
                cases[x.inscription_id, rang] = Pointage(code, annonce=annonce) if dit is not None else VIDE
    rangs = {s.seance_id: rang for rang, s in enumerate(seances) if s.seance_id is not None}
    requete = select(
        Presence.seance_id, Presence.inscription_id, Presence.code, Presence.retard_min, Presence.par, Presence.a
    ).where(Presence.seance_id.in_(rangs))
    for seance_id, ident, code, retard, par, a in session.execute(requete):
        cle = ident, rangs[seance_id]
        cases[cle] = Pointage(code, retard, par, a, cases.get(cle, VIDE).annonce)
    return cases


def _annonces(session: Session, venus: tuple[Attendu, ...], seances: tuple[SeanceVue, ...]) -> Mapping[Any, Any]:
    return absences_dites(session, venus, [_moment(s) for s in seances])


def _moment(seance: SeanceVue) -> Moment:
    return Moment(seance.le, seance.a, seance.fin, seance.cle.debut)


def _cours(session: Session, creneau_id: int) -> tuple[str, str, time]:
    libelle, ha, debut = session.execute(
        select(Cours.libelle, Cours.ha, Creneau.debut)
        .join(Creneau, Creneau.cours_id == Cours.id)
        .where(Creneau.id == creneau_id)
    ).one()
    return libelle, ha, debut


def _decalage(prevu: time, tenu: time) -> timedelta:
    return datetime.combine(date.min, tenu) - datetime.combine(date.min, prevu)


def _decaler(passage: time | None, decalage: timedelta) -> time | None:
    """A turn of a block that moved to another hour moves with it."""
    return None if passage is None else (datetime.combine(date(2000, 1, 2), passage) + decalage).time()
