"""The house: établissement, sites, years, settings, accounts."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.roles import Role
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi

ETATS_ANNEE = ("preparation", "ouverte", "close")


class Etablissement(AvecId, AvecReference, Modifiable, Modele):
    """The house or network that owns this base (one row)."""

    __tablename__ = "etablissement"

    nom: Mapped[str] = mapped_column(String(120))
    sous_titre: Mapped[str] = mapped_column(String(120), default="")
    siret: Mapped[str] = mapped_column(String(20), default="")
    est_demonstration: Mapped[bool] = mapped_column(Boolean, default=False)


class Site(AvecId, AvecReference, Modifiable, Modele):
    """One place where courses are given; ``fuseau`` is an IANA zone name."""

    __tablename__ = "site"

    code: Mapped[str] = mapped_column(String(12), unique=True)
    nom: Mapped[str] = mapped_column(String(120), unique=True)
    fuseau: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    adresse: Mapped[str] = mapped_column(Text, default="")
    cp: Mapped[str] = mapped_column(String(12), default="")
    ville: Mapped[str] = mapped_column(String(80), default="")
    telephone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    zone_vacances: Mapped[str] = mapped_column(String(10), default="", server_default="")
    signataire: Mapped[str] = mapped_column(String(120), default="", server_default="")
    qualite_signataire: Mapped[str] = mapped_column(String(120), default="", server_default="")
    signature_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    logo_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class Annee(AvecId, Modele):
    """A school year (``2026-2027``); a closed one is refused by triggers on every yearly table."""

    __tablename__ = "annee"
    __table_args__ = (parmi("etat", ETATS_ANNEE), CheckConstraint("debut_le < fin_le", name="dates"))

    libelle: Mapped[str] = mapped_column(String(9), unique=True)
    debut_le: Mapped[date] = mapped_column(Date)
    fin_le: Mapped[date] = mapped_column(Date)
    etat: Mapped[str] = mapped_column(String(12), default="preparation")


class Reglage(AvecId, Modifiable, Modele):
    """A rule as data: one value per key, for a site and a year (null = the whole network, every year)."""

    __tablename__ = "reglage"
    __table_args__ = (UniqueConstraint("cle", "site_id", "annee_id"),)

    cle: Mapped[str] = mapped_column(String(60))
    site_id: Mapped[int | None] = cle_vers("site.id", nullable=True)
    annee_id: Mapped[int | None] = cle_vers("annee.id", nullable=True)
    valeur: Mapped[Any] = mapped_column(JSON)


class Compte(AvecId, AvecReference, Modifiable, Modele):
    """A person of the staff who signs in (wrong passwords are counted in ``EssaiConnexion``)."""

    __tablename__ = "compte"

    identifiant: Mapped[str] = mapped_column(String(60), unique=True)
    nom_affiche: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    mot_de_passe: Mapped[str] = mapped_column(String(200))
    doit_changer: Mapped[bool] = mapped_column(Boolean, default=False)
    personne_id: Mapped[int | None] = cle_vers("personne.id", nullable=True)
    login_pg: Mapped[str | None] = mapped_column(String(63), unique=True)
    archive_a: Mapped[datetime | None]


class CompteRole(AvecId, Modele):
    """A role that an account holds on a site."""

    __tablename__ = "compte_role"
    __table_args__ = (UniqueConstraint("compte_id", "site_id", "role"), parmi("role", Role))

    compte_id: Mapped[int] = cle_vers("compte.id")
    site_id: Mapped[int] = cle_vers("site.id")
    role: Mapped[str] = mapped_column(String(20))


class EssaiConnexion(Modele):
    """Wrong passwords typed under a name, known or not; ``cle`` is the SHA-256 of the name.

    ``essaye_a`` is the last try, ``reussi_a`` the last sign-in.
    Counted apart from the account: a counter must not bump the version of what a person edits, and a name that does not
    exist must be answered like one that does.
    """

    __tablename__ = "essai_connexion"

    cle: Mapped[str] = mapped_column(String(64), primary_key=True)
    echecs: Mapped[int] = mapped_column(Integer, default=0)
    bloque_jusqu_a: Mapped[datetime | None]
    essaye_a: Mapped[datetime | None]
    reussi_a: Mapped[datetime | None]


class CodeAcces(AvecId, Modele):
    """One-time code that lets somebody choose a new password (24 h); only its argon2 hash is kept."""

    __tablename__ = "code_acces"

    compte_id: Mapped[int] = cle_vers("compte.id")
    code_hache: Mapped[str] = mapped_column(String(200))
    emis_a: Mapped[datetime]
    expire_a: Mapped[datetime]
    emis_par: Mapped[str] = mapped_column(String(120))
    essais: Mapped[int] = mapped_column(Integer, default=0)
    utilise_a: Mapped[datetime | None]


class Brouillon(AvecId, Modele):
    """What somebody typed and did not record yet: given back when the screen is opened again."""

    __tablename__ = "brouillon"
    __table_args__ = (UniqueConstraint("compte_id", "ecran", "objet"),)

    compte_id: Mapped[int] = cle_vers("compte.id")
    ecran: Mapped[str] = mapped_column(String(40))
    objet: Mapped[str] = mapped_column(String(60))
    contenu: Mapped[Any] = mapped_column(JSON)
    a: Mapped[datetime]


class Recent(AvecId, Modele):
    """Dossiers that somebody opened lately."""

    __tablename__ = "recent"
    __table_args__ = (UniqueConstraint("compte_id", "genre", "objet_id"),)

    compte_id: Mapped[int] = cle_vers("compte.id")
    genre: Mapped[str] = mapped_column(String(20))
    objet_id: Mapped[int] = mapped_column(Integer)
    a: Mapped[datetime]


class Operation(Modele):
    """One click that writes: looked up before it is run again, so that a lost answer never doubles it."""

    __tablename__ = "operation"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    nom: Mapped[str] = mapped_column(String(60))
    agent: Mapped[str] = mapped_column(String(120))
    poste: Mapped[str] = mapped_column(String(80))
    a: Mapped[datetime]
    resultat: Mapped[Any] = mapped_column(JSON)
