"""Lessons moved, cancelled, restored, made up; each undoable the same day.

A teacher does it for his own lessons, the office for its site's. A room or a teacher taken is refused with both lessons
named; a day without lessons, a lesson already called and pupils expected elsewhere are asked first.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import AConfirmer, Introuvable, RegleMetier
from imuse_desk.domain.presences import EtatSeance
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.seances import Occurrence, fermeture_du
from imuse_desk.domain.textes import plier
from imuse_desk.models import Annee, Creneau, Presence, Salle, Seance
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.acces import Acces, exiger_creneau
from imuse_desk.services.suivi.journee import Place, verifier_place
from imuse_desk.services.suivi.occurrences import CleSeance, assurer_seance, fermetures_de, lire_occurrences


@dataclass(frozen=True, slots=True)
class SeanceVue:
    """A lesson of a weekly time; ``le``, ``a``, ``fin`` say where it is held, ``salle`` its room there."""

    cle: CleSeance
    seance_id: int | None
    le: date
    a: time
    fin: time
    salle: str
    etat: EtatSeance
    motif: str
    pointes: int
    appel_a: datetime | None
    appel_par: str
    rattrape_le: date | None = None
    rattrapee_le: date | None = None

    @property
    def a_lieu(self) -> bool:
        """Pupils are expected at it."""
        return self.etat.a_lieu


@dataclass(frozen=True, slots=True)
class PlacerSeance:
    """Where a lesson goes, as typed; without ``salle_id`` it keeps its room. ``confirme``: in spite of what is asked.

    ``motif`` says why it moves.
    """

    cle: CleSeance
    le: str
    debut: str
    salle_id: int | None = None
    motif: str = ""
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class AnnulerSeance:
    """A lesson that does not take place, and why."""

    cle: CleSeance
    motif: str
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SalleOfferte:
    """A room of the site, for the choice of a lesson's."""

    salle_id: int
    nom: str


@cas_d_usage(Permission.POINTER)
def lister_seances(ctx: Contexte, creneau_id: int, du: date, au: date) -> tuple[SeanceVue, ...]:
    """The lessons of a weekly time planned or held between two days. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        exiger_creneau(ctx, session, creneau_id, du)
        return seances_vues(session, creneau_id, lire_occurrences(session, [creneau_id], du, au)[creneau_id])


@cas_d_usage(Permission.POINTER)
def lister_salles(ctx: Contexte, creneau_id: int) -> tuple[SalleOfferte, ...]:
    """The rooms of the site of a weekly time, by name. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        acces = exiger_creneau(ctx, session, creneau_id)
        requete = select(Salle.id, Salle.nom).where(Salle.site_id == acces.site_id, Salle.archive_a.is_(None))
        salles = [SalleOfferte(*ligne) for ligne in session.execute(requete)]
    return tuple(sorted(salles, key=lambda s: plier(s.nom)))


