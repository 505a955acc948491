"""The papers of a message, as they are attached or to be printed; a message without any is a letter itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Foyer, Message
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import contenu_de, pieces_de
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne, TexteModele, fusionner
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.reinscription.accuse import papiers_du_courrier

LOT = 500
"""Letters read at once."""


@cas_d_usage(Permission.CONSULTER)
def ouvrir_documents(ctx: Contexte, message_id: int) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each paper of a message; one that was never made is made now and kept.

    Raises Introuvable, RegleMetier(message_sans_document), and what making the paper raises (StockagePlein…).
    """
    with ctx.lire() as session:
        message = session.execute(
            select(Message.pieces_jointes, Message.foyer_id, Message.genre, Message.site_id).where(
                Message.id == message_id
            )
        ).one_or_none()
    if message is None:
        raise Introuvable("message", message_id)
    if not message.pieces_jointes:
        du_site = ctx.sur(site_id=message.site_id)
        return ((f"{message.genre}_{message_id}.pdf", imprimer_messages(du_site, (message_id,))),)
    papiers = papiers_du_courrier(ctx)
    return tuple((piece.nom, contenu_de(piece, ctx.depot, papiers)) for piece in pieces_de(message.pieces_jointes))


@cas_d_usage(Permission.CONSULTER)
def imprimer_messages(
    ctx: Contexte, message_ids: Sequence[int], avancer: Callable[[int, int], None] | None = None
) -> bytes:
    """One PDF of messages as letters to the families' addresses of today, in the order given: the text is that written.

    Raises RegleMetier(message_sans_document: nobody to write to | lettre_non_imprimable).
    """
    lus = {}
    for debut in range(0, len(message_ids), LOT):
        lus.update(_lire(ctx, message_ids[debut : debut + LOT]))
    textes = [lus[ident] for ident in message_ids if ident in lus]
    if not textes:
        raise RegleMetier("message_sans_document")
    return imprimer_lettres(ctx, textes, avancer)


def _lire(ctx: Contexte, message_ids: Sequence[int]) -> dict[int, TexteFusionne]:
    """The letters, as they were written; who is in no household any more is left out."""
    with ctx.lire() as session:
        messages = session.execute(
            select(Message.id, Message.foyer_id, Message.eleve_id, Message.sujet, Message.corps)
            .join(Foyer, Foyer.id == Message.foyer_id)
            .where(Message.id.in_(message_ids))
        ).all()
    if not messages:
        return {}
    qui = {m.id: Destinataire(m.foyer_id, (m.eleve_id,) if m.eleve_id is not None else ()) for m in messages}
    adresses = {t.destinataire: t for t in fusionner(ctx, TexteModele("", ""), list(dict.fromkeys(qui.values())))}
    return {m.id: replace(adresses[qui[m.id]], sujet=m.sujet, corps=m.corps) for m in messages if qui[m.id] in adresses}
