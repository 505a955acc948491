"""Absences of pupils, as families tell them: before the lesson, for a time that covers several, justified after.

What happened is in the roll calls; an absence explains the lessons of its time at which the pupil was not. One at which
he was marked present is left as it is, and told.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.absences import Etendue, verifier_etendue
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.presences import GenreCode
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Absence,
    Annee,
    DocumentDossier,
    Inscription,
    Presence,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.documents_dossier import documents_visibles
from imuse_desk.services.reinscription.acces import verifier_version
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.acces import exiger_inscription
from imuse_desk.services.suivi.compteurs import codes_du_genre, jour_tenu
from imuse_desk.services.suivi.lecons import LeconPointee, lecons_pointees

LONGUEUR_CARACTERISTIQUE, LONGUEUR_MOTIF = 120, 200
ABSENTS = (GenreCode.ABSENT, GenreCode.EXCUSE)
"""What an absence explains."""
POINTER = Permission.POINTER


@dataclass(frozen=True, slots=True)
class Motivation:
    """What the family said: how (« mail des parents en date du … »), why, with which proof, and whether it holds."""

    caracteristique: str = ""
    motif: str = ""
    est_justifiee: bool = False
    preuve_id: int | None = None


@dataclass(frozen=True, slots=True)
class SaisirAbsence:
    """An absence as typed, of one course (``inscription_id``) or of all."""

    eleve_id: int
    inscription_id: int | None
    du_le: date | None
    du_heure: str
    au_le: date | None
    au_heure: str
    motivation: Motivation = Motivation()
    operation_id: uuid.UUID | None = None


class AbsenceNotee(TypedDict):
    """What was written: the absence, how many lessons it explains, those at which the pupil was marked present."""

    absence_id: int
    liees: int
    presents: list[str]


@cas_d_usage(POINTER)
def saisir_absence(ctx: Contexte, commande: SaisirAbsence) -> Fait[AbsenceNotee]:
    """Note an absence, to come or past. A teacher notes those of his own courses, one course at a time.

    Raises FormulaireInvalide (du_le, du_heure, au_le, au_heure, caracteristique, motif, preuve_id), Introuvable,
    RegleMetier(autre_site).
    """
    etendue, dit = _lire(ctx, commande)

    def ecrire(unite: Unite) -> AbsenceNotee:
        session = unite.session
        site_id = _exiger(ctx, session, commande.eleve_id, commande.inscription_id)
        _verifier(session, ctx.annee_id, commande.eleve_id, etendue)
        _verifier_preuve(ctx, session, commande.eleve_id, dit.preuve_id)
        absence = Absence(
            annee_id=ctx.annee_id, site_id=site_id, eleve_id=commande.eleve_id, inscription_id=etendue.inscription_id,
            du_le=etendue.du_le, du_heure=etendue.du_heure, au_le=etendue.au_le, au_heure=etendue.au_heure,
            est_annoncee=etendue.debut > _horloge_du_site(ctx, unite), par=ctx.agent, a=unite.maintenant,
        )  # fmt: skip
        _motiver(absence, dit)
        session.add(absence)
        session.flush()
        liees, presents = _relier(session, absence)
        _toucher(unite, absence)
        rendre_annulable(ctx, unite, f"Absence notée {etendue.en_clair()}", retirer_absence, absence_id=absence.id)
        return AbsenceNotee(absence_id=absence.id, liees=liees, presents=presents)

    return ctx.ecrire("saisir_absence", ecrire, commande.operation_id)


@cas_d_usage(POINTER)
def justifier_lecon(
    ctx: Contexte, presence_id: int, motivation: Motivation, operation_id: uuid.UUID | None = None
) -> Fait[AbsenceNotee]:
    """Justify a lesson at which a pupil was marked absent; where a longer absence covers it, that one is justified.

    Raises FormulaireInvalide (caracteristique, motif, preuve_id), RegleMetier(lecon_sans_absence | autre_site),
    Introuvable.
    """
    dit = _lire_motivation(ctx, motivation)

    def ecrire(unite: Unite) -> AbsenceNotee:
        session = unite.session
        lecon = next(lecons_pointees(session, Presence.id == presence_id), None)
        if lecon is None:
            raise Introuvable("presence", presence_id)
        qui = lecon.inscription
        exiger_inscription(ctx, session, qui.id, permission=POINTER)
        if lecon.presence.code not in _codes(session, qui.site_id):
            raise RegleMetier("lecon_sans_absence")
        _verifier_preuve(ctx, session, qui.eleve_id, dit.preuve_id)
        notee = _couvrante(session, lecon)
        absence = notee or _de_la_lecon(ctx, unite, lecon)
        avant = absence.est_justifiee
        _motiver(absence, replace(dit, est_justifiee=True))
        session.flush()
        liees, presents = _relier(session, absence)
        _toucher(unite, absence)
        if notee is None:
            rendre_annulable(ctx, unite, "Absence justifiée", retirer_absence, absence_id=absence.id)
        else:
            _rendre_justification(ctx, unite, absence, avant)
        return AbsenceNotee(absence_id=absence.id, liees=liees, presents=presents)

    return ctx.ecrire("justifier_lecon", ecrire, operation_id)


@cas_d_usage(POINTER)
def motiver_absence(
    ctx: Contexte, absence_id: int, version: int, motivation: Motivation, operation_id: uuid.UUID | None = None
) -> Fait[None]:
    """Justify an absence noted before, or no longer; say how and why it was told.

    Raises FormulaireInvalide (caracteristique, motif, preuve_id), Introuvable, Conflit, RegleMetier(autre_site).
    """
    dit = _lire_motivation(ctx, motivation)

    def ecrire(unite: Unite) -> None:
        absence = _prendre(ctx, unite, absence_id)
        verifier_version(absence, version)
        _verifier_preuve(ctx, unite.session, absence.eleve_id, dit.preuve_id)
        avant = absence.est_justifiee
        _motiver(absence, dit)
        if dit.est_justifiee != avant:
            _rendre_justification(ctx, unite, absence, avant)
        _toucher(unite, absence)

    return ctx.ecrire("motiver_absence", ecrire, operation_id)


@cas_d_usage(POINTER)
def annuler_absence(ctx: Contexte, absence_id: int, operation_id: uuid.UUID | None = None) -> Fait[None]:
    """Withdraw an absence noted by mistake: its lessons count again as the roll calls say.

    Raises Introuvable (withdrawn already, too), RegleMetier(autre_site).
    """

    def ecrire(unite: Unite) -> None:
        absence = _prendre(ctx, unite, absence_id)
        retirer_absence(ctx, unite, {"absence_id": absence.id})
        rendre_annulable(ctx, unite, "Absence annulée", retablir_absence, absence_id=absence.id)

    return ctx.ecrire("annuler_absence", ecrire, operation_id)


@inverse(POINTER)
def retirer_absence(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the absence explains nothing any more."""
    absence = unite.session.get_one(Absence, arguments["absence_id"])
    absence.annulee_a = unite.maintenant
    for presence in unite.session.scalars(select(Presence).where(Presence.absence_id == absence.id)):
        presence.absence_id = None
    _toucher(unite, absence)


