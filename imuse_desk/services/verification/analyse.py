"""A received piece read and judged: what the machine finds becomes facts beside the piece, and a person decides.

The document is opened before the writing, in its own process; the writing is short and holds the piece's row, so that
two desks that read the same file leave one set of facts.
"""

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select, update

from imuse_desk.documents.client import Lecteur
from imuse_desk.documents.messages import PHRASES
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.constats import Constat, EtatRegle, Regle, pire
from imuse_desk.domain.verification.jugement import juger
from imuse_desk.models import PieceRecue
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.verification.attente import PieceALire, charger_piece
from imuse_desk.services.verification.confiance import charger_magasin
from imuse_desk.services.verification.dire import dire_document
from imuse_desk.services.verification.faits import ecrire_constats
from imuse_desk.services.verification.lecture import lire_document

POSTE_INAPTE = "documents_indisponible"
"""Nothing can be opened on this computer: the piece stays to read, for another desk."""


@dataclass(frozen=True, slots=True)
class _Lue:
    """What a reading brings: facts, and the JSON kept with the piece."""

    constats: tuple[Constat, ...]
    dit: dict[str, Any]


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def analyser(ctx: Contexte, piece_id: int, operation_id: uuid.UUID | None = None) -> Fait[dict[str, Any]]:
    """Read a piece and write what was found; again, it adds only what changed and nothing that a person confirmed.

    The result holds ``etat`` (conforme, non_conforme, a_verifier) and ``nouveaux``, how many facts were written. A file
    that cannot be read leaves a fact of the rule *lecture*. Raises Introuvable, Refus, RegleMetier(autre_site |
    piece_detruite | documents_indisponible).
    """
    with ctx.lire() as session:
        piece = charger_piece(session, piece_id)
        magasin = charger_magasin(session)
    ctx.exiger_sur(piece.site_id, Permission.MODIFIER_FAMILLE)
    try:
        lecteur = Lecteur(partial(ctx.depot.ouvrir, piece.sha256))
        try:
            document = lire_document(lecteur, magasin, ctx.aujourdhui())
        finally:
            lecteur.close()
    except (RegleMetier, Introuvable) as refus:
        lue = _illisible(refus)
    else:
        constats = juger(piece.controle, document, piece.attente)
        dit = dire_document(document, piece.controle, piece.attente)
        lue = _Lue((Constat(Regle.LECTURE, EtatRegle.CONFORME), *constats), dit)
    return ctx.ecrire("analyser_piece", partial(_ecrire, piece, lue), operation_id)


def _illisible(refus: RegleMetier | Introuvable) -> _Lue:
    """A file that cannot be read: a person looks at it."""
    if refus.code == POSTE_INAPTE:
        raise refus
    code = "fichier_introuvable" if isinstance(refus, Introuvable) else refus.code
    constat = Constat(Regle.LECTURE, EtatRegle.A_VERIFIER, PHRASES.get(code, ""), detail=code)
    return _Lue((constat,), {"illisible": code})


def _ecrire(piece: PieceALire, lue: _Lue, unite: Unite) -> dict[str, Any]:
    session = unite.session
    tenue = session.execute(
        select(PieceRecue.retiree_a, PieceRecue.purge_a, PieceRecue.lue_a, PieceRecue.lecture)
        .where(PieceRecue.id == piece.piece_id)
        .with_for_update()
    ).one()
    if tenue.retiree_a is not None or tenue.purge_a is not None:
        raise Introuvable("piece", piece.piece_id)
    nouveaux = ecrire_constats(unite, piece.piece_id, lue.constats)
    if tenue.lue_a is None or tenue.lecture != lue.dit:
        # apart from the row's version: who has the piece before his eyes may still decide
        session.execute(
            update(PieceRecue).where(PieceRecue.id == piece.piece_id).values(lue_a=unite.maintenant, lecture=lue.dit)
        )
        nouveaux += 1
    if nouveaux:
        unite.touche("piece", piece.piece_id)
        unite.touche("foyer", piece.foyer_id)
    return {"piece_id": piece.piece_id, "etat": pire(lue.constats).value, "nouveaux": nouveaux}


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def a_analyser(ctx: Contexte) -> tuple[int, ...]:
    """The pieces of the site that wait for a reading, the oldest first."""
    with ctx.lire() as session:
        ids = session.scalars(
            select(PieceRecue.id)
            .where(
                PieceRecue.site_id == ctx.site_id,
                PieceRecue.lue_a.is_(None),
                PieceRecue.retiree_a.is_(None),
                PieceRecue.purge_a.is_(None),
                PieceRecue.etat == EtatPiece.A_VERIFIER,
            )
            .order_by(PieceRecue.depose_a, PieceRecue.id)
        ).all()
    return tuple(ids)
