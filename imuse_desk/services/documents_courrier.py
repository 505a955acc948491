"""The papers of a message, as they are attached or to be printed."""

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Message
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import contenu_de, pieces_de
from imuse_desk.services.reinscription.accuse import papiers_du_courrier


@cas_d_usage(Permission.CONSULTER)
def ouvrir_documents(ctx: Contexte, message_id: int) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each paper of a message; one that was never made is made now and kept.

    Raises Introuvable, RegleMetier(message_sans_document), and what making the paper raises (StockagePlein…).
    """
    with ctx.lire() as session:
        pieces = session.execute(select(Message.pieces_jointes).where(Message.id == message_id)).scalar_one_or_none()
    if pieces is None:
        raise Introuvable("message", message_id)
    if not pieces:
        raise RegleMetier("message_sans_document")
    papiers = papiers_du_courrier(ctx)
    return tuple((piece.nom, contenu_de(piece, ctx.depot, papiers)) for piece in pieces_de(pieces))
