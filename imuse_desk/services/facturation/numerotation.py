"""Numbers and chain: taken in the transaction of the pieces that hold them, so that none is lost nor given twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.pieces import Serie
from imuse_desk.models import ChainePieces, Regie

# one statement each, the same on both databases: the row is made or bumped, and locked until the transaction ends
_PRENDRE = text(
    "INSERT INTO compteur_piece (regie_id, serie, exercice, dernier) VALUES (:regie, :serie, :exercice, :combien) "
    "ON CONFLICT (regie_id, serie, exercice) DO UPDATE SET dernier = compteur_piece.dernier + :combien "
    "RETURNING dernier"
)
_TETE = text(
    "INSERT INTO chaine_pieces (regie_id, serie, rang, empreinte) VALUES (:regie, :serie, 0, '') "
    "ON CONFLICT (regie_id, serie) DO UPDATE SET rang = chaine_pieces.rang RETURNING rang, empreinte"
)


@dataclass(frozen=True, slots=True)
class Numeros:
    """A run of numbers of a series: the first, the rank of the first in the chain, the fingerprint before it."""

    premier: int
    rang: int
    precedente: str


def regie_de(session: Session, site_id: int) -> Regie:
    """The site's own régie, else the network's. Raises RegleMetier(regie_absente)."""
    regies: Sequence[Regie] = session.scalars(
        select(Regie).where((Regie.site_id == site_id) | Regie.site_id.is_(None), Regie.archive_a.is_(None))
    ).all()
    if not regies:
        raise RegleMetier("regie_absente")
    return max(regies, key=lambda r: r.site_id is not None)


def numero_suivant(session: Session, regie_id: int, serie: Serie, exercice: int, combien: int = 1) -> int:
    """Take numbers of an exercise; gives the last one."""
    valeurs = {"regie": regie_id, "serie": str(serie), "exercice": exercice, "combien": combien}
    dernier: int = session.execute(_PRENDRE, valeurs).scalar_one()
    return dernier


def prendre(session: Session, regie_id: int, serie: Serie, exercice: int, combien: int) -> Numeros:
    """Take numbers of an exercise and as many ranks of the chain; ``rattacher`` must follow in the transaction."""
    dernier = numero_suivant(session, regie_id, serie, exercice, combien)
    tete = session.execute(_TETE, {"regie": regie_id, "serie": str(serie)}).one()
    return Numeros(dernier - combien + 1, tete.rang + 1, tete.empreinte)


def rattacher(session: Session, regie_id: int, serie: Serie, rang: int, empreinte: str) -> None:
    """Write the new head of the chain: the rank and the fingerprint of the last piece."""
    session.execute(
        update(ChainePieces)
        .where(ChainePieces.regie_id == regie_id, ChainePieces.serie == serie)
        .values(rang=rang, empreinte=empreinte)
    )
