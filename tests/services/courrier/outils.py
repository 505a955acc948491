"""Messages dropped in the outbox, read again and sent."""

import uuid

from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import Courriel, EtatEnvoi, ResultatEnvoi
from imuse_desk.models import Foyer
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import Bilan, PieceJointe, Transport, deposer_message, envoyer_en_attente
from imuse_desk.services.lectures.courrier import LigneMessage, messages_du_foyer
from imuse_desk.services.reglages_courriel import transport_en_vigueur


def creer_foyer(unite: Unite, site_id: int) -> int:
    foyer = Foyer(numero=uuid.uuid4().hex[:5], libelle="Valmont", cle="valmont", site_id=site_id)
    unite.session.add(foyer)
    unite.session.flush()
    return foyer.id


def deposer(ctx: Contexte, destinataire: str = "lina.valmont@example.org", *pieces: PieceJointe) -> int:
    """One message on a new family; gives the family."""

    def ecrire(unite: Unite) -> int:
        foyer_id = creer_foyer(unite, ctx.site_id)
        deposer_message(
            unite,
            site_id=ctx.site_id,
            foyer_id=foyer_id,
            genre="accuse",
            destinataire=destinataire,
            sujet="Accusé de réception",
            corps="Bonjour,\nVotre dossier est arrivé.",
            pieces=pieces,
        )
        return foyer_id

    return ctx.ecrire("valider", ecrire).resultat


def ligne_du_foyer(ctx: Contexte, foyer_id: int) -> LigneMessage:
    (ligne,) = messages_du_foyer(ctx, foyer_id)
    return ligne


def envoyer(ctx: Contexte, transport: Transport | None = None) -> Bilan:
    envoi = transport or transport_en_vigueur(ctx.base, Coffre())
    assert envoi is not None
    return envoyer_en_attente(ctx.base, ctx.depot, envoi, "poste-1", ctx.horloge)


class Repond:
    """A transport that answers what it is told and counts."""

    def __init__(self, etat: EtatEnvoi, code: str = "x") -> None:
        self.resultat = ResultatEnvoi(etat, code, "mots du serveur")
        self.envoyes: list[Courriel] = []

    def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
        self.envoyes.append(courriel)
        return self.resultat
