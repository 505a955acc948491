"""A decision and the day's figures after it, in one go off the screen's thread."""

from dataclasses import dataclass

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.poste import Journee, lire_journee
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter, refuser


@dataclass(frozen=True, slots=True)
class Decidee:
    """What was written, and where the day stands."""

    fait: Fait[int]
    est_acceptee: bool
    journee: Journee


def decider(ctx: Contexte, commande: DeciderPiece, *, est_acceptee: bool) -> Decidee:
    """Accept or refuse; raises what ``accepter`` and ``refuser`` raise."""
    fait = accepter(ctx, commande) if est_acceptee else refuser(ctx, commande)
    return Decidee(fait, est_acceptee, lire_journee(ctx))
