"""Weekly times of a course: day, hour, room, teachers, seats; clashes are said before anything is recorded."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.erreurs import AConfirmer, Conflit, Introuvable, RegleMetier
from imuse_desk.domain.horaires import Lecon, Occupe
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Enseignant,
    Inscription,
    Occupation,
    Salle,
    Site,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services import places
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.offre.conflits import lire_semaine, lire_semaine_eleves, signaler
from imuse_desk.services.saisie import Lecteur

JOURS = range(1, 8)
CAPACITE_MAX = 500


@dataclass(frozen=True, slots=True)
class SaisieCreneau:
    """A weekly time as typed: ``14:00`` or ``14h30``, minutes, seats; ``passage`` is the usual turn of a block."""

    jour: int
    debut: str
    duree: str
    salle_id: int | None = None
    enseignants: tuple[int, ...] = ()
    capacite: str = ""
    passage: str = ""
    du: str = ""
    au: str = ""


@dataclass(frozen=True, slots=True)
class EnregistrerCreneau:
    """A weekly time of a course; without ``creneau_id`` it is new; ``confirme``: record it in spite of clashes."""

    cours_id: int
    saisie: SaisieCreneau
    creneau_id: int | None = None
    version: int = 0
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RetirerCreneau:
    """Take a weekly time out of the offer."""

    creneau_id: int
    version: int
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class _Lu:
    jour: int
    debut: time
    duree_min: int
    passage_min: int | None
    capacite: int
    du_le: date | None
    au_le: date | None


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_creneau(ctx: Contexte, commande: EnregistrerCreneau) -> Fait[int]:
    """Record a weekly time, its room, teachers and seats; undoable the same day.

    Raises FormulaireInvalide, AConfirmer(conflit_offre | creneau_sans_enseignant | horaire_avec_eleves),
    RegleMetier(capacite_trop_petite | autre_site | annee_close), Conflit, Introuvable.
    """
    with ctx.lire() as session:
        cours = _cours(session, ctx, commande.cours_id)
        lu = _lire(ctx, commande.saisie, session.get_one(Annee, cours.annee_id))

    def ecrire(unite: Unite) -> int:
        session = unite.session
        cours = _cours(session, ctx, commande.cours_id)
        _verifier_lieux(session, cours, commande.saisie)
        avant: SaisieCreneau | None = None
        if commande.creneau_id is None:
            creneau = Creneau(cours_id=cours.id)
        else:
            creneau = _creneau(session, commande.creneau_id, commande.version)
            avant = saisie_de(session, creneau)
        _confirmer(session, commande, cours, creneau, lu)
        _poser(unite, creneau, lu, commande.saisie)
        if avant is None:
            rendre_annulable(ctx, unite, "Horaire ajouté", retirer_horaire, creneau_id=creneau.id)
        elif avant != saisie_de(session, creneau):
            rendre_annulable(
                ctx, unite, "Horaire modifié", remettre_horaire, creneau_id=creneau.id, saisie=asdict(avant)
            )
        unite.touche("cours", cours.id)
        return creneau.id

    return ctx.ecrire("enregistrer_creneau", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def retirer_creneau(ctx: Contexte, commande: RetirerCreneau) -> Fait[int]:
    """Take a weekly time out of the offer; undoable the same day. Raises RegleMetier(creneau_occupe: n), Conflit."""

    def ecrire(unite: Unite) -> int:
        creneau = _creneau(unite.session, commande.creneau_id, commande.version)
        _cours(unite.session, ctx, creneau.cours_id)
        _retirer(unite, creneau)
        rendre_annulable(ctx, unite, "Horaire retiré", rouvrir_horaire, creneau_id=creneau.id)
        return creneau.id

    return ctx.ecrire("retirer_creneau", ecrire, commande.operation_id)


@inverse(Permission.MODIFIER_TARIF)
def retirer_horaire(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of an addition: refused once somebody has a seat."""
    _retirer(unite, unite.session.get_one(Creneau, arguments["creneau_id"]))


