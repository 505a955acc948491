"""The papers of a household judged together: each is read alone, what holds depends on the others."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.verification.constats import Constat
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.notices import PARENT_1, PARENT_2, SUITE, Feuillet, juger_notices
from imuse_desk.models import Foyer, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.verification.dire import lire_constats, lire_lieu
from imuse_desk.services.verification.faits import ecrire_constats


def tenir_foyer(unite: Unite, foyer_id: int) -> None:
    """Two desks that read papers of one household write one after the other."""
    unite.session.execute(select(Foyer.id).where(Foyer.id == foyer_id).with_for_update(key_share=True)).all()


def rejuger(unite: Unite, foyer_id: int, annee_id: int, site_id: int) -> int:
    """Write what holds of every paper read of a household and year; gives how many facts are new.

    A paper refused or withdrawn no longer answers for the others.
    """
    lignes = unite.session.execute(
        select(PieceRecue.id, PieceRecue.lecture, PieceRecue.etat, TypePiece.controle, TypePiece.pages, TypePiece.regle)
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .where(
            PieceRecue.foyer_id == foyer_id,
            PieceRecue.annee_id == annee_id,
            PieceRecue.site_id == site_id,
            PieceRecue.retiree_a.is_(None),
            PieceRecue.purge_a.is_(None),
            PieceRecue.lue_a.is_not(None),
        )
        .order_by(TypePiece.ordre, PieceRecue.id)
    ).all()
    siens: dict[int, tuple[Constat, ...]] = {
        ligne.id: lire_constats((ligne.lecture or {}).get("constats", ())) for ligne in lignes
    }
    actives = [ligne for ligne in lignes if ligne.etat != EtatPiece.REFUSEE and "ensemble" in (ligne.lecture or {})]
    siens |= _notices(unite, foyer_id, [ligne for ligne in actives if ligne.controle == Controle.AVIS])
    nouveaux = 0
    for piece_id, constats in siens.items():
        ecrits = ecrire_constats(unite, piece_id, constats)
        if ecrits:
            unite.touche("piece", piece_id)
            unite.touche("foyer", foyer_id)
        nouveaux += ecrits
    return nouveaux


def _notices(unite: Unite, foyer_id: int, lignes: Sequence[Row[Any]]) -> dict[int, tuple[Constat, ...]]:
    feuillets = [_feuillet(ligne) for ligne in lignes]
    if not feuillets:
        return {}
    commune = unite.session.scalar(select(Foyer.a_imposition_commune).where(Foyer.id == foyer_id))
    adultes = max(ligne.lecture["ensemble"]["adultes"] for ligne in lignes)
    return juger_notices(feuillets, adultes=adultes, est_commune=bool(commune))


def _feuillet(ligne: Row[Any]) -> Feuillet:
    lecture: Mapping[str, Any] = ligne.lecture
    ensemble = lecture["ensemble"]
    vide: dict[str, Any] = {"scelle": None, "imprimes": []}
    revenu: dict[str, Any] = next((v for v in lecture["valeurs"] if v["cle"] == "revenu"), vide)
    parent = SUITE if ligne.pages is None else PARENT_2 if (ligne.regle or {}).get("parent") == 2 else PARENT_1
    return Feuillet(
        piece_id=ligne.id,
        parent=parent,
        pages=lecture["pages_comptees"],
        attendues=ligne.pages,
        marques=tuple((rang, total) for rang, total in ensemble["marques"]),
        reference=ensemble["reference"],
        declarants=tuple(ensemble["noms"]),
        connus=frozenset(ensemble["connus"]),
        revenu_scelle=revenu["scelle"]["centimes"] if revenu["scelle"] else None,
        imprimes=tuple((vu["centimes"], lire_lieu(vu)) for vu in revenu["imprimes"]),
        constats=lire_constats(lecture["constats"]),
    )
