"""A course, or a teacher, as the search opens it: weekly times with their filling, pupils with age and phone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import age, jour_heure
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Eleve,
    Enseignant,
    Inscription,
    Niveau,
    Occupation,
    Personne,
    Salle,
    Site,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class HoraireVu:
    """A weekly time: ``mer. 14:00``, minutes, room, teachers, seats taken and offered (None: not counted)."""

    creneau_id: int
    cours_id: int
    cours: str
    horaire: str
    duree_min: int
    salle: str
    enseignants: str
    inscrits: int
    capacite: int | None


@dataclass(frozen=True, slots=True)
class EleveDuCours:
    """A pupil of the course."""

    eleve_id: int
    nom: str
    prenom: str
    age: int | None
    niveau: str
    horaire: str
    telephone: str


@dataclass(frozen=True, slots=True)
class CoursVu:
    """A course of a year."""

    cours_id: int
    libelle: str
    code: str
    cursus: str
    niveau: str
    ha: str
    annee: str
    site: str
    horaires: tuple[HoraireVu, ...]
    eleves: tuple[EleveDuCours, ...]


@dataclass(frozen=True, slots=True)
class EnseignantVu:
    """A teacher and his weekly times of the year consulted."""

    enseignant_id: int
    nom: str
    prenom: str
    email: str
    telephone: str
    annee: str
    horaires: tuple[HoraireVu, ...]


@cas_d_usage(Permission.CONSULTER)
def lire_cours(ctx: Contexte, cours_id: int) -> CoursVu:
    """Open a course, in four statements. Raises Introuvable."""
    with ctx.lire() as session:
        tete = session.execute(
            select(
                Cours.libelle, Cours.code, Cursus.libelle.label("cursus"), Niveau.libelle.label("niveau"), Cours.ha,
                Annee.libelle.label("annee"), Site.nom.label("site"),
            )
            .join(Cursus, Cursus.id == Cours.cursus_id)
            .join(Annee, Annee.id == Cours.annee_id)
            .join(Site, Site.id == Cours.site_id)
            .outerjoin(Niveau, Niveau.id == Cours.niveau_id)
            .where(Cours.id == cours_id)
        ).first()  # fmt: skip
        if tete is None:
            raise Introuvable("cours", cours_id)
        horaires = _horaires(session, Cours.id == cours_id)
        eleves = _eleves(session, ctx, cours_id)
    return CoursVu(
        cours_id, tete.libelle, tete.code, tete.cursus, tete.niveau or "", tete.ha, tete.annee, tete.site, horaires,
        eleves,
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def lire_enseignant(ctx: Contexte, enseignant_id: int) -> EnseignantVu:
    """Open a teacher with the weekly times of the year consulted. Raises Introuvable."""
    with ctx.lire() as session:
        tete = session.execute(
            select(Personne.nom, Personne.prenom, Personne.email, Personne.mobile, Annee.libelle)
            .join(Enseignant, Enseignant.personne_id == Personne.id)
            .join(Annee, Annee.id == ctx.annee_id)
            .where(Enseignant.id == enseignant_id)
        ).first()
        if tete is None:
            raise Introuvable("enseignant", enseignant_id)
        siens = select(CreneauEnseignant.creneau_id).where(CreneauEnseignant.enseignant_id == enseignant_id)
        horaires = _horaires(session, Creneau.id.in_(siens) & (Cours.annee_id == ctx.annee_id))
    return EnseignantVu(enseignant_id, *tete, horaires)


def _horaires(session: Session, condition: Any) -> tuple[HoraireVu, ...]:
    inscrits = (
        select(func.count())
        .where(
            Affectation.creneau_id == Creneau.id, or_(Affectation.au_le.is_(None), Affectation.au_le >= Annee.fin_le)
        )
        .correlate(Creneau, Annee)
        .scalar_subquery()
    )
    lignes = session.execute(
        select(
            Creneau.id, Cours.id.label("cours_id"), Cours.libelle, Creneau.jour, Creneau.debut, Creneau.duree_min,
            Salle.nom.label("salle"), inscrits.label("inscrits"), Occupation.capacite, Occupation.prises, Personne.nom,
            Personne.prenom,
        )
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Annee, Annee.id == Cours.annee_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(Personne, Personne.id == Enseignant.personne_id)
        .where(condition, Creneau.archive_a.is_(None))
        .order_by(Creneau.jour, Creneau.debut, Creneau.id, CreneauEnseignant.id)
    ).all()  # fmt: skip
    noms: defaultdict[int, list[str]] = defaultdict(list)
    tetes = {ligne.id: ligne for ligne in lignes}
    for ligne in lignes:
        if ligne.nom:
            noms[ligne.id].append(f"{ligne.prenom} {ligne.nom}".strip())
    return tuple(
        HoraireVu(
            ident, x.cours_id, x.libelle, jour_heure(x.jour, x.debut), x.duree_min, x.salle or "",
            ", ".join(noms[ident]), max(x.inscrits, x.prises or 0), x.capacite,
        )
        for ident, x in tetes.items()
    )  # fmt: skip


def _eleves(session: Session, ctx: Contexte, cours_id: int) -> tuple[EleveDuCours, ...]:
    derniere = (
        select(func.max(Affectation.id))
        .where(Affectation.inscription_id == Inscription.id)
        .correlate(Inscription)
        .scalar_subquery()
    )
    lignes = session.execute(
        select(
            Eleve.id, Personne.nom, Personne.prenom, Personne.naissance_le, Niveau.libelle.label("niveau"),
            Creneau.jour, Creneau.debut, Affectation.heure_passage, Eleve.tel_urgence, Personne.mobile,
        )
        .join(Inscription, Inscription.eleve_id == Eleve.id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .outerjoin(Niveau, Niveau.id == Inscription.niveau_id)
        .outerjoin(Affectation, Affectation.id == derniere)
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .where(Inscription.cours_id == cours_id, Inscription.etat == "active")
        .order_by(Creneau.jour, Creneau.debut, Affectation.heure_passage, Personne.cle)
    ).all()  # fmt: skip
    aujourdhui = ctx.aujourdhui()
    return tuple(
        EleveDuCours(
            x.id, x.nom, x.prenom, age(x.naissance_le, aujourdhui) if x.naissance_le else None, x.niveau or "",
            _quand(x.jour, x.heure_passage or x.debut), x.tel_urgence or x.mobile,
        )
        for x in lignes
    )  # fmt: skip


def _quand(jour: int | None, heure: time | None) -> str:
    return jour_heure(jour, heure) if jour is not None and heure is not None else ""
