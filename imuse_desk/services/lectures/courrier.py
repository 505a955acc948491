"""History of the messages of a family, and what waits in the outbox."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from imuse_desk.domain.roles import Permission
from imuse_desk.models import Message
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class LigneMessage:
    """A message: ``erreur`` is the code of the last fault, ``detail`` the server's words."""

    id: int
    genre: str
    destinataire: str
    sujet: str
    etat: str
    tentatives: int
    erreur: str
    detail: str
    pieces: tuple[str, ...]
    cree_a: datetime
    cree_par: str
    envoye_a: datetime | None
    prochain_essai_a: datetime | None


@dataclass(frozen=True, slots=True)
class EtatBoiteEnvoi:
    """How many messages of the site wait, failed, or are to be printed."""

    a_envoyer: int
    echec: int
    a_imprimer: int


@cas_d_usage(Permission.CONSULTER)
def messages_du_foyer(ctx: Contexte, foyer_id: int) -> tuple[LigneMessage, ...]:
    """Messages of a family, newest first."""
    with ctx.lire() as session:
        lignes = session.execute(
            select(
                Message.id,
                Message.genre,
                Message.destinataire,
                Message.sujet,
                Message.etat,
                Message.tentatives,
                Message.derniere_erreur,
                Message.pieces_jointes,
                Message.cree_a,
                Message.cree_par,
                Message.envoye_a,
                Message.prochain_essai_a,
            )
            .where(Message.foyer_id == foyer_id)
            .order_by(Message.cree_a.desc(), Message.id.desc())
        ).all()
    return tuple(
        LigneMessage(
            ligne.id,
            ligne.genre,
            ligne.destinataire,
            ligne.sujet,
            ligne.etat,
            ligne.tentatives,
            ligne.derniere_erreur.partition(" ")[0],
            ligne.derniere_erreur.partition(" ")[2],
            tuple(p["nom"] for p in ligne.pieces_jointes),
            ligne.cree_a,
            ligne.cree_par,
            ligne.envoye_a,
            ligne.prochain_essai_a,
        )
        for ligne in lignes
    )


@cas_d_usage(Permission.CONSULTER)
def etat_boite_envoi(ctx: Contexte) -> EtatBoiteEnvoi:
    """What waits on the site consulted."""
    with ctx.lire() as session:
        lignes = session.execute(
            select(Message.etat, func.count())
            .where(Message.site_id == ctx.site_id, Message.etat != "envoye")
            .group_by(Message.etat)
        ).all()
    comptes = dict(lignes)
    return EtatBoiteEnvoi(comptes.get("a_envoyer", 0), comptes.get("echec", 0), comptes.get("a_imprimer", 0))