@cas_d_usage(Permission.POINTER)
def deplacer_seance(ctx: Contexte, commande: PlacerSeance) -> Fait[int]:
    """Hold a lesson on another day, at another hour or in another room.

    Raises FormulaireInvalide (le, debut, salle_id, motif), RegleMetier(conflit_horaire | seance_annulee | autre_site),
    AConfirmer(seance_jour_ferme | conflit_offre), Introuvable.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        acces = exiger_creneau(ctx, session, commande.cle.creneau_id, commande.cle.jour_le)
        le, debut, motif = _lire(ctx, session, acces, commande)
        seance = assurer_seance(session, commande.cle)
        if not EtatSeance(seance.etat).a_lieu:
            raise RegleMetier("seance_annulee")
        avant = _etat_de(seance)
        salle_id = commande.salle_id or seance.salle_id
        place = Place(le, debut, seance.duree_min, salle_id or _salle_du_creneau(session, seance.creneau_id))
        _signaler_fermeture(session, acces, le, confirme=commande.confirme)
        verifier_place(session, commande.cle, place, confirme=commande.confirme)
        seance.tenue_le, seance.tenue_debut, seance.salle_id, seance.motif = le, debut, salle_id, motif
        est_a_sa_place = (le, debut, salle_id) == (seance.jour_le, seance.debut, None)
        if est_a_sa_place:
            seance.tenue_le = seance.tenue_debut = None
        seance.etat = _etat_tenu(seance)
        return _garder(ctx, unite, seance, "Séance déplacée", remettre_seance, avant)

    return ctx.ecrire("deplacer_seance", ecrire, commande.operation_id)


@cas_d_usage(Permission.POINTER)
def annuler_seance(ctx: Contexte, commande: AnnulerSeance) -> Fait[int]:
    """Say that a lesson does not take place: it counts for nobody.

    Raises FormulaireInvalide (motif), AConfirmer(seance_pointee: n), RegleMetier(seance_annulee | autre_site),
    Introuvable.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    motif = lecteur.texte("motif", commande.motif, 200, obligatoire=True)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        session = unite.session
        exiger_creneau(ctx, session, commande.cle.creneau_id, commande.cle.jour_le)
        seance = assurer_seance(session, commande.cle)
        if seance.etat == EtatSeance.ANNULEE:
            raise RegleMetier("seance_annulee")
        pointes = _pointes(session, seance.id)
        if pointes and not commande.confirme:
            raise AConfirmer("seance_pointee", n=pointes)
        avant = _etat_de(seance)
        seance.etat, seance.motif = EtatSeance.ANNULEE, motif
        return _garder(ctx, unite, seance, "Séance annulée", remettre_seance, avant)

    return ctx.ecrire("annuler_seance", ecrire, commande.operation_id)


@cas_d_usage(Permission.POINTER)
def retablir_seance(
    ctx: Contexte, cle: CleSeance, operation_id: uuid.UUID | None = None, *, confirme: bool = False
) -> Fait[int]:
    """Hold a cancelled lesson after all, where it was.

    Raises RegleMetier(conflit_horaire | deja_rattrapee: le | autre_site), AConfirmer(conflit_offre), Introuvable.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        exiger_creneau(ctx, session, cle.creneau_id, cle.jour_le)
        seance = assurer_seance(session, cle)
        avant = _etat_de(seance)
        _refuser_deja_rattrapee(session, seance.id)
        seance.etat, seance.motif = _etat_tenu(seance), ""
        _verifier_ou_elle_est(session, seance, confirme=confirme)
        return _garder(ctx, unite, seance, "Séance rétablie", remettre_seance, avant)

    return ctx.ecrire("retablir_seance", ecrire, operation_id)


@cas_d_usage(Permission.POINTER)
def rattraper_seance(ctx: Contexte, commande: PlacerSeance) -> Fait[int]:
    """Make up a lesson that did not take place: another one, on a day of its own, that names it.

    Raises FormulaireInvalide (le, debut, salle_id, motif), RegleMetier(seance_a_lieu | deja_rattrapee: le |
    conflit_horaire | rattrapage_meme_heure | autre_site), AConfirmer(seance_jour_ferme | conflit_offre), Introuvable.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        acces = exiger_creneau(ctx, session, commande.cle.creneau_id, commande.cle.jour_le)
        le, debut, motif = _lire(ctx, session, acces, commande)
        manquee = assurer_seance(session, commande.cle)
        if EtatSeance(manquee.etat).a_lieu:
            raise RegleMetier("seance_a_lieu")
        _refuser_deja_rattrapee(session, manquee.id)
        cle = CleSeance(manquee.creneau_id, le, debut)
        if _existe(session, cle):
            raise RegleMetier("rattrapage_meme_heure")
        salle_id = commande.salle_id or manquee.salle_id
        place = Place(le, debut, manquee.duree_min, salle_id or _salle_du_creneau(session, manquee.creneau_id))
        _signaler_fermeture(session, acces, le, confirme=commande.confirme)
        verifier_place(session, commande.cle, place, confirme=commande.confirme)
        seance = Seance(
            annee_id=manquee.annee_id, creneau_id=manquee.creneau_id, jour_le=le, debut=debut, motif=motif,
            duree_min=manquee.duree_min, etat=EtatSeance.RATTRAPAGE, salle_id=salle_id, rattrape_id=manquee.id,
        )  # fmt: skip
        session.add(seance)
        session.flush()
        return _garder(ctx, unite, seance, "Rattrapage ajouté", retirer_rattrapage)

    return ctx.ecrire("rattraper_seance", ecrire, commande.operation_id)


