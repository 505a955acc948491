"""The waiting list: who asks for which instrument, in the order of the requests, and what is free for them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.locations import EN_ATTENTE, EtatAttente, Situation, convient
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import AttenteLocation, Eleve, Instrument, Personne
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.locations.contrats import foyer_de_location
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
    """A request of the list: its rank among those for the same type, and the instruments free for it."""

    attente_id: int
    rang: int
    eleve_id: int
    foyer_id: int
    eleve: str
    type: str
    taille: str
    demandee_a: datetime
    libres: tuple[Libre, ...]


@cas_d_usage(Permission.CONSULTER)
def lister_attente(ctx: Contexte) -> tuple[DemandeVue, ...]:
    """Who waits at the site consulted, the oldest request first."""
    libres = [vu for vu in lister_parc(ctx) if vu.situation in LOUABLES]
    a = AttenteLocation
    requete = (
        select(a.id, a.eleve_id, a.foyer_id, Personne.prenom, Personne.nom, a.type, a.taille, a.demandee_a)
        .join(Eleve, Eleve.id == a.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(a.site_id == ctx.site_id, a.etat.in_(EN_ATTENTE))
        .order_by(a.demandee_a, a.id)
    )
    rangs: dict[str, int] = {}
    vues = []
    with ctx.lire() as session:
        for x in session.execute(requete):
            rang = rangs[plier(x.type)] = rangs.get(plier(x.type), 0) + 1
            siens = (v for v in libres if convient((x.type, x.taille), (v.type, v.taille)))
            vues.append(
                DemandeVue(
                    x.id, rang, x.eleve_id, x.foyer_id, f"{x.prenom} {x.nom}".strip(), x.type, x.taille, x.demandee_a,
                    tuple(Libre(v.instrument_id, v.nom) for v in siens),
                )
            )  # fmt: skip
    return tuple(vues)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def demander_instrument(
    ctx: Contexte, eleve_id: int, type_: str, taille: str = "", operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Put a pupil on the list, at its end; no size: any.

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
