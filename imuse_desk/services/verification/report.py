"""The quotient or the income read on a piece, carried to the tariff by a person's click and never by itself."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.constats import EtatRegle, Regle, Source
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.lecture import jour_ecrit
from imuse_desk.models import EmpreintePiece, PieceRecue, Quotient, TypePiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.quotients import (
    CalculerQuotient,
    EnregistrerQuotient,
    calculer_et_enregistrer,
    enregistrer_quotient,
)
from imuse_desk.services.verification.empreintes import AVIS
from imuse_desk.services.verification.ensembles import tenir_foyer
from imuse_desk.services.verification.faits import faits_courants

_DEMENTIS = (Regle.EMETTEUR, Regle.SCEAU)
"""Rules that say whose word a paper is."""
Faits = Mapping[str, Row[Any]]


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a click would carry: ``caf`` a quotient, ``calcule`` an income with its parts (hundredths).

    ``source`` tells whose word the value is; ``avis``: how many notices are added up; ``deja_centimes``: the quotient
    that this piece gave already.
    """

    genre: str
    centimes: int
    parts_centiemes: int
    source: str
    avis: int = 1
    deja_centimes: int | None = None

    @property
    def valeur(self) -> tuple[str, int, int]:
        """What is carried."""
        return self.genre, self.centimes, self.parts_centiemes


@cas_d_usage(Permission.LIRE_REVENUS)
def reporter(
    ctx: Contexte, piece_id: int, vue: Proposition, operation_id: uuid.UUID | None = None, *, confirme: bool = False
) -> Fait[int]:
    """Carry what was proposed on the screen to the household's quotient; undone as any quotient of the day is.

    Gives the quotient. Raises Introuvable, RegleMetier(rien_a_reporter | proposition_changee), and what
    ``enregistrer_quotient`` (its question is answered by ``confirme``) and ``calculer_et_enregistrer`` raise.
    """
    with ctx.lire() as session:
        piece = session.get(PieceRecue, piece_id)
        if piece is None or piece.retiree_a is not None:
            raise Introuvable("piece", piece_id)
        faits = faits_courants(session, [piece_id])[piece_id]
        propose = _tenue(session, piece, faits, vue)
        foyer_id, annee_id = piece.foyer_id, piece.annee_id
    le = _date_lue(faits, ctx.aujourdhui())

    def exiger(unite: Unite) -> None:
        tenir_foyer(unite, foyer_id)
        piece = unite.session.get_one(PieceRecue, piece_id, populate_existing=True)
        _tenue(unite.session, piece, faits_courants(unite.session, [piece_id])[piece_id], vue)

    if propose.genre == "caf":
        commande = EnregistrerQuotient(
            foyer_id, annee_id, propose.centimes, le, piece_id, confirme, operation_id=operation_id
        )
        return enregistrer_quotient(ctx, commande, exiger=exiger)
    parts = f"{propose.parts_centiemes // 100}.{propose.parts_centiemes % 100:02}".rstrip("0").rstrip(".")
    return calculer_et_enregistrer(
        ctx,
        CalculerQuotient(
            foyer_id, annee_id, propose.centimes, parts, date_document_le=le, piece_id=piece_id,
            operation_id=operation_id,
        ),
        exiger=exiger,
    )  # fmt: skip


def _tenue(session: Session, piece: PieceRecue, faits: Faits, vue: Proposition) -> Proposition:
    """What the piece says now, where it is what was seen."""
    propose = proposer(session, piece, faits)
    if propose is None:
        raise RegleMetier("rien_a_reporter")
    if propose.valeur != vue.valeur:
        raise RegleMetier("proposition_changee")
    return propose


def proposer(session: Session, piece: PieceRecue, faits: Faits) -> Proposition | None:
    """What this piece may give the tariff; None without a value that somebody, or something, read.

    None too for a piece refused, withdrawn or destroyed, and for one that its issuer or its seal denies.
    """
    if piece.retiree_a is not None or piece.purge_a is not None or piece.etat == EtatPiece.REFUSEE:
        return None
    if _est_dementi(faits):
        return None
    controle, pages = session.execute(
        select(TypePiece.controle, TypePiece.pages).where(TypePiece.id == piece.type_id)
    ).one()
    if controle == Controle.CAF:
        quotient = _montant(faits, Regle.QUOTIENT)
        if quotient is None:
            return None
        centimes, source = quotient
        return Proposition("caf", centimes, 0, source, deja_centimes=_deja(session, piece))
    if controle != Controle.AVIS:
        return None
    revenu, parts = _montant(faits, Regle.REVENU), _montant(faits, Regle.PARTS)
    if revenu is None or parts is None or _se_contredit(faits, revenu[1]):
        return None
    avis = [_Avis(piece.id, pages is None, revenu[0], parts[0]), *_autres_avis(session, piece)]
    if any(not a.est_suite for a in avis):  # what a file that goes on says, the first one says
        avis = [a for a in avis if not a.est_suite]
    if avis[0].piece_id != piece.id or not all(a.est_croyable for a in avis):
        return None
    avis = _distincts(session, avis)
    total, total_parts = sum(a.centimes for a in avis), sum(a.parts_centiemes for a in avis)
    return Proposition("calcule", total, total_parts, revenu[1], len(avis), _deja(session, piece))


