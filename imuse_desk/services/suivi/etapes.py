"""Which letters the ladder of a site asks for today: computed from the roll calls and the letters already written.

The ladder counts the lessons given at its site. Who is told: each household of the pupil in which an adult receives
letters, else his main one; adults under restriction are written to by nobody, and a household left without anybody is
named.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.absences import EtapeDue, Manquee, etapes_dues
from imuse_desk.domain.presences import Mesure
from imuse_desk.models import (
    Absence,
    CourrierAbsence,
    Cours,
    CreneauEnseignant,
    Eleve,
    Enseignant,
    Foyer,
    Lien,
    LigneCourrierAbsence,
    Personne,
    Presence,
)
from imuse_desk.services.lectures.coordonnees import ELEVE, adultes_des_foyers, foyers_des_rangees
from imuse_desk.services.suivi.compteurs import AbsenceComptee, lire_comptees
from imuse_desk.services.suivi.lecons import lecons_pointees
from imuse_desk.services.suivi.lecture_absences import periodes_courantes
from imuse_desk.services.suivi.paliers import PalierVu, paliers_de


@dataclass(frozen=True, slots=True)
class LeconManquee:
    """A lesson that a letter tells."""

    presence_id: int
    a: datetime
    cours: str
    professeur: str
    motif: str


@dataclass(frozen=True, slots=True)
class CourrierDu:
    """A letter to write about a pupil to a household; ``precedent_le`` is the day of the one before."""

    eleve_id: int
    prenom: str
    nom: str
    foyer_id: int
    palier: PalierVu
    lecons: tuple[LeconManquee, ...]
    inscription_id: int | None
    precedent_le: date | None

    @property
    def cle(self) -> tuple[int, int, int]:
        """Pupil, household, step."""
        return self.eleve_id, self.foyer_id, self.palier.rang

    @property
    def presences(self) -> frozenset[int]:
        """What it tells."""
        return frozenset(x.presence_id for x in self.lecons)

    @property
    def cours(self) -> tuple[str, ...]:
        """The courses it speaks of, each once."""
        return tuple(dict.fromkeys(x.cours for x in self.lecons))


@dataclass(frozen=True, slots=True)
class NonPrevenu:
    """A household that cannot be told, and about whom: its adults are under restriction, or it has none."""

    eleve: str
    famille: str
    foyer_id: int
    est_restreint: bool


def lire_dus(
    session: Session, site_id: int, annee_id: int, jour: date, eleves: Sequence[int] | None = None
) -> tuple[list[CourrierDu], list[NonPrevenu]]:  # fmt: skip
    """Every letter of the ladder that is due on a day, by name of the pupil, and the households nobody can tell.

    ``eleves`` keeps those about some pupils.
    """
    paliers, etapes = _etapes(session, site_id, annee_id, jour, eleves)
    noms = _noms(session, list(etapes))
    chez, perdus = _foyers(session, list(etapes), noms)
    lecons = lire_lecons(session, [m.presence_id for dues in etapes.values() for e in dues for m in e.manquees])
    precedents = _precedents(session, site_id, annee_id)
    dus = []
    for eleve_id in sorted(etapes, key=lambda i: (noms[i][2], i)):
        prenom, nom, _ = noms[eleve_id]
        for etape in etapes[eleve_id]:
            inscriptions = {m.inscription_id for m in etape.manquees}
            dus += [
                CourrierDu(
                    eleve_id, prenom, nom, foyer_id, paliers[etape.rang],
                    tuple(lecons[m.presence_id] for m in etape.manquees),
                    next(iter(inscriptions)) if len(inscriptions) == 1 else None, precedents.get((eleve_id, foyer_id)),
                )
                for foyer_id in chez.get(eleve_id, ())
            ]  # fmt: skip
    return dus, perdus


def compter_dus(session: Session, site_id: int, annee_id: int, jour: date) -> int:
    """How many letters ``lire_dus`` would give; no name, lesson or letter before is read."""
    _, etapes = _etapes(session, site_id, annee_id, jour, None)
    chez = _chez(session, list(etapes))[0]
    return sum(len(dues) * len(chez[eleve_id]) for eleve_id, dues in etapes.items())


def _etapes(
    session: Session, site_id: int, annee_id: int, jour: date, eleves: Sequence[int] | None
) -> tuple[dict[int, PalierVu], dict[int, tuple[EtapeDue, ...]]]:
    """The steps of a site, and those that are due, by pupil."""
    paliers = {p.rang: p for p in paliers_de(session, site_id)}
    suites = {p.portee for p in paliers.values() if p.mesure is Mesure.CONSECUTIF}
    comptees = lire_comptees(session, annee_id, site_id=site_id, eleves=eleves, suites=suites)
    dits = _dits(session, site_id, annee_id)
    de_periode = _de_la_periode(session, site_id, annee_id, jour, comptees)
    etapes: dict[int, tuple[EtapeDue, ...]] = {}
    for eleve_id, siennes in groupby(comptees, lambda x: x.eleve_id):
        manquees = [
            Manquee(
                x.presence_id, x.inscription_id, x.a, x.suites, dits.get(x.presence_id, 0), x.presence_id in de_periode
            )
            for x in siennes
        ]  # fmt: skip
        if dues := etapes_dues([p.palier for p in paliers.values()], manquees):
            etapes[eleve_id] = dues
    return paliers, etapes


def _dits(session: Session, site_id: int, annee_id: int) -> dict[int, int]:
    """The highest step that told each absence."""
    c, ligne = CourrierAbsence, LigneCourrierAbsence
    requete = (
        select(ligne.presence_id, func.max(c.rang))
        .join(c, c.id == ligne.courrier_id)
        .where(c.site_id == site_id, c.annee_id == annee_id, c.annule_a.is_(None))
        .group_by(ligne.presence_id)
    )
    return dict(iter(session.execute(requete)))


def _precedents(session: Session, site_id: int, annee_id: int) -> dict[tuple[int, int], date]:
    """The day the last letter of the year left, by pupil and household."""
    c = CourrierAbsence
    requete = (
        select(c.eleve_id, c.foyer_id, func.max(c.envoye_le).label("le"))
        .where(c.site_id == site_id, c.annee_id == annee_id, c.annule_a.is_(None), c.envoye_le.is_not(None))
        .group_by(c.eleve_id, c.foyer_id)
    )
    return {(x.eleve_id, x.foyer_id): x.le for x in session.execute(requete)}


def _de_la_periode(
    session: Session, site_id: int, annee_id: int, jour: date, comptees: Sequence[AbsenceComptee]
) -> set[int]:
    periodes = periodes_courantes(session, site_id, annee_id, jour)
    cursus = dict(
        iter(session.execute(select(Cours.id, Cours.cursus_id).where(Cours.id.in_({x.cours_id for x in comptees}))))
    )
    bornes = {ident: periodes.get(c, periodes[None]) for ident, c in cursus.items()}
    return {x.presence_id for x in comptees if bornes[x.cours_id].du <= x.a.date() <= bornes[x.cours_id].au}


def _noms(session: Session, eleves: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    requete = (
        select(Eleve.id, Personne.prenom, Personne.nom, Personne.cle)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(Eleve.id.in_(eleves))
    )
    return {ident: (prenom or nom, nom, cle) for ident, prenom, nom, cle in session.execute(requete)}


def _chez(session: Session, eleves: Sequence[int]) -> tuple[dict[int, list[int]], Mapping[int, Sequence[int]]]:
    """The households to tell, by pupil, and all those of each one."""
    tous = foyers_des_rangees(session, ELEVE, eleves)
    adultes = adultes_des_foyers(session, sorted({f for siens in tous.values() for f in siens}))
    chez: dict[int, list[int]] = {}
    for eleve_id in eleves:
        siens = tous.get(eleve_id, ())
        prevenus = [f for f in siens if any(a.recoit_courriers for a in adultes.get(f, ()))]
        chez[eleve_id] = prevenus or [f for f in siens if f in adultes][:1]
    return chez, tous


def _foyers(
    session: Session, eleves: Sequence[int], noms: Mapping[int, tuple[str, str, str]]
) -> tuple[dict[int, list[int]], list[NonPrevenu]]:
    """The households to tell, by pupil, and those that cannot be."""
    chez, tous = _chez(session, eleves)
    chacun = sorted({f for siens in tous.values() for f in siens})
    restreints = set(
        session.scalars(
            select(Lien.foyer_id)
            .join(Personne, Personne.id == Lien.personne_id)
            .where(
                Lien.foyer_id.in_(chacun), Lien.au_le.is_(None), Lien.recoit_courriers, Lien.role != "enfant",
                Personne.est_restreint,
            )
        )
    )  # fmt: skip
    libelles = dict(iter(session.execute(select(Foyer.id, Foyer.libelle).where(Foyer.id.in_(chacun)))))
    perdus = []
    for eleve_id in eleves:
        siens = tous.get(eleve_id, ())
        prenom, nom, _ = noms[eleve_id]
        perdus += [
            NonPrevenu(f"{prenom} {nom}".strip(), libelles[f], f, f in restreints)
            for f in siens
            if f not in chez[eleve_id] and (f in restreints or not chez[eleve_id])
        ]
        if not siens:
            perdus.append(NonPrevenu(f"{prenom} {nom}".strip(), "", 0, est_restreint=False))
    return chez, perdus


def lire_lecons(session: Session, presences: Sequence[int]) -> dict[int, LeconManquee]:
    """Words of the lessons missed: when, which course, its teachers, what was said of it."""
    profs: defaultdict[int, list[str]] = defaultdict(list)
    lues = [x for part in _morceaux(presences) for x in lecons_pointees(session, Presence.id.in_(part))]
    creneaux = sorted({x.seance.creneau_id for x in lues})
    for part in _morceaux(creneaux):
        for creneau_id, prenom, nom in session.execute(
            select(CreneauEnseignant.creneau_id, Personne.prenom, Personne.nom)
            .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
            .join(Personne, Personne.id == Enseignant.personne_id)
            .where(CreneauEnseignant.creneau_id.in_(part))
            .order_by(CreneauEnseignant.id)
        ):
            profs[creneau_id].append(f"{prenom} {nom}".strip())
    return {
        x.presence.id: LeconManquee(
            x.presence.id, x.debut, x.cours, ", ".join(profs[x.seance.creneau_id]),
            session.get_one(Absence, x.presence.absence_id).caracteristique if x.presence.absence_id else "",
        )
        for x in lues
    }  # fmt: skip


def _morceaux(ids: Sequence[int], taille: int = 500) -> Iterable[Sequence[int]]:
    return (ids[debut : debut + taille] for debut in range(0, len(ids), taille))
