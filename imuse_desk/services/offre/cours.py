"""Courses of a site and year: what is taught in them and how a pupil gets a time."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.enseignement import AMENAGEMENTS, EtatInscription, ModeAffectation
from imuse_desk.models import Cours, Cursus, Discipline, Inscription, Niveau
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.indexation import indexer_cours
from imuse_desk.services.offre.fiche import Fiche, LectureFiche


def _lire_cours(lecture: LectureFiche) -> dict[str, Any]:
    champs, session = lecture.champs, lecture.session
    choix: dict[str, int | None] = {}
    for champ, modele in (("cursus_id", Cursus), ("discipline_id", Discipline)):
        choisi: Any = session.get(modele, champs.get(champ) or 0)
        if choisi is None or choisi.archive_a is not None:
            lecture.lecteur.refuser(champ, "choix_obligatoire")
        choix[champ] = choisi.id if choisi is not None else None
    niveau_id = champs.get("niveau_id") or None
    niveau = session.get(Niveau, niveau_id) if niveau_id else None
    if niveau_id and (niveau is None or niveau.cursus_id != choix["cursus_id"]):
        lecture.lecteur.refuser("niveau_id", "niveau_autre_cursus")
    if champs.get("mode") not in set(ModeAffectation):
        lecture.lecteur.refuser("mode", "choix_obligatoire")
    if champs.get("ha", "") not in AMENAGEMENTS:
        lecture.lecteur.refuser("ha", "choix_obligatoire")
    return {
        **choix,
        "niveau_id": niveau_id,
        "code": lecture.texte("code", 40, obligatoire=True),
        "libelle": lecture.texte("libelle", 120, obligatoire=True),
        "ha": champs.get("ha", ""),
        "mode": champs.get("mode", ""),
        "est_pour_adultes": bool(champs.get("est_pour_adultes")),
    }


def _inscrits(session: Session, cours_id: int) -> dict[str, int]:
    n = session.execute(
        select(func.count())
        .select_from(Inscription)
        .where(Inscription.cours_id == cours_id, Inscription.etat == EtatInscription.ACTIVE)
    ).scalar_one()
    return {"élèves inscrits": n}


def _indexer(unite: Unite, cours: Any) -> None:
    indexer_cours(unite.session, cours.id)


COURS = Fiche(
    "cours", Cours, _lire_cours, "code", ("site_id", "annee_id", "code"),
    portee=lambda ctx: {"site_id": ctx.site_id, "annee_id": ctx.annee_id}, usages=_inscrits, apres=_indexer,
)  # fmt: skip
