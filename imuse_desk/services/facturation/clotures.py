"""The monthly closing: what each account did, the heads of the chains and a fingerprint of the entries, sealed."""

import calendar
import hashlib
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.pieces import GenreActe, texte_canonique
from imuse_desk.domain.roles import Permission
from imuse_desk.models import ActeRegie, Bordereau, ChainePieces, Ecriture, PieceEmise, Reglement
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import clos_jusqu_au, exiger_nomme, inscrire_acte, relire_acte, tenir_regie
from imuse_desk.services.facturation.numerotation import regie_de

DATEES: tuple[tuple[str, Any, Any], ...] = (
    ("pièce", PieceEmise, PieceEmise.emise_le),
    ("règlement", Reglement, Reglement.encaisse_le),
    ("écriture", Ecriture, Ecriture.le),
    ("bordereau", Bordereau, Bordereau.le),
)
"""What bears a day that a closing closes: its word, its table, its day."""


@dataclass(frozen=True, slots=True)
class ClotureVue:
    """A closed month: how many entries, their sum in cents, its fingerprint."""

    acte_id: int
    rang: int
    au: date
    nombre: int
    total_centimes: int
    agent: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class Clotures:
    """The closed months, newest first, and the last day of the month that may be closed now (None: none yet)."""

    closes: tuple[ClotureVue, ...]
    a_clore: date | None


@cas_d_usage(Permission.ENCAISSER)
def lire_clotures(ctx: Contexte) -> Clotures:
    """The closings of the site's régie."""
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        requete = select(ActeRegie).where(ActeRegie.regie_id == regie.id, ActeRegie.genre == GenreActe.CLOTURE)
        closes = []
        for acte in session.scalars(requete.order_by(ActeRegie.id.desc())):
            nombre = relire_acte(acte)["nombre"]
            closes.append(
                ClotureVue(acte.id, acte.rang, acte.le, nombre, acte.montant_centimes, acte.agent, acte.empreinte)
            )
        return Clotures(tuple(closes), _a_clore(session, regie.id, ctx.aujourdhui()))


@cas_d_usage(Permission.ENCAISSER)
def cloturer(ctx: Contexte, au: date, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Close a month that is over, ``au`` its last day: nothing is dated in it nor before it any more.

    Gives the id of the act. Raises RegleMetier(cloture_impossible | non_nomme).
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        regie = regie_de(session, ctx.site_id)
        tenir_regie(session, regie.id)
        exiger_nomme(session, regie, ctx.agent, ctx.aujourdhui())
        if au != _a_clore(session, regie.id, ctx.aujourdhui()):
            raise RegleMetier("cloture_impossible", au=au)
        contenu = resumer(session, regie.id, clos_jusqu_au(session, regie.id), au)
        chaines = select(ChainePieces).where(ChainePieces.regie_id == regie.id).order_by(ChainePieces.serie)
        contenu["chaines"] = [[c.serie, c.rang, c.empreinte] for c in session.scalars(chaines)]
        contenu["derniers"] = {modele.__tablename__: _dernier(session, regie.id, modele) for _, modele, _ in DATEES}
        return inscrire_acte(unite, regie, GenreActe.CLOTURE, au, contenu, montant_centimes=contenu["total"]).id

    return ctx.ecrire("cloturer", ecrire, operation_id)


def _dernier(session: Session, regie_id: int, modele: Any) -> int:
    """What comes after it was written after the closing."""
    dernier: int = session.execute(
        select(func.coalesce(func.max(modele.id), 0)).where(modele.regie_id == regie_id)
    ).scalar_one()
    return dernier


def _a_clore(session: Session, regie_id: int, le: date) -> date | None:
    """The end of the month after the last one closed, or of the month of the first entry; None while it runs."""
    clos = clos_jusqu_au(session, regie_id)
    premier = clos + timedelta(days=1) if clos else None
    if premier is None:
        premier = session.execute(select(func.min(Ecriture.le)).where(Ecriture.regie_id == regie_id)).scalar()
    if premier is None:
        return None
    fin = premier.replace(day=calendar.monthrange(premier.year, premier.month)[1])
    return fin if fin < le else None


def resumer(session: Session, regie_id: int, apres: date | None, au: date) -> dict[str, Any]:
    """The entries after a day and up to another: sums by account, how many, their fingerprint."""
    requete = (
        select(
            Ecriture.id, Ecriture.le, Ecriture.journal, Ecriture.compte_debit, Ecriture.compte_credit,
            Ecriture.montant_centimes, Ecriture.foyer_id, Ecriture.piece_id, Ecriture.libelle,
        )
        .where(Ecriture.regie_id == regie_id, Ecriture.le <= au)
        .order_by(Ecriture.id)
    )  # fmt: skip
    if apres is not None:
        requete = requete.where(Ecriture.le > apres)
    comptes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    empreinte, nombre, total = hashlib.sha256(), 0, 0
    for x in session.execute(requete):
        comptes[x.compte_debit][0] += x.montant_centimes
        comptes[x.compte_credit][1] += x.montant_centimes
        nombre, total = nombre + 1, total + x.montant_centimes
        ligne = {"e": [x.id, x.le.isoformat(), *x[2:]]}
        empreinte.update(texte_canonique(ligne).encode())
    return {
        "nombre": nombre, "total": total, "comptes": {c: comptes[c] for c in sorted(comptes)},
        "ecritures": empreinte.hexdigest(),
    }  # fmt: skip
