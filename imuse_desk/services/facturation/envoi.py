"""Issued pieces sent by e-mail, each in a message of its own, to who receives the invoices of the household.

What leaves is made and kept before the message is written: the outbox sends these very bytes, however often it tries.
A piece sent counts as printed: the next paper of it says DUPLICATA.
"""

import io
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.depot import Empreinte
from imuse_desk.models import Impression, Lien, Personne, PieceEmise, Site
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import PieceJointe, deposer_message
from imuse_desk.services.envoi_selection import fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne
from imuse_desk.services.etablissement.gabarits import texte_en_vigueur
from imuse_desk.services.facturation.papiers import ImprimeeAilleurs, Tetes, gabarit_de_piece, nom_de_piece, produire
from imuse_desk.services.reglages_courriel import smtp_en_vigueur

GENRE, CODE_MODELE = "piece", "piece"
ESSAIS = 3
"""How often the papers are made again because another desk printed one of the pieces meanwhile."""
Avancer = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PieceAEnvoyer:
    """A piece and the address that it would go to, empty where the household has none."""

    piece_id: int
    numero: str
    foyer_id: int
    courriel: str
    est_imprimee: bool


@dataclass(frozen=True, slots=True)
class ApercuEnvoi:
    """What would leave, before anything does; ``est_regle``: e-mail is set up."""

    pieces: tuple[PieceAEnvoyer, ...]
    est_regle: bool

    @property
    def partent(self) -> tuple[PieceAEnvoyer, ...]:
        """Those that have an address."""
        return tuple(p for p in self.pieces if p.courriel)

    @property
    def sans_adresse(self) -> int:
        """How many are still to be printed."""
        return len(self.pieces) - len(self.partent)


class Envoyees(TypedDict):
    """How many pieces were put in the outbox, and how many of them say DUPLICATA."""

    courriels: int
    duplicatas: int


@cas_d_usage(Permission.EMETTRE)
def apercu_envoi(ctx: Contexte, piece_ids: Sequence[int]) -> ApercuEnvoi:
    """To whom these pieces would go. Raises RegleMetier(autre_site)."""
    with ctx.lire() as session:
        return _apercu(ctx, session, PieceEmise.id.in_(piece_ids))


@cas_d_usage(Permission.EMETTRE)
def apercu_envoi_lot(ctx: Contexte, lot_id: int) -> ApercuEnvoi:
    """The same for the invoices of a batch that were neither printed nor sent yet."""
    with ctx.lire() as session:
        apercu = _apercu(ctx, session, PieceEmise.lot_id == lot_id)
    return ApercuEnvoi(tuple(p for p in apercu.pieces if not p.est_imprimee), apercu.est_regle)


@cas_d_usage(Permission.EMETTRE)
def envoyer_pieces(
    ctx: Contexte, piece_ids: Sequence[int], operation_id: uuid.UUID,
    avancer: Avancer = lambda _fait, _total: None,
) -> Fait[Envoyees]:  # fmt: skip
    """Put the pieces that have an address in the outbox, all of them or none; the same click sends once.

    The words are those of the site (Établissement › Modèles). Raises RegleMetier(courriel_non_regle |
    pieces_sans_adresse | pieces_imprimees_ailleurs | autre_site), StockagePlein, Invalide, and whatever ``avancer``
    raises.
    """
    for _essai in range(ESSAIS):
        with suppress(ImprimeeAilleurs):
            return _envoyer(ctx, piece_ids, operation_id, avancer)
    raise RegleMetier("pieces_imprimees_ailleurs")


