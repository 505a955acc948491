"""What a paper is in a set of papers that go together: proposed by its reading, said by a person where it is wrong."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select, update

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.models import PieceRecue, TypePiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.verification.attente import charger_piece, part_dite
from imuse_desk.services.verification.tenir import tenir_piece


@dataclass(frozen=True, slots=True)
class ChangerPart:
    """What a person says that a paper is."""

    piece_id: int
    part: Part
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lire_part(ctx: Contexte, piece_id: int) -> Part | None:
    """What a paper is in the set of its row; None where the row asks for no such set. Raises Introuvable."""
    with ctx.lire() as session:
        dite = session.execute(
            select(PieceRecue.nature, TypePiece.controle)
            .join(TypePiece, TypePiece.id == PieceRecue.type_id)
            .where(PieceRecue.id == piece_id)
        ).first()
    if dite is None:
        raise Introuvable("piece", piece_id)
    if dite.controle != Controle.DOMICILE:
        return None
    return part_dite(dite.nature)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def changer_part(ctx: Contexte, commande: ChangerPart) -> Fait[int]:
    """Say what a paper is; it has then to be read again by the rules of its part.

    Raises Introuvable, RegleMetier(autre_site | piece_decidee | piece_detruite).
    """
    with ctx.lire() as session:
        piece = charger_piece(session, commande.piece_id)
    ctx.exiger_sur(piece.site_id, Permission.MODIFIER_FAMILLE)

    def ecrire(unite: Unite) -> int:
        tenue = tenir_piece(unite, commande.piece_id, piece.foyer_id)
        if tenue.etat != EtatPiece.A_VERIFIER:
            raise RegleMetier("piece_decidee", auteur=tenue.decide_par)
        dite = update(PieceRecue).where(PieceRecue.id == commande.piece_id)
        unite.session.execute(dite.values(nature=commande.part.value, lue_a=None))
        unite.touche("piece", commande.piece_id)
        unite.touche("foyer", piece.foyer_id)
        return commande.piece_id

    return ctx.ecrire("changer_part_piece", ecrire, commande.operation_id)
