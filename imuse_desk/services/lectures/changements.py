"""The dated changes of a pupil, and what the form of a change chooses from."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import exists, or_, select

from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Annulable,
    ChangementInscription,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Enseignant,
    Inscription,
    Niveau,
    Occupation,
    Personne,
    Salle,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class ChangementVu:
    """A line of the history; ``est_annulable``: undone by one click today."""

    id: int
    genre: str
    effet_le: date
    avant: str
    apres: str
    motif: str
    demande_par: str
    accord_par: str
    agent: str
    a: datetime
    operation_id: str
    est_annule: bool
    est_annulable: bool


@dataclass(frozen=True, slots=True)
class HorairePropose:
    """A weekly time of a course, with the room left (None: not counted)."""

    creneau_id: int
    jour: int
    debut: time
    duree_min: int
    enseignants: str
    salle: str
    libres: int | None


@dataclass(frozen=True, slots=True)
class CoursPropose:
    """A course of the year that the pupil does not follow; its cursus tells it from another of the same name."""

    cours_id: int
    libelle: str
    cursus: str
    niveau_id: int | None
    niveaux: tuple[tuple[int, str], ...]


@cas_d_usage(Permission.CONSULTER)
def lister_changements(ctx: Contexte, eleve_id: int) -> tuple[ChangementVu, ...]:
    """The history of a pupil, every year, the newest first."""
    requete = (
        select(ChangementInscription, Annulable.jusqu_a, Annulable.annulee_a)
        .outerjoin(Annulable, Annulable.operation_id == ChangementInscription.operation_id)
        .where(ChangementInscription.eleve_id == eleve_id)
        .order_by(ChangementInscription.a.desc(), ChangementInscription.id.desc())
    )
    maintenant = ctx.maintenant()
    with ctx.lire() as session:
        return tuple(
            ChangementVu(
                c.id, c.genre, c.effet_le, c.avant, c.apres, c.motif, c.demande_par, c.accord_par, c.agent, c.a,
                str(c.operation_id), c.annule_a is not None,
                jusqu_a is not None and annulee_a is None and jusqu_a >= maintenant,
            )
            for c, jusqu_a, annulee_a in session.execute(requete)
        )  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def proposer_horaires(
    ctx: Contexte, cours_id: int, le: date, inscription_id: int | None = None
) -> tuple[HorairePropose, ...]:
    """The weekly times of a course that hold on a day or later, in the order of the week.

    With an enrolment, the time that it already has is left out.
    """
    occupe = exists().where(
        Affectation.inscription_id == inscription_id, Affectation.creneau_id == Creneau.id,
        or_(Affectation.au_le.is_(None), Affectation.au_le >= le),
    )  # fmt: skip
    with ctx.lire() as session:
        lignes = session.execute(
            select(
                Creneau.id, Creneau.jour, Creneau.debut, Creneau.duree_min, Salle.nom, Occupation.capacite,
                Occupation.prises, Personne.prenom, Personne.nom,
            )
            .outerjoin(Salle, Salle.id == Creneau.salle_id)
            .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
            .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
            .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
            .outerjoin(Personne, Personne.id == Enseignant.personne_id)
            .where(
                Creneau.cours_id == cours_id, Creneau.archive_a.is_(None),
                or_(Creneau.au_le.is_(None), Creneau.au_le >= le), ~occupe,
            )
            .order_by(Creneau.jour, Creneau.debut, Creneau.id, CreneauEnseignant.id)
        ).all()  # fmt: skip
    proposes: dict[int, HorairePropose] = {}
    for ident, jour, debut, duree, salle, capacite, prises, prenom, nom in lignes:
        qui = f"{prenom} {nom}".strip() if nom else ""
        deja = proposes.get(ident)
        noms = f"{deja.enseignants}, {qui}" if deja is not None else qui
        libres = capacite - prises if capacite is not None else None
        proposes[ident] = HorairePropose(ident, jour, debut, duree, noms, salle or "", libres)
    return tuple(proposes.values())


@cas_d_usage(Permission.CONSULTER)
def proposer_cours(ctx: Contexte, eleve_id: int, annee_id: int) -> tuple[CoursPropose, ...]:
    """The courses of the site consulted that a pupil may add in a year, with the levels of each one's cursus."""
    suivis = select(Inscription.cours_id).where(Inscription.eleve_id == eleve_id, Inscription.etat == "active")
    with ctx.lire() as session:
        niveaux: dict[int, list[tuple[int, str]]] = {}
        for ident, cursus_id, libelle in session.execute(
            select(Niveau.id, Niveau.cursus_id, Niveau.libelle)
            .where(Niveau.archive_a.is_(None))
            .order_by(Niveau.ordre, Niveau.id)
        ):
            niveaux.setdefault(cursus_id, []).append((ident, libelle))
        lignes = session.execute(
            select(Cours.id, Cours.libelle, Cours.niveau_id, Cours.cursus_id, Cursus.libelle)
            .join(Cursus, Cursus.id == Cours.cursus_id)
            .where(
                Cours.site_id == ctx.site_id, Cours.annee_id == annee_id, Cours.archive_a.is_(None),
                Cours.id.not_in(suivis),
            )
            .order_by(Cours.libelle, Cursus.ordre, Cours.code)
        ).all()  # fmt: skip
    return tuple(
        CoursPropose(ident, libelle, cursus, niveau_id, tuple(niveaux.get(cursus_id, ())))
        for ident, libelle, niveau_id, cursus_id, cursus in lignes
    )
