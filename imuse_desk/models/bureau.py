"""The desk's own papers: notes, tasks, other documents, saved lists, templates, documents of a site."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi

GENRES_NOTE = ("appel", "visite", "decision", "note")
CANAUX = ("courriel", "lettre")
GENRES_DOCUMENT_SITE = ("reglement_pedagogique", "reglement_interieur", "grille")
VISIBILITES = ("tous", "bureau", "direction")


class Note(AvecId, AvecReference, Modifiable, Modele):
    """What somebody wants remembered of a family or a pupil; a pinned one shows when the card opens.

    ``visibilite``: everyone who opens the card (teachers included), the office, or the director alone.
    """

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("(foyer_id IS NULL) <> (eleve_id IS NULL)", name="sujet"),
        parmi("genre", GENRES_NOTE),
        parmi("visibilite", VISIBILITES),
    )

    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    genre: Mapped[str] = mapped_column(String(10))
    texte: Mapped[str] = mapped_column(Text)
    est_epinglee: Mapped[bool] = mapped_column(Boolean, default=False)
    visibilite: Mapped[str] = mapped_column(String(10), default="bureau")
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    archive_a: Mapped[datetime | None]


class Tache(AvecId, AvecReference, Modifiable, Modele):
    """Something to do by a date, for a person of the staff or for the whole site, on a family or a pupil or neither."""

    __tablename__ = "tache"

    site_id: Mapped[int] = cle_vers("site.id")
    libelle: Mapped[str] = mapped_column(String(200))
    echeance_le: Mapped[date] = mapped_column(Date, index=True)
    compte_id: Mapped[int | None] = cle_vers("compte.id", nullable=True)
    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    cree_par: Mapped[str] = mapped_column(String(120))
    cree_a: Mapped[datetime]
    faite_a: Mapped[datetime | None]
    faite_par: Mapped[str] = mapped_column(String(120), default="")


class DocumentDossier(AvecId, AvecReference, Modifiable, Modele):
    """Another document kept on a family or a pupil (medical certificate, judgment…), found by its SHA-256."""

    __tablename__ = "document_dossier"
    __table_args__ = (
        CheckConstraint("(foyer_id IS NULL) <> (eleve_id IS NULL)", name="sujet"),
        parmi("visibilite", VISIBILITES),
    )

    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    libelle: Mapped[str] = mapped_column(String(120))
    nom_original: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    octets: Mapped[int] = mapped_column(Integer)
    visibilite: Mapped[str] = mapped_column(String(10), default="bureau")
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    archive_a: Mapped[datetime | None]


class DocumentSite(AvecId, Modele):
    """A rule book or price list of a site and year, as given to families; the newest row of a kind holds."""

    __tablename__ = "document_site"
    __table_args__ = (parmi("genre", GENRES_DOCUMENT_SITE),)

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    genre: Mapped[str] = mapped_column(String(24))
    nom_original: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    octets: Mapped[int] = mapped_column(Integer)
    est_joint_accuse: Mapped[bool] = mapped_column(Boolean, default=False)
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    archive_a: Mapped[datetime | None]


class Gabarit(AvecId, AvecReference, Modifiable, Modele):
    """A letter or e-mail with merge fields (``{eleve.prenom}``), the site's own or (no site) the network's."""

    __tablename__ = "gabarit"
    __table_args__ = (UniqueConstraint("site_id", "canal", "nom"), parmi("canal", CANAUX))

    site_id: Mapped[int | None] = cle_vers("site.id", nullable=True)
    code: Mapped[str] = mapped_column(String(30), default="")  # what the program writes by itself (``accuse``…)
    canal: Mapped[str] = mapped_column(String(10))
    nom: Mapped[str] = mapped_column(String(80))
    sujet: Mapped[str] = mapped_column(String(200), default="")
    corps: Mapped[str] = mapped_column(Text)
    archive_a: Mapped[datetime | None]


class ListeEnregistree(AvecId, Modele):
    """How a person likes a list: columns, order, sort, grouping, filters, under a name (empty: as last left)."""

    __tablename__ = "liste_enregistree"
    __table_args__ = (UniqueConstraint("compte_id", "liste", "nom"),)

    compte_id: Mapped[int] = cle_vers("compte.id")
    liste: Mapped[str] = mapped_column(String(40))
    nom: Mapped[str] = mapped_column(String(60), default="")
    contenu: Mapped[Any] = mapped_column(JSON)
    a: Mapped[datetime]
