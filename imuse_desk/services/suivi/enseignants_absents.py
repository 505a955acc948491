"""A teacher away, told once for all his lessons and sites: lessons that fall, who replaces him, and all of it undone.

A lesson falls unless a colleague gives it with him, somebody replaces him, or its roll call is done: it was held. No
reason is asked for, and none can be kept.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.presences import EtatSeance
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.seances import Occurrence
from imuse_desk.models import (
    AbsenceEnseignant,
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Enseignant,
    Remplacement,
    Seance,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.journee import Place, verifier_place
from imuse_desk.services.suivi.occurrences import CleSeance, assurer_seance, cle_de, lire_occurrences

LONGUEUR_CONSIGNE = 300
DIRE = Permission.MODIFIER_FAMILLE


@dataclass(frozen=True, slots=True)
class DireAbsent:
    """A teacher away from a day to a day, both included; ``consigne`` is what the families should know."""

    enseignant_id: int
    du_le: date | None
    au_le: date | None
    consigne: str = ""
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Remplacer:
    """Who takes a weekly time of an absent teacher, between two days of his absence."""

    absence_id: int
    creneau_id: int
    remplacant_id: int | None
    du_le: date | None
    au_le: date | None
    operation_id: uuid.UUID | None = None


class AbsentDit(TypedDict):
    """What was written: the absence, the lessons that fall, those that are held all the same."""

    absence_id: int
    tombees: int
    tenues: int


@cas_d_usage(DIRE)
def dire_absent(ctx: Contexte, commande: DireAbsent) -> Fait[AbsentDit]:
    """Note a teacher's absence in the year consulted: his lessons fall, on every site.

    Raises FormulaireInvalide (du_le, au_le, consigne), Invalide (du_le, au_le: absence_finit_avant |
    absence_hors_annee | enseignant_deja_absent), Introuvable.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    for champ, jour in (("du_le", commande.du_le), ("au_le", commande.au_le)):
        if jour is None:
            lecteur.refuser(champ, "champ_obligatoire")
    consigne = lecteur.texte("consigne", commande.consigne, LONGUEUR_CONSIGNE)
    lecteur.conclure()
    du, au = commande.du_le or date.min, commande.au_le or date.min

    def ecrire(unite: Unite) -> AbsentDit:
        session = unite.session
        if session.get(Enseignant, commande.enseignant_id) is None:
            raise Introuvable("enseignant", commande.enseignant_id)
        _verifier_dates(session, ctx.annee_id, du, au)
        _verifier_libre(session, commande.enseignant_id, du, au)
        absence = AbsenceEnseignant(
            annee_id=ctx.annee_id, enseignant_id=commande.enseignant_id, du_le=du, au_le=au, consigne=consigne,
            par=ctx.agent, a=unite.maintenant,
        )  # fmt: skip
        session.add(absence)
        session.flush()
        tombees, tenues = _faire_tomber(unite, absence)
        _toucher(unite, absence)
        rendre_annulable(ctx, unite, "Absence d’enseignant notée", retirer_absent, absence_id=absence.id)
        return AbsentDit(absence_id=absence.id, tombees=tombees, tenues=tenues)

    return ctx.ecrire("dire_enseignant_absent", ecrire, commande.operation_id)


