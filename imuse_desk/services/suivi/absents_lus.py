"""Teachers away, read: who and when, the lessons that fall and who takes them, the families to tell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Integer, cast, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.horaires import Lecon
from imuse_desk.domain.presences import EtatSeance
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    AbsenceEnseignant,
    Affectation,
    Cours,
    Creneau,
    Eleve,
    Enseignant,
    Inscription,
    Personne,
    Remplacement,
    Salle,
    Seance,
    Site,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.coordonnees import ELEVE, adultes_des_foyers, foyers_des_rangees

LIRE = Permission.CONSULTER


@dataclass(frozen=True, slots=True)
class AbsentVu:
    """A teacher's absence: its days, what families should know, how many lessons fall and still wait to be made up."""

    absence_id: int
    enseignant_id: int
    nom: str
    du_le: date
    au_le: date
    consigne: str
    tombees: int
    a_rattraper: int


@dataclass(frozen=True, slots=True)
class LeconTombee:
    """A lesson of an absence: where and when, who takes it, the day that makes it up."""

    seance_id: int
    creneau_id: int
    cours: str
    site_id: int
    site: str
    salle: str
    le: date
    debut: time
    duree_min: int
    remplacant: str
    remplacement_id: int | None
    rattrapee_le: date | None

    @property
    def fin(self) -> time:
        """When it would end."""
        return Lecon("", self.le.isoweekday(), self.debut, self.duree_min).fin


@dataclass(frozen=True, slots=True)
class FamilleConcernee:
    """A household to tell about a pupil: whom to call or write to, and the lessons he misses."""

    foyer_id: int
    eleve_id: int
    eleve: str
    adultes: str
    telephones: str
    courriels: str
    lecons: tuple[LeconTombee, ...]


@dataclass(frozen=True, slots=True)
class DetailAbsent:
    """An absence with its lessons and the families of those nobody takes; ``creneaux`` may be given to somebody."""

    absent: AbsentVu
    lecons: tuple[LeconTombee, ...]
    familles: tuple[FamilleConcernee, ...]
    creneaux: tuple[tuple[int, str], ...]


@cas_d_usage(LIRE)
def lire_absents(ctx: Contexte) -> tuple[AbsentVu, ...]:
    """The absences of teachers in the year consulted, on every site, the newest first."""
    with ctx.lire() as session:
        return tuple(_absents(session, ctx.annee_id))


@cas_d_usage(LIRE)
def lire_absent(ctx: Contexte, absence_id: int) -> DetailAbsent:
    """One absence with its lessons and families. Raises Introuvable."""
    with ctx.lire() as session:
        absent = next((a for a in _absents(session, ctx.annee_id) if a.absence_id == absence_id), None)
        if absent is None:
            raise Introuvable("absence_enseignant", absence_id)
        lecons = _lecons(session, absence_id)
        familles = _familles(session, [x for x in lecons if not x.remplacant])
    creneaux = {x.creneau_id: f"{x.cours}, {x.site}" for x in lecons}
    return DetailAbsent(absent, lecons, familles, tuple(creneaux.items()))


@cas_d_usage(LIRE)
def lister_enseignants(ctx: Contexte) -> tuple[tuple[int, str], ...]:
    """Every teacher, by name."""
    requete = (
        select(Enseignant.id, Personne.nom, Personne.prenom)
        .join(Personne, Personne.id == Enseignant.personne_id)
        .where(Enseignant.archive_a.is_(None), Personne.archive_a.is_(None))
        .order_by(Personne.cle, Enseignant.id)
    )
    with ctx.lire() as session:
        return tuple((ident, f"{nom} {prenom}".strip()) for ident, nom, prenom in session.execute(requete))


def _absents(session: Session, annee_id: int) -> Iterable[AbsentVu]:
    rattrapage = (
        select(func.count()).where(_rattrapage().c.rattrape_id == Seance.id).correlate(Seance).scalar_subquery()
    )
    comptes = (
        select(
            Seance.absence_enseignant_id.label("absence_id"), func.count().label("tombees"),
            func.sum(cast(rattrapage == 0, Integer)).label("restent"),
        )
        .where(Seance.etat == EtatSeance.ENSEIGNANT_ABSENT)
        .group_by(Seance.absence_enseignant_id)
        .subquery()
    )  # fmt: skip
    a = AbsenceEnseignant
    requete = (
        select(a, Personne.nom, Personne.prenom, comptes.c.tombees, comptes.c.restent)
        .join(Enseignant, Enseignant.id == a.enseignant_id)
        .join(Personne, Personne.id == Enseignant.personne_id)
        .outerjoin(comptes, comptes.c.absence_id == a.id)
        .where(a.annee_id == annee_id, a.annulee_a.is_(None))
        .order_by(a.du_le.desc(), a.id.desc())
    )
    for absence, nom, prenom, tombees, restent in session.execute(requete):
        yield AbsentVu(
            absence.id, absence.enseignant_id, f"{prenom} {nom}".strip(), absence.du_le, absence.au_le,
            absence.consigne, int(tombees or 0), int(restent or 0),
        )  # fmt: skip


