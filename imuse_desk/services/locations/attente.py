"""The waiting list: who asks for which instrument, in the order of the house, and what is free for them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.locations import EN_ATTENTE, EtatAttente, Situation, convient
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import AttenteLocation, Instrument
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.locations.contrats import foyer_de_location
from imuse_desk.services.locations.demandeurs import Demandeur, demandeurs, sert_les_premieres_annees
from imuse_desk.services.locations.parc import demandes_de, lister_parc
from imuse_desk.services.saisie import Lecteur

LOUABLES = (Situation.LIBRE, Situation.A_REVISER)


@dataclass(frozen=True, slots=True)
class Libre:
    """An instrument that may be hired today."""

    instrument_id: int
    nom: str


@dataclass(frozen=True, slots=True)
class DemandeVue:
    """A request of the list: who asks, his rank among those for the same type, and the instruments free for it."""

    de: Demandeur
    rang: int
    libres: tuple[Libre, ...]


@dataclass(frozen=True, slots=True)
class FileAttente:
    """The waiting list in its order, and whether first-year pupils go before the others."""

    demandes: tuple[DemandeVue, ...]
    premieres_annees_d_abord: bool


@cas_d_usage(Permission.CONSULTER)
def lister_attente(ctx: Contexte) -> FileAttente:
    """Who waits at the site consulted, who is served first in front."""
    libres = [vu for vu in lister_parc(ctx) if vu.situation in LOUABLES]
    with ctx.lire() as session:
        attendent = demandeurs(session, ctx)
        trie = sert_les_premieres_annees(session, ctx)
    rangs: dict[str, int] = {}
    vues = []
    for de in attendent:
        rang = rangs[plier(de.type)] = rangs.get(plier(de.type), 0) + 1
        siens = (v for v in libres if convient((de.type, de.taille), (v.type, v.taille)))
        vues.append(DemandeVue(de, rang, tuple(Libre(v.instrument_id, v.nom) for v in siens)))
    return FileAttente(tuple(vues), trie)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def demander_instrument(
    ctx: Contexte, eleve_id: int, type_: str, taille: str = "", operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Put a pupil on the list, after the earlier requests; no size: any.

    Raises FormulaireInvalide, RegleMetier(deja_en_attente: type | eleve_sans_foyer).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    voulu, sa_taille = lecteur.texte("type", type_, 40, obligatoire=True), lecteur.texte("taille", taille, 20)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        session = unite.session
        if any(convient((x.type, x.taille), (voulu, sa_taille)) for x in demandes_de(session, eleve_id)):
            raise RegleMetier("deja_en_attente", type=voulu)
        demande = AttenteLocation(
            site_id=ctx.site_id, eleve_id=eleve_id, foyer_id=foyer_de_location(session, eleve_id, ctx.site_id),
            type=_comme_au_parc(session, ctx.site_id, voulu), taille=sa_taille, demandee_a=unite.maintenant,
        )  # fmt: skip
        session.add(demande)
        session.flush()
        unite.touche("attente_location", demande.id)
        return demande.id

    return ctx.ecrire("demander_instrument", ecrire, operation_id)


def _comme_au_parc(session: Session, site_id: int, voulu: str) -> str:
    """The type as the park writes it."""
    types = session.scalars(select(Instrument.type).where(Instrument.site_id == site_id).distinct())
    return next((t for t in types if plier(t) == plier(voulu)), voulu)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def retirer_demande(ctx: Contexte, attente_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Take a request off the list: the family gave it up. Raises Introuvable, RegleMetier(demande_close)."""

    def ecrire(unite: Unite) -> int:
        demande = unite.session.get(AttenteLocation, attente_id)
        if demande is None or demande.site_id != ctx.site_id:
            raise Introuvable("attente_location", attente_id)
        if demande.etat not in EN_ATTENTE:
            raise RegleMetier("demande_close")
        demande.etat = EtatAttente.RETIREE
        unite.touche("attente_location", attente_id)
        return attente_id

    return ctx.ecrire("retirer_demande", ecrire, operation_id)