@inverse(Permission.MODIFIER_TARIF)
def rouvrir_horaire(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a withdrawal."""
    creneau = unite.session.get_one(Creneau, arguments["creneau_id"])
    creneau.archive_a = None
    unite.touche("cours", creneau.cours_id)


@inverse(Permission.MODIFIER_TARIF)
def remettre_horaire(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a change: the weekly time as it was typed before, by today's rules."""
    creneau = unite.session.get_one(Creneau, arguments["creneau_id"])
    champs = dict(arguments["saisie"])
    saisie = SaisieCreneau(**{**champs, "enseignants": tuple(champs["enseignants"])})
    annee = unite.session.get_one(Annee, _cours(unite.session, ctx, creneau.cours_id).annee_id)
    _poser(unite, creneau, _lire(ctx, saisie, annee), saisie)
    unite.touche("cours", creneau.cours_id)


def saisie_de(session: Session, creneau: Creneau) -> SaisieCreneau:
    """A recorded weekly time as its form shows it."""
    capacite = session.execute(select(Occupation.capacite).where(Occupation.creneau_id == creneau.id)).scalar()
    return SaisieCreneau(
        jour=creneau.jour,
        debut=heure_fr(creneau.debut),
        duree=str(creneau.duree_min),
        salle_id=creneau.salle_id,
        enseignants=_enseignants(session, creneau.id),
        capacite="" if capacite is None else str(capacite),
        passage="" if creneau.passage_min is None else str(creneau.passage_min),
        du=date_fr(creneau.du_le) if creneau.du_le else "",
        au=date_fr(creneau.au_le) if creneau.au_le else "",
    )


def _lire(ctx: Contexte, saisie: SaisieCreneau, annee: Annee) -> _Lu:
    lecteur = Lecteur(ctx.aujourdhui())
    if saisie.jour not in JOURS:
        lecteur.refuser("jour", "choix_obligatoire")
    debut = lecteur.heure("debut", saisie.debut) or time(0)
    duree = lecteur.entier("duree", saisie.duree, 5, 720) or 0
    if not saisie.duree.strip():
        lecteur.refuser("duree", "champ_obligatoire")
    if duree and debut.hour * 60 + debut.minute + duree > 24 * 60:
        lecteur.refuser("duree", "finit_apres_minuit")
    passage = lecteur.entier("passage", saisie.passage, 5, 240)
    if passage is not None and duree and passage > duree:
        lecteur.refuser("passage", "passage_trop_long", duree=duree)
    capacite = lecteur.entier("capacite", saisie.capacite, 1, CAPACITE_MAX)
    if capacite is None:
        if passage is None and not saisie.capacite.strip():
            lecteur.refuser("capacite", "champ_obligatoire")
        capacite = duree // passage if passage else 0
    du_le, au_le = lecteur.date("du", saisie.du), lecteur.date("au", saisie.au)
    for champ, jour in (("du", du_le), ("au", au_le)):
        if jour is not None and not annee.debut_le <= jour <= annee.fin_le:
            lecteur.refuser(champ, "date_hors_annee", annee=annee.libelle, du=annee.debut_le, au=annee.fin_le)
    if du_le is not None and au_le is not None and au_le < du_le:
        lecteur.refuser("au", "dates_inversees")
    lecteur.conclure()
    return _Lu(saisie.jour, debut, duree, passage, capacite, du_le, au_le)


def _verifier_lieux(session: Session, cours: Cours, saisie: SaisieCreneau) -> None:
    lecteur = Lecteur(date.min)
    salle = session.get(Salle, saisie.salle_id) if saisie.salle_id is not None else None
    if saisie.salle_id is not None and (salle is None or salle.site_id != cours.site_id or salle.archive_a is not None):
        lecteur.refuser("salle_id", "salle_inconnue")
    connus = session.execute(
        select(func.count())
        .select_from(Enseignant)
        .where(Enseignant.id.in_(saisie.enseignants), Enseignant.archive_a.is_(None))
    ).scalar_one()
    if connus != len(set(saisie.enseignants)):
        lecteur.refuser("enseignants", "enseignant_inconnu")
    lecteur.conclure()


def _confirmer(session: Session, commande: EnregistrerCreneau, cours: Cours, creneau: Creneau, lu: _Lu) -> None:
    """What the person must have seen before a time is recorded: pupils who move, no teacher left, clashes."""
    if commande.confirme:
        return
    eleves = _eleves(session, creneau.id) if creneau.id is not None else []
    if eleves and not commande.saisie.enseignants:
        raise AConfirmer("creneau_sans_enseignant", n=len(eleves))
    bouge = creneau.id is not None and (creneau.jour, creneau.debut) != (lu.jour, lu.debut)
    if eleves and bouge:
        raise AConfirmer("horaire_avec_eleves", n=len(eleves))
    site = session.get_one(Site, cours.site_id).nom
    salle = session.get(Salle, commande.saisie.salle_id) if commande.saisie.salle_id is not None else None
    nom = salle.nom if salle is not None else ""
    lecon = Lecon(cours.libelle, lu.jour, lu.debut, lu.duree_min, nom, site, lu.du_le, lu.au_le)
    besoins = {("enseignant", ident) for ident in commande.saisie.enseignants}
    besoins |= {("salle", salle.id)} if salle is not None else set()
    nouveau = Occupe(creneau.id or 0, lecon, frozenset(besoins))
    signaler(session, [nouveau], lire_semaine(session, cours.annee_id, Creneau.jour == lu.jour), confirme=False)
    if eleves and lu.passage_min is None:
        classe = replace(nouveau, ressources=frozenset(("eleve", ident) for ident in eleves))
        autres = lire_semaine_eleves(session, cours.annee_id, eleves, lu.du_le or date.min)
        signaler(session, [classe], autres, confirme=False)


def _poser(unite: Unite, creneau: Creneau, lu: _Lu, saisie: SaisieCreneau) -> None:
    session = unite.session
    creneau.jour, creneau.debut, creneau.duree_min = lu.jour, lu.debut, lu.duree_min
    creneau.passage_min, creneau.salle_id = lu.passage_min, saisie.salle_id
    creneau.du_le, creneau.au_le = lu.du_le, lu.au_le
    session.add(creneau)
    session.flush()
    places.definir_capacite(unite, creneau.id, lu.capacite)
    avant, apres = set(_enseignants(session, creneau.id)), set(saisie.enseignants)
    if avant - apres:
        session.execute(
            delete(CreneauEnseignant).where(
                CreneauEnseignant.creneau_id == creneau.id, CreneauEnseignant.enseignant_id.in_(avant - apres)
            )
        )
    session.add_all(CreneauEnseignant(creneau_id=creneau.id, enseignant_id=i) for i in sorted(apres - avant))
    session.flush()
    for ident in avant | apres:
        unite.touche("enseignant", ident)


def _retirer(unite: Unite, creneau: Creneau) -> None:
    eleves = _eleves(unite.session, creneau.id)
    prises = unite.session.execute(select(Occupation.prises).where(Occupation.creneau_id == creneau.id)).scalar() or 0
    n = max(len(eleves), prises)
    if n:
        raise RegleMetier("creneau_occupe", n=n)
    creneau.archive_a = unite.maintenant
    unite.touche("creneau", creneau.id)
    unite.touche("cours", creneau.cours_id)


def _creneau(session: Session, creneau_id: int, version: int) -> Creneau:
    creneau = session.get(Creneau, creneau_id)
    if creneau is None or creneau.archive_a is not None:
        raise Introuvable("creneau", creneau_id)
    if creneau.version != version:
        raise Conflit({}, auteur=creneau.modifie_par or "", version=creneau.version)
    return creneau


def _cours(session: Session, ctx: Contexte, cours_id: int) -> Cours:
    cours = session.get(Cours, cours_id)
    if cours is None:
        raise Introuvable("cours", cours_id)
    ctx.exiger_sur(cours.site_id, Permission.MODIFIER_TARIF)
    return cours


def _enseignants(session: Session, creneau_id: int) -> tuple[int, ...]:
    return tuple(
        session.execute(
            select(CreneauEnseignant.enseignant_id)
            .where(CreneauEnseignant.creneau_id == creneau_id)
            .order_by(CreneauEnseignant.id)
        ).scalars()
    )


def _eleves(session: Session, creneau_id: int) -> list[int]:
    """Pupils who come at this time, now or later in the year."""
    return list(
        session.execute(
            select(Inscription.eleve_id)
            .join(Affectation, Affectation.inscription_id == Inscription.id)
            .join(Annee, Annee.id == Inscription.annee_id)
            .where(
                Affectation.creneau_id == creneau_id,
                Inscription.etat == "active",
                or_(Affectation.au_le.is_(None), Affectation.au_le >= Annee.fin_le),
            )
            .distinct()
        ).scalars()
    )
