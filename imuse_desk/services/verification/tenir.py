"""A piece held while it is decided or judged: no rule of it is confirmed, and its file is not destroyed, beside."""

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.models import PieceRecue
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.verification.ensembles import tenir_foyer


def tenir_piece(unite: Unite, piece_id: int, foyer_id: int, *, est_retiree: bool = False) -> PieceRecue:
    """The row, held until the writing ends, after its household: everybody holds them in that order.

    Raises Introuvable (unknown, or withdrawn; with ``est_retiree``, or not withdrawn), RegleMetier(piece_detruite).
    """
    tenir_foyer(unite, foyer_id)
    piece = unite.session.get(PieceRecue, piece_id, with_for_update={"key_share": True})
    if piece is None or (piece.retiree_a is not None) is not est_retiree:
        raise Introuvable("piece", piece_id)
    if piece.purge_a is not None:
        raise RegleMetier("piece_detruite")
    return piece
