"""Copies for the partner schools: one each, by e-mail or on paper, kept, dated when they leave, withdrawn before."""

import io
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Permission
from imuse_desk.models import CopieEcole, PeriodeEvaluation
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import PieceJointe, deposer_message
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.etablissement.lettres import preparer_ou_refuser
from imuse_desk.services.papiers.lecture import nom_de_fichier
from imuse_desk.services.suivi.ecoles import ApercuCopies, DemandeCopies, EcoleVue, apercu_copies
from imuse_desk.services.suivi.lots import dater_lettres, du_lot, retirer_ecrits
from imuse_desk.services.suivi.papiers_bulletins import feuillets_copies
from imuse_desk.services.suivi.textes_courrier import quand

if TYPE_CHECKING:
    from imuse_desk.printing.bulletin import Bulletin as BulletinImprime
    from imuse_desk.printing.copie_ecole import CopieImprimee

GENRE = "copie_ecole"
"""The kind of the e-mails to schools."""
ENVOYER = Permission.ENVOYER_COURRIER
Avancer = Callable[[int, int], None]
CORPS = """Madame, Monsieur,

Vous trouverez ci-joint {quoi} de vos élèves qui suivent des cours en horaires aménagés chez nous.

{maison}"""


@dataclass(frozen=True, slots=True)
class PapierCopies:
    """One PDF of copies."""

    nom: str
    octets: bytes


class Copiees(TypedDict):
    """What an act did; ``ecartees`` schools have nothing to be told, or no address."""

    courriels: int
    lettres: int
    ecartees: int


@cas_d_usage(ENVOYER)
def voir_copie(ctx: Contexte, demande: DemandeCopies, ecole_id: int) -> PapierCopies:
    """What a school would be sent, to look at: nothing is kept. Raises Introuvable, and as ``apercu_copies``."""
    ecole = next((e for e in apercu_copies(ctx, demande).ecoles if e.ecole_id == ecole_id), None)
    if ecole is None:
        raise Introuvable("ecole", ecole_id)
    return PapierCopies(_nom(ecole), _produire(ctx, demande, [ecole]))


@cas_d_usage(ENVOYER)
def envoyer_copies(
    ctx: Contexte, demande: DemandeCopies, canal: Canal, ecoles: Sequence[int], operation_id: uuid.UUID,
    avancer: Avancer = lambda _fait, _total: None,
) -> Fait[Copiees]:  # fmt: skip
    """Send these schools their copies, all at once: e-mails go to the outbox, letters make one paper to print.

    The same click sends once. Raises RegleMetier(aucune_copie | courriel_non_regle), Invalide(au_le,
    dates_inversees), Introuvable, StockagePlein, and whatever ``avancer`` raises.
    """
    apercu = apercu_copies(ctx, demande)
    choisies = [e for e in apercu.ecoles if e.ecole_id in ecoles and e.est_a_informer]
    par = {m: [e for e in choisies if e.canal(canal) is m] for m in (Canal.LETTRE, Canal.COURRIEL)}
    if not any(par.values()):
        raise RegleMetier("aucune_copie")
    if par[Canal.COURRIEL] and not apercu.est_regle:
        raise RegleMetier("courriel_non_regle")
    papiers = _ranger(ctx, apercu, par, avancer)

    def ecrire(unite: Unite) -> Copiees:
        for moyen, siennes in par.items():
            for ecole in siennes:
                _ecrire(ctx, unite, demande, ecole, moyen, papiers[ecole.ecole_id])
        rendre_annulable(
            ctx, unite, "Copies aux établissements scolaires", retirer_copies, operation_id=str(unite.operation_id)
        )
        courriels, lettres = len(par[Canal.COURRIEL]), len(par[Canal.LETTRE])
        return Copiees(courriels=courriels, lettres=lettres, ecartees=len(set(ecoles)) - courriels - lettres)

    return ctx.ecrire("envoyer_copies_ecoles", ecrire, operation_id)


