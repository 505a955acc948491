"""A document of the store is named by a row, or destroyed because no row names it: never one beside the other.

A file is stored before the row that names it is written. Meanwhile nothing tells that it is needed: whoever writes the
row holds the document and puts it back if it was destroyed in between; whoever destroys holds it alone. A row that is
refused leaves no file behind. Killed in between, the program leaves one that nothing names: a sweep could take away
what a backup put back later names.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import BytesIO
from pathlib import Path

from sqlalchemy import String, cast, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import ErreurMetier, RegleMetier
from imuse_desk.infra.depot import Empreinte, Rangement
from imuse_desk.models import Message, Modele, PieceRecue
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte

_DU_DEPOT = frozenset({"document", "morceau_document"})


@contextmanager
def arrivage(ctx: Contexte) -> Iterator[set[str]]:
    """What ``ranger_neuf`` stores is noted in the set; what is still there at the end, unnamed, is destroyed.

    Whoever recorded a document takes it out of the set.
    """
    restes: set[str] = set()
    try:
        yield restes
    finally:
        with suppress(ErreurMetier, OSError):
            for sha256 in sorted(restes):
                detruire_document(ctx, sha256)


def ranger_neuf(depot: Rangement, source: Path | BytesIO, sha256: str, restes: set[str]) -> Empreinte:
    """Store a document, noted where the store had not got it; raises as ``Rangement.ranger``."""
    if not depot.contient(sha256):
        restes.add(sha256)
    return depot.ranger(source)


def garder_document(unite: Unite, depot: Rangement, sha256: str, source: Path | BytesIO) -> None:
    """Hold until the writing ends a document that it names; put it back from its source if it has just been destroyed.

    Raises RegleMetier(document_modifie) when the source is no longer that document, Introuvable, StockagePlein.
    """
    _tenir(unite.session, sha256, est_seul=False)
    if depot.contient(sha256):
        return
    if isinstance(source, BytesIO):
        source.seek(0)
    if depot.ranger(source).sha256 != sha256:
        raise RegleMetier("document_modifie")


def retirer_document(unite: Unite, depot: Rangement, sha256: str) -> bool:
    """Destroy a document that nothing needs; tell whether nothing did.

    Run again, it does no harm: where the writing around it fails afterwards, nothing named the file any more.
    """
    _tenir(unite.session, sha256, est_seul=True)
    if est_utile(unite.session, sha256):
        return False
    depot.retirer(sha256)
    return True


def detruire_document(ctx: Contexte, sha256: str) -> bool:
    """``retirer_document`` by itself. Whoever brings the document again meanwhile waits, then stores it."""
    return ctx.ecrire("retirer_document", partial(retirer_document, depot=ctx.depot, sha256=sha256)).resultat


def _tenir(session: Session, sha256: str, *, est_seul: bool) -> None:
    """SQLite lets one writer in at a time; a server is told."""
    if session.get_bind().dialect.name == "postgresql":
        tenir = func.pg_advisory_xact_lock if est_seul else func.pg_advisory_xact_lock_shared
        session.execute(select(tenir(int.from_bytes(bytes.fromhex(sha256[:16]), signed=True))))


def est_utile(session: Session, sha256: str) -> bool:
    """Something still needs this content: a piece that is kept, a letter's attachment, any other document."""
    for table in Modele.metadata.sorted_tables:
        if table.name in _DU_DEPOT:
            continue
        colonnes = [c for c in table.columns if c.name.endswith("sha256")]
        if not colonnes:
            continue
        requete = select(table.c.id).where(or_(*(c == sha256 for c in colonnes))).limit(1)
        if table.name == PieceRecue.__tablename__:
            requete = requete.where(table.c.purge_a.is_(None))
        if session.execute(requete).first() is not None:
            return True
    jointe = select(Message.id).where(cast(Message.pieces_jointes, String).contains(sha256)).limit(1)
    return session.execute(jointe).first() is not None