@cas_d_usage(DIRE)
def annuler_absent(ctx: Contexte, absence_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """The teacher is not away after all: his lessons are held again, nobody replaces him. Gives how many lessons.

    Raises Introuvable, RegleMetier(absent_deja_rattrape).
    """

    def ecrire(unite: Unite) -> int:
        absence = _prendre(unite.session, absence_id)
        rendues = _retirer(unite, absence)
        rendre_annulable(ctx, unite, "Absence d’enseignant annulée", remettre_absent, absence_id=absence.id)
        return rendues

    return ctx.ecrire("annuler_enseignant_absent", ecrire, operation_id)


@cas_d_usage(DIRE)
def remplacer(ctx: Contexte, commande: Remplacer) -> Fait[int]:
    """Have somebody take a weekly time: its lessons are held again, he reaches them to the last day. Gives how many.

    Raises FormulaireInvalide (remplacant_id, du_le, au_le), Invalide (du_le, au_le: remplacement_hors_absence;
    remplacant_id: remplacant_absent), RegleMetier(conflit_horaire: lecon_a, lecon_b), Introuvable.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    champs = (("remplacant_id", commande.remplacant_id), ("du_le", commande.du_le), ("au_le", commande.au_le))
    for champ, valeur in champs:
        if valeur is None:
            lecteur.refuser(champ, "champ_obligatoire")
    lecteur.conclure()
    du, au, qui = commande.du_le or date.min, commande.au_le or date.min, commande.remplacant_id or 0

    def ecrire(unite: Unite) -> int:
        session = unite.session
        absence = _prendre(session, commande.absence_id)
        _verifier_remplacement(session, absence, commande.creneau_id, qui, (du, au))
        rempli = session.scalars(_remplacements(absence.id, commande.creneau_id)).one_or_none()
        if rempli is None:
            rempli = Remplacement(
                annee_id=absence.annee_id, absence_enseignant_id=absence.id, creneau_id=commande.creneau_id
            )
            session.add(rempli)
        elif rempli.annule_a is None:
            _refaire_tomber(unite, absence, rempli)
        rempli.remplacant_id, rempli.du_le, rempli.au_le = qui, du, au
        rempli.par, rempli.a, rempli.annule_a = ctx.agent, unite.maintenant, None
        session.flush()
        rendues = [
            s for s in _tombees(session, absence.id, [commande.creneau_id]) if du <= (s.tenue_le or s.jour_le) <= au
        ]  # fmt: skip
        for seance in rendues:
            _rendre(unite, seance)
            _verifier_place(session, seance)
        _toucher(unite, absence)
        rendre_annulable(ctx, unite, "Remplacement noté", retirer_remplacement, remplacement_id=rempli.id)
        return len(rendues)

    return ctx.ecrire("remplacer_enseignant", ecrire, commande.operation_id)


@cas_d_usage(DIRE)
def annuler_remplacement(ctx: Contexte, remplacement_id: int, operation_id: uuid.UUID | None = None) -> Fait[None]:
    """Nobody takes the weekly time any more: its lessons fall, but those already called. Raises Introuvable."""

    def ecrire(unite: Unite) -> None:
        retirer_remplacement(ctx, unite, {"remplacement_id": remplacement_id})

    return ctx.ecrire("annuler_remplacement", ecrire, operation_id)


@inverse(DIRE)
def retirer_absent(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the lessons are held again."""
    _retirer(unite, _prendre(unite.session, arguments["absence_id"]))


@inverse(DIRE)
def remettre_absent(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the teacher is away again; replacements are to be said again. Raises Invalide(enseignant_deja_absent)."""
    absence = unite.session.get_one(AbsenceEnseignant, arguments["absence_id"])
    _verifier_libre(unite.session, absence.enseignant_id, absence.du_le, absence.au_le)
    absence.annulee_a = None
    unite.session.flush()
    _faire_tomber(unite, absence)
    _toucher(unite, absence)


@inverse(DIRE)
def retirer_remplacement(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the lessons fall again. Raises Introuvable."""
    rempli = unite.session.get(Remplacement, arguments["remplacement_id"])
    if rempli is None or rempli.annule_a is not None:
        raise Introuvable("remplacement", arguments["remplacement_id"])
    absence = unite.session.get_one(AbsenceEnseignant, rempli.absence_enseignant_id)
    rempli.annule_a = unite.maintenant
    unite.session.flush()
    _refaire_tomber(unite, absence, rempli)
    _toucher(unite, absence)


# ---- steps


def _verifier_dates(session: Session, annee_id: int, du: date, au: date) -> None:
    annee = session.get_one(Annee, annee_id)
    for champ, jour in (("du_le", du), ("au_le", au)):
        if not annee.debut_le <= jour <= annee.fin_le:
            raise Invalide(champ, "absence_hors_annee", du=annee.debut_le, au=annee.fin_le)
    if au < du:
        raise Invalide("au_le", "absence_finit_avant", debut=date_fr(du))


def _verifier_libre(session: Session, enseignant_id: int, du: date, au: date) -> None:
    a = AbsenceEnseignant
    deja = session.execute(
        select(a.du_le, a.au_le).where(
            a.enseignant_id == enseignant_id, a.annulee_a.is_(None), a.du_le <= au, a.au_le >= du
        )
    ).first()
    if deja is not None:
        raise Invalide("du_le", "enseignant_deja_absent", du=deja.du_le, au=deja.au_le)


def _verifier_remplacement(
    session: Session, absence: AbsenceEnseignant, creneau_id: int, qui: int, jours: tuple[date, date]
) -> None:
    for champ, jour in zip(("du_le", "au_le"), jours, strict=True):
        if not absence.du_le <= jour <= absence.au_le or jours[0] > jours[1]:
            raise Invalide(champ, "remplacement_hors_absence", du=absence.du_le, au=absence.au_le)
    if creneau_id not in _creneaux(session, absence) or session.get(Enseignant, qui) is None:
        raise Introuvable("creneau", creneau_id)
    if qui in _absents(session, *jours):
        raise Invalide("remplacant_id", "remplacant_absent")


def _prendre(session: Session, absence_id: int) -> AbsenceEnseignant:
    absence = session.get(AbsenceEnseignant, absence_id)
    if absence is None or absence.annulee_a is not None:
        raise Introuvable("absence_enseignant", absence_id)
    return absence


def _creneaux(session: Session, absence: AbsenceEnseignant) -> dict[int, set[int]]:
    """The weekly times of the year that the teacher gives, with their other teachers."""
    siens = (
        select(CreneauEnseignant.creneau_id)
        .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .where(CreneauEnseignant.enseignant_id == absence.enseignant_id, Cours.annee_id == absence.annee_id)
    )
    avec: dict[int, set[int]] = {}
    for creneau_id, enseignant_id in session.execute(
        select(CreneauEnseignant.creneau_id, CreneauEnseignant.enseignant_id).where(
            CreneauEnseignant.creneau_id.in_(siens)
        )
    ):
        avec.setdefault(creneau_id, set()).add(enseignant_id)
    return {creneau_id: profs - {absence.enseignant_id} for creneau_id, profs in avec.items()}


def _absents(session: Session, du: date, au: date) -> set[int]:
    a = AbsenceEnseignant
    return set(session.scalars(select(a.enseignant_id).where(a.annulee_a.is_(None), a.du_le <= au, a.au_le >= du)))


def _remplacements(absence_id: int, creneau_id: int) -> Any:
    r = Remplacement
    return select(r).where(r.absence_enseignant_id == absence_id, r.creneau_id == creneau_id)


def _faire_tomber(unite: Unite, absence: AbsenceEnseignant) -> tuple[int, int]:
    """The lessons of the absence fall; gives how many, and how many are held all the same."""
    tombees = tenues = 0
    creneaux = _creneaux(unite.session, absence)
    for creneau_id, lecon in _lecons(unite.session, creneaux, absence.du_le, absence.au_le):
        presents = creneaux[creneau_id] - _absents(unite.session, lecon.le, lecon.le)
        if presents or _est_appelee(lecon):
            tenues += 1
            continue
        _tomber(unite, absence, creneau_id, lecon)
        tombees += 1
    unite.session.flush()
    return tombees, tenues


def _refaire_tomber(unite: Unite, absence: AbsenceEnseignant, rempli: Remplacement) -> None:
    """What a replacement held falls again, but the lessons whose roll call is done."""
    for creneau_id, lecon in _lecons(unite.session, [rempli.creneau_id], rempli.du_le, rempli.au_le):
        if not _est_appelee(lecon):
            _tomber(unite, absence, creneau_id, lecon)
    unite.session.flush()


def _lecons(session: Session, creneaux: Collection[int], du: date, au: date) -> Iterable[tuple[int, Occurrence]]:
    """The lessons held between two days, by weekly time."""
    for creneau_id, lecons in lire_occurrences(session, creneaux, du, au).items():
        for lecon in lecons:
            if lecon.a_lieu and du <= lecon.le <= au:
                yield creneau_id, lecon


def _est_appelee(lecon: Occurrence) -> bool:
    return lecon.dite is not None and (lecon.dite.pointes > 0 or lecon.dite.appel_a is not None)


def _tomber(unite: Unite, absence: AbsenceEnseignant, creneau_id: int, lecon: Occurrence) -> None:
    seance = assurer_seance(unite.session, cle_de(creneau_id, lecon))
    seance.etat, seance.absence_enseignant_id = EtatSeance.ENSEIGNANT_ABSENT, absence.id
    unite.session.flush()
    unite.touche("seance", seance.id)
    unite.touche("creneau", creneau_id)


def _tombees(session: Session, absence_id: int, creneaux: Collection[int] | None = None) -> list[Seance]:
    requete = select(Seance).where(
        Seance.absence_enseignant_id == absence_id, Seance.etat == EtatSeance.ENSEIGNANT_ABSENT
    )
    if creneaux is not None:
        requete = requete.where(Seance.creneau_id.in_(creneaux))
    return list(session.scalars(requete.order_by(Seance.jour_le, Seance.debut)))


def _rendre(unite: Unite, seance: Seance) -> None:
    """A lesson is held again, where it was."""
    if seance.rattrape_id is not None:
        seance.etat = EtatSeance.RATTRAPAGE
    else:
        seance.etat = EtatSeance.PREVUE if seance.tenue_le is None else EtatSeance.DEPLACEE
    unite.touche("seance", seance.id)
    unite.touche("creneau", seance.creneau_id)


def _verifier_place(session: Session, seance: Seance) -> None:
    """The replacement gives no other lesson at that time."""
    session.flush()
    salle_id = seance.salle_id or session.get_one(Creneau, seance.creneau_id).salle_id
    place = Place(seance.tenue_le or seance.jour_le, seance.tenue_debut or seance.debut, seance.duree_min, salle_id)
    verifier_place(session, CleSeance(seance.creneau_id, seance.jour_le, seance.debut), place, confirme=True)


def _retirer(unite: Unite, absence: AbsenceEnseignant) -> int:
    """Withdraw an absence. Raises RegleMetier(absent_deja_rattrape): a lesson was made up since."""
    absence.annulee_a = unite.maintenant
    tombees = _tombees(unite.session, absence.id)
    rattrapees = set(
        unite.session.scalars(
            select(Seance.rattrape_id).where(
                Seance.rattrape_id.in_([s.id for s in tombees]), Seance.etat == EtatSeance.RATTRAPAGE
            )
        )
    )
    if rattrapees:
        raise RegleMetier("absent_deja_rattrape", n=len(rattrapees))
    for seance in tombees:
        _rendre(unite, seance)
        seance.absence_enseignant_id = None
    encore = select(Remplacement).where(
        Remplacement.absence_enseignant_id == absence.id, Remplacement.annule_a.is_(None)
    )
    for rempli in unite.session.scalars(encore):
        rempli.annule_a = unite.maintenant
    _toucher(unite, absence)
    return len(tombees)


def _toucher(unite: Unite, absence: AbsenceEnseignant) -> None:
    unite.session.flush()
    unite.touche("absence_enseignant", absence.id)
