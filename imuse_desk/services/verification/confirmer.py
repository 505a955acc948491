"""A person's word on a rule of a piece: read and confirmed, read and refused, or the value typed in its place."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.constats import Constat, EtatRegle, Regle, Source
from imuse_desk.domain.verification.saisie import SAISIES, GenreSaisie, juger_saisie
from imuse_desk.models import FaitVerifie
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.verification.attente import PieceALire, charger_piece
from imuse_desk.services.verification.ensembles import hotes_des_autres, rejuger
from imuse_desk.services.verification.faits import faits_courants
from imuse_desk.services.verification.tenir import tenir_piece


@dataclass(frozen=True, slots=True)
class ConfirmerRegle:
    """The person looked at the paper: the rule is respected, or not. ``vu``: the fact on his screen, 0 for none."""

    piece_id: int
    regle: str
    est_conforme: bool
    vu: int | None = None
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CorrigerValeur:
    """What the person reads on the paper, as typed. ``vu``: the fact on his screen, 0 for none."""

    piece_id: int
    regle: str
    valeur: str
    vu: int | None = None
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.DECIDER_PIECE)
def confirmer(ctx: Contexte, commande: ConfirmerRegle) -> Fait[str]:
    """Write the person's word beside what was read; gives the state written.

    An amount that nothing read is typed, not confirmed: the tariff rests on it.

    Raises Introuvable, RegleMetier(piece_decidee | regle_dite | montant_non_lu | piece_detruite | autre_site), Refus.
    """
    piece = _prendre(ctx, commande.piece_id)
    etat = EtatRegle.CONFORME if commande.est_conforme else EtatRegle.NON_CONFORME

    def ecrire(unite: Unite) -> str:
        _exiger_en_attente(unite, piece)
        tenu = _tenu(unite, commande)
        est_montant = SAISIES.get(commande.regle) is GenreSaisie.MONTANT
        if commande.est_conforme and est_montant and (tenu is None or tenu.centimes is None):
            raise RegleMetier("montant_non_lu")
        fait = FaitVerifie(
            piece_id=commande.piece_id, regle=commande.regle, resultat=etat.value, source=Source.SAISI.value,
            confirme_par=unite.auteur.agent, a=unite.maintenant,
        )  # fmt: skip
        if tenu is not None:
            fait.valeur, fait.attendu, fait.source = tenu.valeur, tenu.attendu, tenu.source
            fait.page, fait.boite, fait.centimes = tenu.page, tenu.boite, tenu.centimes
            fait.detail = "" if commande.est_conforme else tenu.detail
        _ajouter(unite, piece, fait)
        return etat.value

    return ctx.ecrire("confirmer_regle", ecrire, commande.operation_id)


@cas_d_usage(Permission.DECIDER_PIECE)
def corriger(ctx: Contexte, commande: CorrigerValeur) -> Fait[str]:
    """Write the value that the person reads, judged by the same rule; gives the state found.

    Raises Invalide(valeur, the codes of ``juger_saisie``), Introuvable, RegleMetier(piece_decidee | regle_dite |
    piece_detruite | autre_site), Refus.
    """
    piece = _prendre(ctx, commande.piece_id)
    attente = piece.attente
    if commande.regle == Regle.HEBERGEANT:
        with ctx.lire() as session:
            attente = replace(attente, hotes=hotes_des_autres(session, piece.piece_id))
    constat = juger_saisie(Regle(commande.regle), commande.valeur, attente, ctx.aujourdhui())

    def ecrire(unite: Unite) -> str:
        _exiger_en_attente(unite, piece)
        _tenu(unite, commande)
        _ajouter(unite, piece, _saisi(commande.piece_id, constat, unite))
        return constat.etat.value

    return ctx.ecrire("corriger_valeur", ecrire, commande.operation_id)


def _ajouter(unite: Unite, piece: PieceALire, fait: FaitVerifie) -> None:
    """Write a person's word; the papers that go with this one are judged by it."""
    unite.session.add(fait)
    unite.session.flush()
    unite.touche("piece", piece.piece_id)
    rejuger(unite, piece.foyer_id, piece.annee_id, piece.site_id)


def _prendre(ctx: Contexte, piece_id: int) -> PieceALire:
    with ctx.lire() as session:
        piece = charger_piece(session, piece_id)
    ctx.exiger_sur(piece.site_id, Permission.DECIDER_PIECE)
    return piece


def _exiger_en_attente(unite: Unite, piece: PieceALire) -> None:
    """What was decided is not looked at again without taking the decision back; nobody decides it meanwhile."""
    tenue = tenir_piece(unite, piece.piece_id, piece.foyer_id)
    if tenue.etat != EtatPiece.A_VERIFIER:
        raise RegleMetier("piece_decidee", auteur=tenue.decide_par)


def _tenu(unite: Unite, commande: ConfirmerRegle | CorrigerValeur) -> Row[Any] | None:
    """The fact that holds; refused where another person said it since it was read for the screen."""
    tenu = faits_courants(unite.session, [commande.piece_id])[commande.piece_id].get(commande.regle)
    est_dite = tenu is not None and tenu.confirme_par not in ("", unite.auteur.agent)
    if tenu is not None and est_dite and commande.vu is not None and commande.vu != tenu.id:
        raise RegleMetier("regle_dite", auteur=tenu.confirme_par)
    return tenu


def _saisi(piece_id: int, constat: Constat, unite: Unite) -> FaitVerifie:
    return FaitVerifie(
        piece_id=piece_id, regle=constat.regle.value, resultat=constat.etat.value, valeur=constat.valeur,
        attendu=constat.attendu, detail=constat.detail, centimes=constat.centimes, source=Source.SAISI.value,
        confirme_par=unite.auteur.agent, a=unite.maintenant,
    )  # fmt: skip
