"""Who was there: lessons held, roll calls, what families say of an absence, teachers away, letters of the ladder."""

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

from imuse_desk.domain.presences import (
    ActionPalier,
    EtatSeance,
    GenreCode,
    Intervalle,
    Mesure,
    Portee,
)
from imuse_desk.domain.relances import Canal
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class CodePresence(AvecId, Modifiable, Modele):
    """A word of the roll call of a site and its key; ``genre`` says what it means to the counters."""

    __tablename__ = "code_presence"
    __table_args__ = (UniqueConstraint("site_id", "code"), parmi("genre", GenreCode))

    site_id: Mapped[int] = cle_vers("site.id")
    code: Mapped[str] = mapped_column(String(4))
    libelle: Mapped[str] = mapped_column(String(40))
    genre: Mapped[str] = mapped_column(String(10))
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class Seance(AvecId, Modifiable, Modele):
    """One lesson on one day, kept once something is said of it: a roll call, a move, a cancelling.

    ``jour_le`` and ``debut`` are the planned ones, by which the lesson is known; ``tenue_*`` say where it went when it
    moved. A make-up lesson stands on its own day and names the lesson it makes up.
    """

    __tablename__ = "seance"
    __table_args__ = (
        UniqueConstraint("creneau_id", "jour_le", "debut"),
        parmi("etat", EtatSeance),
        CheckConstraint("(tenue_le IS NULL) = (tenue_debut IS NULL)", name="tenue"),
        CheckConstraint("duree_min BETWEEN 5 AND 720", name="duree_min"),
    )

    annee_id: Mapped[int] = cle_vers("annee.id")
    creneau_id: Mapped[int] = cle_vers("creneau.id")
    jour_le: Mapped[date] = mapped_column(Date)
    debut: Mapped[time] = mapped_column(Time)
    duree_min: Mapped[int] = mapped_column(Integer)
    etat: Mapped[str] = mapped_column(String(20), default=EtatSeance.PREVUE)
    tenue_le: Mapped[date | None] = mapped_column(Date)
    tenue_debut: Mapped[time | None] = mapped_column(Time)
    salle_id: Mapped[int | None] = cle_vers("salle.id", nullable=True)
    rattrape_id: Mapped[int | None] = cle_vers("seance.id", nullable=True)
    absence_enseignant_id: Mapped[int | None] = cle_vers("absence_enseignant.id", nullable=True)
    motif: Mapped[str] = mapped_column(String(200), default="")
    appel_a: Mapped[datetime | None]
    appel_par: Mapped[str] = mapped_column(String(120), default="")


class Absence(AvecId, AvecReference, Modifiable, Modele):
    """What was said of a pupil's absence, for one lesson or a time that covers several, before or after it.

    Times are wall-clock at the site. Without ``inscription_id`` it covers all the pupil's courses. What happened stands
    in ``Presence``; this explains it, and justifies it or not.
    """

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("du_le < au_le OR (du_le = au_le AND du_heure < au_heure)", name="dates"),)

    annee_id: Mapped[int] = cle_vers("annee.id")
    site_id: Mapped[int] = cle_vers("site.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    inscription_id: Mapped[int | None] = cle_vers("inscription.id", nullable=True)
    du_le: Mapped[date] = mapped_column(Date)
    du_heure: Mapped[time] = mapped_column(Time)
    au_le: Mapped[date] = mapped_column(Date)
    au_heure: Mapped[time] = mapped_column(Time)
    caracteristique: Mapped[str] = mapped_column(String(120), default="")
    motif: Mapped[str] = mapped_column(String(200), default="")
    est_justifiee: Mapped[bool] = mapped_column(Boolean, default=False)
    preuve_id: Mapped[int | None] = cle_vers("document_dossier.id", nullable=True)
    est_annoncee: Mapped[bool] = mapped_column(Boolean, default=False)
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    annulee_a: Mapped[datetime | None]


class Presence(AvecId, Modele):
    """A pupil at one lesson, as the roll call says; the newest word stays, the former ones are in the audit."""

    __tablename__ = "presence"
    __table_args__ = (
        UniqueConstraint("seance_id", "inscription_id"),
        CheckConstraint("retard_min BETWEEN 0 AND 720", name="retard_min"),
        Index("ix_presence_inscription_code", "inscription_id", "code"),
    )

    annee_id: Mapped[int] = mapped_column(Integer, ForeignKey("annee.id"))
    seance_id: Mapped[int] = mapped_column(Integer, ForeignKey("seance.id"))
    inscription_id: Mapped[int] = mapped_column(Integer, ForeignKey("inscription.id"))
    code: Mapped[str] = mapped_column(String(4))
    retard_min: Mapped[int | None] = mapped_column(Integer)
    absence_id: Mapped[int | None] = cle_vers("absence.id", nullable=True)
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class AbsenceEnseignant(AvecId, AvecReference, Modifiable, Modele):
    """A teacher away from a day to a day, both included, told once for all lessons and sites. No medical reason."""

    __tablename__ = "absence_enseignant"
    __table_args__ = (CheckConstraint("du_le <= au_le", name="dates"),)

    annee_id: Mapped[int] = cle_vers("annee.id")
    enseignant_id: Mapped[int] = cle_vers("enseignant.id")
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date] = mapped_column(Date)
    consigne: Mapped[str] = mapped_column(String(300), default="")
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    annulee_a: Mapped[datetime | None]


