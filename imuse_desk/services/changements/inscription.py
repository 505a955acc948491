"""The parts that changes are made of: an enrolment, its dated weekly time, its seat, the pupil's other lessons."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import jour_heure
from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.horaires import Lecon, verifier_horaires
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Eleve,
    Enseignant,
    Inscription,
    Personne,
    Place,
    Salle,
    Site,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services import places
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.offre.conflits import lire_semaine_eleves


@dataclass(slots=True)
class Suivi:
    """An enrolment with its course, its year and its present weekly time."""

    inscription: Inscription
    cours: Cours
    annee: Annee
    affectation: Affectation | None


def prendre(ctx: Contexte, session: Session, inscription_id: int) -> Suivi:
    """Load an enrolment that may be changed. Raises Introuvable, RegleMetier(autre_site)."""
    inscription = session.get(Inscription, inscription_id)
    if inscription is None:
        raise Introuvable("inscription", inscription_id)
    ctx.exiger_sur(inscription.site_id, Permission.MODIFIER_FAMILLE)
    affectation = session.execute(
        select(Affectation)
        .where(Affectation.inscription_id == inscription.id, Affectation.au_le.is_(None))
        .order_by(Affectation.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return Suivi(
        inscription,
        session.get_one(Cours, inscription.cours_id),
        session.get_one(Annee, inscription.annee_id),
        affectation,
    )


def inscrire(unite: Unite, eleve_id: int, cours: Cours, niveau_id: int | None, effet: date) -> Inscription:
    """Enrol a pupil in a course from a day on; one who had stopped it takes it up again.

    Raises RegleMetier(deja_inscrit: cours), Introuvable.
    """
    session = unite.session
    if session.get(Eleve, eleve_id) is None:
        raise Introuvable("eleve", eleve_id)
    inscription = session.execute(
        select(Inscription).where(Inscription.eleve_id == eleve_id, Inscription.cours_id == cours.id)
    ).scalar_one_or_none()
    if inscription is not None and inscription.etat == EtatInscription.ACTIVE:
        raise RegleMetier("deja_inscrit", cours=cours.libelle)
    if inscription is None:
        inscription = Inscription(
            eleve_id=eleve_id, cours_id=cours.id, annee_id=cours.annee_id, site_id=cours.site_id, du_le=effet
        )
        session.add(inscription)
    inscription.etat, inscription.au_le, inscription.motif = EtatInscription.ACTIVE, None, ""
    inscription.niveau_id = niveau_id
    session.flush()
    return inscription


def affecter(unite: Unite, suivi: Suivi, creneau_id: int, effet: date) -> Affectation:
    """Give a weekly time from a day on: the seat is taken at once, the former time ends the day before.

    Raises RegleMetier(creneau_complet | creneau_d_un_autre_cours | conflit_horaire), Introuvable.
    """
    session, inscription = unite.session, suivi.inscription
    creneau = session.get(Creneau, creneau_id)
    if creneau is None or creneau.archive_a is not None:
        raise Introuvable("creneau", creneau_id)
    if creneau.cours_id != inscription.cours_id:
        raise RegleMetier("creneau_d_un_autre_cours")
    if suivi.affectation is not None:
        quitter(unite, suivi, effet)
    _verifier_semaine(session, suivi, creneau, effet)
    places.prendre(unite, creneau_id, inscription.eleve_id)
    affectation = Affectation(inscription_id=inscription.id, creneau_id=creneau_id, du_le=effet)
    session.add(affectation)
    session.flush()
    return affectation


def quitter(unite: Unite, suivi: Suivi, effet: date) -> None:
    """End the present weekly time the day before; its seat is free at once."""
    if suivi.affectation is not None:
        suivi.affectation.au_le = effet - timedelta(days=1)
        places.liberer(unite, suivi.affectation.creneau_id, suivi.inscription.eleve_id)
        unite.session.flush()


def reprendre_affectation(unite: Unite, affectation_id: int) -> None:
    """Undo: the former weekly time holds again, if its seat is still free. Raises RegleMetier(creneau_complet)."""
    affectation = unite.session.get_one(Affectation, affectation_id)
    inscription = unite.session.get_one(Inscription, affectation.inscription_id)
    affectation.au_le = None
    deja = select(Place.id).where(Place.creneau_id == affectation.creneau_id, Place.eleve_id == inscription.eleve_id)
    if unite.session.execute(deja).first() is None:
        places.prendre(unite, affectation.creneau_id, inscription.eleve_id)


def oublier_affectation(unite: Unite, affectation_id: int) -> None:
    """Undo: a weekly time given today goes, and its seat with it."""
    affectation = unite.session.get_one(Affectation, affectation_id)
    inscription = unite.session.get_one(Inscription, affectation.inscription_id)
    places.liberer(unite, affectation.creneau_id, inscription.eleve_id)
    unite.session.delete(affectation)
    unite.session.flush()


def en_clair(session: Session, suivi: Suivi) -> str:
    """Course, weekly time, teacher and room, as the history shows them."""
    if suivi.affectation is None:
        return suivi.cours.libelle
    creneau = session.get_one(Creneau, suivi.affectation.creneau_id)
    salle = session.get(Salle, creneau.salle_id) if creneau.salle_id is not None else None
    noms = session.execute(
        select(Personne.prenom, Personne.nom)
        .join(Enseignant, Enseignant.personne_id == Personne.id)
        .join(CreneauEnseignant, CreneauEnseignant.enseignant_id == Enseignant.id)
        .where(CreneauEnseignant.creneau_id == creneau.id)
        .order_by(CreneauEnseignant.id)
    ).all()
    qui = ", ".join(f"{prenom} {nom}".strip() for prenom, nom in noms)
    heure = suivi.affectation.heure_passage or creneau.debut
    morceaux = (suivi.cours.libelle, jour_heure(creneau.jour, heure), qui, salle.nom if salle is not None else "")
    return " · ".join(m for m in morceaux if m)[:300]


def _verifier_semaine(session: Session, suivi: Suivi, creneau: Creneau, effet: date) -> None:
    """The pupil has no other lesson then. A turn not fixed yet takes no time."""
    if creneau.passage_min is not None:
        return
    salle = session.get(Salle, creneau.salle_id) if creneau.salle_id is not None else None
    site = session.get_one(Site, suivi.cours.site_id)
    nouvelle = Lecon(
        suivi.cours.libelle, creneau.jour, creneau.debut, creneau.duree_min, salle.nom if salle is not None else "",
        site.nom, effet, creneau.au_le,
    )  # fmt: skip
    for occupe in lire_semaine_eleves(session, suivi.annee.id, [suivi.inscription.eleve_id], effet):
        verifier_horaires([occupe.lecon, nouvelle])