@cas_d_usage(ENVOYER)
def annuler_copies(ctx: Contexte, lot: uuid.UUID, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Withdraw an act of which nothing has left. Gives how many. Raises Introuvable, RegleMetier(courriers_partis)."""
    return ctx.ecrire("annuler_copies_ecoles", lambda unite: _retirer(ctx, unite, lot), operation_id)


@inverse(ENVOYER)
def retirer_copies(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the act is withdrawn, unless some of it has left."""
    _retirer(ctx, unite, uuid.UUID(arguments["operation_id"]))


@cas_d_usage(ENVOYER)
def marquer_copies(ctx: Contexte, lot: uuid.UUID, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Say that the letters of an act left today; those that left before keep their day. Raises Introuvable."""

    def ecrire(unite: Unite) -> int:
        restantes = dater_lettres(du_lot(unite.session, ctx, CopieEcole, lot), ctx.aujourdhui())
        for copie in restantes:
            unite.touche("copie_ecole", copie.id)
        rendre_annulable(ctx, unite, "Copies marquées envoyées", demarquer_copies, copies=[c.id for c in restantes])
        return len(restantes)

    return ctx.ecrire("marquer_copies_ecoles", ecrire, operation_id)


@inverse(ENVOYER)
def demarquer_copies(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the letters have not left after all."""
    for copie in unite.session.scalars(select(CopieEcole).where(CopieEcole.id.in_(arguments["copies"]))):
        copie.envoye_le = None
        unite.touche("copie_ecole", copie.id)


@cas_d_usage(ENVOYER)
def imprimer_copies(ctx: Contexte, lot: uuid.UUID) -> PapierCopies:
    """The letters of an act, byte for byte as they were made. Raises Introuvable."""
    with ctx.lire() as session:
        lettre = next((c for c in du_lot(session, ctx, CopieEcole, lot) if c.canal == Canal.LETTRE), None)
        if lettre is None:
            raise Introuvable("lot", lot)
        nom, sha256 = lettre.nom, lettre.sha256
    with ctx.depot.ouvrir(sha256) as flux:
        return PapierCopies(nom, flux.read())


def _ranger(
    ctx: Contexte, apercu: ApercuCopies, par: Mapping[Canal, Sequence[EcoleVue]], avancer: Avancer
) -> dict[int, tuple[str, str]]:
    """Make and keep the papers: the name and fingerprint of each school's, letters being one paper."""
    lots = [[ecole] for ecole in par[Canal.COURRIEL]] + ([list(par[Canal.LETTRE])] if par[Canal.LETTRE] else [])
    papiers = {}
    for rang, ecoles in enumerate(lots, start=1):
        octets = _produire(ctx, apercu.demande, ecoles)
        nom = _nom(ecoles[0]) if len(ecoles) == 1 else nom_de_fichier("copies", "etablissements", str(ctx.aujourdhui()))
        sha256 = ctx.depot.ranger(io.BytesIO(octets)).sha256
        papiers.update({ecole.ecole_id: (nom, sha256) for ecole in ecoles})
        avancer(rang, len(lots))
    return papiers


def _nom(ecole: EcoleVue) -> str:
    return nom_de_fichier("copie", ecole.nom)


def _produire(ctx: Contexte, demande: DemandeCopies, ecoles: Sequence[EcoleVue]) -> bytes:
    from imuse_desk.printing.adresse import AdressePostale
    from imuse_desk.printing.copie_ecole import AbsenceImprimee, CopieImprimee, produire_copies

    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        periode = _periode(session, demande)

    def copies() -> "Iterator[tuple[CopieImprimee, Iterator[BulletinImprime]]]":
        for ecole in ecoles:
            copie = CopieImprimee(
                emetteur=emetteur,
                adresse=AdressePostale((ecole.nom,), "", ecole.voie, ecole.ville),
                le=ctx.aujourdhui(),
                du_le=demande.du_le,
                au_le=demande.au_le,
                eleves=len(ecole.eleves),
                absences=tuple(
                    AbsenceImprimee(a.eleve, a.classe, quand(a.a), a.cours, a.est_justifiee) for a in ecole.absences
                ),
                bulletins=f"{periode}, {len(ecole.bulletins)}" if ecole.bulletins else "",
            )
            bulletins = feuillets_copies(ctx, demande.periode_id or 0, ecole.bulletins) if ecole.bulletins else iter(())
            yield preparer_ou_refuser(copie, ecole.nom), bulletins

    return produire_copies(copies(), auteur=emetteur.nom)


def _periode(session: Session, demande: DemandeCopies) -> str:
    return session.get_one(PeriodeEvaluation, demande.periode_id).libelle if demande.periode_id else ""


def _ecrire(
    ctx: Contexte, unite: Unite, demande: DemandeCopies, ecole: EcoleVue, canal: Canal, papier: tuple[str, str]
) -> None:
    nom, sha256 = papier
    message_id = None
    if canal is Canal.COURRIEL:
        dates = f"du {date_fr(demande.du_le)} au {date_fr(demande.au_le)}"
        parts = [f"les absences {dates}"]
        if ecole.bulletins:
            parts.append(f"les bulletins ({_periode(unite.session, demande)})")
        maison = lire_emetteur(unite.session, ctx.depot, ctx.site_id).nom
        message_id = deposer_message(
            unite, site_id=ctx.site_id, foyer_id=None, genre=GENRE, destinataire=ecole.courriel,
            sujet=f"Élèves à horaires aménagés\u00a0: absences {dates}",
            corps=CORPS.format(quoi=" et ".join(parts), maison=maison),
            pieces=[PieceJointe(nom, sha256=sha256)], lot=unite.operation_id,
        )  # fmt: skip
    copie = CopieEcole(
        annee_id=ctx.annee_id, site_id=ctx.site_id, ecole_id=ecole.ecole_id,
        periode_id=demande.periode_id if ecole.bulletins else None, du_le=demande.du_le, au_le=demande.au_le,
        absences=len(ecole.absences), bulletins=len(ecole.bulletins), canal=canal, nom=nom, sha256=sha256,
        message_id=message_id, operation_id=unite.operation_id, a=unite.maintenant, agent=ctx.agent,
    )  # fmt: skip
    unite.session.add(copie)
    unite.session.flush()
    unite.touche("copie_ecole", copie.id)


def _retirer(ctx: Contexte, unite: Unite, lot: uuid.UUID) -> int:
    copies = du_lot(unite.session, ctx, CopieEcole, lot)
    retirer_ecrits(unite, copies)
    for copie in copies:
        unite.touche("copie_ecole", copie.id)
    return len(copies)
