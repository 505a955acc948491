"""What stops an acceptance: the rules that the site calls blocking for a row of its table, and that a piece breaks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.verification.constats import EtatRegle
from imuse_desk.models import PieceRecue, TypePiece
from imuse_desk.services.verification.faits import faits_courants


def regles_bloquees(session: Session, piece: PieceRecue) -> tuple[str, ...]:
    """The blocking rules that this piece does not respect, as its latest facts say."""
    bloquantes = session.execute(select(TypePiece.bloquantes).where(TypePiece.id == piece.type_id)).scalar_one() or []
    if not bloquantes:
        return ()
    courants = faits_courants(session, [piece.id])[piece.id]
    return tuple(
        regle for regle, fait in courants.items() if regle in bloquantes and fait.resultat == EtatRegle.NON_CONFORME
    )
