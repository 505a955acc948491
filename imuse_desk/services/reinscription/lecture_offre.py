"""Courses on offer with their weekly times, seats, rooms and teachers, in one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.models import (
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Discipline,
    Enseignant,
    Niveau,
    Occupation,
    Personne,
    Salle,
    Site,
)
from imuse_desk.models.parmi import est_parmi
from imuse_desk.services.reinscription.faits import CoursOffert, CreneauOffert
from imuse_desk.services.reinscription.lecture_charge import lire_rangees

_PROF = aliased(Personne)


def lire_offre(session: Session, condition: ColumnElement[bool]) -> dict[int, CoursOffert]:
    """Courses with their weekly times, seats, rooms and teachers, in one statement."""
    return ranger_offre(session.execute(requete_offre(condition)))


def lire_cours(session: Session, ids: Iterable[int]) -> dict[int, CoursOffert]:
    """Courses without their weekly times, which no price looks at."""
    lus = lire_rangees(session, _requete_cours(), {"ids": sorted(ids)}).mappings()
    return {lu["cours_id"]: CoursOffert(**lu) for lu in lus}


def ranger_offre(lignes: Iterable[Any]) -> dict[int, CoursOffert]:
    """One row a teacher of a weekly time → courses."""
    cours: dict[int, Any] = {}
    creneaux: dict[int, dict[int, CreneauOffert]] = defaultdict(dict)
    for ligne in lignes:
        cours_id = ligne.cours_id
        cours.setdefault(cours_id, ligne)
        if ligne.creneau_id is None:
            continue
        du_cours = creneaux[cours_id]
        deja = du_cours.get(ligne.creneau_id)
        noms = (*deja.enseignants, *_enseignant(ligne)) if deja else _enseignant(ligne)
        du_cours[ligne.creneau_id] = _creneau(ligne, noms)
    return {
        ident: CoursOffert(
            **{nom: getattr(ligne, nom) for nom in _CHAMPS_COURS}, creneaux=tuple(creneaux[ident].values())
        )
        for ident, ligne in cours.items()
    }


_CHAMPS_COURS = tuple(champ.name for champ in fields(CoursOffert) if champ.name != "creneaux")


def _enseignant(ligne: Any) -> tuple[str, ...]:
    nom, prenom = ligne.enseignant_nom, ligne.enseignant_prenom
    return (f"{prenom[:1]}. {nom}" if prenom else nom,) if nom else ()


def _creneau(ligne: Any, enseignants: tuple[str, ...]) -> CreneauOffert:
    return CreneauOffert(
        ligne.creneau_id, ligne.jour, ligne.debut, ligne.duree_min, ligne.salle or "", enseignants,
        ligne.capacite or 0, ligne.prises or 0, ligne.du_le, ligne.au_le,
    )  # fmt: skip


_COURS: tuple[Any, ...] = (
    Cours.id.label("cours_id"), Cours.code, Cours.libelle, Cours.cursus_id, Cursus.libelle.label("cursus"),
    Cursus.code.label("cursus_code"), Cursus.specialite, Cours.discipline_id,
    Discipline.libelle.label("discipline"), Discipline.code.label("discipline_code"),
    Discipline.est_individuelle, Cours.niveau_id, Niveau.libelle.label("niveau"), Niveau.cycle, Cours.ha,
    Cours.mode, Cours.site_id, Site.nom.label("site_nom"), Cours.precedent_id, Cours.est_pour_adultes,
)  # fmt: skip


def _depuis_cours(requete: Select[Any]) -> Select[Any]:
    return (
        requete.join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Niveau, Niveau.id == Cours.niveau_id)
    )


@cache
def _requete_cours() -> Executable:
    return _depuis_cours(select(*_COURS)).where(est_parmi(Cours.id, "ids"))


def requete_offre(condition: ColumnElement[bool]) -> Executable:
    """The statement: a row for each teacher of each weekly time of each course."""
    return (
        _depuis_cours(select(
            *_COURS, Creneau.id.label("creneau_id"), Creneau.jour, Creneau.debut, Creneau.duree_min, Creneau.du_le,
            Creneau.au_le, Salle.nom.label("salle"), Occupation.capacite, Occupation.prises,
            _PROF.nom.label("enseignant_nom"), _PROF.prenom.label("enseignant_prenom"),
        ))
        .outerjoin(Creneau, and_(Creneau.cours_id == Cours.id, Creneau.archive_a.is_(None)))
        .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(_PROF, _PROF.id == Enseignant.personne_id)
        .where(condition)
        .order_by(Cours.code, Creneau.jour, Creneau.debut, Creneau.id, CreneauEnseignant.id)
    )  # fmt: skip
