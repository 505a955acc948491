"""Destroy the files of a stamped list: facts, fingerprints, who and when stay; nothing brings a file back.

A piece is marked first, its file goes then: stopped in between (a kill, a full disk), the same act run again finishes,
and says so only once every file is gone.
"""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import BordereauElimination, PieceRecue
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.garde import detruire_document
from imuse_desk.services.verification.ensembles import tenir_foyer

MORCEAU = 50
"""Pieces marked in one transaction."""
EXAMEN_GARDE = ("etat", "code", "message", "pages", "octets", "sha256")
"""What a destroyed piece keeps of its examination."""


@dataclass(frozen=True, slots=True)
class Destruction:
    """What was done of the pieces of the list: their file is gone, or something else still needs its content."""

    detruits: int
    gardes: int


@dataclass(frozen=True, slots=True)
class FichierDetruit:
    """Why a piece has no file any more."""

    a: datetime
    numero: int


@cas_d_usage(Permission.DETRUIRE)
def detruire(ctx: Contexte, bordereau_id: int) -> Generator[tuple[int, int], None, Fait[Destruction]]:
    """Destroy the files of a list that the archives stamped; run again, it goes on where it was stopped.

    Each step is a short transaction, before which it yields how many are done of how many: others write in between.
    Raises RegleMetier(bordereau_sans_visa | bordereau_execute), Introuvable, and what the store raises.
    """
    with ctx.lire() as session:
        bordereau = session.get(BordereauElimination, bordereau_id)
        if bordereau is None or bordereau.site_id != ctx.site_id:
            raise Introuvable("bordereau_elimination", bordereau_id)
        if bordereau.vise_le is None:
            raise RegleMetier("bordereau_sans_visa", numero=bordereau.numero)
        if bordereau.execute_a is not None:
            raise RegleMetier("bordereau_execute", numero=bordereau.numero)
        lues = session.execute(select(PieceRecue.id, PieceRecue.sha256).where(PieceRecue.bordereau_id == bordereau_id))
        pieces: dict[int, str] = dict(iter(lues))
    ids, partages = list(pieces), Counter(pieces.values())  # one content may answer for several pieces
    shas = sorted(partages)
    total = len(ids) + len(shas)
    for debut in range(0, len(ids), MORCEAU):
        yield debut, total
        _marquer(ctx, bordereau_id, ids[debut : debut + MORCEAU])
    gardes = 0
    for rang, sha256 in enumerate(shas):
        yield len(ids) + rang, total
        gardes += 0 if detruire_document(ctx, sha256) else partages[sha256]

    def finir(unite: Unite) -> None:
        tenu = unite.session.get_one(BordereauElimination, bordereau_id, with_for_update=True)
        if tenu.execute_a is None:
            tenu.execute_a, tenu.execute_par = unite.maintenant, ctx.agent
        unite.touche("bordereau_elimination", bordereau_id)
        unite.touche("piece", 0)

    fait = ctx.ecrire("finir_elimination", finir)
    return Fait(Destruction(len(ids) - gardes, gardes), fait.changements)


def _marquer(ctx: Contexte, bordereau_id: int, ids: list[int]) -> None:
    """Say of these pieces that their file goes; what the machine read on it goes with it, the facts stay."""

    def ecrire(unite: Unite) -> None:
        siennes = PieceRecue.id.in_(ids), PieceRecue.bordereau_id == bordereau_id, PieceRecue.purge_a.is_(None)
        for foyer_id in sorted(set(unite.session.scalars(select(PieceRecue.foyer_id).where(*siennes)))):
            tenir_foyer(unite, foyer_id)
        requete = select(PieceRecue).where(*siennes).order_by(PieceRecue.id)
        for piece in unite.session.scalars(requete.with_for_update(key_share=True)):
            piece.purge_a, piece.lecture = unite.maintenant, None
            piece.examen = {c: piece.examen[c] for c in EXAMEN_GARDE if c in (piece.examen or {})}
            unite.touche("piece", piece.id)

    ctx.ecrire("detruire_pieces", ecrire)


@cas_d_usage(Permission.CONSULTER)
def lire_destruction(ctx: Contexte, piece_id: int) -> FichierDetruit | None:
    """When the file of a piece was destroyed, and by which list; None while it is kept."""
    requete = (
        select(PieceRecue.purge_a, BordereauElimination.numero)
        .join(BordereauElimination, BordereauElimination.id == PieceRecue.bordereau_id)
        .where(PieceRecue.id == piece_id, PieceRecue.purge_a.is_not(None))
    )
    with ctx.lire() as session:
        for a, numero in session.execute(requete):
            if a is not None:
                return FichierDetruit(a, numero)
    return None