def _envoyer(
    ctx: Contexte, piece_ids: Sequence[int], operation_id: uuid.UUID, avancer: Avancer
) -> Fait[Envoyees]:  # fmt: skip
    """Raises ImprimeeAilleurs."""
    with ctx.lire() as session:
        apercu = _apercu(ctx, session, PieceEmise.id.in_(piece_ids))
        pieces = {p.id: p for p in session.scalars(select(PieceEmise).where(PieceEmise.id.in_(piece_ids)))}
        modele = texte_en_vigueur(session, ctx.site_id, CODE_MODELE, "courriel")
        tetes = Tetes(ctx.depot, session.get_one(Site, ctx.site_id).fuseau)
    if not apercu.est_regle:
        raise RegleMetier("courriel_non_regle")
    if not apercu.partent:
        raise RegleMetier("pieces_sans_adresse")
    textes = {
        t.foyer_id: t
        for t in fusionner_par_morceaux(ctx, modele, [Destinataire(f) for f in {p.foyer_id for p in apercu.partent}])
    }
    gardes: dict[int, tuple[PieceAEnvoyer, Empreinte]] = {}
    for rang, vue in enumerate(apercu.partent, start=1):
        octets = produire(pieces[vue.piece_id], tetes, ctx.maintenant() if vue.est_imprimee else None)
        gardes[vue.piece_id] = vue, ctx.depot.ranger(io.BytesIO(octets))
        avancer(rang, len(apercu.partent))

    def ecrire(unite: Unite) -> Envoyees:
        neuves = [ident for ident, (vue, _) in gardes.items() if not vue.est_imprimee]
        if unite.session.execute(select(exists().where(Impression.piece_id.in_(neuves)))).scalar():
            raise ImprimeeAilleurs
        for ident, (vue, empreinte) in gardes.items():
            _deposer(unite, pieces[ident], vue, empreinte, textes[vue.foyer_id])
        return Envoyees(courriels=len(gardes), duplicatas=len(gardes) - len(neuves))

    return ctx.ecrire("envoyer_pieces", ecrire, operation_id)


def _deposer(
    unite: Unite, piece: PieceEmise, vue: PieceAEnvoyer, empreinte: Empreinte, texte: TexteFusionne
) -> None:  # fmt: skip
    nom = nom_de_piece(piece, est_duplicata=vue.est_imprimee)
    unite.session.add(
        Impression(
            piece_id=piece.id, gabarit=gabarit_de_piece(piece), sha256=empreinte.sha256, nom=nom,
            est_duplicata=vue.est_imprimee, agent=unite.auteur.agent, a=unite.maintenant,
        )
    )  # fmt: skip
    deposer_message(
        unite, site_id=piece.site_id, foyer_id=piece.foyer_id, genre=GENRE, destinataire=vue.courriel,
        sujet=f"{texte.sujet} {piece.affiche}", corps=texte.corps, pieces=[PieceJointe(nom, sha256=empreinte.sha256)],
        lot=unite.operation_id,
    )  # fmt: skip
    unite.touche("facture", piece.id)


def _apercu(ctx: Contexte, session: Session, lesquelles: ColumnElement[bool]) -> ApercuEnvoi:
    ctx.exiger_sur(ctx.site_id, Permission.EMETTRE)
    lues = session.execute(
        select(PieceEmise, exists().where(Impression.piece_id == PieceEmise.id))
        .where(lesquelles)
        .order_by(PieceEmise.id)
    ).all()
    if any(piece.site_id != ctx.site_id for piece, _ in lues):
        raise RegleMetier("autre_site")
    courriels = _courriels(session, sorted({piece.foyer_id for piece, _ in lues}))
    vues = tuple(
        PieceAEnvoyer(
            piece.id,
            piece.affiche,
            piece.foyer_id,
            courriels.get(piece.foyer_id, ""),
            bool(est_imprimee),
        )
        for piece, est_imprimee in lues
    )
    return ApercuEnvoi(vues, smtp_en_vigueur(session) is not None)


def _courriels(session: Session, foyers: Sequence[int]) -> dict[int, str]:
    """Where the invoices of each household go: who receives them, else who receives letters, else its first adult.

    Nobody under restriction is written to.
    """
    lignes = session.execute(
        select(Lien.foyer_id, Personne.email)
        .join(Personne, Personne.id == Lien.personne_id)
        .where(
            Lien.foyer_id.in_(foyers), Lien.au_le.is_(None), Lien.role != "enfant", Personne.est_restreint.is_(False),
            Personne.email != "",
        )
        .order_by(Lien.recoit_factures, Lien.recoit_courriers, Lien.rang.desc(), Lien.id.desc())  # the best one last
    )  # fmt: skip
    return {ligne.foyer_id: ligne.email for ligne in lignes}
