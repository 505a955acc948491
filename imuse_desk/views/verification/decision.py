"""A decision, the day's figures and what it makes of the family's invoices, in one go off the screen's thread."""

from dataclasses import dataclass

from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.regularisation import lire_regularisation
from imuse_desk.services.lectures.poste import Journee, PiecePoste, lire_journee
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter, refuser


@dataclass(frozen=True, slots=True)
class Decidee:
    """What was written, and where the day stands."""

    fait: Fait[int]
    est_acceptee: bool
    journee: Journee
    est_a_regulariser: bool


def decider(ctx: Contexte, commande: DeciderPiece, piece: PiecePoste, *, est_acceptee: bool) -> Decidee:
    """Accept or refuse; raises what ``accepter`` and ``refuser`` raise."""
    fait = accepter(ctx, commande) if est_acceptee else refuser(ctx, commande)
    return Decidee(fait, est_acceptee, lire_journee(ctx), _est_a_regulariser(ctx, piece))


def _est_a_regulariser(ctx: Contexte, piece: PiecePoste) -> bool:
    """Invoices of the family are no longer at today's price; a price that can't be worked out is told elsewhere."""
    if not ctx.peut(Permission.EMETTRE):
        return False
    try:
        return lire_regularisation(ctx, piece.foyer_id, ctx.site_id, piece.annee_id) is not None
    except ErreurMetier:
        return False
