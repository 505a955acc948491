"""The facts of a piece: which one of each rule holds, and how a reading adds to them.

Facts only follow one another: the latest of a rule holds. A rule that a person looked at is his: a later reading by the
machine writes nothing on it, so that the latest row stays the person's until a person says otherwise.
"""

from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Any

from sqlalchemy import ColumnElement, Exists, Row, case, exists, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.verification.constats import Constat, EtatRegle, Source
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.models import FaitVerifie, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Unite

_RANGEE = aliased(TypePiece)
_SUIVANT = aliased(FaitVerifie)

_COMPARES = ("resultat", "valeur", "attendu", "detail", "source", "page", "boite", "centimes")


def faits_courants(session: Session, piece_ids: Sequence[int]) -> dict[int, dict[str, Row[Any]]]:
    """For each piece, the fact of each rule that holds, in the order in which the rules first came."""
    courants: dict[int, dict[str, Row[Any]]] = {piece_id: {} for piece_id in piece_ids}
    lignes = session.execute(
        select(
            FaitVerifie.piece_id, FaitVerifie.regle, FaitVerifie.resultat, FaitVerifie.valeur, FaitVerifie.attendu,
            FaitVerifie.detail, FaitVerifie.source, FaitVerifie.page, FaitVerifie.boite, FaitVerifie.centimes,
            FaitVerifie.confirme_par, FaitVerifie.a, FaitVerifie.id,
        )
        .where(FaitVerifie.piece_id.in_(piece_ids))
        .order_by(FaitVerifie.id)
    )  # fmt: skip
    for ligne in lignes:
        courants[ligne.piece_id][ligne.regle] = ligne
    return courants


def verdict_tenu() -> ColumnElement[str]:
    """What the facts that hold make of a row of ``piece_recue``: conforme, non_conforme, a_verifier; empty: not read.

    A row of the table that asks for no rule leaves its files to a person.
    """
    sans_regle = exists().where(_RANGEE.id == PieceRecue.type_id, _RANGEE.controle == Controle.AUCUN)
    return case(
        (PieceRecue.lue_a.is_(None), ""),
        (_tenu(EtatRegle.NON_CONFORME), EtatRegle.NON_CONFORME.value),
        (sans_regle | _tenu(EtatRegle.A_VERIFIER), EtatRegle.A_VERIFIER.value),
        else_=EtatRegle.CONFORME.value,
    )


def _tenu(etat: EtatRegle) -> Exists:
    """A fact in that state that no later one of its rule replaced."""
    remplace = exists().where(
        _SUIVANT.piece_id == FaitVerifie.piece_id, _SUIVANT.regle == FaitVerifie.regle, _SUIVANT.id > FaitVerifie.id
    )
    return exists().where(FaitVerifie.piece_id == PieceRecue.id, FaitVerifie.resultat == etat.value, ~remplace)


def ecrire_constats(unite: Unite, piece_id: int, constats: Iterable[Constat]) -> int:
    """Add what a reading found, less what is known already and what a person confirmed; gives how many are new."""
    tenus = faits_courants(unite.session, [piece_id])[piece_id]
    nouveaux = 0
    for constat in constats:
        tenu = tenus.get(constat.regle.value)
        colonnes = _colonnes(constat)
        if tenu is not None and (tenu.confirme_par or all(getattr(tenu, c) == colonnes[c] for c in _COMPARES)):
            continue
        unite.session.add(FaitVerifie(piece_id=piece_id, a=unite.maintenant, **colonnes))
        nouveaux += 1
    return nouveaux


def detail_tenu(detail: str) -> str:
    """A reason as its column holds it: whole, else cut at a word with « … », so that no code or number is halved."""
    return shorten(detail, FaitVerifie.detail.type.length, placeholder=" …")


def _colonnes(constat: Constat) -> dict[str, Any]:
    lieu = constat.lieu
    boite = [round(x, 1) for x in lieu.boite] if lieu is not None and lieu.boite is not None else None
    return {
        "regle": constat.regle.value,
        "resultat": constat.etat.value,
        "valeur": constat.valeur[:300],
        "attendu": constat.attendu[:300],
        "detail": detail_tenu(constat.detail),
        "source": (lieu.source if lieu is not None else Source.TEXTE).value,
        "page": lieu.page if lieu is not None else None,
        "boite": boite,
        "centimes": constat.centimes,
    }
