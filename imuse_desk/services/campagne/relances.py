"""Reminders of a campaign: one message a household, by e-mail where one can leave, else by letter.

``preparer_relance`` says who would be written to; ``envoyer_relance`` writes to those who still have to be.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import OUVERTS
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Dossier, DossierEleve, Foyer, Message
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.campagne.deja_ecrits import Dues, deja_ecrits, lire_dues
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import est_adresse, retirer_messages
from imuse_desk.services.envoi_selection import Avancer, Deposes, deposer_textes, fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, Modele, TexteModele
from imuse_desk.services.lectures.listes_typees import PEU
from imuse_desk.services.lectures.suivi_campagne import (
    GENRE_PIECES,
    GENRE_RELANCE,
    campagne_suivie,
    doit_des_pieces,
)
from imuse_desk.services.reglages_courriel import smtp_en_vigueur


class MotifRelance(StrEnum):
    """Why families are written to; the value is the code of the templates that say it."""

    SANS_REPONSE = "rappel_sans_reponse"
    PIECES = "rappel_pieces"


@dataclass(frozen=True, slots=True)
class ARelancer:
    """A household to write to about some pupils; without ``courriel`` it gets a letter, to an address or none.

    ``pieces``: how many it is asked for; ``deja_le``: the day it was lately written to for the same ones.
    """

    foyer_id: int
    eleve_ids: tuple[int, ...]
    famille: str
    courriel: str
    a_une_adresse: bool
    pieces: int = 0
    deja_le: date | None = None

    @property
    def destinataire(self) -> Destinataire:
        """To whom, as texts are merged."""
        return Destinataire(self.foyer_id, self.eleve_ids)


@dataclass(frozen=True, slots=True)
class PlanRelance:
    """Who would be written to, by name, and how many of the pupils asked for are no matter of this reminder.

    Without mail settings (``courriel_regle``) everybody gets a letter. ``annee_id`` is the year that texts speak of.
    ``pas_deposes``: the pupils left aside whose answer is not deposited yet; their pieces are asked for afterwards.
    """

    motif: MotifRelance
    foyers: tuple[ARelancer, ...]
    ecartes: int
    courriel_regle: bool
    annee_id: int
    pas_deposes: int = 0

    @property
    def courriels(self) -> tuple[ARelancer, ...]:
        """Households reached by e-mail."""
        return tuple(f for f in self.foyers if f.courriel)

    @property
    def lettres(self) -> tuple[ARelancer, ...]:
        """Households reached by letter."""
        return tuple(f for f in self.foyers if not f.courriel)


@dataclass(frozen=True, slots=True)
class EnvoyerRelance:
    """What was counted and looked at: the pupils, and the texts of both kinds as they were shown.

    ``malgre``: the households written to again although they lately were for the same pieces; the others are left.
    """

    motif: MotifRelance
    eleve_ids: tuple[int, ...]
    courriel: Modele
    lettre: Modele
    operation_id: uuid.UUID
    malgre: frozenset[int] = frozenset()


@cas_d_usage(Permission.CONSULTER)
def preparer_relance(ctx: Contexte, motif: MotifRelance, eleve_ids: Sequence[int]) -> PlanRelance:
    """Who among these pupils' households would be written to: each once, whatever the number of its pupils."""
    with ctx.lire() as session:
        campagne_id, annee_id = campagne_suivie(session, ctx.site_id)
        par_foyer = _concernes(session, campagne_id, motif, eleve_ids)
        dues: Dues = {}
        pas_deposes = 0
        if motif is MotifRelance.PIECES:
            ouverts = _concernes(session, campagne_id, MotifRelance.SANS_REPONSE, eleve_ids)
            pas_deposes = len({eleve_id for eleves in ouverts.values() for eleve_id in eleves})
            dues = lire_dues(session, campagne_id, list(par_foyer), ctx.aujourdhui())
            par_foyer = {foyer_id: eleves for foyer_id, eleves in par_foyer.items() if foyer_id in dues}
        deja = deja_ecrits(session, ctx, campagne_id, dues)
        part = smtp_en_vigueur(session) is not None
    qui = [Destinataire(foyer_id, tuple(eleves)) for foyer_id, eleves in par_foyer.items()]
    foyers = tuple(
        ARelancer(
            t.foyer_id, t.destinataire.eleve_ids, t.famille,
            next((c for c in t.courriels if est_adresse(c)), "") if part else "", t.adresse.est_complete,
            len(dues.get(t.foyer_id, ())), deja.get(t.foyer_id),
        )
        for t in fusionner_par_morceaux(ctx.sur(annee_id=annee_id), TexteModele("", ""), qui)
    )  # fmt: skip
    ecartes = len(set(eleve_ids)) - sum(len(f.eleve_ids) for f in foyers)
    return PlanRelance(motif, foyers, ecartes, part, annee_id, pas_deposes)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def envoyer_relance(ctx: Contexte, commande: EnvoyerRelance, avancer: Avancer | None = None) -> Fait[Deposes]:
    """Write to the households that still have to be reminded; whoever answered meanwhile is left alone.

    E-mails go to the outbox, letters wait to be printed (``imprimer_messages``). Raises
    RegleMetier(sans_destinataire), Invalide (a field that is not known).
    """
    plan = preparer_relance(ctx, commande.motif, commande.eleve_ids)
    choisis = [f for f in plan.foyers if f.deja_le is None or f.foyer_id in commande.malgre]
    source = ctx.sur(annee_id=plan.annee_id)
    textes = [
        *fusionner_par_morceaux(source, commande.courriel, [f.destinataire for f in choisis if f.courriel]),
        *fusionner_par_morceaux(source, commande.lettre, [f.destinataire for f in choisis if not f.courriel]),
    ]
    adresses = {f.foyer_id: f.courriel for f in choisis}
    genre = GENRE_PIECES if commande.motif is MotifRelance.PIECES else GENRE_RELANCE

    envois = [(texte, adresses[texte.foyer_id]) for texte in textes]

    def ecrire(unite: Unite) -> Deposes:
        if not envois:
            raise RegleMetier("sans_destinataire")
        rendre_annulable(ctx, unite, "Messages écrits", retirer_relance, lot=str(unite.operation_id))
        return deposer_textes(unite, ctx.site_id, envois, genre=genre, avancer=avancer)

    return ctx.ecrire("envoyer_relance", ecrire, commande.operation_id)


