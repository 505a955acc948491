"""The messages of a site by state, and a family's letters: what was sent, what waits, what was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from imuse_desk.domain.roles import Permission
from imuse_desk.models import Foyer, Message, PapierConserve
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import est_adresse
from imuse_desk.services.lectures.listes_dossiers import ListeIds

QUAND = "quand"
_TRIS: dict[str, InstrumentedAttribute[Any]] = {
    QUAND: Message.cree_a,
    "famille": Foyer.cle,
    "sujet": Message.sujet,
    "destinataire": Message.destinataire,
    "etat": Message.etat,
}


@dataclass(frozen=True, slots=True)
class LigneMessage:
    """A message: ``erreur`` is the code of the last fault, or of what keeps it from leaving; ``detail`` the server's
    words.
    """

    id: int
    foyer_id: int | None
    famille: str
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
    imprime_a: datetime | None
    imprime_par: str


@dataclass(frozen=True, slots=True)
class LignePapier:
    """A paper kept byte for byte; ``octets`` is its size."""

    id: int
    genre: str
    nom: str
    octets: int
    est_duplicata: bool
    a: datetime
    par: str


@dataclass(frozen=True, slots=True)
class HistoriqueCourriers:
    """A family's messages and papers kept, each newest first."""

    messages: tuple[LigneMessage, ...]
    papiers: tuple[LignePapier, ...]


@dataclass(frozen=True, slots=True)
class EtatBoiteEnvoi:
    """How many messages of the site wait, failed, or are to be printed."""

    a_envoyer: int
    echec: int
    a_imprimer: int


@cas_d_usage(Permission.CONSULTER)
def lister_messages(
    ctx: Contexte, etats: Sequence[str] = (), tri: str = QUAND, *, est_croissant: bool = False
) -> ListeIds:
    """Ids of the site's messages in these states (none given: all), in the order shown, and how many there are."""
    du_site = Message.site_id == ctx.site_id
    colonne = _TRIS.get(tri, Message.cree_a)
    ordre = (colonne.asc(), Message.id.asc()) if est_croissant else (colonne.desc(), Message.id.desc())
    requete = select(Message.id).where(du_site).order_by(*ordre)
    if colonne is Foyer.cle:
        requete = requete.outerjoin(Foyer, Foyer.id == Message.foyer_id)
    if etats:
        requete = requete.where(Message.etat.in_(etats))
    with ctx.lire() as session:
        ids = list(session.execute(requete).scalars())
        if not etats:
            return ListeIds(ids, len(ids))
        return ListeIds(ids, session.execute(select(func.count(Message.id)).where(du_site)).scalar_one())


@cas_d_usage(Permission.CONSULTER)
def lire_lignes_messages(ctx: Contexte, ids: Sequence[int]) -> tuple[LigneMessage, ...]:
    """Rows of a page of the list, in any order."""
    with ctx.lire() as session:
        lignes = session.execute(_messages().where(Message.id.in_(ids))).all()
    return tuple(_ligne(ligne) for ligne in lignes)


@cas_d_usage(Permission.CONSULTER)
def messages_du_foyer(ctx: Contexte, foyer_id: int) -> tuple[LigneMessage, ...]:
    """Messages of a family, newest first."""
    return historique_courriers(ctx, foyer_id).messages


@cas_d_usage(Permission.CONSULTER)
def historique_courriers(ctx: Contexte, foyer_id: int) -> HistoriqueCourriers:
    """Messages and papers kept of a family, whatever the site."""
    with ctx.lire() as session:
        messages = session.execute(
            _messages().where(Message.foyer_id == foyer_id).order_by(Message.cree_a.desc(), Message.id.desc())
        ).all()
        papiers = session.execute(
            select(
                PapierConserve.id,
                PapierConserve.genre,
                PapierConserve.nom,
                PapierConserve.octets,
                PapierConserve.est_duplicata,
                PapierConserve.a,
                PapierConserve.par,
            )
            .where(PapierConserve.foyer_id == foyer_id)
            .order_by(PapierConserve.a.desc(), PapierConserve.id.desc())
        ).all()
    return HistoriqueCourriers(
        tuple(_ligne(message) for message in messages), tuple(LignePapier(*papier) for papier in papiers)
    )


def _messages() -> Select[Any]:
    return select(
        Message.id,
        Message.foyer_id,
        func.coalesce(Foyer.libelle, "").label("famille"),
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
        Message.imprime_a,
        Message.imprime_par,
    ).outerjoin(Foyer, Foyer.id == Message.foyer_id)


def _ligne(ligne: Row[Any]) -> LigneMessage:
    erreur, _, detail = ligne.derniere_erreur.partition(" ")
    if ligne.etat == "a_imprimer" and not erreur:
        erreur = "courriel_non_regle" if est_adresse(ligne.destinataire) else "courriel_manquant"
    return LigneMessage(
        id=ligne.id,
        foyer_id=ligne.foyer_id,
        famille=ligne.famille,
        genre=ligne.genre,
        destinataire=ligne.destinataire,
        sujet=ligne.sujet,
        etat=ligne.etat,
        tentatives=ligne.tentatives,
        erreur=erreur,
        detail=detail,
        pieces=tuple(p["nom"] for p in ligne.pieces_jointes),
        cree_a=ligne.cree_a,
        cree_par=ligne.cree_par,
        envoye_a=ligne.envoye_a,
        prochain_essai_a=ligne.prochain_essai_a,
        imprime_a=ligne.imprime_a,
        imprime_par=ligne.imprime_par,
    )


@cas_d_usage(Permission.CONSULTER)
def etat_boite_envoi(ctx: Contexte) -> EtatBoiteEnvoi:
    """What waits on the site consulted."""
    with ctx.lire() as session:
        lignes = session.execute(
            select(Message.etat, func.count())
            .where(Message.site_id == ctx.site_id, Message.etat.in_(["a_envoyer", "echec", "a_imprimer"]))
            .group_by(Message.etat)
        ).all()
    comptes = dict(lignes)
    return EtatBoiteEnvoi(comptes.get("a_envoyer", 0), comptes.get("echec", 0), comptes.get("a_imprimer", 0))