class Remplacement(AvecId, Modifiable, Modele):
    """Who takes a weekly time while its teacher is away, both days included: the access ends with them."""

    __tablename__ = "remplacement"
    __table_args__ = (
        UniqueConstraint("absence_enseignant_id", "creneau_id"),
        CheckConstraint("du_le <= au_le", name="dates"),
    )

    annee_id: Mapped[int] = cle_vers("annee.id")
    absence_enseignant_id: Mapped[int] = cle_vers("absence_enseignant.id")
    creneau_id: Mapped[int] = cle_vers("creneau.id")
    remplacant_id: Mapped[int] = cle_vers("enseignant.id")
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date] = mapped_column(Date)
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    annule_a: Mapped[datetime | None]


class PalierAbsence(AvecId, Modifiable, Modele):
    """A step of the ladder of a site: so many unjustified absences lead to this action and this letter."""

    __tablename__ = "palier_absence"
    __table_args__ = (
        UniqueConstraint("site_id", "rang"),
        CheckConstraint("rang >= 1", name="rang"),
        CheckConstraint("seuil >= 1", name="seuil"),
        parmi("mesure", Mesure),
        parmi("portee", Portee),
        parmi("intervalle", Intervalle),
        parmi("action", ActionPalier),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    rang: Mapped[int] = mapped_column(Integer)
    seuil: Mapped[int] = mapped_column(Integer)
    mesure: Mapped[str] = mapped_column(String(12))
    portee: Mapped[str] = mapped_column(String(8))
    intervalle: Mapped[str] = mapped_column(String(8))
    action: Mapped[str] = mapped_column(String(14))
    objet: Mapped[str] = mapped_column(String(200))
    corps: Mapped[str] = mapped_column(Text)


class CourrierAbsence(AvecId, Modele):
    """A letter that a step of the ladder made for one household; ``envoye_le`` is written back, ``annule_a`` undoes
    one that has not left.
    """

    __tablename__ = "courrier_absence"
    __table_args__ = (
        UniqueConstraint("operation_id", "eleve_id", "foyer_id", "rang"),
        parmi("canal", Canal),
        CheckConstraint("envoye_le IS NULL OR annule_a IS NULL", name="sort"),
    )

    annee_id: Mapped[int] = cle_vers("annee.id")
    site_id: Mapped[int] = cle_vers("site.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    inscription_id: Mapped[int | None] = cle_vers("inscription.id", nullable=True)
    rang: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(14))
    nombre: Mapped[int] = mapped_column(Integer)
    objet: Mapped[str] = mapped_column(String(200))
    corps: Mapped[str] = mapped_column(Text)
    canal: Mapped[str] = mapped_column(String(12))
    message_id: Mapped[int | None] = cle_vers("message.id", nullable=True)
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))
    envoye_le: Mapped[date | None] = mapped_column(Date)
    annule_a: Mapped[datetime | None]


class LigneCourrierAbsence(AvecId, Modele):
    """A lesson missed that a letter speaks of."""

    __tablename__ = "ligne_courrier_absence"
    __table_args__ = (UniqueConstraint("courrier_id", "presence_id"),)

    courrier_id: Mapped[int] = cle_vers("courrier_absence.id")
    presence_id: Mapped[int] = cle_vers("presence.id")


class CopieEcole(AvecId, Modele):
    """What a partner school was sent of its pupils with adapted hours: absences of some days, bulletins of a period.

    Its paper is kept (``sha256``; letters of one act are one paper); ``envoye_le`` is written back, ``annule_a`` undoes
    one that has not left.
    """

    __tablename__ = "copie_ecole"
    __table_args__ = (
        UniqueConstraint("operation_id", "ecole_id"),
        parmi("canal", Canal),
        CheckConstraint("du_le <= au_le", name="dates"),
        CheckConstraint("envoye_le IS NULL OR annule_a IS NULL", name="sort"),
    )

    annee_id: Mapped[int] = cle_vers("annee.id")
    site_id: Mapped[int] = cle_vers("site.id")
    ecole_id: Mapped[int] = cle_vers("ecole.id")
    periode_id: Mapped[int | None] = cle_vers("periode_evaluation.id", nullable=True)
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date] = mapped_column(Date)
    absences: Mapped[int] = mapped_column(Integer)
    bulletins: Mapped[int] = mapped_column(Integer)
    canal: Mapped[str] = mapped_column(String(12))
    nom: Mapped[str] = mapped_column(String(160))
    sha256: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[int | None] = cle_vers("message.id", nullable=True)
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))
    envoye_le: Mapped[date | None] = mapped_column(Date)
    annule_a: Mapped[datetime | None]
