"""A round of reminders: seen family by family, then written at once; the letters are made of what was written.

A family whose debt or level is no longer what was seen is left aside: the next round takes it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.relances import Canal, Decision, Ecart
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer, nettoyer_bloc
from imuse_desk.models import Relance
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import LONGUEUR_SUJET, est_adresse
from imuse_desk.services.envoi_selection import deposer_textes, fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.relances.lettres import SANS_TEXTE, fusionner_relances
from imuse_desk.services.relances.lignes import LigneTournee, Retenue, lire_lignes

GENRE = "relance"
"""The kind of the e-mails of reminders."""
PASSEES = 12
"""Rounds that can be printed again from the list."""


@dataclass(frozen=True, slots=True)
class TourneePassee:
    """A round that was written: its day, how many families, how many by letter, and its sum in cents."""

    operation_id: uuid.UUID
    le: date
    nombre: int
    lettres: int
    total_centimes: int


@dataclass(frozen=True, slots=True)
class Tournee:
    """The preview of a round, by name, with the rounds before it; ``est_regle``: e-mail is set up."""

    jour: date
    canal: Canal
    est_regle: bool
    lignes: tuple[LigneTournee, ...]
    passees: tuple[TourneePassee, ...]

    @property
    def a_relancer(self) -> tuple[LigneTournee, ...]:
        """Those that are written to today."""
        return tuple(x for x in self.lignes if x.decision.ecart is None)

    @property
    def a_transmettre(self) -> tuple[LigneTournee, ...]:
        """Those whose debt the comptable is to collect."""
        return tuple(x for x in self.lignes if x.decision.ecart is Ecart.TITRE)


class Relancees(TypedDict):
    """What a round wrote; ``ecartees`` changed since the preview."""

    courriels: int
    lettres: int
    ecartees: int


@cas_d_usage(Permission.EMETTRE)
def apercu_relances(ctx: Contexte, canal: Canal = Canal.LETTRE) -> Tournee:
    """Every family of the site consulted that owes something past due, and what a round would do for it.

    ``canal`` COURRIEL writes by e-mail to whoever has an address, by letter to the others.
    """
    with ctx.lire() as session:
        lignes = lire_lignes(session, ctx.site_id, ctx.aujourdhui())
        passees = _passees(session, ctx.site_id)
        est_regle = smtp_en_vigueur(session) is not None
    partent = [Destinataire(x.foyer_id) for x in lignes if x.decision.ecart is None]
    textes = {t.foyer_id: t for t in fusionner_par_morceaux(ctx, SANS_TEXTE, partent)}
    vues = (x if x.decision.ecart else _joindre(x, textes.get(x.foyer_id), canal) for x in lignes)
    return Tournee(ctx.aujourdhui(), canal, est_regle, tuple(vues), passees)


def _joindre(ligne: LigneTournee, texte: TexteFusionne | None, canal: Canal) -> LigneTournee:
    """How a family can be written to, if it can."""
    if texte and canal is Canal.COURRIEL and (courriel := next(filter(est_adresse, texte.courriels), "")):
        return replace(ligne, courriel=courriel)
    if texte and texte.adresse.est_complete:
        return ligne
    return replace(ligne, decision=Decision(ligne.decision.rang, Ecart.SANS_ADRESSE))


@cas_d_usage(Permission.EMETTRE)
def relancer(
    ctx: Contexte, canal: Canal, retenues: Sequence[Retenue], operation_id: uuid.UUID
) -> Fait[Relancees]:  # fmt: skip
    """Write the reminders of the families that were seen, all at once: e-mails go to the outbox, letters are printed.

    The same click writes once. Raises RegleMetier(rien_a_relancer | courriel_non_regle).
    """
    apercu = apercu_relances(ctx, canal)
    vues = {x.foyer_id: x for x in apercu.a_relancer}
    textes = fusionner_relances(ctx, [vues[x.foyer_id] for x in retenues if x.foyer_id in vues])

    def ecrire(unite: Unite) -> Relancees:
        foyers = [x.foyer_id for x in retenues]
        verrouiller(unite.session, foyers)
        tenues = {x.foyer_id: x for x in lire_lignes(unite.session, ctx.site_id, apercu.jour, foyers)}
        justes = [
            vue for x in retenues
            if x.foyer_id in textes and (vue := vues[x.foyer_id]).retenue == x and vue.tient(tenues.get(x.foyer_id))
        ]  # fmt: skip
        if not justes:
            raise RegleMetier("rien_a_relancer")
        par_courriel = [(textes[x.foyer_id], x.courriel) for x in justes if x.courriel]
        if par_courriel and not apercu.est_regle:
            raise RegleMetier("courriel_non_regle")
        deposer_textes(unite, ctx.site_id, par_courriel, genre=GENRE)
        unite.session.add_all(_relance(ctx, unite, x, textes[x.foyer_id]) for x in justes)
        for ligne in justes:
            unite.touche("foyer", ligne.foyer_id)
        lettres = len(justes) - len(par_courriel)
        return Relancees(courriels=len(par_courriel), lettres=lettres, ecartees=len(retenues) - len(justes))

    return ctx.ecrire("relancer_impayes", ecrire, operation_id)


def _passees(session: Session, site_id: int) -> tuple[TourneePassee, ...]:
    """The last rounds of a site, the newest first."""
    r, lettre = Relance, case((Relance.canal == Canal.LETTRE, 1), else_=0)
    requete = (
        select(r.operation_id, r.le, func.count(), func.sum(lettre), func.sum(r.montant_centimes))
        .where(r.site_id == site_id)
        .group_by(r.operation_id, r.le)
        .order_by(func.max(r.id).desc())
        .limit(PASSEES)
    )
    return tuple(TourneePassee(o, le, int(n), int(x), int(total)) for o, le, n, x, total in session.execute(requete))


def _relance(ctx: Contexte, unite: Unite, ligne: LigneTournee, texte: TexteFusionne) -> Relance:
    return Relance(
        site_id=ctx.site_id, foyer_id=ligne.foyer_id, niveau=ligne.decision.rang,
        montant_centimes=ligne.du.du_centimes,
        pieces=[[p.piece_id, p.affiche, p.du_centimes] for p in ligne.du.pieces],
        objet=nettoyer(texte.sujet)[:LONGUEUR_SUJET], corps=nettoyer_bloc(texte.corps),
        canal=Canal.COURRIEL if ligne.courriel else Canal.LETTRE, le=ctx.aujourdhui(), a=unite.maintenant,
        agent=ctx.agent, operation_id=unite.operation_id,
    )  # fmt: skip
