"""Kinds of evaluation, criteria, words and phrases of a site as its settings read them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.evaluations import GenreMot
from imuse_desk.models import (
    Bareme,
    Critere,
    Cursus,
    Discipline,
    Evaluation,
    MotEvaluation,
    Phrase,
    TypeEvaluation,
)
from imuse_desk.services.offre.fiche import Fiche, LectureFiche
from imuse_desk.services.suivi.baremes import est_fige

PHRASE_MAX = 300
COURS = {"": None, "individuels": True, "collectifs": False}
"""For which lessons a kind of evaluation is, by the value of its list."""


def _lire_type(lecture: LectureFiche) -> dict[str, Any]:
    champs = lecture.champs
    lies: dict[str, int | None] = {}
    modeles: tuple[tuple[str, type[Any]], ...] = (("cursus_id", Cursus), ("discipline_id", Discipline))
    for cle, modele in modeles:
        lies[cle] = champs.get(cle) or None
        if lies[cle] is not None and lecture.session.get(modele, lies[cle]) is None:
            lecture.lecteur.refuser(cle, "choix_obligatoire")
    return {
        "libelle": lecture.texte("libelle", 80, obligatoire=True),
        **lies,
        "est_individuelle": COURS.get(str(champs.get("cours") or "")),
        "ordre": lecture.entier("ordre", 0, 999) or 0,
    }


def _type_en_champs(colonnes: dict[str, Any]) -> dict[str, Any]:
    mots = {valeur: cle for cle, valeur in COURS.items()}
    return colonnes | {"cours": mots[colonnes["est_individuelle"]]}


TYPE_EVALUATION = Fiche(
    "type_evaluation", TypeEvaluation, _lire_type, "libelle", ("site_id", "libelle"),
    portee=lambda ctx: {"site_id": ctx.site_id}, en_champs=_type_en_champs,
)  # fmt: skip


# ---- criteria


def _lire_critere(lecture: LectureFiche) -> dict[str, Any]:
    modeles: tuple[tuple[str, type[Any]], ...] = (("type_id", TypeEvaluation), ("bareme_id", Bareme))
    lies: dict[str, int] = {}
    for cle, modele in modeles:
        objet = lecture.session.get(modele, lecture.champs.get(cle) or 0)
        if objet is None or objet.site_id != lecture.ctx.site_id:
            lecture.lecteur.refuser(cle, "choix_obligatoire")
        lies[cle] = objet.id if objet is not None else 0
    return {
        **lies,
        "libelle": lecture.texte("libelle", 60, obligatoire=True),
        "genre": lecture.texte("genre", 40) or "Contrôle continu",
        "poids": lecture.entier("poids", 0, 100) or 0,
        "ordre": lecture.entier("ordre", 0, 999) or 0,
    }


def _garder_la_moyenne(session: Session, critere: Critere, ecarts: Mapping[str, tuple[Any, Any]]) -> None:
    """A criterion with marks keeps its scale; once they are validated, its weight and its kind too."""
    if not ecarts.keys() & {"bareme_id", "poids", "type_id"}:
        return
    donnees = select(func.count()).select_from(Evaluation).where(Evaluation.critere_id == critere.id)
    a_des_notes = bool(session.execute(donnees).scalar_one())
    if a_des_notes and ("bareme_id" in ecarts or est_fige(session, critere.id)):
        raise RegleMetier("critere_note", critere=critere.libelle)


CRITERE = Fiche(
    "critere", Critere, _lire_critere, "libelle", ("type_id", "libelle"),
    limites=lambda ctx: (
        Critere.type_id.in_(select(TypeEvaluation.id).where(TypeEvaluation.site_id == ctx.site_id)),
    ),
    avant=_garder_la_moyenne,
)  # fmt: skip


# ---- words and phrases


def _lire_mot(lecture: LectureFiche) -> dict[str, Any]:
    genre = str(lecture.champs.get("genre") or "")
    if genre not in set(GenreMot):
        lecture.lecteur.refuser("genre", "choix_obligatoire")
    reussite = {"oui": True, "non": False}.get(str(lecture.champs.get("reussite") or ""))
    return {
        "genre": genre,
        "libelle": lecture.texte("libelle", 80, obligatoire=True),
        "est_reussite": reussite if genre in {GenreMot.RESULTAT, GenreMot.ADMISSION} else None,
        "ordre": lecture.entier("ordre", 0, 999) or 0,
    }


def _mot_en_champs(colonnes: dict[str, Any]) -> dict[str, Any]:
    return colonnes | {"reussite": {True: "oui", False: "non"}.get(colonnes["est_reussite"], "")}


MOT_EVALUATION = Fiche(
    "mot_evaluation", MotEvaluation, _lire_mot, "libelle", ("site_id", "genre", "libelle"),
    portee=lambda ctx: {"site_id": ctx.site_id}, en_champs=_mot_en_champs,
)  # fmt: skip


def _lire_phrase(lecture: LectureFiche) -> dict[str, Any]:
    return {
        "texte": lecture.texte("texte", PHRASE_MAX, obligatoire=True),
        "ordre": lecture.entier("ordre", 0, 999) or 0,
    }


PHRASE = Fiche(
    "phrase", Phrase, _lire_phrase, "texte", ("site_id", "enseignant_id", "texte"),
    portee=lambda ctx: {"site_id": ctx.site_id, "enseignant_id": None},
)  # fmt: skip
