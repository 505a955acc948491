"""The papers of a batch: one PDF of its invoices in the order of the envelopes, each one counted as printed."""

import io
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import Impression, LotFacturation, PieceEmise, Site
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.contenu import Contenu
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.papiers import FACTURE, ImprimeeAilleurs, Tetes, composer_facture

if TYPE_CHECKING:
    from imuse_desk.printing.facture import Facture

Avancer = Callable[[int, int], None]
ESSAIS = 3
"""How often a batch is laid out again because another desk printed one of its invoices meanwhile."""


class Ordre(StrEnum):
    """How the papers follow one another."""

    NOM = "nom"
    CODE_POSTAL = "code_postal"


@dataclass(frozen=True, slots=True)
class TirageLot:
    """Where the papers of a batch stand: its invoices, and those that were printed."""

    lot_id: int
    libelle: str
    factures: int
    imprimees: int

    @property
    def restantes(self) -> int:
        """Those that were never printed."""
        return self.factures - self.imprimees


@dataclass(frozen=True, slots=True)
class PapierLot:
    """One PDF of many invoices; ``duplicatas`` of them say so."""

    nom: str
    octets: bytes
    nombre: int
    duplicatas: int
    changements: Changements = field(repr=False)


@cas_d_usage(Permission.EMETTRE)
def lire_tirage(ctx: Contexte, lot_id: int) -> TirageLot:
    """How many invoices of a batch are printed. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        lot = _lot(ctx, session, lot_id)
        pieces = _pieces(session, lot_id)
        return TirageLot(lot_id, lot.libelle, len(pieces), sum(est_imprimee for _piece, est_imprimee in pieces))


@cas_d_usage(Permission.EMETTRE)
def imprimer_lot(
    ctx: Contexte, lot_id: int, ordre: Ordre, *, avec_imprimees: bool = False,
    operation_id: uuid.UUID | None = None, avancer: Avancer = lambda _fait, _total: None,
) -> PapierLot:  # fmt: skip
    """Make the PDF of the invoices never printed (``avec_imprimees``: of all, those printed saying DUPLICATA).

    Its bytes are kept once and every invoice in it counts as printed. Raises Introuvable, StockagePlein,
    RegleMetier(lot_deja_imprime | pieces_imprimees_ailleurs | autre_site), Invalide, and whatever ``avancer`` raises.
    """
    for _essai in range(ESSAIS):
        with suppress(ImprimeeAilleurs):
            return _tirer(ctx, lot_id, ordre, operation_id, avancer, avec_imprimees=avec_imprimees)
    raise RegleMetier("pieces_imprimees_ailleurs")


def _tirer(
    ctx: Contexte, lot_id: int, ordre: Ordre, operation_id: uuid.UUID | None, avancer: Avancer, *, avec_imprimees: bool
) -> PapierLot:
    """Raises ImprimeeAilleurs."""
    from imuse_desk.printing.facture import composer_lot

    with ctx.lire() as session:
        lot = _lot(ctx, session, lot_id)
        fuseau = session.get_one(Site, lot.site_id).fuseau
        retenues = [x for x in _pieces(session, lot_id) if avec_imprimees or not x[1]]
    if not retenues:
        raise RegleMetier("lot_deja_imprime")
    lues = [(piece, relire(piece), est_imprimee) for piece, est_imprimee in retenues]
    lues.sort(key=lambda lue: _place(lue[1], ordre))

    def factures() -> "Iterator[Facture]":
        tetes = Tetes(ctx.depot, fuseau)
        for rang, (piece, contenu, est_imprimee) in enumerate(lues, start=1):
            yield composer_facture(piece, contenu, tetes.de(contenu), ctx.maintenant() if est_imprimee else None)
            avancer(rang, len(lues))

    octets = composer_lot(factures(), titre=lot.libelle, auteur=ctx.agent)
    empreinte = ctx.depot.ranger(io.BytesIO(octets))
    nom = f"factures_lot_{lot_id}.pdf"

    def ecrire(unite: Unite) -> None:
        neuves = [piece.id for piece, _contenu, est_imprimee in lues if not est_imprimee]
        if unite.session.execute(select(exists().where(Impression.piece_id.in_(neuves)))).scalar():
            raise ImprimeeAilleurs
        unite.session.add_all(
            Impression(
                piece_id=piece.id, gabarit=FACTURE, sha256=empreinte.sha256, nom=nom, est_duplicata=est_imprimee,
                agent=unite.auteur.agent, a=unite.maintenant,
            )
            for piece, _contenu, est_imprimee in lues
        )  # fmt: skip
        unite.touche("lot", lot_id)

    fait = ctx.ecrire("imprimer_lot", ecrire, operation_id)
    return PapierLot(nom, octets, len(lues), sum(est_imprimee for *_x, est_imprimee in lues), fait.changements)


def _place(contenu: Contenu, ordre: Ordre) -> tuple[str, ...]:
    """Where an invoice comes: by name, or by postcode and town then name."""
    nom = (plier(contenu["famille"]), contenu["numero"])
    return nom if ordre is Ordre.NOM else (contenu["adresse"]["pays"], plier(contenu["adresse"]["ville"]), *nom)


def _lot(ctx: Contexte, session: Session, lot_id: int) -> LotFacturation:
    lot = session.get(LotFacturation, lot_id)
    if lot is None:
        raise Introuvable("lot", lot_id)
    ctx.exiger_sur(lot.site_id, Permission.EMETTRE)
    return lot


def _pieces(session: Session, lot_id: int) -> Sequence[tuple[PieceEmise, bool]]:
    """The invoices of a batch in their order, and whether each was printed."""
    requete = (
        select(PieceEmise, exists().where(Impression.piece_id == PieceEmise.id))
        .where(PieceEmise.lot_id == lot_id)
        .order_by(PieceEmise.rang)
    )
    return [(piece, bool(est_imprimee)) for piece, est_imprimee in session.execute(requete)]
