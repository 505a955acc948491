"""Suivi read: the courses that a pupil follows in a year, and a teacher's own courses with their pupils."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import Executable, func, or_, select
from sqlalchemy.orm import aliased

from imuse_desk.domain.dates import age
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Annee,
    Compte,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Eleve,
    Enseignant,
    Inscription,
    Niveau,
    Personne,
    Salle,
    Site,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.eleves import derniere_affectation, fin_de_cours
from imuse_desk.services.suivi.acces import ses_creneaux

_PROF = aliased(Personne)


@dataclass(frozen=True, slots=True)
class CoursDuSuivi:
    """A course followed: the manual's columns, and what its card adds; ``debut`` and ``fin`` are the course's."""

    inscription_id: int
    eleve_id: int
    cours_id: int
    creneau_id: int | None
    cours: str
    cursus: str
    ha: str
    enseignants: tuple[str, ...]
    cycle: str
    etat: str
    motif: str
    site: str
    salle: str
    jour: int | None
    debut: time | None
    fin: time | None
    duree_min: int | None
    heure_passage: time | None
    debut_le: date
    fin_le: date

    @property
    def est_actif(self) -> bool:
        """Still followed."""
        return self.etat == "active"


@dataclass(frozen=True, slots=True)
class SuiviEleve:
    """A pupil and the courses followed in the year consulted."""

    eleve_id: int
    nom: str
    prenom: str
    annee: str
    cours: tuple[CoursDuSuivi, ...]


@dataclass(frozen=True, slots=True)
class MonCours:
    """A weekly time of a teacher, or of the site."""

    creneau_id: int
    cours_id: int
    cours: str
    ha: str
    cycle: str
    site: str
    salle: str
    jour: int
    debut: time
    fin: time
    eleves: int
    enseignants: str = ""


@dataclass(frozen=True, slots=True)
class MesCours:
    """The weekly times of a teacher, or of the site; ``enseignant_id`` is None where the account names no teacher."""

    annee: str
    enseignant_id: int | None
    cours: tuple[MonCours, ...]

    @property
    def est_relie(self) -> bool:
        """The account names a teacher."""
        return self.enseignant_id is not None


@dataclass(frozen=True, slots=True)
class EleveDuCours:
    """What a teacher sees of a pupil, and nothing else."""

    eleve_id: int
    nom: str
    prenom: str
    age: int | None
    ha: str
    alerte: str
    tel_urgence: str


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_suivi(ctx: Contexte, eleve_id: int) -> SuiviEleve:
    """The courses of the year consulted with their last weekly time, in two statements. Raises Introuvable.

    A teacher reads those that he gives, and no other pupil's.
    """
    with ctx.lire() as session:
        tete = session.execute(
            select(Personne.nom, Personne.prenom, Annee.libelle)
            .join(Eleve, Eleve.personne_id == Personne.id)
            .join(Annee, Annee.id == ctx.annee_id)
            .where(Eleve.id == eleve_id)
        ).first()
        if tete is None:
            raise Introuvable("eleve", eleve_id)
        lignes = session.execute(_cours_suivis(eleve_id, ctx.annee_id)).all()
        cours = _regrouper(lignes)
        if not ctx.peut(Permission.CONSULTER):
            siens = set(session.execute(ses_creneaux(ctx)).scalars())
            cours = tuple(c for c in cours if c.creneau_id in siens)
            if not cours:
                raise Introuvable("eleve", eleve_id)
    return SuiviEleve(eleve_id, tete.nom, tete.prenom, tete.libelle, cours)


def _cours_suivis(eleve_id: int, annee_id: int) -> Executable:
    """One row a teacher; the weekly time is the newest one given to the enrolment."""
    return (
        select(
            Inscription.id, Inscription.eleve_id, Inscription.etat, Inscription.motif, Inscription.du_le,
            Inscription.au_le, Cours.id.label("cours_id"), Cours.libelle, Cours.ha, Cursus.libelle.label("cursus"),
            Niveau.libelle.label("cycle"), Site.nom.label("site"), Salle.nom.label("salle"),
            Creneau.id.label("creneau_id"), Creneau.jour, Creneau.debut, Creneau.duree_min,
            Creneau.au_le.label("creneau_au_le"), Affectation.heure_passage, Affectation.duree_min.label("passage_min"),
            Annee.fin_le, _PROF.nom, _PROF.prenom,
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Annee, Annee.id == Inscription.annee_id)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Niveau, Niveau.id == func.coalesce(Inscription.niveau_id, Cours.niveau_id))
        .outerjoin(Affectation, Affectation.id == derniere_affectation())
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(_PROF, _PROF.id == Enseignant.personne_id)
        .where(Inscription.eleve_id == eleve_id, Inscription.annee_id == annee_id)
        .order_by(Cursus.ordre, Inscription.id, CreneauEnseignant.id)
    )  # fmt: skip


def _regrouper(lignes: Iterable[Any]) -> tuple[CoursDuSuivi, ...]:
    par_inscription: defaultdict[int, list[Any]] = defaultdict(list)
    for ligne in lignes:
        par_inscription[ligne.id].append(ligne)
    return tuple(_cours(meme) for meme in par_inscription.values())


def _cours(meme: list[Any]) -> CoursDuSuivi:
    x = meme[0]
    return CoursDuSuivi(
        inscription_id=x.id,
        eleve_id=x.eleve_id,
        cours_id=x.cours_id,
        creneau_id=x.creneau_id,
        cours=x.libelle,
        cursus=x.cursus,
        ha=x.ha,
        enseignants=tuple(f"{ligne.prenom} {ligne.nom}".strip() for ligne in meme if ligne.nom),
        cycle=x.cycle or "",
        etat=x.etat,
        motif=x.motif,
        site=x.site,
        salle=x.salle or "",
        jour=x.jour,
        debut=x.debut,
        fin=fin_de_cours(x.debut, x.duree_min) if x.debut is not None else None,
        duree_min=x.passage_min or x.duree_min,
        heure_passage=x.heure_passage,
        debut_le=x.du_le,
        fin_le=x.au_le or x.creneau_au_le or x.fin_le,
    )


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_mes_cours(ctx: Contexte) -> MesCours:
    """The weekly times of the teacher behind the account, on every site, and those he replaces at today."""
    with ctx.lire() as session:
        tete = session.execute(
            select(Annee.libelle, Enseignant.id)
            .select_from(Annee)
            .outerjoin(Compte, Compte.id == (ctx.compte_id or 0))
            .outerjoin(Enseignant, Enseignant.personne_id == Compte.personne_id)
            .where(Annee.id == ctx.annee_id)
        ).first()
        if tete is None:
            raise Introuvable("annee", ctx.annee_id)
        if tete.id is None:
            return MesCours(tete.libelle, None, ())
        lignes = session.execute(_creneaux(ctx, Creneau.id.in_(ses_creneaux(ctx)))).all()
    return MesCours(tete.libelle, tete.id, tuple(_mon_cours(x) for x in lignes))


@cas_d_usage(Permission.CONSULTER)
def lire_cours_du_site(ctx: Contexte) -> MesCours:
    """Every weekly time of the site and year consulted, with its teachers; the site itself is not told again."""
    with ctx.lire() as session:
        annee = session.execute(select(Annee.libelle).where(Annee.id == ctx.annee_id)).scalar_one()
        lignes = session.execute(_creneaux(ctx, Cours.site_id == ctx.site_id)).all()
        noms: defaultdict[int, list[str]] = defaultdict(list)
        for creneau_id, prenom, nom in session.execute(
            select(CreneauEnseignant.creneau_id, _PROF.prenom, _PROF.nom)
            .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
            .join(Cours, Cours.id == Creneau.cours_id)
            .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
            .join(_PROF, _PROF.id == Enseignant.personne_id)
            .where(Cours.site_id == ctx.site_id, Cours.annee_id == ctx.annee_id)
            .order_by(CreneauEnseignant.id)
        ):
            noms[creneau_id].append(f"{prenom} {nom}".strip())
    return MesCours(annee, None, tuple(replace(_mon_cours(x, ", ".join(noms[x.id])), site="") for x in lignes))


def _creneaux(ctx: Contexte, lesquels: Any) -> Executable:
    eleves = (
        select(func.count(Inscription.eleve_id.distinct()))
        .join(Affectation, Affectation.inscription_id == Inscription.id)
        .where(Affectation.creneau_id == Creneau.id, _en_cours(ctx), Inscription.etat == "active")
        .correlate(Creneau)
        .scalar_subquery()
    )
    return (
        select(
            Creneau.id, Creneau.jour, Creneau.debut, Creneau.duree_min, Cours.id.label("cours_id"), Cours.libelle,
            Cours.ha, Niveau.libelle.label("cycle"), Site.nom.label("site"), Salle.nom.label("salle"),
            eleves.label("eleves"),
        )
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Niveau, Niveau.id == Cours.niveau_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .where(
            lesquels,
            Cours.annee_id == ctx.annee_id,
            Creneau.archive_a.is_(None),
            Cours.archive_a.is_(None),
        )
        .order_by(Creneau.jour, Creneau.debut, Cours.libelle, Creneau.id)
    )  # fmt: skip


def _en_cours(ctx: Contexte) -> Any:
    """An assignment not ended yet: a change of time ends the old one on a date."""
    return or_(Affectation.au_le.is_(None), Affectation.au_le >= ctx.aujourdhui())


def _mon_cours(x: Any, enseignants: str = "") -> MonCours:
    fin = fin_de_cours(x.debut, x.duree_min)
    return MonCours(
        x.id, x.cours_id, x.libelle, x.ha, x.cycle or "", x.site, x.salle or "", x.jour, x.debut, fin, x.eleves,
        enseignants,
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def creneau_de_son_eleve(ctx: Contexte, eleve_id: int) -> int:
    """The first weekly time at which the teacher behind the account has a pupil this year; raises Introuvable."""
    requete = (
        select(Creneau.id)
        .join(Affectation, Affectation.creneau_id == Creneau.id)
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .where(
            Creneau.id.in_(ses_creneaux(ctx)),
            Inscription.eleve_id == eleve_id,
            Inscription.annee_id == ctx.annee_id,
            Inscription.etat == "active",
            _en_cours(ctx),
        )
        .order_by(Creneau.jour, Creneau.debut, Creneau.id)
        .limit(1)
    )
    with ctx.lire() as session:
        creneau_id = session.execute(requete).scalar()
    if creneau_id is None:
        raise Introuvable("eleve", eleve_id)
    return creneau_id


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_eleves_du_cours(ctx: Contexte, creneau_id: int) -> tuple[EleveDuCours, ...]:
    """The pupils of a weekly time, by name; raises Introuvable to a teacher whose it is not."""
    sien = select(Cours.ha).join(Creneau, Creneau.cours_id == Cours.id).where(Creneau.id == creneau_id)
    if not ctx.peut(Permission.CONSULTER):
        sien = sien.where(Creneau.id.in_(ses_creneaux(ctx)))
    jour = ctx.aujourdhui()
    with ctx.lire() as session:
        ha = session.execute(sien).scalar()
        if ha is None:
            raise Introuvable("creneau", creneau_id)
        lignes = session.execute(
            select(
                Eleve.id,
                Personne.nom,
                Personne.prenom,
                Personne.naissance_le,
                Eleve.alerte,
                Eleve.tel_urgence,
                Personne.cle,
            )
            .join(Personne, Personne.id == Eleve.personne_id)
            .join(Inscription, Inscription.eleve_id == Eleve.id)
            .join(Affectation, Affectation.inscription_id == Inscription.id)
            .where(Affectation.creneau_id == creneau_id, _en_cours(ctx), Inscription.etat == "active")
            .distinct()
            .order_by(Personne.cle, Eleve.id)
        ).all()
    return tuple(
        EleveDuCours(
            x.id, x.nom, x.prenom, age(x.naissance_le, jour) if x.naissance_le else None, ha, x.alerte, x.tel_urgence
        )
        for x in lignes
    )