def _rattrapage() -> Any:
    return select(Seance.rattrape_id, Seance.jour_le, Seance.tenue_le).where(
        Seance.etat == EtatSeance.RATTRAPAGE, Seance.rattrape_id.is_not(None)
    ).subquery()  # fmt: skip


def _lecons(session: Session, absence_id: int) -> tuple[LeconTombee, ...]:
    """The lessons of an absence, fallen or taken by somebody, in their order."""
    rattrapage = _rattrapage()
    requete = (
        select(
            Seance, Cours.libelle, Cours.site_id, Site.nom.label("site"), Salle.nom.label("salle"),
            func.coalesce(rattrapage.c.tenue_le, rattrapage.c.jour_le).label("rattrapee_le"),
        )
        .join(Creneau, Creneau.id == Seance.creneau_id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Salle, Salle.id == func.coalesce(Seance.salle_id, Creneau.salle_id))
        .outerjoin(rattrapage, rattrapage.c.rattrape_id == Seance.id)
        .where(Seance.absence_enseignant_id == absence_id)
    )  # fmt: skip
    remplis = session.execute(
        select(Remplacement, Personne.prenom, Personne.nom)
        .join(Enseignant, Enseignant.id == Remplacement.remplacant_id)
        .join(Personne, Personne.id == Enseignant.personne_id)
        .where(Remplacement.absence_enseignant_id == absence_id, Remplacement.annule_a.is_(None))
    ).all()
    lues = []
    for s, cours, site_id, site, salle, rattrapee_le in session.execute(requete):
        le = s.tenue_le or s.jour_le
        rempli = next(
            (x for x in remplis if x.Remplacement.creneau_id == s.creneau_id
             and x.Remplacement.du_le <= le <= x.Remplacement.au_le), None,
        )  # fmt: skip
        est_tombee = s.etat == EtatSeance.ENSEIGNANT_ABSENT
        if not est_tombee and rempli is None:
            continue
        lues.append(
            LeconTombee(
                s.id, s.creneau_id, cours, site_id, site, salle or "", le, s.tenue_debut or s.debut, s.duree_min,
                f"{rempli.prenom} {rempli.nom}".strip() if rempli and not est_tombee else "",
                rempli.Remplacement.id if rempli and not est_tombee else None, rattrapee_le,
            )
        )  # fmt: skip
    return tuple(sorted(lues, key=lambda x: (x.le, x.debut, x.cours)))


def _familles(session: Session, lecons: Sequence[LeconTombee]) -> tuple[FamilleConcernee, ...]:
    """Whom to tell: the households of the pupils expected at these lessons; adults under restriction are left out."""
    par_eleve: defaultdict[int, list[LeconTombee]] = defaultdict(list)
    noms: dict[int, tuple[str, str]] = {}
    requete = (
        select(Affectation.creneau_id, Affectation.du_le, Affectation.au_le, Eleve.id, Personne)
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(
            Affectation.creneau_id.in_({x.creneau_id for x in lecons}),
            or_(Inscription.etat == "active", Inscription.au_le.is_not(None)),
        )
    )
    for creneau_id, du, au, eleve_id, personne in session.execute(requete):
        for lecon in lecons:
            if lecon.creneau_id == creneau_id and du <= lecon.le and (au is None or lecon.le <= au):
                par_eleve[eleve_id].append(lecon)
                noms[eleve_id] = personne.cle, f"{personne.prenom} {personne.nom}".strip()
    foyers = foyers_des_rangees(session, ELEVE, list(par_eleve))
    adultes = adultes_des_foyers(session, sorted({f for siens in foyers.values() for f in siens}))
    vues = []
    for eleve_id in sorted(par_eleve, key=lambda i: (noms[i][0], i)):
        for foyer_id in foyers.get(eleve_id, ()):
            siens = adultes.get(foyer_id, [])
            qui = [a for a in siens if a.recoit_courriers] or siens[:1]
            tels = [f"{a.prenom}\u00a0: {t}" for a in qui for t in (a.mobile, a.tel_domicile, a.tel_pro) if t]
            vues.append(
                FamilleConcernee(
                    foyer_id, eleve_id, noms[eleve_id][1],
                    ", ".join(f"{a.prenom} {a.nom}".strip() for a in qui), ", ".join(dict.fromkeys(tels)),
                    ", ".join(dict.fromkeys(a.email for a in qui if a.email)), tuple(par_eleve[eleve_id]),
                )
            )  # fmt: skip
    return tuple(vues)
