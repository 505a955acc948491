"""Reminders of a campaign: one message a household, by e-mail where one can leave, else by letter.

``preparer_relance`` says who would be written to; ``envoyer_relance`` writes to those who still have to be.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import OUVERTS
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Dossier, DossierEleve, Foyer
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import est_adresse
from imuse_desk.services.envoi_selection import Avancer, Deposes, deposer_textes, fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, Modele, TexteModele
from imuse_desk.services.lectures.listes_typees import PEU
from imuse_desk.services.lectures.suivi_campagne import GENRE_RELANCE, campagne_suivie, doit_des_pieces
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.reinscription.manquantes import pieces_manquantes

LOT = 500
"""Households read at once."""


class MotifRelance(StrEnum):
    """Why families are written to; the value is the code of the templates that say it."""

    SANS_REPONSE = "rappel_sans_reponse"
    PIECES = "rappel_pieces"


@dataclass(frozen=True, slots=True)
class ARelancer:
    """A household to write to about some pupils; without ``courriel`` it gets a letter, to an address or none."""

    foyer_id: int
    eleve_ids: tuple[int, ...]
    famille: str
    courriel: str
    a_une_adresse: bool

    @property
    def destinataire(self) -> Destinataire:
        """To whom, as texts are merged."""
        return Destinataire(self.foyer_id, self.eleve_ids)


@dataclass(frozen=True, slots=True)
class PlanRelance:
    """Who would be written to, by name, and how many of the pupils asked for are no matter of this reminder.

    Without mail settings (``courriel_regle``) everybody gets a letter. ``annee_id`` is the year that texts speak of.
    """

    motif: MotifRelance
    foyers: tuple[ARelancer, ...]
    ecartes: int
    courriel_regle: bool
    annee_id: int

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
    """What was counted and looked at: the pupils, and the texts of both kinds as they were shown."""

    motif: MotifRelance
    eleve_ids: tuple[int, ...]
    courriel: Modele
    lettre: Modele
    operation_id: uuid.UUID


@cas_d_usage(Permission.CONSULTER)
def preparer_relance(ctx: Contexte, motif: MotifRelance, eleve_ids: Sequence[int]) -> PlanRelance:
    """Who among these pupils' households would be written to: each once, whatever the number of its pupils."""
    with ctx.lire() as session:
        campagne_id, annee_id = campagne_suivie(session, ctx.site_id)
        par_foyer = _concernes(session, campagne_id, motif, eleve_ids)
        if motif is MotifRelance.PIECES:
            par_foyer = _qui_doivent(session, campagne_id, par_foyer, ctx.aujourdhui())
        part = smtp_en_vigueur(session) is not None
    qui = [Destinataire(foyer_id, tuple(eleves)) for foyer_id, eleves in par_foyer.items()]
    foyers = tuple(
        ARelancer(
            t.foyer_id, t.destinataire.eleve_ids, t.famille,
            next((c for c in t.courriels if est_adresse(c)), "") if part else "", t.adresse.est_complete,
        )
        for t in fusionner_par_morceaux(ctx.sur(annee_id=annee_id), TexteModele("", ""), qui)
    )  # fmt: skip
    return PlanRelance(motif, foyers, len(set(eleve_ids)) - sum(len(f.eleve_ids) for f in foyers), part, annee_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def envoyer_relance(ctx: Contexte, commande: EnvoyerRelance, avancer: Avancer | None = None) -> Fait[Deposes]:
    """Write to the households that still have to be reminded; whoever answered meanwhile is left alone.

    E-mails go to the outbox, letters wait to be printed (``imprimer_messages``). Raises
    RegleMetier(sans_destinataire), Invalide (a field that is not known).
    """
    plan = preparer_relance(ctx, commande.motif, commande.eleve_ids)
    source = ctx.sur(annee_id=plan.annee_id)
    par_courriel = fusionner_par_morceaux(source, commande.courriel, [f.destinataire for f in plan.courriels])
    textes = [*par_courriel, *fusionner_par_morceaux(source, commande.lettre, [f.destinataire for f in plan.lettres])]
    adresses = {f.foyer_id: f.courriel for f in plan.foyers}

    envois = [(texte, adresses[texte.foyer_id]) for texte in textes]

    def ecrire(unite: Unite) -> Deposes:
        if not envois:
            raise RegleMetier("sans_destinataire")
        return deposer_textes(unite, ctx.site_id, envois, genre=GENRE_RELANCE, avancer=avancer)

    return ctx.ecrire("envoyer_relance", ecrire, commande.operation_id)


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


def _qui_doivent(
    session: Session, campagne_id: int, par_foyer: dict[int, list[int]], aujourdhui: date
) -> dict[int, list[int]]:
    """Those that a list of pieces can be written for."""
    doivent: set[int] = set()
    foyers = list(par_foyer)
    for debut in range(0, len(foyers), LOT):
        lot = foyers[debut : debut + LOT]
        doivent |= pieces_manquantes(session, campagne_id, lot, aujourdhui).keys()
    return {foyer_id: eleves for foyer_id, eleves in par_foyer.items() if foyer_id in doivent}
