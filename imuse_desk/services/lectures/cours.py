"""Cards of a course, a teacher and a room: weekly times with their filling, pupils with age, times and phone.

A teacher who may not consult everybody sees his own pupils alone, with the phone to call in an emergency.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import age, jour_heure
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Eleve,
    Enseignant,
    Inscription,
    Niveau,
    Occupation,
    Personne,
    Salle,
    Site,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.eleves import derniere_affectation, ids_de_ses_eleves


@dataclass(frozen=True, slots=True)
class HoraireVu:
    """A weekly time: ``mer. 14:00``, minutes, room, teachers, seats taken and offered (None: not counted).

    ``libres_min``: minutes of a block of individual lessons that no turn takes (None: no block).
    """

    creneau_id: int
    cours_id: int
    cours: str
    horaire: str
    duree_min: int
    salle_id: int | None
    salle: str
    enseignant_ids: tuple[int, ...]
    enseignants: str
    inscrits: int
    capacite: int | None
    libres_min: int | None

    @property
    def est_complet(self) -> bool:
        """Nobody more can come."""
        return self.capacite is not None and self.inscrits >= self.capacite


@dataclass(frozen=True, slots=True)
class EleveDuCours:
    """A pupil: what he follows there, ``mar. 17:00, ven. 18:00`` when he comes several times."""

    eleve_id: int
    nom: str
    prenom: str
    age: int | None
    cours: str
    niveau: str
    horaire: str
    telephone: str


@dataclass(frozen=True, slots=True)
class CoursVu:
    """A course of a year."""

    cours_id: int
    libelle: str
    code: str
    cursus: str
    niveau: str
    ha: str
    annee: str
    site: str
    horaires: tuple[HoraireVu, ...]
    eleves: tuple[EleveDuCours, ...]


@dataclass(frozen=True, slots=True)
class EnseignantVu:
    """A teacher, his weekly times of the year consulted, on every site, and his pupils."""

    enseignant_id: int
    nom: str
    prenom: str
    email: str
    telephone: str
    annee: str
    horaires: tuple[HoraireVu, ...]
    eleves: tuple[EleveDuCours, ...]


@dataclass(frozen=True, slots=True)
class SalleVue:
    """A room and its week in the year consulted; ``capacite`` None where it is not known."""

    salle_id: int
    nom: str
    site: str
    capacite: int | None
    annee: str
    horaires: tuple[HoraireVu, ...]

    def deborde(self, horaire: HoraireVu) -> bool:
        """More pupils come than the room holds."""
        return self.capacite is not None and horaire.inscrits > self.capacite


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_cours(ctx: Contexte, cours_id: int) -> CoursVu:
    """Open a course, in four statements. Raises Introuvable."""
    with ctx.lire() as session:
        tete = session.execute(
            select(
                Cours.libelle, Cours.code, Cursus.libelle.label("cursus"), Niveau.libelle.label("niveau"), Cours.ha,
                Annee.libelle.label("annee"), Site.nom.label("site"),
            )
            .join(Cursus, Cursus.id == Cours.cursus_id)
            .join(Annee, Annee.id == Cours.annee_id)
            .join(Site, Site.id == Cours.site_id)
            .outerjoin(Niveau, Niveau.id == Cours.niveau_id)
            .where(Cours.id == cours_id)
        ).first()  # fmt: skip
        if tete is None:
            raise Introuvable("cours", cours_id)
        horaires = _horaires(session, Cours.id == cours_id)
        eleves = _eleves(session, ctx, Inscription.cours_id == cours_id)
    return CoursVu(
        cours_id, tete.libelle, tete.code, tete.cursus, tete.niveau or "", tete.ha, tete.annee, tete.site, horaires,
        eleves,
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_enseignant(ctx: Contexte, enseignant_id: int) -> EnseignantVu:
    """Open a teacher with the weekly times and pupils of the year consulted. Raises Introuvable."""
    with ctx.lire() as session:
        tete = session.execute(
            select(Personne.nom, Personne.prenom, Personne.email, Personne.mobile, Annee.libelle)
            .join(Enseignant, Enseignant.personne_id == Personne.id)
            .join(Annee, Annee.id == ctx.annee_id)
            .where(Enseignant.id == enseignant_id)
        ).first()
        if tete is None:
            raise Introuvable("enseignant", enseignant_id)
        siens = select(CreneauEnseignant.creneau_id).where(CreneauEnseignant.enseignant_id == enseignant_id)
        horaires = _horaires(session, Creneau.id.in_(siens) & (Cours.annee_id == ctx.annee_id))
        ses_eleves = Creneau.id.in_(siens) & (Inscription.annee_id == ctx.annee_id) & _en_cours(ctx)
        eleves = _eleves(session, ctx, ses_eleves)
    voit_tout = ctx.peut(Permission.CONSULTER)
    email, mobile = (tete.email if voit_tout else ""), (tete.mobile if voit_tout else "")
    return EnseignantVu(enseignant_id, tete.nom, tete.prenom, email, mobile, tete.libelle, horaires, eleves)


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_salle(ctx: Contexte, salle_id: int) -> SalleVue:
    """Open a room with its week of the year consulted. Raises Introuvable."""
    with ctx.lire() as session:
        tete = session.execute(
            select(Salle.nom, Site.nom.label("site"), Salle.capacite, Annee.libelle)
            .join(Site, Site.id == Salle.site_id)
            .join(Annee, Annee.id == ctx.annee_id)
            .where(Salle.id == salle_id)
        ).first()
        if tete is None:
            raise Introuvable("salle", salle_id)
        horaires = _horaires(session, (Creneau.salle_id == salle_id) & (Cours.annee_id == ctx.annee_id))
    return SalleVue(salle_id, *tete, horaires)


def _horaires(session: Session, condition: Any) -> tuple[HoraireVu, ...]:
    inscrits = (
        select(func.count())
        .where(
            Affectation.creneau_id == Creneau.id, or_(Affectation.au_le.is_(None), Affectation.au_le >= Annee.fin_le)
        )
        .correlate(Creneau, Annee)
        .scalar_subquery()
    )
    occupees = (
        select(func.coalesce(func.sum(func.coalesce(Affectation.duree_min, Creneau.passage_min)), 0))
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .where(
            Affectation.creneau_id == Creneau.id, Affectation.heure_passage.is_not(None),
            Inscription.etat == "active",
            or_(Affectation.au_le.is_(None), Affectation.au_le >= Annee.fin_le),
        )
        .correlate(Creneau, Annee)
        .scalar_subquery()
    )  # fmt: skip
    lignes = session.execute(
        select(
            Creneau.id, Cours.id.label("cours_id"), Cours.libelle, Creneau.jour, Creneau.debut, Creneau.duree_min,
            Creneau.passage_min, occupees.label("occupees"), Creneau.salle_id, CreneauEnseignant.enseignant_id,
            Salle.nom.label("salle"), inscrits.label("inscrits"), Occupation.capacite, Occupation.prises, Personne.nom,
            Personne.prenom,
        )
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Annee, Annee.id == Cours.annee_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(Personne, Personne.id == Enseignant.personne_id)
        .where(condition, Creneau.archive_a.is_(None), Cours.archive_a.is_(None))
        .order_by(Creneau.jour, Creneau.debut, Creneau.id, CreneauEnseignant.id)
    ).all()  # fmt: skip
    noms: defaultdict[int, list[str]] = defaultdict(list)
    profs: defaultdict[int, list[int]] = defaultdict(list)
    tetes = {ligne.id: ligne for ligne in lignes}
    for ligne in lignes:
        if ligne.nom:
            noms[ligne.id].append(f"{ligne.prenom} {ligne.nom}".strip())
            profs[ligne.id].append(ligne.enseignant_id)
    return tuple(
        HoraireVu(
            ident, x.cours_id, x.libelle, jour_heure(x.jour, x.debut), x.duree_min, x.salle_id, x.salle or "",
            tuple(profs[ident]), ", ".join(noms[ident]), max(x.inscrits, x.prises or 0), x.capacite,
            x.duree_min - int(x.occupees) if x.passage_min is not None else None,
        )
        for ident, x in tetes.items()
    )  # fmt: skip


def _en_cours(ctx: Contexte) -> Any:
    return or_(Affectation.au_le.is_(None), Affectation.au_le >= ctx.aujourdhui())


def _eleves(session: Session, ctx: Contexte, condition: Any) -> tuple[EleveDuCours, ...]:
    """Each pupil once, in the order of the week; one whose time is not known yet comes first."""
    derniere = derniere_affectation()
    requete = (
        select(
            Eleve.id, Personne.nom, Personne.prenom, Personne.naissance_le, Cours.libelle.label("cours"),
            Niveau.libelle.label("niveau"), Creneau.jour, Creneau.debut, Affectation.heure_passage, Eleve.tel_urgence,
            Personne.mobile, Personne.est_restreint,
        )
        .join(Inscription, Inscription.eleve_id == Eleve.id)
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .outerjoin(Niveau, Niveau.id == Inscription.niveau_id)
        .outerjoin(Affectation, Affectation.id == derniere)
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .where(condition, Inscription.etat == "active")
        .order_by(
            Creneau.jour, func.coalesce(Affectation.heure_passage, Creneau.debut), Personne.cle, Eleve.id,
            Inscription.id,
        )
    )  # fmt: skip
    voit_tout = ctx.peut(Permission.CONSULTER)
    if not voit_tout:
        requete = requete.where(Eleve.id.in_(ids_de_ses_eleves(ctx)))
    siens: defaultdict[int, list[Any]] = defaultdict(list)
    for ligne in session.execute(requete):
        siens[ligne.id].append(ligne)
    return tuple(_eleve(lignes, ctx, voit_tout=voit_tout) for lignes in siens.values())


def _eleve(lignes: list[Any], ctx: Contexte, *, voit_tout: bool) -> EleveDuCours:
    x = lignes[0]

    def unis(mots: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(mot for mot in mots if mot))

    mobile = x.mobile if voit_tout and not x.est_restreint else ""
    return EleveDuCours(
        x.id, x.nom, x.prenom, age(x.naissance_le, ctx.aujourdhui()) if x.naissance_le else None,
        unis(ligne.cours for ligne in lignes), unis(ligne.niveau for ligne in lignes),
        unis(_quand(ligne.jour, ligne.heure_passage or ligne.debut) for ligne in lignes), x.tel_urgence or mobile,
    )  # fmt: skip


def _quand(jour: int | None, heure: time | None) -> str:
    return jour_heure(jour, heure) if jour is not None and heure is not None else ""
