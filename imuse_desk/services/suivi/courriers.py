"""The letters of the ladder of absences: seen, written at once, printed for window envelopes or sent by e-mail.

One letter a pupil and household, whatever its number of courses. What is no longer what was seen is left aside: the
next batch takes it. Written again at once, nothing is due: a batch is not made twice.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer, nettoyer_bloc
from imuse_desk.models import CourrierAbsence, LigneCourrierAbsence
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import LONGUEUR_SUJET, deposer_message, est_adresse
from imuse_desk.services.envoi_selection import fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne, TexteModele
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.suivi.etapes import CourrierDu, NonPrevenu, lire_dus
from imuse_desk.services.suivi.lots import LotPasse, dater_lettres, du_lot, lots_passes, retirer_ecrits
from imuse_desk.services.suivi.textes_courrier import fusionner_dus

GENRE = "absence"
"""The kind of the e-mails about absences."""
SANS_TEXTE = TexteModele("", "")
ENVOYER = Permission.ENVOYER_COURRIER


@dataclass(frozen=True, slots=True)
class Retenu:
    """A letter that was seen, as it was: pupil, household, step, what it tells."""

    cle: tuple[int, int, int]
    presences: frozenset[int]


@dataclass(frozen=True, slots=True)
class LigneCourrier:
    """A letter that is due and how it would leave: ``courriel`` empty for paper; ``sans_adresse``: it cannot."""

    du: CourrierDu
    famille: str
    courriel: str = ""
    sans_adresse: bool = False

    @property
    def retenu(self) -> Retenu:
        """What is seen of it."""
        return Retenu(self.du.cle, self.du.presences)


@dataclass(frozen=True, slots=True)
class ApercuCourriers:
    """What the ladder asks for today, whom nobody can tell, the batches before; ``est_regle``: e-mail is set up."""

    jour: date
    canal: Canal
    est_regle: bool
    lignes: tuple[LigneCourrier, ...]
    perdus: tuple[NonPrevenu, ...]
    passes: tuple[LotPasse, ...]

    @property
    def a_ecrire(self) -> tuple[LigneCourrier, ...]:
        """Those that can leave."""
        return tuple(x for x in self.lignes if not x.sans_adresse)


class Ecrits(TypedDict):
    """What a batch wrote; ``ecartes`` changed since they were seen."""

    courriels: int
    lettres: int
    ecartes: int


@cas_d_usage(ENVOYER)
def apercu_courriers(ctx: Contexte, canal: Canal = Canal.LETTRE) -> ApercuCourriers:
    """The letters that are due at the site consulted, by pupil; ``canal`` COURRIEL writes by e-mail where it can."""
    with ctx.lire() as session:
        dus, perdus = lire_dus(session, ctx.site_id, ctx.annee_id, ctx.aujourdhui())
        passes = lots_passes(session, ctx, CourrierAbsence)
        est_regle = smtp_en_vigueur(session) is not None
    qui = [Destinataire(d.foyer_id, (d.eleve_id,)) for d in dus]
    textes = {t.destinataire: t for t in fusionner_par_morceaux(ctx, SANS_TEXTE, qui)}
    lignes = tuple(_joindre(d, textes.get(q), canal) for d, q in zip(dus, qui, strict=True))
    return ApercuCourriers(ctx.aujourdhui(), canal, est_regle, lignes, tuple(perdus), passes)


@cas_d_usage(ENVOYER)
def ecrire_courriers(
    ctx: Contexte, canal: Canal, retenus: Sequence[Retenu], operation_id: uuid.UUID
) -> Fait[Ecrits]:  # fmt: skip
    """Write the letters that were seen, all at once: e-mails go to the outbox, letters wait to be printed.

    The same click writes once. Raises RegleMetier(aucun_courrier_du | courriel_non_regle).
    """
    apercu = apercu_courriers(ctx, canal)
    vues = {x.du.cle: x for x in apercu.a_ecrire}
    choisies = [vues[r.cle] for r in retenus if r.cle in vues and vues[r.cle].retenu == r]
    textes = fusionner_dus(ctx, [x.du for x in choisies])

    def ecrire(unite: Unite) -> Ecrits:
        verrouiller(unite.session, sorted({x.du.foyer_id for x in choisies}))
        eleves = sorted({x.du.eleve_id for x in choisies})
        dus, _ = lire_dus(unite.session, ctx.site_id, ctx.annee_id, apercu.jour, eleves)
        tenus = {d.cle: d for d in dus}
        justes = [x for x in choisies if x.du.cle in textes and tenus.get(x.du.cle) == x.du]
        if not justes:
            raise RegleMetier("aucun_courrier_du")
        if any(x.courriel for x in justes) and not apercu.est_regle:
            raise RegleMetier("courriel_non_regle")
        for ligne in justes:
            _ecrire(ctx, unite, ligne, textes[ligne.du.cle])
        rendre_annulable(
            ctx, unite, "Courriers d’absence écrits", retirer_courriers, operation_id=str(unite.operation_id)
        )  # fmt: skip
        courriels = sum(1 for x in justes if x.courriel)
        return Ecrits(courriels=courriels, lettres=len(justes) - courriels, ecartes=len(retenus) - len(justes))

    return ctx.ecrire("ecrire_courriers_absence", ecrire, operation_id)


@cas_d_usage(ENVOYER)
def annuler_courriers(ctx: Contexte, lot: uuid.UUID, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Withdraw a batch of which nothing has left: its letters are due again. Gives how many.

    Raises Introuvable, RegleMetier(courriers_partis).
    """

    def ecrire(unite: Unite) -> int:
        return _retirer(ctx, unite, lot)

    return ctx.ecrire("annuler_courriers_absence", ecrire, operation_id)