@inverse(Permission.POINTER)
def remettre_seance(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the lesson as it was, by today's rules on rooms and teachers."""
    seance = _seance(ctx, unite.session, arguments["seance_id"])
    seance.etat, seance.motif, seance.salle_id = arguments["etat"], arguments["motif"], arguments["salle_id"]
    seance.tenue_le = date.fromisoformat(arguments["tenue_le"]) if arguments["tenue_le"] else None
    seance.tenue_debut = time.fromisoformat(arguments["tenue_debut"]) if arguments["tenue_debut"] else None
    if EtatSeance(seance.etat).a_lieu:
        _refuser_deja_rattrapee(unite.session, seance.id)
        _verifier_ou_elle_est(unite.session, seance, confirme=True)
    _toucher(unite, seance)


@inverse(Permission.POINTER)
def retirer_rattrapage(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a make-up lesson: gone, unless a roll call was begun. Raises RegleMetier(rattrapage_pointe)."""
    seance = _seance(ctx, unite.session, arguments["seance_id"])
    if _pointes(unite.session, seance.id):
        raise RegleMetier("rattrapage_pointe")
    _toucher(unite, seance)
    unite.session.delete(seance)


def seances_vues(
    session: Session, creneau_id: int, lecons: tuple[Occurrence, ...]
) -> tuple[SeanceVue, ...]:  # fmt: skip
    """Lessons in words: their rooms, and what makes up what."""
    du_creneau = _salle_du_creneau(session, creneau_id)
    ids = {o.dite.salle_id for o in lecons if o.dite is not None} | {du_creneau}
    salles: dict[int | None, str] = dict(
        iter(session.execute(select(Salle.id, Salle.nom).where(Salle.id.in_(ids - {None}))))
    )
    rattrapees, rattrapages = _liens(session, lecons)
    return tuple(
        SeanceVue(
            CleSeance(creneau_id, o.jour_le, o.debut),
            o.dite.seance_id if o.dite else None,
            o.le,
            o.a,
            o.fin,
            salles.get((o.dite.salle_id if o.dite else None) or du_creneau, ""),
            o.etat,
            o.dite.motif if o.dite else "",
            o.dite.pointes if o.dite else 0,
            o.dite.appel_a if o.dite else None,
            o.dite.appel_par if o.dite else "",
            rattrapees.get(o.dite.rattrape_id) if o.dite and o.dite.rattrape_id else None,
            rattrapages.get(o.dite.seance_id) if o.dite else None,
        )
        for o in lecons
    )


def _liens(session: Session, lecons: tuple[Occurrence, ...]) -> tuple[dict[int, date], dict[int | None, date]]:
    """Days of the lessons that these ones make up, and of those that make these ones up."""
    dites = [o.dite for o in lecons if o.dite is not None]
    jour = func.coalesce(Seance.tenue_le, Seance.jour_le)
    rattrapees = {d.rattrape_id for d in dites if d.rattrape_id is not None}
    manquees = {d.seance_id for d in dites if not d.etat.a_lieu}
    vues: dict[int, date] = {}
    suites: dict[int | None, date] = {}
    if rattrapees:
        vues = dict(iter(session.execute(select(Seance.id, jour).where(Seance.id.in_(rattrapees)))))
    if manquees:
        requete = select(Seance.rattrape_id, jour).where(
            Seance.rattrape_id.in_(manquees), Seance.etat == EtatSeance.RATTRAPAGE
        )
        suites = dict(iter(session.execute(requete)))
    return vues, suites


def _lire(ctx: Contexte, session: Session, acces: Acces, commande: PlacerSeance) -> tuple[date, time, str]:
    annee = session.get_one(Annee, acces.annee_id)
    lecteur = Lecteur(ctx.aujourdhui())
    le = lecteur.date("le", commande.le)
    if le is None and not commande.le.strip():
        lecteur.refuser("le", "champ_obligatoire")
    if le is not None and not annee.debut_le <= le <= annee.fin_le:
        lecteur.refuser("le", "date_hors_annee", annee=annee.libelle, du=annee.debut_le, au=annee.fin_le)
    debut = lecteur.heure("debut", commande.debut)
    motif = lecteur.texte("motif", commande.motif, 200)
    salle = session.get(Salle, commande.salle_id) if commande.salle_id is not None else None
    if commande.salle_id is not None and (salle is None or salle.site_id != acces.site_id or salle.archive_a):
        lecteur.refuser("salle_id", "salle_inconnue")
    lecteur.conclure()
    return le or date.min, debut or time(0), motif


def _signaler_fermeture(session: Session, acces: Acces, le: date, *, confirme: bool) -> None:
    ferme = fermeture_du(fermetures_de(session, acces.site_id, le, le), le)
    if ferme is not None and not confirme:
        raise AConfirmer("seance_jour_ferme", libelle=ferme.libelle, le=le)


def _verifier_ou_elle_est(session: Session, seance: Seance, *, confirme: bool) -> None:
    salle_id = seance.salle_id or _salle_du_creneau(session, seance.creneau_id)
    le, debut = seance.tenue_le or seance.jour_le, seance.tenue_debut or seance.debut
    cle = CleSeance(seance.creneau_id, seance.jour_le, seance.debut)
    verifier_place(session, cle, Place(le, debut, seance.duree_min, salle_id), confirme=confirme)


def _refuser_deja_rattrapee(session: Session, seance_id: int) -> None:
    deja = session.scalar(
        select(func.coalesce(Seance.tenue_le, Seance.jour_le)).where(
            Seance.rattrape_id == seance_id, Seance.etat == EtatSeance.RATTRAPAGE
        )
    )
    if deja is not None:
        raise RegleMetier("deja_rattrapee", le=deja)


def _existe(session: Session, cle: CleSeance) -> bool:
    requete = select(Seance.id).where(
        Seance.creneau_id == cle.creneau_id, Seance.jour_le == cle.jour_le, Seance.debut == cle.debut
    )
    return session.scalar(requete) is not None


def _etat_tenu(seance: Seance) -> EtatSeance:
    """The state of a lesson that takes place."""
    if seance.rattrape_id is not None:
        return EtatSeance.RATTRAPAGE
    return EtatSeance.PREVUE if seance.tenue_le is None else EtatSeance.DEPLACEE


def _etat_de(seance: Seance) -> dict[str, Any]:
    return {
        "etat": seance.etat,
        "motif": seance.motif,
        "salle_id": seance.salle_id,
        "tenue_le": seance.tenue_le.isoformat() if seance.tenue_le else None,
        "tenue_debut": seance.tenue_debut.isoformat() if seance.tenue_debut else None,
    }


def _garder(
    ctx: Contexte,
    unite: Unite,
    seance: Seance,
    libelle: str,
    commande: Callable[[Contexte, Unite, Mapping[str, Any]], None],
    avant: Mapping[str, Any] | None = None,
) -> int:
    rendre_annulable(ctx, unite, libelle, commande, seance_id=seance.id, **(avant or {}))
    _toucher(unite, seance)
    return seance.id


def _toucher(unite: Unite, seance: Seance) -> None:
    unite.session.flush()
    unite.touche("seance", seance.id)
    unite.touche("creneau", seance.creneau_id)


def _seance(ctx: Contexte, session: Session, seance_id: int) -> Seance:
    seance = session.get(Seance, seance_id)
    if seance is None:
        raise Introuvable("seance", seance_id)
    exiger_creneau(ctx, session, seance.creneau_id, seance.jour_le)
    return seance


def _pointes(session: Session, seance_id: int) -> int:
    return session.scalar(select(func.count()).where(Presence.seance_id == seance_id)) or 0


def _salle_du_creneau(session: Session, creneau_id: int) -> int | None:
    return session.scalar(select(Creneau.salle_id).where(Creneau.id == creneau_id))
