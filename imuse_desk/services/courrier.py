"""The mail outbox: a message is written in the transaction of the use case that sends it, and leaves by a thread.

So the message exists if and only if the dossier was recorded. A desk claims a message by a conditional UPDATE that
also puts off its next try: two desks never send the same one, and a desk killed between sending and writing back lets
another try later, under the same Message-ID.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypedDict

from sqlalchemy import select, update

from imuse_desk.domain.erreurs import ErreurMetier, Introuvable, Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer, nettoyer_bloc
from imuse_desk.infra.depot import Rangement
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.infra.smtp import Courriel, EtatEnvoi, Fichier, ResultatEnvoi
from imuse_desk.models import Message
from imuse_desk.models.passerelle import Auteur, Base, Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage, horloge_systeme
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.suivi.depart import noter_depart

DELAIS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))  # then the message is a failure
BAIL = timedelta(minutes=10)  # longer than any sending: until then no other desk takes the message
LONGUEUR_SUJET = 200
LONGUEUR_ERREUR = 300
A_TRAITER = ("a_imprimer", "echec")  # states that wait for somebody
_AGENT = "courrier"


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """A file to attach: kept in the store (``sha256``), or a paper made on leaving (``papier`` of ``objet_id``).

    ``empreinte`` names the paper among those of the same object: a letter always carries its own.
    """

    nom: str
    sha256: str = ""
    papier: str = ""
    objet_id: int = 0
    empreinte: str = ""


class Lot(TypedDict):
    """What an act on several messages did: the messages done, and why each of the others was left as it was."""

    faits: list[int]
    refus: list[str]


class Transport(Protocol):
    """What sends: ``infra.smtp.TransportSmtp``."""

    def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
        """Send one e-mail; never raises on a network fault."""


Papiers = Callable[[PieceJointe], bytes]  # makes a paper, or finds the one kept


@dataclass(frozen=True, slots=True)
class Bilan:
    """What one pass of the outbox did."""

    envoyes: int = 0
    remis: int = 0  # to try again later
    echoues: int = 0


@dataclass(frozen=True, slots=True)
class _Reclame:
    ident: int
    tentatives: int
    courriel: Courriel


def deposer_message(
    unite: Unite,
    *,
    site_id: int,
    foyer_id: int | None,
    genre: str,
    destinataire: str,
    sujet: str,
    corps: str,
    pieces: Sequence[PieceJointe] = (),
    eleve_id: int | None = None,
    lot: uuid.UUID | None = None,
) -> int:
    """Put a message in the outbox, inside the caller's transaction; gives its id. ``lot``: those of one act share it.

    Without SMTP settings or without a usable address its state is ``a_imprimer``: the paper is to be handed over.
    """
    part = est_adresse(destinataire) and smtp_en_vigueur(unite.session) is not None
    message = Message(
        site_id=site_id,
        foyer_id=foyer_id,
        eleve_id=eleve_id,
        lot=lot,
        genre=genre,
        destinataire=nettoyer(destinataire)[:254],
        sujet=" ".join(nettoyer(sujet).split())[:LONGUEUR_SUJET],
        corps=nettoyer_bloc(corps),
        pieces_jointes=[asdict(piece) for piece in pieces],
        etat="a_envoyer" if part else "a_imprimer",
        prochain_essai_a=unite.maintenant if part else None,
        cree_a=unite.maintenant,
        cree_par=unite.auteur.agent,
    )
    unite.session.add(message)
    unite.session.flush()
    _toucher(unite, message.id, foyer_id)
    return message.id


def envoyer_en_attente(
    base: Base,
    depot: Rangement,
    transport: Transport,
    poste: str,
    horloge: Callable[[], datetime] = horloge_systeme,
    *,
    papiers: Papiers | None = None,
    maximum: int = 50,
) -> Bilan:
    """Send the messages that are due, one at a time; run by a thread of its own.

    ``papiers(piece)`` gives the papers named by the messages. Raises what the base raises (BaseInjoignable…).
    """
    comptes = {EtatEnvoi.ACCEPTE: 0, EtatEnvoi.TEMPORAIRE: 0, EtatEnvoi.DEFINITIF: 0}
    auteur = Auteur(_AGENT, poste)
    for _ in range(maximum):
        reclame = _reclamer(base, auteur, depot, horloge, papiers)
        if reclame is None:
            break
        if isinstance(reclame, ResultatEnvoi):
            comptes[reclame.etat] += 1
            continue
        resultat = transport.envoyer(reclame.courriel)
        comptes[_noter(base, auteur, reclame.ident, reclame.tentatives, resultat, horloge)] += 1
    return Bilan(comptes[EtatEnvoi.ACCEPTE], comptes[EtatEnvoi.TEMPORAIRE], comptes[EtatEnvoi.DEFINITIF])


@cas_d_usage(Permission.ENVOYER_COURRIER)
def relancer_message(ctx: Contexte, message_id: int, operation_id: uuid.UUID | None = None) -> Fait[None]:
    """Try a message that has not left again from the start.

    Raises RegleMetier(message_deja_parti | courriel_non_regle | courriel_manquant | autre_site), Introuvable.
    """
    return ctx.ecrire("relancer_message", lambda unite: _relancer(ctx, unite, message_id), operation_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def relancer_messages(ctx: Contexte, message_ids: Sequence[int], operation_id: uuid.UUID | None = None) -> Fait[Lot]:
    """Try several messages again at once (see ``relancer_message``)."""
    return ctx.ecrire("relancer_messages", lambda unite: _chacun(ctx, unite, message_ids, _relancer), operation_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def marquer_imprime(ctx: Contexte, message_id: int, operation_id: uuid.UUID | None = None) -> Fait[None]:
    """Say that a message which cannot leave was printed, by this person, now.

    Raises RegleMetier(message_pas_a_imprimer | autre_site), Introuvable.
    """
    return ctx.ecrire("marquer_imprime", lambda unite: _imprimer(ctx, unite, message_id), operation_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def marquer_imprimes(ctx: Contexte, message_ids: Sequence[int], operation_id: uuid.UUID | None = None) -> Fait[Lot]:
    """Say that several messages were printed (see ``marquer_imprime``)."""
    return ctx.ecrire("marquer_imprimes", lambda unite: _chacun(ctx, unite, message_ids, _imprimer), operation_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def annuler_imprimes(ctx: Contexte, message_ids: Sequence[int], operation_id: uuid.UUID | None = None) -> Fait[Lot]:
    """Take ``marquer_imprimes`` back; refusals: message_pas_imprime, autre_site, introuvable."""
    return ctx.ecrire("annuler_imprimes", lambda unite: _chacun(ctx, unite, message_ids, _annuler), operation_id)


def retirer_messages(unite: Unite, messages: Sequence[Message]) -> None:
    """Take messages of which nothing has left out of the outbox. Raises RegleMetier(courriers_partis)."""
    if any(m.etat not in {"a_envoyer", "a_imprimer"} or m.tentatives for m in messages):
        raise RegleMetier("courriers_partis")
    for message in messages:
        _toucher(unite, message.id, message.foyer_id)
        unite.session.delete(message)


def _chacun(
    ctx: Contexte, unite: Unite, message_ids: Sequence[int], acte: Callable[[Contexte, Unite, int], None]
) -> Lot:
    """Do an act on each message in one transaction: an act refuses before it changes anything."""
    lot = Lot(faits=[], refus=[])
    for ident in message_ids:
        try:
            acte(ctx, unite, ident)
        except (RegleMetier, Introuvable, Refus) as erreur:
            lot["refus"].append(erreur.code)
        else:
            lot["faits"].append(ident)
    return lot


def _message(ctx: Contexte, unite: Unite, message_id: int) -> Message:
    message = unite.session.get(Message, message_id, with_for_update=True)
    if message is None:
        raise Introuvable("message", message_id)
    ctx.exiger_sur(message.site_id, Permission.ENVOYER_COURRIER)
    return message


def _relancer(ctx: Contexte, unite: Unite, message_id: int) -> None:
    message = _message(ctx, unite, message_id)
    if message.etat == "envoye":
        raise RegleMetier("message_deja_parti")
    if smtp_en_vigueur(unite.session) is None:
        raise RegleMetier("courriel_non_regle")
    if not est_adresse(message.destinataire):
        raise RegleMetier("courriel_manquant")
    message.etat, message.tentatives = "a_envoyer", 0
    message.prochain_essai_a, message.derniere_erreur = unite.maintenant, ""
    _toucher(unite, message.id, message.foyer_id)


def _imprimer(ctx: Contexte, unite: Unite, message_id: int) -> None:
    message = _message(ctx, unite, message_id)
    if message.etat not in A_TRAITER:
        raise RegleMetier("message_pas_a_imprimer")
    message.etat, message.imprime_a, message.imprime_par = "imprime", unite.maintenant, unite.auteur.agent
    noter_depart(unite.session, message_id, unite.maintenant)
    _toucher(unite, message.id, message.foyer_id)


def _annuler(ctx: Contexte, unite: Unite, message_id: int) -> None:
    message = _message(ctx, unite, message_id)
    if message.etat != "imprime":
        raise RegleMetier("message_pas_imprime")
    message.etat = "echec" if message.derniere_erreur else "a_imprimer"
    message.imprime_a, message.imprime_par = None, ""
    noter_depart(unite.session, message_id, None)
    _toucher(unite, message.id, message.foyer_id)


def est_adresse(texte: str) -> bool:
    """Tell whether an e-mail can be sent to this text."""
    try:
        return bool(lire_courriel(texte)[0])
    except Invalide:
        return False


def _toucher(unite: Unite, message_id: int, foyer_id: int | None) -> None:
    unite.touche("message", message_id)
    if foyer_id is not None:
        unite.touche("foyer", foyer_id)


def _reclamer(
    base: Base, auteur: Auteur, depot: Rangement, horloge: Callable[[], datetime], papiers: Papiers | None
) -> "_Reclame | ResultatEnvoi | None":
    """Take the oldest message that is due, so that nobody else does; None when there is none left.

    A message whose papers cannot be found is noted at once: then the answer is what was noted.
    """
    with base.lire() as session:
        du = session.execute(
            select(Message.id)
            .where(Message.etat == "a_envoyer", Message.prochain_essai_a <= horloge())
            .order_by(Message.prochain_essai_a, Message.id)
            .limit(1)
        ).scalar_one_or_none()
    if du is None:
        return None
    pris = base.ecrire(auteur, "reclamer_message", _prendre, maintenant=horloge).resultat
    if pris is None:
        return None
    ident, numero = pris
    with base.lire() as session:
        message = session.get_one(Message, ident)
    try:
        fichiers = tuple(
            Fichier(piece.nom, contenu_de(piece, depot, papiers)) for piece in pieces_de(message.pieces_jointes)
        )
    except ErreurMetier as erreur:
        resultat = ResultatEnvoi(EtatEnvoi.TEMPORAIRE, "piece_jointe_absente", erreur.code)
        etat = _noter(base, auteur, ident, numero, resultat, horloge)
        return ResultatEnvoi(etat)
    courriel = Courriel(message.destinataire, message.sujet, message.corps, str(message.ref), message.cree_a, fichiers)
    return _Reclame(ident, numero, courriel)


def _prendre(unite: Unite) -> list[int] | None:
    """Claim one due message: the UPDATE is conditional, so a second desk gets another one or nothing."""
    candidats = unite.session.execute(
        select(Message.id)
        .where(Message.etat == "a_envoyer", Message.prochain_essai_a <= unite.maintenant)
        .order_by(Message.prochain_essai_a, Message.id)
        .limit(20)
    ).scalars()
    for ident in candidats.all():
        numero = unite.session.execute(
            update(Message)
            .where(Message.id == ident, Message.etat == "a_envoyer", Message.prochain_essai_a <= unite.maintenant)
            .values(tentatives=Message.tentatives + 1, prochain_essai_a=unite.maintenant + BAIL)
            .returning(Message.tentatives)
        ).scalar_one_or_none()
        if numero is not None:
            return [ident, numero]
    return None


def pieces_de(jointes: Sequence[dict[str, Any]]) -> tuple[PieceJointe, ...]:
    """The files of a message, as they were written with it."""
    return tuple(PieceJointe(**jointe) for jointe in jointes)


def contenu_de(piece: PieceJointe, depot: Rangement, papiers: Papiers | None) -> bytes:
    """The bytes of a file of a message. Raises Introuvable, and what making a paper raises."""
    if piece.sha256:
        with depot.ouvrir(piece.sha256) as flux:
            return flux.read()
    if papiers is None:
        raise Introuvable("papier", piece.papier)
    return papiers(piece)


def _noter(
    base: Base,
    auteur: Auteur,
    ident: int,
    tentatives: int,
    resultat: ResultatEnvoi,
    horloge: Callable[[], datetime],
) -> EtatEnvoi:
    """Write the answer back, unless the message was taken again since; gives what became of it."""
    etat = resultat.etat
    if etat is EtatEnvoi.TEMPORAIRE and tentatives > len(DELAIS):
        etat = EtatEnvoi.DEFINITIF

    def ecrire(unite: Unite) -> None:
        valeurs: dict[str, Any] = {"derniere_erreur": f"{resultat.code} {resultat.detail}".strip()[:LONGUEUR_ERREUR]}
        if etat is EtatEnvoi.ACCEPTE:
            valeurs |= {"etat": "envoye", "envoye_a": unite.maintenant, "prochain_essai_a": None}
        elif etat is EtatEnvoi.DEFINITIF:
            valeurs |= {"etat": "echec", "prochain_essai_a": None}
        else:
            valeurs |= {"prochain_essai_a": unite.maintenant + DELAIS[tentatives - 1]}
        foyer = unite.session.execute(
            update(Message)
            .where(Message.id == ident, Message.etat == "a_envoyer", Message.tentatives == tentatives)
            .values(**valeurs)
            .returning(Message.foyer_id)
        ).first()
        if foyer is not None:
            _toucher(unite, ident, foyer.foyer_id)
            if etat is EtatEnvoi.ACCEPTE:
                noter_depart(unite.session, ident, unite.maintenant)

    base.ecrire(auteur, "noter_envoi", ecrire, maintenant=horloge)
    return etat
