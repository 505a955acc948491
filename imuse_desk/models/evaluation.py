"""What was learned: scales, criteria, periods, marks, comments, opinions, outcomes, bulletins."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.evaluations import Avis, EtatFeuille, GenreBareme, GenreMot, GenrePeriode, MoyenBulletin
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class Bareme(AvecId, Modifiable, Modele):
    """A scale of a site. ``maximum`` and ``pas`` are hundredths (500 for a scale of 5, steps of 25).

    ``valeurs`` lists its letters or mentions, best first: ``{"code", "libelle", "a_partir"}``, the last being the least
    mark, in hundredths of the maximum, that earns it; a scale of numbers names its averages with them.
    """

    __tablename__ = "bareme"
    __table_args__ = (
        UniqueConstraint("site_id", "libelle"),
        parmi("genre", GenreBareme),
        CheckConstraint("maximum BETWEEN 100 AND 100000", name="maximum"),
        CheckConstraint("pas BETWEEN 1 AND 1000", name="pas"),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    libelle: Mapped[str] = mapped_column(String(40))
    genre: Mapped[str] = mapped_column(String(8))
    maximum: Mapped[int] = mapped_column(Integer)
    pas: Mapped[int] = mapped_column(Integer, default=25)
    valeurs: Mapped[Any] = mapped_column(JSON, default=list)
    archive_a: Mapped[datetime | None]


class TypeEvaluation(AvecId, Modifiable, Modele):
    """A kind of evaluation (``Pratique individuelle``) and the courses it is for; an empty scope is every course."""

    __tablename__ = "type_evaluation"
    __table_args__ = (UniqueConstraint("site_id", "libelle"),)

    site_id: Mapped[int] = cle_vers("site.id")
    libelle: Mapped[str] = mapped_column(String(80))
    cursus_id: Mapped[int | None] = cle_vers("cursus.id", nullable=True)
    discipline_id: Mapped[int | None] = cle_vers("discipline.id", nullable=True)
    est_individuelle: Mapped[bool | None] = mapped_column(Boolean)
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class Critere(AvecId, Modifiable, Modele):
    """What is marked, of which kind (``Contrôle continu``), on which scale, with which weight in the average."""

    __tablename__ = "critere"
    __table_args__ = (
        UniqueConstraint("type_id", "libelle"),
        CheckConstraint("poids BETWEEN 0 AND 100", name="poids"),
    )

    type_id: Mapped[int] = cle_vers("type_evaluation.id")
    libelle: Mapped[str] = mapped_column(String(60))
    genre: Mapped[str] = mapped_column(String(40), default="Contrôle continu")
    bareme_id: Mapped[int] = cle_vers("bareme.id")
    poids: Mapped[int] = mapped_column(Integer, default=1)
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class PeriodeEvaluation(AvecId, Modifiable, Modele):
    """A period of a site and year, of one cursus or of all, both days included; marks are typed until a day."""

    __tablename__ = "periode_evaluation"
    __table_args__ = (
        UniqueConstraint("site_id", "annee_id", "cursus_id", "libelle"),
        parmi("genre", GenrePeriode),
        CheckConstraint("du_le <= au_le", name="dates"),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    cursus_id: Mapped[int | None] = cle_vers("cursus.id", nullable=True)
    libelle: Mapped[str] = mapped_column(String(60))
    genre: Mapped[str] = mapped_column(String(10))
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date] = mapped_column(Date)
    saisie_jusqu_au: Mapped[date | None] = mapped_column(Date)
    archive_a: Mapped[datetime | None]


class FeuilleEvaluation(AvecId, Modifiable, Modele):
    """The sheet of a course for a period: once validated nobody writes on it, until it is opened again (``motif``)."""

    __tablename__ = "feuille_evaluation"
    __table_args__ = (UniqueConstraint("cours_id", "periode_id"), parmi("etat", EtatFeuille))

    annee_id: Mapped[int] = cle_vers("annee.id")
    cours_id: Mapped[int] = cle_vers("cours.id")
    periode_id: Mapped[int] = cle_vers("periode_evaluation.id")
    etat: Mapped[str] = mapped_column(String(8), default=EtatFeuille.OUVERTE)
    validee_a: Mapped[datetime | None]
    validee_par: Mapped[str] = mapped_column(String(120), default="")
    motif: Mapped[str] = mapped_column(String(200), default="")


class Evaluation(AvecId, Modifiable, Modele):
    """A mark: a number in hundredths, or a code of its scale, or an absence with its reason."""

    __tablename__ = "evaluation"
    __table_args__ = (
        UniqueConstraint("inscription_id", "periode_id", "critere_id"),
        CheckConstraint(
            "(CASE WHEN valeur IS NULL THEN 0 ELSE 1 END) + (CASE WHEN code = '' THEN 0 ELSE 1 END)"
            " + (CASE WHEN est_absent THEN 1 ELSE 0 END) <= 1",
            name="une_seule",
        ),
        CheckConstraint("valeur >= 0", name="valeur"),
    )

    annee_id: Mapped[int] = cle_vers("annee.id")
    inscription_id: Mapped[int] = cle_vers("inscription.id")
    periode_id: Mapped[int] = cle_vers("periode_evaluation.id")
    critere_id: Mapped[int] = cle_vers("critere.id")
    le: Mapped[date] = mapped_column(Date)
    valeur: Mapped[int | None] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(8), default="")
    est_absent: Mapped[bool] = mapped_column(Boolean, default=False)
    motif: Mapped[str] = mapped_column(String(120), default="")
    choix: Mapped[str] = mapped_column(String(120), default="")
    appreciation: Mapped[str] = mapped_column(String(300), default="")
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class Appreciation(AvecId, Modifiable, Modele):
    """A teacher's comment of a pupil for a period: his words and name stay; what the proof-reader made is printed."""

    __tablename__ = "appreciation"
    __table_args__ = (UniqueConstraint("inscription_id", "periode_id"),)

    annee_id: Mapped[int] = cle_vers("annee.id")
    inscription_id: Mapped[int] = cle_vers("inscription.id")
    periode_id: Mapped[int] = cle_vers("periode_evaluation.id")
    texte: Mapped[str] = mapped_column(Text)
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    relu: Mapped[str | None] = mapped_column(Text)
    relu_par: Mapped[str] = mapped_column(String(120), default="")
    relu_a: Mapped[datetime | None]


