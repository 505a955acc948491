"""The table of required pieces of a site and year: its cards, and how an empty one is filled."""

import uuid
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.enseignement import Specialite
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import Effet, Exigence
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.controles import REGLES, Controle
from imuse_desk.models import Annee, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.campagne.table_pieces import PIECES
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.offre.fiche import Fiche, LectureFiche

RATTACHEMENTS = ("foyer", "eleve")
COLONNES = (
    "code", "libelle", "aide", "ordre", "rattachement", "exigence", "effet", "regle", "natures", "pages",
    "mois_validite", "controle", "bloquantes", "conserver_jours",
)  # fmt: skip


def _lire(lecture: LectureFiche) -> dict[str, Any]:
    champs = lecture.champs
    rattachement = str(champs.get("rattachement") or "")
    if rattachement not in RATTACHEMENTS:
        lecture.lecteur.refuser("rattachement", "choix_obligatoire")
    exigence, effet = str(champs.get("exigence") or ""), str(champs.get("effet") or "")
    if exigence not in {Exigence.OBLIGATOIRE, Exigence.SI_BENEFICE}:
        lecture.lecteur.refuser("exigence", "choix_obligatoire")
    if effet not in set(Effet):
        lecture.lecteur.refuser("effet", "choix_obligatoire")
    natures = [mot.strip() for mot in lecture.texte("natures", 400).split(",") if mot.strip()]
    return {
        "code": lecture.texte("code", 30, obligatoire=True).lower(),
        "libelle": lecture.texte("libelle", 160, obligatoire=True),
        "aide": lecture.texte("aide", 400),
        "ordre": lecture.entier("ordre", 0, 999) or 0,
        "rattachement": rattachement,
        "exigence": exigence,
        "effet": effet,
        "regle": _lire_regle(lecture),
        "natures": natures,
        "pages": lecture.entier("pages", 1, 200),
        "mois_validite": lecture.entier("mois_validite", 1, 120),
        "conserver_jours": lecture.entier("conserver_jours", 0, 36_500),
        **_lire_verification(lecture),
    }


def _lire_verification(lecture: LectureFiche) -> dict[str, Any]:
    """A rule can block only where the row looks at it."""
    dit, voulues = str(lecture.champs.get("controle") or Controle.AUCUN), lecture.champs.get("bloquantes") or ()
    if dit not in set(Controle):
        lecture.lecteur.refuser("controle", "choix_obligatoire")
        dit = Controle.AUCUN
    controle = Controle(dit)
    return {
        "controle": controle.value,
        "bloquantes": [regle.value for regle in REGLES[controle] if regle.value in voulues],
    }


def _lire_regle(lecture: LectureFiche) -> dict[str, Any]:
    """Under which facts the piece is owed: only those that restrict it are kept."""
    champs = lecture.champs
    regle: dict[str, Any] = {}
    if champs.get("residents_seuls"):
        regle["residence"] = ["resident", "assimile"]
    minimum = lecture.entier("enfants_min", 1, 20)
    if minimum is not None:
        regle["enfants_min"] = minimum
    if champs.get("second_parent"):
        regle["parent"] = 2
    specialite = str(champs.get("specialite") or "")
    if specialite in set(Specialite):
        regle["specialite"] = specialite
    return regle


def en_champs(colonnes: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row as the fields of its form."""
    regle = colonnes["regle"] or {}
    return colonnes | {
        "natures": ", ".join(colonnes["natures"] or ()),
        "residents_seuls": "residence" in regle,
        "enfants_min": regle.get("enfants_min"),
        "second_parent": regle.get("parent") == 2,
        "specialite": regle.get("specialite", ""),
    }


def _recues(session: Session, type_id: int) -> dict[str, int]:
    """Files received of that kind: the row stays as long as one is there."""
    n = session.execute(
        select(func.count())
        .select_from(PieceRecue)
        .where(PieceRecue.type_id == type_id, PieceRecue.retiree_a.is_(None))
    ).scalar_one()
    return {"fichiers reçus": n}


TYPE_PIECE = Fiche(
    "type_piece", TypePiece, _lire, "code", ("site_id", "annee_id", "code"),
    portee=lambda ctx: {"site_id": ctx.site_id, "annee_id": ctx.annee_id}, usages=_recues, en_champs=en_champs,
)  # fmt: skip


@cas_d_usage(Permission.MODIFIER_TARIF)
def remplir_table(ctx: Contexte, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Fill the empty table of the site and year: with the year before's, else with the usual one.

    The number of rows is the result. Raises RegleMetier(table_deja_remplie).
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        siens = select(TypePiece.id).where(TypePiece.site_id == ctx.site_id, TypePiece.annee_id == ctx.annee_id)
        if session.execute(siens).first() is not None:
            raise RegleMetier("table_deja_remplie")
        lignes = _precedente(ctx, session) or [asdict(p) | {"ordre": n} for n, p in enumerate(PIECES, start=1)]
        for ligne in lignes:
            session.add(TypePiece(site_id=ctx.site_id, annee_id=ctx.annee_id, **ligne))
        session.flush()
        unite.touche("type_piece", ctx.annee_id)
        return len(lignes)

    return ctx.ecrire("remplir_table_pieces", ecrire, operation_id)


def _precedente(ctx: Contexte, session: Session) -> list[dict[str, Any]]:
    debut = select(Annee.debut_le).where(Annee.id == ctx.annee_id).scalar_subquery()
    lues = session.execute(
        select(TypePiece)
        .join(Annee, Annee.id == TypePiece.annee_id)
        .where(TypePiece.site_id == ctx.site_id, TypePiece.archive_a.is_(None), Annee.debut_le < debut)
        .order_by(Annee.debut_le.desc(), TypePiece.ordre)
    ).scalars()
    anciens = list(lues)
    return [{c: getattr(t, c) for c in COLONNES} for t in anciens if t.annee_id == anciens[0].annee_id]
