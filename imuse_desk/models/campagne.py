"""Re-enrolment: campaign, dossier of a household, a pupil's answer and lines, conditions, declaration."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.reinscription import EtatCondition, EtatDossier, GenreCondition
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class Campagne(AvecId, Modifiable, Modele):
    """A site's re-enrolment: reads the source year, sells the target year; instants bound the deposit.

    ``nouvelles_*`` bound the deposit of pupils who follow nothing in the source year (None: as for the others).
    """

    __tablename__ = "campagne"
    __table_args__ = (UniqueConstraint("site_id", "annee_cible_id"),)

    site_id: Mapped[int] = cle_vers("site.id")
    annee_source_id: Mapped[int] = cle_vers("annee.id")
    annee_cible_id: Mapped[int] = cle_vers("annee.id")
    ouvre_a: Mapped[datetime]
    ferme_a: Mapped[datetime]
    pieces_jusqu_a: Mapped[datetime]
    nouvelles_ouvre_a: Mapped[datetime | None]
    nouvelles_ferme_a: Mapped[datetime | None]
    annee_revenus: Mapped[int] = mapped_column(Integer)
    close_a: Mapped[datetime | None]
    close_par: Mapped[str] = mapped_column(String(120), default="", server_default="")


class Dossier(AvecId, AvecReference, Modifiable, Modele):
    """A household's re-enrolment in a campaign: one declaration, one accusé, the pieces; its children stand apart."""

    __tablename__ = "dossier"
    __table_args__ = (UniqueConstraint("campagne_id", "foyer_id"),)

    campagne_id: Mapped[int] = cle_vers("campagne.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    numero: Mapped[str | None] = mapped_column(String(16), unique=True)
    revenus_declines_par: Mapped[str] = mapped_column(String(120), default="")
    revenus_declines_le: Mapped[date | None] = mapped_column(Date)
    revenus_declines_agent: Mapped[str] = mapped_column(String(120), default="")
    prix: Mapped[Any] = mapped_column(JSON, nullable=True)  # what was shown at the last deposit, in cents


class DossierEleve(AvecId, Modifiable, Modele):
    """A pupil's answer in a campaign; ``etat`` after the deposit is derived from the pieces by one function."""

    __tablename__ = "dossier_eleve"
    __table_args__ = (UniqueConstraint("campagne_id", "eleve_id"), parmi("etat", EtatDossier))

    dossier_id: Mapped[int] = cle_vers("dossier.id")
    campagne_id: Mapped[int] = cle_vers("campagne.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    etat: Mapped[str] = mapped_column(String(20), default=EtatDossier.SANS_REPONSE)
    depose_a: Mapped[datetime | None]
    valide_a: Mapped[datetime | None]
    valide_par: Mapped[str] = mapped_column(String(120), default="")
    motif: Mapped[str] = mapped_column(Text, default="")
    motif_le: Mapped[date | None] = mapped_column(Date)
    motif_auteur: Mapped[str] = mapped_column(String(120), default="")


class LigneDossier(AvecId, Modifiable, Modele):
    """A course asked (or not) for next year: the course followed, the one wanted, its level and weekly time."""

    __tablename__ = "ligne_dossier"
    __table_args__ = (UniqueConstraint("dossier_eleve_id", "cours_id"),)

    dossier_eleve_id: Mapped[int] = cle_vers("dossier_eleve.id")
    inscription_id: Mapped[int | None] = cle_vers("inscription.id", nullable=True)
    cours_id: Mapped[int] = cle_vers("cours.id")
    niveau_id: Mapped[int | None] = cle_vers("niveau.id", nullable=True)
    est_sous_reserve: Mapped[bool] = mapped_column(Boolean, default=False)
    creneau_id: Mapped[int | None] = cle_vers("creneau.id", nullable=True)
    est_demandee: Mapped[bool] = mapped_column(Boolean, default=False)
    ordre: Mapped[int] = mapped_column(Integer, default=0)


class Condition(AvecId, Modifiable, Modele):
    """One of the four conditions for a pupil; ``source`` says entered by hand or computed."""

    __tablename__ = "condition"
    __table_args__ = (
        UniqueConstraint("dossier_eleve_id", "genre"),
        parmi("genre", GenreCondition),
        parmi("etat", EtatCondition),
        parmi("source", ("calculee", "saisie")),
    )

    dossier_eleve_id: Mapped[int] = cle_vers("dossier_eleve.id")
    genre: Mapped[str] = mapped_column(String(12))
    etat: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(10), default="saisie")
    detail: Mapped[str] = mapped_column(String(200), default="")
    motif: Mapped[str] = mapped_column(String(200), default="")
    auteur: Mapped[str] = mapped_column(String(120), default="")
    a: Mapped[datetime]


class TexteDeclaration(AvecId, Modele):
    """A version of the declaration that families accept, for a site and year."""

    __tablename__ = "texte_declaration"
    __table_args__ = (UniqueConstraint("site_id", "annee_id", "numero"),)

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    numero: Mapped[int] = mapped_column(Integer)
    texte: Mapped[str] = mapped_column(Text)
    du_le: Mapped[date] = mapped_column(Date)


class Declaration(AvecId, Modele):
    """Who accepted which text, when, how, and the agent who noted it (append-only)."""

    __tablename__ = "declaration"
    __table_args__ = (parmi("moyen", ("papier", "courriel", "telephone", "guichet")),)

    dossier_id: Mapped[int] = cle_vers("dossier.id")
    texte_id: Mapped[int] = cle_vers("texte_declaration.id")
    acceptee_par: Mapped[str] = mapped_column(String(120))
    acceptee_le: Mapped[date] = mapped_column(Date)
    moyen: Mapped[str] = mapped_column(String(10))
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