class AppreciationDirection(AvecId, Modifiable, Modele):
    """The direction's comment on a pupil's bulletin."""

    __tablename__ = "appreciation_direction"
    __table_args__ = (UniqueConstraint("eleve_id", "periode_id"),)

    annee_id: Mapped[int] = cle_vers("annee.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    periode_id: Mapped[int] = cle_vers("periode_evaluation.id")
    texte: Mapped[str] = mapped_column(Text)
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class AvisEnseignant(AvecId, Modifiable, Modele):
    """What a teacher says of next year: opinion, level proposed, whether the pupil sits the exam."""

    __tablename__ = "avis_enseignant"
    __table_args__ = (parmi("avis", Avis),)

    annee_id: Mapped[int] = cle_vers("annee.id")
    inscription_id: Mapped[int] = cle_vers("inscription.id", unique=True)
    avis: Mapped[str | None] = mapped_column(String(12))
    commentaire: Mapped[str] = mapped_column(Text, default="")
    niveau_propose_id: Mapped[int | None] = cle_vers("niveau.id", nullable=True)
    presente_examen: Mapped[bool | None] = mapped_column(Boolean)
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class Resultat(AvecId, Modifiable, Modele):
    """The outcome of a course in a year, in the words of the house; an equivalence from elsewhere names its house."""

    __tablename__ = "resultat"
    __table_args__ = (CheckConstraint("(inscription_id IS NULL) = (etablissement <> '')", name="origine"),)

    annee_id: Mapped[int] = cle_vers("annee.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    inscription_id: Mapped[int | None] = cle_vers("inscription.id", nullable=True, unique=True)
    etablissement: Mapped[str] = mapped_column(String(120), default="")
    discipline: Mapped[str] = mapped_column(String(80), default="")
    le: Mapped[date] = mapped_column(Date)
    resultat: Mapped[str] = mapped_column(String(80), default="")
    mention: Mapped[str] = mapped_column(String(80), default="")
    admission: Mapped[str] = mapped_column(String(80), default="")
    lettre: Mapped[str] = mapped_column(String(8), default="")
    niveau_propose_id: Mapped[int | None] = cle_vers("niveau.id", nullable=True)
    par: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class MotEvaluation(AvecId, Modifiable, Modele):
    """A word of a list of a site; ``est_reussite``, where that means something: the pupil moves on."""

    __tablename__ = "mot_evaluation"
    __table_args__ = (UniqueConstraint("site_id", "genre", "libelle"), parmi("genre", GenreMot))

    site_id: Mapped[int] = cle_vers("site.id")
    genre: Mapped[str] = mapped_column(String(10))
    libelle: Mapped[str] = mapped_column(String(80))
    est_reussite: Mapped[bool | None] = mapped_column(Boolean)
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class Phrase(AvecId, Modifiable, Modele):
    """A sentence ready for a comment: of the whole site, or of one teacher."""

    __tablename__ = "phrase"

    site_id: Mapped[int] = cle_vers("site.id")
    enseignant_id: Mapped[int | None] = cle_vers("enseignant.id", nullable=True)
    texte: Mapped[str] = mapped_column(String(300))
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class Bulletin(AvecId, AvecReference, Modele):
    """A bulletin as issued: all that it prints, sealed. Never changed; a correction is a new one of a higher number."""

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("eleve_id", "periode_id", "numero"),)

    annee_id: Mapped[int] = cle_vers("annee.id")
    site_id: Mapped[int] = cle_vers("site.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    periode_id: Mapped[int] = cle_vers("periode_evaluation.id")
    numero: Mapped[int] = mapped_column(Integer)
    contenu: Mapped[str] = mapped_column(Text)
    empreinte: Mapped[str] = mapped_column(String(64))
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    a: Mapped[datetime]
    par: Mapped[str] = mapped_column(String(120))


class ImpressionBulletin(AvecId, Modele):
    """A paper made of a bulletin: how it left, the bytes that did (by hash), and whether it said DUPLICATA."""

    __tablename__ = "impression_bulletin"
    __table_args__ = (parmi("moyen", MoyenBulletin),)

    bulletin_id: Mapped[int] = cle_vers("bulletin.id")
    moyen: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64))
    nom: Mapped[str] = mapped_column(String(160))
    est_duplicata: Mapped[bool] = mapped_column(Boolean, default=False)
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))
