"""The lessons of weekly times as the base knows them, and the row of a lesson once something is said of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.presences import EtatSeance
from imuse_desk.domain.seances import Dite, Fermeture, Hebdomadaire, Occurrence, occurrences
from imuse_desk.models import Annee, Cours, Creneau, JourFerme, Presence, Seance


@dataclass(frozen=True, slots=True)
class CleSeance:
    """What a lesson is known by: its weekly time, its planned day and hour."""

    creneau_id: int
    jour_le: date
    debut: time


def cle_de(creneau_id: int, occurrence: Occurrence) -> CleSeance:
    """The key of a lesson of a weekly time."""
    return CleSeance(creneau_id, occurrence.jour_le, occurrence.debut)


def lire_occurrences(
    session: Session, creneau_ids: Collection[int], du: date, au: date
) -> dict[int, tuple[Occurrence, ...]]:
    """The lessons of weekly times planned or held between two days, by weekly time, in three statements.

    They stay inside the school year of their course; a time taken out of the offer plans nothing from that day on.
    """
    creneaux = session.execute(
        select(
            Creneau.id, Creneau.jour, Creneau.debut, Creneau.duree_min, Creneau.du_le, Creneau.au_le, Creneau.archive_a,
            Cours.site_id, Annee.debut_le, Annee.fin_le,
        )
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Annee, Annee.id == Cours.annee_id)
        .where(Creneau.id.in_(creneau_ids))
    ).all()  # fmt: skip
    fermetures = _fermetures(session, {c.site_id for c in creneaux}, du, au)
    dites = _dites(session, creneau_ids, du, au)
    vues = {}
    for c in creneaux:
        fin = min(f for f in (c.au_le, c.fin_le, _veille(c.archive_a)) if f is not None)
        hebdomadaire = Hebdomadaire(c.jour, c.debut, c.duree_min, max(c.du_le or c.debut_le, c.debut_le), fin)
        vues[c.id] = occurrences(hebdomadaire, du, au, fermetures[c.site_id], dites[c.id])
    return vues


def occurrence_de(session: Session, cle: CleSeance) -> Occurrence:
    """One lesson. Raises Introuvable where nothing takes place."""
    for vue in lire_occurrences(session, [cle.creneau_id], cle.jour_le, cle.jour_le).get(cle.creneau_id, ()):
        if (vue.jour_le, vue.debut) == (cle.jour_le, cle.debut):
            return vue
    raise Introuvable("seance", cle.jour_le)


def assurer_seance(session: Session, cle: CleSeance) -> Seance:
    """The row of a lesson, made now if nothing was said of it yet: two desks at once get the same one.

    Raises Introuvable where no lesson takes place.
    """
    requete = select(Seance).where(
        Seance.creneau_id == cle.creneau_id, Seance.jour_le == cle.jour_le, Seance.debut == cle.debut
    )
    deja = session.scalars(requete).one_or_none()
    if deja is not None:
        return deja
    vue = occurrence_de(session, cle)
    annee_id = session.scalars(
        select(Cours.annee_id).join(Creneau, Creneau.cours_id == Cours.id).where(Creneau.id == cle.creneau_id)
    ).one()
    seance = Seance(
        annee_id=annee_id, creneau_id=cle.creneau_id, jour_le=cle.jour_le, debut=cle.debut, duree_min=vue.duree_min
    )
    try:
        with session.begin_nested():
            session.add(seance)
    except IntegrityError:
        return session.scalars(requete).one()
    return seance


def fermetures_de(session: Session, site_id: int, du: date, au: date) -> Sequence[Fermeture]:
    """The days without lessons of a site that meet two days."""
    return _fermetures(session, [site_id], du, au)[site_id]


def _veille(archive_a: datetime | None) -> date | None:
    return None if archive_a is None else archive_a.date() - timedelta(days=1)


def _fermetures(session: Session, sites: Collection[int], du: date, au: date) -> defaultdict[int, list[Fermeture]]:
    par_site: defaultdict[int, list[Fermeture]] = defaultdict(list)
    requete = (
        select(JourFerme.site_id, JourFerme.libelle, JourFerme.du_le, JourFerme.au_le)
        .where(JourFerme.site_id.in_(sites), JourFerme.du_le <= au, JourFerme.au_le >= du)
        .order_by(JourFerme.du_le, JourFerme.id)
    )
    for site_id, libelle, du_le, au_le in session.execute(requete):
        par_site[site_id].append(Fermeture(libelle, du_le, au_le))
    return par_site


def _dites(session: Session, creneau_ids: Collection[int], du: date, au: date) -> defaultdict[int, list[Dite]]:
    pointes = select(func.count()).where(Presence.seance_id == Seance.id).correlate(Seance).scalar_subquery()
    requete = select(
        Seance.creneau_id, Seance.id, Seance.jour_le, Seance.debut, Seance.duree_min, Seance.etat, Seance.tenue_le,
        Seance.tenue_debut, Seance.salle_id, Seance.motif, pointes, Seance.appel_a, Seance.appel_par,
        Seance.rattrape_id,
    ).where(
        Seance.creneau_id.in_(creneau_ids),
        or_(
            and_(Seance.jour_le >= du, Seance.jour_le <= au),
            and_(Seance.tenue_le >= du, Seance.tenue_le <= au),
        ),
    )  # fmt: skip
    par_creneau: defaultdict[int, list[Dite]] = defaultdict(list)
    for creneau_id, ident, jour_le, debut, duree, etat, *suite in session.execute(requete):
        par_creneau[creneau_id].append(Dite(ident, jour_le, debut, duree, EtatSeance(etat), *suite))
    return par_creneau
