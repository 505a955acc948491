"""Who and what is taken on one day: the weekly times held, lessons moved there, teachers away and who replaces them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import AConfirmer, RegleMetier
from imuse_desk.domain.horaires import Chevauchement, Lecon, Occupe, Ressource, chevauchements
from imuse_desk.domain.presences import EtatSeance
from imuse_desk.models import (
    AbsenceEnseignant,
    Affectation,
    Cours,
    Creneau,
    CreneauEnseignant,
    Inscription,
    JourFerme,
    Remplacement,
    Salle,
    Seance,
    Site,
)
from imuse_desk.services.offre.conflits import lire_semaine, lire_semaine_eleves, nommer
from imuse_desk.services.suivi.occurrences import CleSeance

_TENUE_OU_NON = aliased(Salle)
_DU_CRENEAU = aliased(Salle)

PLACEE = 0
"""The number of the lesson that is being placed, among those of its day."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lesson would be held."""

    le: date
    debut: time
    duree_min: int
    salle_id: int | None


def verifier_place(session: Session, cle: CleSeance, place: Place, *, confirme: bool) -> None:
    """Refuse a lesson where its room or its teacher is taken; ask first where a pupil is expected elsewhere.

    Raises RegleMetier(conflit_horaire: lecon_a, lecon_b), AConfirmer(conflit_offre: qui, lecon_a, lecon_b, n).
    """
    cours, site, annee_id = session.execute(
        select(Cours.libelle, Site.nom, Cours.annee_id)
        .join(Creneau, Creneau.cours_id == Cours.id)
        .join(Site, Site.id == Cours.site_id)
        .where(Creneau.id == cle.creneau_id)
    ).one()
    salle = session.scalar(select(Salle.nom).where(Salle.id == place.salle_id)) or ""
    lecon = Lecon(cours, place.le.isoweekday(), place.debut, place.duree_min, salle, site, place.le, place.le)
    prises = _prises(session, annee_id, place.le, sauf=cle)
    profs = _enseignants(session, [cle.creneau_id], place.le)[cle.creneau_id]
    for conflit in _avec(lecon, profs | _de_la_salle(place.salle_id), prises)[:1]:
        lecon_a, lecon_b = conflit.une.lecon.en_clair(), conflit.autre.lecon.en_clair()
        raise RegleMetier("conflit_horaire", lecon_a=lecon_a, lecon_b=lecon_b)
    if confirme:
        return
    eleves = _eleves(session, cle.creneau_id, place.le)
    tenus = {occupe.ident for occupe in prises} - {cle.creneau_id}
    leurs = [o for o in lire_semaine_eleves(session, annee_id, eleves, place.le) if o.ident in tenus]
    trouves = _avec(lecon, {("eleve", ident) for ident in eleves}, leurs)
    for conflit in trouves[:1]:
        qui = nommer(session, {conflit.ressource}).get(conflit.ressource, "")
        lecon_a, lecon_b = conflit.une.lecon.en_clair(), conflit.autre.lecon.en_clair()
        raise AConfirmer("conflit_offre", qui=qui, lecon_a=lecon_a, lecon_b=lecon_b, n=len(trouves))


def _avec(lecon: Lecon, besoins: Iterable[Ressource], prises: list[Occupe]) -> list[Chevauchement]:
    """The clashes of the lesson being placed."""
    placee = Occupe(PLACEE, lecon, frozenset(besoins))
    return [c for c in chevauchements([placee, *prises]) if PLACEE in (c.une.ident, c.autre.ident)]


