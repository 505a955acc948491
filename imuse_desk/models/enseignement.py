"""Teaching: cursus, disciplines, levels, rooms, teachers, courses, weekly times, enrolments."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.enseignement import EtatInscription, ModeAffectation, Specialite
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi

GENRES_CHANGEMENT = ("ajout", "horaire", "enseignant", "discipline", "arret", "conge", "reprise")


class Cursus(AvecId, Modifiable, Modele):
    """A path of study (``Musique``, ``Danse``, ``Musique CHAM``).

    ``motif_niveau`` writes the labels of its levels from ``{cycle}`` and ``{annee}`` (``C{cycle}.{annee}``): towns
    differ, and a town's own cursus do too.
    """

    __tablename__ = "cursus"
    __table_args__ = (parmi("specialite", Specialite),)

    code: Mapped[str] = mapped_column(String(20), unique=True)
    libelle: Mapped[str] = mapped_column(String(80))
    specialite: Mapped[str] = mapped_column(String(12))
    motif_niveau: Mapped[str] = mapped_column(String(40), default="C{cycle}.{annee}", server_default="C{cycle}.{annee}")
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class Discipline(AvecId, Modifiable, Modele):
    """What is taught (``Piano``, ``Formation musicale``, ``Danse classique``)."""

    __tablename__ = "discipline"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    libelle: Mapped[str] = mapped_column(String(80))
    cle: Mapped[str] = mapped_column(String(80))
    est_individuelle: Mapped[bool] = mapped_column(Boolean, default=False)
    archive_a: Mapped[datetime | None]


class Niveau(AvecId, Modifiable, Modele):
    """A level of a cursus, with its label (``C1.1``, ``1C4``, ``COP``) and the one that follows."""

    __tablename__ = "niveau"
    __table_args__ = (UniqueConstraint("cursus_id", "code"),)

    cursus_id: Mapped[int] = cle_vers("cursus.id")
    code: Mapped[str] = mapped_column(String(20))
    libelle: Mapped[str] = mapped_column(String(40))
    cycle: Mapped[int] = mapped_column(Integer, default=0)
    annee: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    suivant_id: Mapped[int | None] = cle_vers("niveau.id", nullable=True)
    archive_a: Mapped[datetime | None]


class Salle(AvecId, Modifiable, Modele):
    """A room of a site."""

    __tablename__ = "salle"
    __table_args__ = (UniqueConstraint("site_id", "nom"),)

    site_id: Mapped[int] = cle_vers("site.id")
    nom: Mapped[str] = mapped_column(String(60))
    capacite: Mapped[int | None] = mapped_column(Integer)
    archive_a: Mapped[datetime | None]


class Enseignant(AvecId, AvecReference, Modifiable, Modele):
    """The teacher's side of a person."""

    __tablename__ = "enseignant"

    personne_id: Mapped[int] = cle_vers("personne.id", unique=True)
    archive_a: Mapped[datetime | None]


class Cours(AvecId, AvecReference, Modifiable, Modele):
    """A course of a site and year; ``mode`` says how a pupil gets a time in it (chosen, assigned, follows…)."""

    __tablename__ = "cours"
    __table_args__ = (UniqueConstraint("site_id", "annee_id", "code"), parmi("mode", ModeAffectation))

    annee_id: Mapped[int] = cle_vers("annee.id")
    site_id: Mapped[int] = cle_vers("site.id")
    cursus_id: Mapped[int] = cle_vers("cursus.id")
    discipline_id: Mapped[int] = cle_vers("discipline.id")
    niveau_id: Mapped[int | None] = cle_vers("niveau.id", nullable=True)
    code: Mapped[str] = mapped_column(String(40))
    libelle: Mapped[str] = mapped_column(String(120))
    ha: Mapped[str] = mapped_column(String(6), default="")
    mode: Mapped[str] = mapped_column(String(20))
    est_pour_adultes: Mapped[bool] = mapped_column(Boolean, default=False)
    precedent_id: Mapped[int | None] = cle_vers("cours.id", nullable=True)
    archive_a: Mapped[datetime | None]


