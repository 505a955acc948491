"""Scales and periods of a site as its settings read them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.evaluations import EtatFeuille, GenreBareme, GenrePeriode
from imuse_desk.domain.notes import Echelle, Valeur
from imuse_desk.models import (
    Annee,
    Appreciation,
    Bareme,
    Critere,
    Cursus,
    Evaluation,
    FeuilleEvaluation,
    Inscription,
    PeriodeEvaluation,
)
from imuse_desk.services.offre.fiche import Fiche, LectureFiche

MAXIMUM = 1000
VALEURS_MAX = 12
CODE_MAX, MOTS_MAX = 8, 40
PAS = (100, 50, 25, 10, 5, 1)
"""Steps that a scale may have, in hundredths."""


def echelle_de(bareme: Bareme) -> Echelle:
    """A scale of the base as the domain knows it."""
    valeurs = tuple(Valeur(v["code"], v["libelle"], v["a_partir"]) for v in bareme.valeurs)
    return Echelle(GenreBareme(bareme.genre), bareme.maximum, bareme.pas, valeurs)


def ecrire_valeurs(valeurs: Sequence[Mapping[str, Any]]) -> str:
    """The letters of a scale as its form shows them: one a line, ``TB | Très bien | 80``."""
    return "\n".join(f"{v['code']} | {v['libelle']} | {v['a_partir']}" for v in valeurs)


def _lire_valeurs(lecture: LectureFiche, genre: str) -> list[dict[str, Any]]:
    """One letter a line, best first; refusals name the line."""
    refuser = lecture.lecteur.refuser
    texte = lecture.lecteur.texte("valeurs", str(lecture.champs.get("valeurs") or ""), 1000, bloc=True)
    lignes = [ligne for ligne in texte.splitlines() if ligne.strip()]
    if genre != GenreBareme.NOMBRE and len(lignes) < 2:
        refuser("valeurs", "bareme_sans_valeurs")
        return []
    lues: list[dict[str, Any]] = []
    plafond = 101
    for ligne in lignes[:VALEURS_MAX]:
        code, _, reste = (mot.strip() for mot in ligne.partition("|"))
        mots, _, part = (mot.strip() for mot in reste.rpartition("|"))
        seuil = part.removesuffix("%").strip()
        if not (code and seuil.isascii() and seuil.isdigit()) or len(code) > CODE_MAX or len(mots) > MOTS_MAX:
            refuser("valeurs", "bareme_valeur_illisible", ligne=ligne[:60])
            return []
        if int(seuil) >= plafond or code in {v["code"] for v in lues}:
            refuser("valeurs", "bareme_valeurs_ordre", ligne=ligne[:60])
            return []
        plafond = int(seuil)
        lues.append({"code": code, "libelle": mots, "a_partir": plafond})
    if len(lignes) > VALEURS_MAX:
        refuser("valeurs", "bareme_trop_de_valeurs", maximum=VALEURS_MAX)
    elif genre != GenreBareme.NOMBRE and plafond:
        refuser("valeurs", "bareme_sans_zero")
    return lues


def _lire_bareme(lecture: LectureFiche) -> dict[str, Any]:
    genre = str(lecture.champs.get("genre") or "")
    if genre not in set(GenreBareme):
        lecture.lecteur.refuser("genre", "choix_obligatoire")
    libelle = lecture.texte("libelle", 40, obligatoire=True)
    maximum = lecture.entier("maximum", 1, MAXIMUM, obligatoire=True) or 1
    pas = str(lecture.champs.get("pas") or "")
    if pas not in {str(p) for p in PAS}:
        lecture.lecteur.refuser("pas", "choix_obligatoire")
        pas = "25"
    return {
        "libelle": libelle,
        "genre": genre,
        "maximum": maximum * 100,
        "pas": int(pas),
        "valeurs": _lire_valeurs(lecture, genre),
    }


def _bareme_en_champs(colonnes: dict[str, Any]) -> dict[str, Any]:
    return colonnes | {"maximum": colonnes["maximum"] // 100, "valeurs": ecrire_valeurs(colonnes["valeurs"])}


def _criteres_vivants(session: Session, bareme_id: int) -> dict[str, int]:
    requete = select(func.count()).where(Critere.bareme_id == bareme_id, Critere.archive_a.is_(None))
    return {"critères": session.execute(requete.select_from(Critere)).scalar_one()}


def _garder_les_notes(session: Session, bareme: Bareme, ecarts: Mapping[str, tuple[Any, Any]]) -> None:
    """What marks were given on does not change under them: neither the scale, nor the letters that they use."""
    if not ecarts.keys() & {"genre", "maximum", "valeurs"}:
        return
    criteres = select(Critere.id).where(Critere.bareme_id == bareme.id)
    donnees = select(Evaluation.code).where(Evaluation.critere_id.in_(criteres)).distinct()
    codes = set(session.scalars(donnees))
    if not codes:
        return
    restent = {v["code"] for v in ecarts["valeurs"][0]} if "valeurs" in ecarts else codes
    if ecarts.keys() & {"genre", "maximum"} or not codes - {""} <= restent:
        raise RegleMetier("bareme_note", bareme=bareme.libelle)


BAREME = Fiche(
    "bareme", Bareme, _lire_bareme, "libelle", ("site_id", "libelle"),
    portee=lambda ctx: {"site_id": ctx.site_id}, usages=_criteres_vivants, en_champs=_bareme_en_champs,
    avant=_garder_les_notes,
)  # fmt: skip


# ---- periods


def _lire_periode(lecture: LectureFiche) -> dict[str, Any]:
    champs, refuser = lecture.champs, lecture.lecteur.refuser
    genre = str(champs.get("genre") or "")
    if genre not in set(GenrePeriode):
        refuser("genre", "choix_obligatoire")
    cursus_id = champs.get("cursus_id") or None
    if cursus_id is not None and lecture.session.get(Cursus, cursus_id) is None:
        refuser("cursus_id", "choix_obligatoire")
    annee = lecture.session.get_one(Annee, lecture.ctx.annee_id)
    dates: dict[str, date | None] = {cle: champs.get(cle) for cle in ("du_le", "au_le", "saisie_jusqu_au")}
    du_le, au_le, saisie = dates.values()
    for cle, jour in (("du_le", du_le), ("au_le", au_le)):
        if jour is None:
            refuser(cle, "champ_obligatoire")
        elif not annee.debut_le <= jour <= annee.fin_le:
            refuser(cle, "periode_hors_annee", du=annee.debut_le, au=annee.fin_le)
    if du_le is not None and au_le is not None and au_le < du_le:
        refuser("au_le", "periode_a_l_envers", du=du_le)
    if saisie is not None and du_le is not None and saisie < du_le:
        refuser("saisie_jusqu_au", "periode_a_l_envers", du=du_le)
    return {"libelle": lecture.texte("libelle", 60, obligatoire=True), "genre": genre, "cursus_id": cursus_id, **dates}


def _notes_de_la_periode(session: Session, periode_id: int) -> dict[str, int]:
    notes = select(func.count()).select_from(Evaluation).where(Evaluation.periode_id == periode_id)
    textes = select(func.count()).select_from(Appreciation).where(Appreciation.periode_id == periode_id)
    return {
        "notes": session.execute(notes).scalar_one(),
        "appréciations": session.execute(textes).scalar_one(),
    }


PERIODE = Fiche(
    "periode_evaluation", PeriodeEvaluation, _lire_periode, "libelle", ("site_id", "annee_id", "cursus_id", "libelle"),
    portee=lambda ctx: {"site_id": ctx.site_id, "annee_id": ctx.annee_id}, usages=_notes_de_la_periode,
)  # fmt: skip


def est_fige(session: Session, critere_id: int) -> bool:
    """Marks of a criterion stand on a validated sheet or in a closed year: its weight no longer moves."""
    requete = (
        select(Evaluation.id)
        .join(Inscription, Inscription.id == Evaluation.inscription_id)
        .join(Annee, Annee.id == Evaluation.annee_id)
        .outerjoin(
            FeuilleEvaluation,
            (FeuilleEvaluation.cours_id == Inscription.cours_id)
            & (FeuilleEvaluation.periode_id == Evaluation.periode_id),
        )
        .where(
            Evaluation.critere_id == critere_id,
            (FeuilleEvaluation.etat == EtatFeuille.VALIDEE) | (Annee.etat == "close"),
        )
        .limit(1)
    )
    return session.execute(requete).first() is not None