@inverse(POINTER)
def retablir_absence(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the absence stands again, unless another one took its time. Raises Invalide(absence_chevauche)."""
    absence = unite.session.get_one(Absence, arguments["absence_id"])
    _verifier(unite.session, absence.annee_id, absence.eleve_id, etendue_de(absence))
    absence.annulee_a = None
    unite.session.flush()
    _relier(unite.session, absence)
    _toucher(unite, absence)


@inverse(POINTER)
def remettre_justification(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the absence is justified as it was before; what the family said stays."""
    absence = unite.session.get_one(Absence, arguments["absence_id"])
    absence.est_justifiee = arguments["est_justifiee"]
    _toucher(unite, absence)


def etendue_de(absence: Absence) -> Etendue:
    """The time of an absence."""
    return Etendue(absence.du_le, absence.du_heure, absence.au_le, absence.au_heure, absence.inscription_id)


def absences_de(session: Session, annee_id: int, eleves: Sequence[int]) -> list[Absence]:
    """What stands of some pupils' absences, in their order."""
    requete = select(Absence).where(
        Absence.annee_id == annee_id, Absence.eleve_id.in_(eleves), Absence.annulee_a.is_(None)
    )
    return list(session.scalars(requete.order_by(Absence.du_le, Absence.du_heure, Absence.id)))


# ---- reading what was typed


def _lire(ctx: Contexte, commande: SaisirAbsence) -> tuple[Etendue, Motivation]:
    lecteur = Lecteur(ctx.aujourdhui())
    jours, heures = [], []
    for cle, jour, heure in (
        ("du", commande.du_le, commande.du_heure), ("au", commande.au_le, commande.au_heure)
    ):  # fmt: skip
        if jour is None:
            lecteur.refuser(f"{cle}_le", "champ_obligatoire")
        jours.append(jour or ctx.aujourdhui())
        heures.append(lecteur.heure(f"{cle}_heure", heure) or time())
    dit = _relire_motivation(lecteur, commande.motivation)
    lecteur.conclure()
    return Etendue(jours[0], heures[0], jours[1], heures[1], commande.inscription_id), dit


def _lire_motivation(ctx: Contexte, motivation: Motivation) -> Motivation:
    lecteur = Lecteur(ctx.aujourdhui())
    dit = _relire_motivation(lecteur, motivation)
    lecteur.conclure()
    return dit


def _relire_motivation(lecteur: Lecteur, dit: Motivation) -> Motivation:
    return Motivation(
        lecteur.texte("caracteristique", dit.caracteristique, LONGUEUR_CARACTERISTIQUE),
        lecteur.texte("motif", dit.motif, LONGUEUR_MOTIF, obligatoire=dit.est_justifiee),
        dit.est_justifiee,
        dit.preuve_id,
    )


# ---- steps of a writing


def _exiger(ctx: Contexte, session: Session, eleve_id: int, inscription_id: int | None) -> int:
    """The site of the absence: that of the course, else the one consulted, for a pupil who follows something."""
    suivies = select(Inscription.id).where(Inscription.eleve_id == eleve_id, Inscription.annee_id == ctx.annee_id)
    siennes = set(session.scalars(suivies))
    if inscription_id is None:
        if not siennes or not ctx.peut(Permission.CONSULTER):
            raise Introuvable("eleve", eleve_id)
        return ctx.site_id
    if inscription_id not in siennes:
        raise Introuvable("inscription", inscription_id)
    return exiger_inscription(ctx, session, inscription_id, permission=POINTER).site_id


def _prendre(ctx: Contexte, unite: Unite, absence_id: int) -> Absence:
    absence = unite.session.get(Absence, absence_id)
    if absence is None or absence.annulee_a is not None:
        raise Introuvable("absence", absence_id)
    if absence.inscription_id is not None:
        exiger_inscription(ctx, unite.session, absence.inscription_id, permission=POINTER)
    elif not ctx.peut(Permission.CONSULTER):
        raise Introuvable("absence", absence_id)
    return absence


def _verifier(session: Session, annee_id: int, eleve_id: int, etendue: Etendue) -> None:
    annee = session.get_one(Annee, annee_id)
    autres = [etendue_de(a) for a in absences_de(session, annee_id, [eleve_id])]
    verifier_etendue(etendue, annee.debut_le, annee.fin_le, autres)


def _verifier_preuve(ctx: Contexte, session: Session, eleve_id: int, preuve_id: int | None) -> None:
    if preuve_id is None:
        return
    sienne = select(DocumentDossier.id).where(
        DocumentDossier.id == preuve_id, DocumentDossier.eleve_id == eleve_id, DocumentDossier.archive_a.is_(None),
        documents_visibles(ctx),
    )  # fmt: skip
    if session.execute(sienne).first() is None:
        raise Invalide("preuve_id", "preuve_inconnue")


def _motiver(absence: Absence, dit: Motivation) -> None:
    absence.caracteristique, absence.motif = dit.caracteristique, dit.motif
    absence.est_justifiee, absence.preuve_id = dit.est_justifiee, dit.preuve_id


def _codes(session: Session, site_id: int) -> set[str]:
    return {code for genre in ABSENTS for code in codes_du_genre(session, genre)[site_id]}


def _relier(session: Session, absence: Absence) -> tuple[int, list[str]]:
    """Tie the roll calls of its time to an absence; gives how many, and the lessons where the pupil was there."""
    etendue = etendue_de(absence)
    lecons = lecons_pointees(
        session, Inscription.eleve_id == absence.eleve_id, Inscription.annee_id == absence.annee_id,
        jour_tenu() >= absence.du_le - timedelta(days=1), jour_tenu() <= absence.au_le,
    )  # fmt: skip
    liees, presents = 0, []
    for lecon in lecons:
        if not etendue.couvre(lecon.debut, lecon.duree_min, lecon.inscription.id):
            continue
        if lecon.presence.code not in _codes(session, lecon.inscription.site_id):
            presents.append(lecon.en_clair())
        elif lecon.presence.absence_id is None:
            lecon.presence.absence_id = absence.id
            liees += 1
    return liees, presents


def _couvrante(session: Session, lecon: LeconPointee) -> Absence | None:
    """The absence that explains a lesson, tied to it or not yet."""
    if lecon.presence.absence_id is not None:
        return session.get_one(Absence, lecon.presence.absence_id)
    siennes = absences_de(session, lecon.inscription.annee_id, [lecon.inscription.eleve_id])
    couvre = (a for a in siennes if etendue_de(a).couvre(lecon.debut, lecon.duree_min, lecon.inscription.id))
    return next(couvre, None)


def _de_la_lecon(ctx: Contexte, unite: Unite, lecon: LeconPointee) -> Absence:
    """An absence of the time of one lesson."""
    qui, debut, fin = lecon.inscription, lecon.debut, lecon.fin
    absence = Absence(
        annee_id=qui.annee_id, site_id=qui.site_id, eleve_id=qui.eleve_id, inscription_id=qui.id,
        du_le=debut.date(), du_heure=debut.time(), au_le=fin.date(), au_heure=fin.time(), par=ctx.agent,
        a=unite.maintenant,
    )  # fmt: skip
    unite.session.add(absence)
    return absence


def _rendre_justification(ctx: Contexte, unite: Unite, absence: Absence, avant: Any) -> None:
    mots = "Absence justifiée" if absence.est_justifiee else "Absence non justifiée"
    rendre_annulable(ctx, unite, mots, remettre_justification, absence_id=absence.id, est_justifiee=avant)


def _horloge_du_site(ctx: Contexte, unite: Unite) -> datetime:
    return unite.maintenant.astimezone(ZoneInfo(ctx.fuseau)).replace(tzinfo=None)


def _toucher(unite: Unite, absence: Absence) -> None:
    unite.session.flush()
    unite.touche("absence", absence.id)
    unite.touche("eleve", absence.eleve_id)
