"""Cursus, disciplines and levels: the words of the whole network."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.enseignement import Specialite
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.gabarits import libelle_niveau
from imuse_desk.domain.textes import plier
from imuse_desk.models import Annee, Cours, Cursus, Discipline, Niveau
from imuse_desk.services.offre.fiche import Fiche, LectureFiche


def _cours_ouverts(session: Session, colonne: Any, ident: int) -> Mapping[str, int]:
    """Courses of the years that are not closed."""
    n = session.execute(
        select(func.count())
        .select_from(Cours)
        .join(Annee, Annee.id == Cours.annee_id)
        .where(colonne == ident, Cours.archive_a.is_(None), Annee.etat != "close")
    ).scalar_one()
    return {"cours": n}


def _lire_cursus(lecture: LectureFiche) -> dict[str, Any]:
    motif = lecture.texte("motif_niveau", 40, obligatoire=True)
    if motif:
        try:
            libelle_niveau(motif, 1, 1)
        except Invalide as erreur:
            lecture.lecteur.erreurs.append(erreur)
    specialite = str(lecture.champs.get("specialite", ""))
    if specialite not in set(Specialite):
        lecture.lecteur.refuser("specialite", "choix_obligatoire")
    return {
        "code": lecture.texte("code", 20, obligatoire=True).upper(),
        "libelle": lecture.texte("libelle", 80, obligatoire=True),
        "specialite": specialite,
        "motif_niveau": motif,
        "ordre": lecture.entier("ordre", 0, 999) or 0,
    }


def _lire_discipline(lecture: LectureFiche) -> dict[str, Any]:
    libelle = lecture.texte("libelle", 80, obligatoire=True)
    return {
        "code": lecture.texte("code", 20, obligatoire=True).upper(),
        "libelle": libelle,
        "cle": plier(libelle)[:80],
        "est_individuelle": bool(lecture.champs.get("est_individuelle")),
    }


def _lire_niveau(lecture: LectureFiche) -> dict[str, Any]:
    cursus = lecture.session.get(Cursus, lecture.champs.get("cursus_id") or 0)
    if cursus is None:
        lecture.lecteur.refuser("cursus_id", "choix_obligatoire")
    cycle = lecture.entier("cycle", 0, 9, obligatoire=True) or 0
    annee = lecture.entier("annee", 0, 9) or 0
    libelle = lecture.texte("libelle", 40)
    if not libelle and cursus is not None:
        libelle = libelle_niveau(cursus.motif_niveau, cycle, annee)
    suivant_id = lecture.champs.get("suivant_id") or None
    if suivant_id is not None:
        suivant = lecture.session.get(Niveau, suivant_id)
        if suivant is None or cursus is None or suivant.cursus_id != cursus.id:
            lecture.lecteur.refuser("suivant_id", "niveau_autre_cursus")
    return {
        "cursus_id": cursus.id if cursus is not None else 0,
        "code": lecture.texte("code", 20) or libelle[:20],
        "libelle": libelle,
        "cycle": cycle,
        "annee": annee,
        "ordre": lecture.entier("ordre", 0, 999) or 0,
        "suivant_id": suivant_id,
    }


CURSUS = Fiche(
    "cursus", Cursus, _lire_cursus, "code", ("code",),
    usages=lambda session, ident: _cours_ouverts(session, Cours.cursus_id, ident),
)  # fmt: skip
DISCIPLINE = Fiche(
    "discipline", Discipline, _lire_discipline, "code", ("code",),
    usages=lambda session, ident: _cours_ouverts(session, Cours.discipline_id, ident),
)  # fmt: skip
NIVEAU = Fiche(
    "niveau", Niveau, _lire_niveau, "code", ("cursus_id", "code"),
    usages=lambda session, ident: _cours_ouverts(session, Cours.niveau_id, ident),
)  # fmt: skip
