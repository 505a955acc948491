"""Rooms of a site, and schools that pupils attend."""

from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.enseignement import AMENAGEMENTS
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import plier
from imuse_desk.infra.saisie.codes_postaux import lire_code_postal
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.models import Annee, Cours, Creneau, Ecole, Salle
from imuse_desk.services.offre.fiche import Fiche, LectureFiche


def _lire_salle(lecture: LectureFiche) -> dict[str, Any]:
    return {
        "nom": lecture.texte("nom", 60, obligatoire=True),
        "capacite": lecture.entier("capacite", 1, 5000),
    }


def _horaires_ouverts(session: Session, salle_id: int) -> dict[str, int]:
    n = session.execute(
        select(func.count())
        .select_from(Creneau)
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Annee, Annee.id == Cours.annee_id)
        .where(Creneau.salle_id == salle_id, Creneau.archive_a.is_(None), Annee.etat != "close")
    ).scalar_one()
    return {"horaires": n}


def _lire_ecole(lecture: LectureFiche) -> dict[str, Any]:
    nom = lecture.texte("nom", 120, obligatoire=True)
    cp = ""
    try:
        cp, _alerte = lire_code_postal(str(lecture.champs.get("cp", "")))
    except Invalide as erreur:
        lecture.lecteur.erreurs.append(erreur)
    typee = str(lecture.champs.get("email", ""))
    voulus = lecture.champs.get("partenariats") or ()
    return {
        "nom": nom,
        "cle": plier(nom)[:120],
        "cp": cp,
        "ville": lecture.texte("ville", 120),
        "voie": lecture.texte("voie", 120),
        "email": lecture.lecteur.lu(partial(lire_courriel, typee), typee),
        "partenariats": [code for code in AMENAGEMENTS if code and code in voulus],
    }


SALLE = Fiche(
    "salle", Salle, _lire_salle, "nom", ("site_id", "nom"),
    portee=lambda ctx: {"site_id": ctx.site_id}, usages=_horaires_ouverts,
)  # fmt: skip
ECOLE = Fiche("ecole", Ecole, _lire_ecole, "nom", ("cle", "ville"))