@inverse(Permission.ENVOYER_COURRIER)
def retirer_relance(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the messages are withdrawn, unless one of them has left.

    Raises RegleMetier(courriers_partis | autre_site), Refus.
    """
    requete = select(Message).where(Message.lot == uuid.UUID(arguments["lot"])).order_by(Message.id).with_for_update()
    messages = unite.session.scalars(requete).all()
    for site_id in {m.site_id for m in messages}:
        ctx.exiger_sur(site_id, Permission.ENVOYER_COURRIER)
    retirer_messages(unite, messages)


@cas_d_usage(Permission.CONSULTER)
def eleves_de_la_campagne(ctx: Contexte, foyer_ids: Sequence[int]) -> tuple[int, ...]:
    """The pupils whom these households answer for in the site's newest campaign."""
    with ctx.lire() as session:
        campagne_id, _ = campagne_suivie(session, ctx.site_id)
        requete = (
            select(DossierEleve.eleve_id, Dossier.foyer_id)
            .join(Dossier, Dossier.id == DossierEleve.dossier_id)
            .where(DossierEleve.campagne_id == campagne_id)
            .order_by(DossierEleve.id)
        )
        if len(foyer_ids) <= PEU:
            requete = requete.where(Dossier.foyer_id.in_(foyer_ids))
        voulus = set(foyer_ids)
        return tuple(eleve_id for eleve_id, foyer_id in session.execute(requete) if foyer_id in voulus)


def _concernes(
    session: Session, campagne_id: int, motif: MotifRelance, eleve_ids: Sequence[int]
) -> dict[int, list[int]]:
    """The pupils that the reminder is about, by household, in the order of the families' names."""
    attend: ColumnElement[bool] = (
        doit_des_pieces() if motif is MotifRelance.PIECES else DossierEleve.etat.in_(sorted(OUVERTS))
    )
    requete = (
        select(Dossier.foyer_id, DossierEleve.eleve_id)
        .join(Dossier, Dossier.id == DossierEleve.dossier_id)
        .join(Foyer, Foyer.id == Dossier.foyer_id)
        .where(DossierEleve.campagne_id == campagne_id, attend, Foyer.archive_a.is_(None))
        .order_by(Foyer.cle, Foyer.id, DossierEleve.eleve_id)
    )
    if len(eleve_ids) <= PEU:
        requete = requete.where(DossierEleve.eleve_id.in_(eleve_ids))
    voulus = set(eleve_ids)
    par_foyer: dict[int, list[int]] = {}
    for foyer_id, eleve_id in session.execute(requete):
        if eleve_id in voulus:
            par_foyer.setdefault(foyer_id, []).append(eleve_id)
    return par_foyer