def _prises(session: Session, annee_id: int, le: date, *, sauf: CleSeance) -> list[Occupe]:
    """The lessons of a year held on a day, on every site, but one."""
    fermes = set(
        session.scalars(
            select(Site.nom)
            .join(JourFerme, JourFerme.site_id == Site.id)
            .where(JourFerme.du_le <= le, JourFerme.au_le >= le)
        )
    )
    seances = session.execute(
        select(Seance, Cours.libelle, Site.nom, Creneau.salle_id, _DU_CRENEAU.nom, _TENUE_OU_NON.nom)
        .join(Creneau, Creneau.id == Seance.creneau_id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(_DU_CRENEAU, _DU_CRENEAU.id == Creneau.salle_id)
        .outerjoin(_TENUE_OU_NON, _TENUE_OU_NON.id == Seance.salle_id)
        .where(Seance.annee_id == annee_id, Seance.etat != EtatSeance.PREVUE)
        .where(or_(Seance.jour_le == le, Seance.tenue_le == le))
    ).all()
    dites = {(s.creneau_id, s.debut) for s, *_ in seances if s.jour_le == le}
    if sauf.jour_le == le:
        dites.add((sauf.creneau_id, sauf.debut))
    prises = [
        occupe
        for occupe in lire_semaine(session, annee_id, Creneau.jour == le.isoweekday())
        if occupe.lecon.site not in fermes and (occupe.ident, occupe.lecon.debut) not in dites
    ]
    profs = _enseignants(session, {o.ident for o in prises} | {s.creneau_id for s, *_ in seances}, le)
    prises = [
        Occupe(o.ident, o.lecon, frozenset({r for r in o.ressources if r[0] == "salle"} | profs[o.ident]))
        for o in prises
    ]
    for seance, cours, site, salle_id, salle, autre_salle in seances:
        if _est_tenue_le(seance, le) and CleSeance(seance.creneau_id, seance.jour_le, seance.debut) != sauf:
            debut, nom = seance.tenue_debut or seance.debut, autre_salle or salle or ""
            lecon = Lecon(cours, le.isoweekday(), debut, seance.duree_min, nom, site, le, le)
            besoins = profs[seance.creneau_id] | _de_la_salle(seance.salle_id or salle_id)
            prises.append(Occupe(-seance.id, lecon, frozenset(besoins)))
    return prises


def _est_tenue_le(seance: Seance, le: date) -> bool:
    return EtatSeance(seance.etat).a_lieu and (seance.tenue_le or seance.jour_le) == le


def _de_la_salle(salle_id: int | None) -> set[Ressource]:
    return set() if salle_id is None else {("salle", salle_id)}


def _enseignants(session: Session, creneau_ids: Iterable[int], le: date) -> defaultdict[int, set[Ressource]]:
    """The teachers of weekly times on a day: who is away is not needed there, who replaces him is."""
    ids = list(creneau_ids)
    absents = select(AbsenceEnseignant.enseignant_id).where(
        AbsenceEnseignant.annulee_a.is_(None), AbsenceEnseignant.du_le <= le, AbsenceEnseignant.au_le >= le
    )
    siens = select(CreneauEnseignant.creneau_id, CreneauEnseignant.enseignant_id).where(
        CreneauEnseignant.creneau_id.in_(ids), CreneauEnseignant.enseignant_id.not_in(absents)
    )
    remplacants = select(Remplacement.creneau_id, Remplacement.remplacant_id).where(
        Remplacement.creneau_id.in_(ids), Remplacement.annule_a.is_(None), Remplacement.du_le <= le,
        Remplacement.au_le >= le,
    )  # fmt: skip
    par_creneau: defaultdict[int, set[Ressource]] = defaultdict(set)
    for requete in (siens, remplacants):
        for creneau_id, enseignant_id in session.execute(requete):
            par_creneau[creneau_id].add(("enseignant", enseignant_id))
    return par_creneau


def _eleves(session: Session, creneau_id: int, le: date) -> list[int]:
    return list(
        session.scalars(
            select(Inscription.eleve_id)
            .join(Affectation, Affectation.inscription_id == Inscription.id)
            .where(Affectation.creneau_id == creneau_id, Affectation.du_le <= le)
            .where(or_(Affectation.au_le.is_(None), Affectation.au_le >= le))
            .distinct()
        )
    )