class Creneau(AvecId, AvecReference, Modifiable, Modele):
    """A weekly time of a course: wall-clock start at the site, minutes, room; ``jour`` 1 = Monday.

    With ``passage_min`` it is a teacher's block of individual lessons: each pupil has a turn of his own in it
    (``Affectation.heure_passage``, ``duree_min``), of this usual length in minutes.
    """

    __tablename__ = "creneau"
    __table_args__ = (
        CheckConstraint("jour BETWEEN 1 AND 7", name="jour"),
        CheckConstraint("duree_min BETWEEN 5 AND 720", name="duree_min"),
        CheckConstraint("passage_min BETWEEN 5 AND 240", name="passage_min"),
    )

    cours_id: Mapped[int] = cle_vers("cours.id")
    jour: Mapped[int] = mapped_column(Integer)
    debut: Mapped[time] = mapped_column(Time)
    duree_min: Mapped[int] = mapped_column(Integer)
    passage_min: Mapped[int | None] = mapped_column(Integer)
    salle_id: Mapped[int | None] = cle_vers("salle.id", nullable=True)
    du_le: Mapped[date | None] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)
    archive_a: Mapped[datetime | None]


class CreneauEnseignant(AvecId, Modele):
    """A teacher of a weekly time."""

    __tablename__ = "creneau_enseignant"
    __table_args__ = (UniqueConstraint("creneau_id", "enseignant_id"),)

    creneau_id: Mapped[int] = cle_vers("creneau.id")
    enseignant_id: Mapped[int] = cle_vers("enseignant.id")


class Occupation(Modele):
    """Seats of a weekly time: written by one function only, without version (a Core UPDATE decides the last seat)."""

    __tablename__ = "occupation"
    __table_args__ = (CheckConstraint("prises BETWEEN 0 AND capacite", name="places"),)

    creneau_id: Mapped[int] = mapped_column(Integer, ForeignKey("creneau.id"), primary_key=True, autoincrement=False)
    capacite: Mapped[int] = mapped_column(Integer)
    prises: Mapped[int] = mapped_column(Integer, default=0)


class Place(AvecId, Modele):
    """A pupil's seat in a weekly time."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("creneau_id", "eleve_id"),)

    creneau_id: Mapped[int] = cle_vers("creneau.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    prise_a: Mapped[datetime]
    prise_par: Mapped[str] = mapped_column(String(120))


class Inscription(AvecId, AvecReference, Modifiable, Modele):
    """A pupil enrolled in a course of a year, with what is shown in Élève › Cours and Historique."""

    __tablename__ = "inscription"
    __table_args__ = (
        UniqueConstraint("eleve_id", "cours_id"),
        Index("ix_inscription_eleve_annee", "eleve_id", "annee_id"),
        parmi("etat", EtatInscription),
    )

    eleve_id: Mapped[int] = cle_vers("eleve.id")
    cours_id: Mapped[int] = cle_vers("cours.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    site_id: Mapped[int] = cle_vers("site.id")
    niveau_id: Mapped[int | None] = cle_vers("niveau.id", nullable=True)
    etat: Mapped[str] = mapped_column(String(12), default=EtatInscription.ACTIVE)
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)
    motif: Mapped[str] = mapped_column(Text, default="")


class Affectation(AvecId, Modifiable, Modele):
    """The weekly time of an enrolment, dated; ``heure_passage`` is the pupil's turn in an individual block."""

    __tablename__ = "affectation"

    inscription_id: Mapped[int] = cle_vers("inscription.id")
    creneau_id: Mapped[int] = cle_vers("creneau.id")
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)
    heure_passage: Mapped[time | None] = mapped_column(Time)
    duree_min: Mapped[int | None] = mapped_column(Integer)


class ChangementInscription(AvecId, AvecReference, Modele):
    """A dated change of what a pupil follows: who asked, who agreed, who wrote it, what was and what is.

    ``avant`` and ``apres`` are the words shown in the history; what holds now stands in the enrolment and its dated
    weekly times. ``annule_a`` says that the change was undone (the row stays).
    """

    __tablename__ = "changement_inscription"
    __table_args__ = (parmi("genre", GENRES_CHANGEMENT),)

    inscription_id: Mapped[int] = cle_vers("inscription.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    genre: Mapped[str] = mapped_column(String(12))
    effet_le: Mapped[date] = mapped_column(Date)
    motif: Mapped[str] = mapped_column(Text, default="")
    demande_par: Mapped[str] = mapped_column(String(120), default="")
    accord_par: Mapped[str] = mapped_column(String(120), default="")
    accord_le: Mapped[date | None] = mapped_column(Date)
    avant: Mapped[str] = mapped_column(String(300), default="")
    apres: Mapped[str] = mapped_column(String(300), default="")
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    annule_a: Mapped[datetime | None]