def _est_dementi(faits: Faits) -> bool:
    """Its issuer or its seal denies the paper."""
    return any(regle.value in faits and faits[regle.value].resultat == EtatRegle.NON_CONFORME for regle in _DEMENTIS)


def _se_contredit(faits: Faits, source: str) -> bool:
    """The pages print different incomes, and no seal tells which one is true."""
    concordance = faits.get(Regle.CONCORDANCE.value)
    est_fausse = concordance is not None and concordance.resultat == EtatRegle.NON_CONFORME
    return est_fausse and source in (Source.TEXTE, Source.OCR)


def _montant(faits: Faits, regle: Regle) -> tuple[int, str] | None:
    fait = faits.get(regle.value)
    if fait is None or fait.centimes is None or fait.resultat == EtatRegle.NON_CONFORME:
        return None
    return fait.centimes, fait.source


@dataclass(frozen=True, slots=True)
class _Avis:
    """A notice with what it gives the tariff; ``est_suite``: on the row of the pages that follow.

    One that is denied, or contradicts itself (not ``est_croyable``), lets no sum hold until somebody says its worth.
    """

    piece_id: int
    est_suite: bool
    centimes: int
    parts_centiemes: int
    est_croyable: bool = True


def _autres_avis(session: Session, piece: PieceRecue) -> list[_Avis]:
    """The household's notices on the other rows of the table: two parents taxed apart."""
    lignes = session.execute(
        select(PieceRecue.type_id, PieceRecue.id, TypePiece.pages)
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .where(
            PieceRecue.foyer_id == piece.foyer_id, PieceRecue.annee_id == piece.annee_id,
            PieceRecue.site_id == piece.site_id, PieceRecue.type_id != piece.type_id,
            TypePiece.controle == Controle.AVIS.value, PieceRecue.retiree_a.is_(None),
            PieceRecue.etat != EtatPiece.REFUSEE.value,
        )
        .order_by(PieceRecue.depose_a, PieceRecue.id)
    )  # fmt: skip
    dernieres = {ligne.type_id: ligne for ligne in lignes}
    faits = faits_courants(session, [ligne.id for ligne in dernieres.values()])
    avis = []
    for ligne in dernieres.values():
        siens = faits[ligne.id]
        revenu, parts = _montant(siens, Regle.REVENU), _montant(siens, Regle.PARTS)
        if revenu is not None and parts is not None:
            est_croyable = not _est_dementi(siens) and not _se_contredit(siens, revenu[1])
            avis.append(_Avis(ligne.id, ligne.pages is None, revenu[0], parts[0], est_croyable))
    return avis


def _distincts(session: Session, avis: list[_Avis]) -> list[_Avis]:
    """Each notice once, were it brought on two rows."""
    requete = select(EmpreintePiece.piece_id, EmpreintePiece.valeur).where(
        EmpreintePiece.piece_id.in_([a.piece_id for a in avis]), EmpreintePiece.genre == AVIS
    )
    references: dict[int, str] = dict(iter(session.execute(requete)))
    return list({references.get(a.piece_id, a.piece_id): a for a in reversed(avis)}.values())[::-1]


def _deja(session: Session, piece: PieceRecue) -> int | None:
    return session.execute(
        select(Quotient.centimes)
        .where(Quotient.piece_id == piece.id, Quotient.annule_a.is_(None))
        .order_by(Quotient.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _date_lue(faits: Faits, aujourdhui: date) -> date | None:
    fait = faits.get(Regle.DATE.value)
    jour = jour_ecrit(fait.valeur, aujourdhui) if fait is not None and fait.valeur else None
    return jour if jour is not None and jour <= aujourdhui else None
