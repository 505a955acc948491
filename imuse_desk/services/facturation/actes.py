"""The acts of a régie, written once, chained within their kind; what a closed month and the nominations allow."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.pieces import GenreActe, sceller, texte_canonique
from imuse_desk.models import ActeRegie, ChaineActes, Nomination, Regie
from imuse_desk.models.passerelle import Unite


def inscrire_acte(
    unite: Unite, regie: Regie, genre: GenreActe, le: date, contenu: Mapping[str, Any], *,
    montant_centimes: int = 0, foyer_id: int | None = None, origine_id: int | None = None,
) -> ActeRegie:  # fmt: skip
    """Write an act after the last of its kind; the régie is held until the transaction ends."""
    session = unite.session
    tenir_regie(session, regie.id)
    avant = dernier_acte(session, regie.id, genre)
    rang, precedente = (avant.rang + 1, avant.empreinte) if avant else (1, "")
    texte = texte_canonique({
        **contenu, "genre": str(genre), "rang": rang, "le": le.isoformat(), "montant": montant_centimes,
        "agent": unite.auteur.agent,
    })  # fmt: skip
    acte = ActeRegie(
        regie_id=regie.id, genre=genre, rang=rang, le=le, montant_centimes=montant_centimes, foyer_id=foyer_id,
        origine_id=origine_id, contenu=texte, precedente=precedente, empreinte=sceller(precedente, texte),
        operation_id=unite.operation_id, agent=unite.auteur.agent, a=unite.maintenant,
    )  # fmt: skip
    session.add(acte)
    session.flush()
    session.merge(ChaineActes(regie_id=regie.id, genre=str(genre), rang=rang, empreinte=acte.empreinte))
    unite.touche("caisse", acte.id)
    return acte


def tenir_regie(session: Session, regie_id: int) -> None:
    """Hold the régie alone until the transaction ends: no other act, no money dated meanwhile.

    Taken after the households and before any number, always in that order (SQLite has one writer: nothing to hold).
    """
    session.execute(select(Regie.id).where(Regie.id == regie_id).with_for_update(key_share=True))


def relire_acte(acte: ActeRegie) -> dict[str, Any]:
    """What an act states."""
    contenu: dict[str, Any] = json.loads(acte.contenu)
    return contenu


def dernier_acte(session: Session, regie_id: int, *genres: GenreActe) -> ActeRegie | None:
    """The last act of these kinds."""
    requete = select(ActeRegie).where(ActeRegie.regie_id == regie_id, ActeRegie.genre.in_(genres))
    return session.scalars(requete.order_by(ActeRegie.id.desc()).limit(1)).first()


def prendre_acte(session: Session, regie_id: int, genre: GenreActe, acte_id: int) -> ActeRegie:
    """An act of the régie, of this kind. Raises Introuvable."""
    acte = session.get(ActeRegie, acte_id)
    if acte is None or acte.regie_id != regie_id or acte.genre != genre:
        raise Introuvable(str(genre), acte_id)
    return acte


def clos_jusqu_au(session: Session, regie_id: int) -> date | None:
    """The last day that the régie closed."""
    return session.execute(
        select(func.max(ActeRegie.le)).where(ActeRegie.regie_id == regie_id, ActeRegie.genre == GenreActe.CLOTURE)
    ).scalar()


def exiger_periode_ouverte(session: Session, regie_id: int, le: date) -> None:
    """Nothing is dated in a closed month. Raises RegleMetier(mois_clos: le, au).

    The régie is held, with others who write in it, until the transaction ends: a closing waits for what it must count,
    and what comes after waits for the closing.
    """
    session.execute(select(Regie.id).where(Regie.id == regie_id).with_for_update(read=True))
    au = clos_jusqu_au(session, regie_id)
    if au is not None and le <= au:
        raise RegleMetier("mois_clos", le=le, au=au)


def exiger_nomme(session: Session, regie: Regie, agent: str, le: date) -> None:
    """Only the persons named cash, until they hand over; a régie that names nobody trusts the roles.

    Raises RegleMetier(non_nomme).
    """
    if session.execute(select(Nomination.id).where(Nomination.regie_id == regie.id).limit(1)).scalar() is None:
        return
    dernier_jour = (
        Nomination.au_le > le if _a_remis_le_service(session, regie.id, agent, le) else Nomination.au_le >= le
    )
    requete = select(Nomination.id).where(
        Nomination.regie_id == regie.id, Nomination.nom == agent, Nomination.du_le <= le,
        or_(Nomination.au_le.is_(None), dernier_jour),
    )  # fmt: skip
    if session.execute(requete.limit(1)).scalar() is None:
        raise RegleMetier("non_nomme", agent=agent, regie=regie.nom)


def _a_remis_le_service(session: Session, regie_id: int, agent: str, le: date) -> bool:
    """Say whether somebody handed the régie over that day: the rest of the day is not theirs."""
    actes = session.scalars(
        select(ActeRegie).where(
            ActeRegie.regie_id == regie_id, ActeRegie.genre == GenreActe.REMISE_SERVICE, ActeRegie.le == le
        )
    )
    return any(relire_acte(acte)["sortant"] == agent for acte in actes)