@inverse(ENVOYER)
def retirer_courriers(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the batch is withdrawn, unless some of it has left."""
    _retirer(ctx, unite, uuid.UUID(arguments["operation_id"]))


@cas_d_usage(ENVOYER)
def marquer_courriers(ctx: Contexte, lot: uuid.UUID, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Say that the letters of a batch were printed and left today; those that left before keep their day.

    Raises Introuvable (no letter there).
    """

    def ecrire(unite: Unite) -> int:
        restantes = dater_lettres(du_lot(unite.session, ctx, CourrierAbsence, lot), ctx.aujourdhui())
        for courrier in restantes:
            _toucher(unite, courrier)
        ids = [courrier.id for courrier in restantes]
        rendre_annulable(ctx, unite, "Lettres marquées envoyées", demarquer_courriers, courriers=ids)
        return len(ids)

    return ctx.ecrire("marquer_courriers_absence", ecrire, operation_id)


@inverse(ENVOYER)
def demarquer_courriers(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the letters have not left after all."""
    for courrier in unite.session.scalars(
        select(CourrierAbsence).where(CourrierAbsence.id.in_(arguments["courriers"]))
    ):  # fmt: skip
        courrier.envoye_le = None
        _toucher(unite, courrier)


def _joindre(du: CourrierDu, texte: TexteFusionne | None, canal: Canal) -> LigneCourrier:
    """How a household can be written to, if it can."""
    if texte is None:
        return LigneCourrier(du, "", sans_adresse=True)
    if canal is Canal.COURRIEL and (courriel := next(filter(est_adresse, texte.courriels), "")):
        return LigneCourrier(du, texte.famille, courriel)
    return LigneCourrier(du, texte.famille, sans_adresse=not texte.adresse.est_complete)


def _ecrire(ctx: Contexte, unite: Unite, ligne: LigneCourrier, texte: TexteFusionne) -> None:
    du, message_id = ligne.du, None
    sujet, corps = nettoyer(texte.sujet)[:LONGUEUR_SUJET], nettoyer_bloc(texte.corps)
    if ligne.courriel:
        message_id = deposer_message(
            unite, site_id=ctx.site_id, foyer_id=du.foyer_id, genre=GENRE, destinataire=ligne.courriel, sujet=sujet,
            corps=corps, eleve_id=du.eleve_id, lot=unite.operation_id,
        )  # fmt: skip
    courrier = CourrierAbsence(
        annee_id=ctx.annee_id, site_id=ctx.site_id, eleve_id=du.eleve_id, foyer_id=du.foyer_id,
        inscription_id=du.inscription_id, rang=du.palier.rang, action=du.palier.action, nombre=len(du.lecons),
        objet=sujet, corps=corps, canal=Canal.COURRIEL if ligne.courriel else Canal.LETTRE, message_id=message_id,
        operation_id=unite.operation_id, a=unite.maintenant, agent=ctx.agent,
    )  # fmt: skip
    unite.session.add(courrier)
    unite.session.flush()
    unite.session.add_all(LigneCourrierAbsence(courrier_id=courrier.id, presence_id=x) for x in sorted(du.presences))
    _toucher(unite, courrier)


def _retirer(ctx: Contexte, unite: Unite, lot: uuid.UUID) -> int:
    courriers = du_lot(unite.session, ctx, CourrierAbsence, lot)
    retirer_ecrits(unite, courriers)
    for courrier in courriers:
        _toucher(unite, courrier)
    return len(courriers)


def _toucher(unite: Unite, courrier: CourrierAbsence) -> None:
    unite.touche("courrier_absence", courrier.id)
    unite.touche("eleve", courrier.eleve_id)
    unite.touche("foyer", courrier.foyer_id)
