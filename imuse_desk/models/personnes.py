"""People: persons, households, dated links between them, addresses, pupils, payers."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.payeurs import GenrePayeur
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi

ROLES_LIEN = ("responsable", "adulte", "enfant")
SUPPORTS_IMAGE = ("interne", "affiche_presse", "site_web", "reseaux_sociaux")
STATUTS_RESIDENCE = ("resident", "assimile", "exterieur")


class Personne(AvecId, AvecReference, Modifiable, Modele):
    """Somebody the house knows: adult or child. Names stay as typed; ``cle`` is the folded "nom prenom"."""

    __tablename__ = "personne"

    civilite: Mapped[str] = mapped_column(String(20), default="")
    nom: Mapped[str] = mapped_column(String(120))
    prenom: Mapped[str] = mapped_column(String(120), default="")
    cle: Mapped[str] = mapped_column(String(240), index=True)
    sexe: Mapped[str] = mapped_column(String(1), default="")
    naissance_le: Mapped[date | None] = mapped_column(Date)
    lieu_naissance: Mapped[str] = mapped_column(String(120), default="")
    nationalite: Mapped[str] = mapped_column(String(60), default="")
    situation_familiale: Mapped[str] = mapped_column(String(30), default="")
    profession: Mapped[str] = mapped_column(String(120), default="")
    pcs: Mapped[str] = mapped_column(String(4), default="")
    tel_domicile: Mapped[str] = mapped_column(String(60), default="")
    tel_pro: Mapped[str] = mapped_column(String(60), default="")
    telecopie: Mapped[str] = mapped_column(String(60), default="")
    mobile: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    est_restreint: Mapped[bool] = mapped_column(Boolean, default=False)
    archive_a: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("sexe IN ('', 'M', 'F')", name="sexe"),)


class Foyer(AvecId, AvecReference, Modifiable, Modele):
    """A household, the family's file; ``numero`` is the number that the desk reads out (``04127``)."""

    __tablename__ = "foyer"

    numero: Mapped[str] = mapped_column(String(12), unique=True)
    libelle: Mapped[str] = mapped_column(String(240))
    cle: Mapped[str] = mapped_column(String(240), index=True)
    site_id: Mapped[int] = cle_vers("site.id")
    enfants_a_charge: Mapped[int | None] = mapped_column(Integer)
    a_imposition_commune: Mapped[bool | None] = mapped_column(Boolean)
    archive_a: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("enfants_a_charge BETWEEN 0 AND 20", name="enfants_a_charge"),)


class Lien(AvecId, Modifiable, Modele):
    """A person in a household, from a date to a date; ``part`` is the payer's share for a child, in percent."""

    __tablename__ = "lien"
    __table_args__ = (
        UniqueConstraint("personne_id", "foyer_id", "du_le"),
        parmi("role", ROLES_LIEN),
        CheckConstraint("part BETWEEN 0 AND 100", name="part"),
    )

    personne_id: Mapped[int] = cle_vers("personne.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    role: Mapped[str] = mapped_column(String(12))
    rang: Mapped[int] = mapped_column(Integer, default=0)
    part: Mapped[int] = mapped_column(Integer, default=100)
    est_principal: Mapped[bool] = mapped_column(Boolean, default=True)
    est_responsable_legal: Mapped[bool] = mapped_column(Boolean, default=False)
    est_payeur: Mapped[bool] = mapped_column(Boolean, default=False)
    recoit_factures: Mapped[bool] = mapped_column(Boolean, default=False)
    recoit_courriers: Mapped[bool] = mapped_column(Boolean, default=False)
    est_a_prevenir: Mapped[bool] = mapped_column(Boolean, default=False)
    peut_recuperer: Mapped[bool] = mapped_column(Boolean, default=False)
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)


class Adresse(AvecId, Modifiable, Modele):
    """A dated address of a household, or a person's own; ``pays`` is ISO 3166-1 alpha-2, the postcode is text."""

    __tablename__ = "adresse"
    __table_args__ = (CheckConstraint("(foyer_id IS NULL) <> (personne_id IS NULL)", name="titulaire"),)

    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    personne_id: Mapped[int | None] = cle_vers("personne.id", nullable=True)
    numero: Mapped[str] = mapped_column(String(12), default="")
    voie: Mapped[str] = mapped_column(String(200), default="")
    complement: Mapped[str] = mapped_column(String(200), default="")
    cp: Mapped[str] = mapped_column(String(12), default="")
    ville: Mapped[str] = mapped_column(String(120), default="")
    pays: Mapped[str] = mapped_column(String(2), default="FR")
    est_confidentielle: Mapped[bool] = mapped_column(Boolean, default=False)
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)


class StatutResidence(AvecId, Modele):
    """A household's residence status from a date on: proposed from the town, decided by a person, never overwritten."""

    __tablename__ = "statut_residence"
    __table_args__ = (parmi("statut", STATUTS_RESIDENCE),)

    foyer_id: Mapped[int] = cle_vers("foyer.id")
    statut: Mapped[str] = mapped_column(String(12))
    motif: Mapped[str] = mapped_column(String(200), default="")
    preuve: Mapped[str] = mapped_column(String(200), default="")
    du_le: Mapped[date] = mapped_column(Date)
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class Eleve(AvecId, AvecReference, Modifiable, Modele):
    """The pupil's side of a person."""

    __tablename__ = "eleve"

    personne_id: Mapped[int] = cle_vers("personne.id", unique=True)
    etablissement_scolaire: Mapped[str] = mapped_column(String(120), default="")
    niveau_scolaire: Mapped[str] = mapped_column(String(30), default="")
    utilise_coordonnees_responsable: Mapped[bool] = mapped_column(Boolean, default=True)
    a_autorisation_sortie: Mapped[bool] = mapped_column(Boolean, default=False)
    personne_a_prevenir: Mapped[str] = mapped_column(String(120), default="")
    tel_urgence: Mapped[str] = mapped_column(String(60), default="")
    alerte: Mapped[str] = mapped_column(String(200), default="")
    observations: Mapped[str] = mapped_column(Text, default="")
    archive_a: Mapped[datetime | None]


class DroitImage(AvecId, Modele):
    """Image right for one support, given or refused by somebody on a date; the newest row of a support holds."""

    __tablename__ = "droit_image"
    __table_args__ = (parmi("support", SUPPORTS_IMAGE),)

    eleve_id: Mapped[int] = cle_vers("eleve.id")
    support: Mapped[str] = mapped_column(String(20))
    est_accorde: Mapped[bool] = mapped_column(Boolean)
    donne_par: Mapped[str] = mapped_column(String(120), default="")
    annee_id: Mapped[int | None] = cle_vers("annee.id", nullable=True)
    a: Mapped[datetime]


class PhotoEleve(AvecId, Modele):
    """A small picture of a pupil in the store: the one on show, or one withdrawn, which the next days destroy."""

    __tablename__ = "photo_eleve"

    eleve_id: Mapped[int] = cle_vers("eleve.id")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    octets: Mapped[int] = mapped_column(Integer)
    posee_a: Mapped[datetime]
    posee_par: Mapped[str] = mapped_column(String(120))
    retiree_a: Mapped[datetime | None]


class PersonneAutorisee(AvecId, Modele):
    """Somebody outside the household who may collect the child."""

    __tablename__ = "personne_autorisee"

    eleve_id: Mapped[int] = cle_vers("eleve.id")
    nom: Mapped[str] = mapped_column(String(120))
    lien: Mapped[str] = mapped_column(String(60), default="")
    telephone: Mapped[str] = mapped_column(String(60), default="")
    archive_a: Mapped[datetime | None]


class Payeur(AvecId, AvecReference, Modifiable, Modele):
    """Who pays: a household, or an organisation (CSE, CCAS, town) known by its folded name and its SIRET."""

    __tablename__ = "payeur"
    __table_args__ = (
        CheckConstraint("foyer_id IS NOT NULL OR organisme <> ''", name="qui"),
        parmi("genre", GenrePayeur),
        *(
            Index(f"uq_payeur_{colonne}", colonne, unique=True, sqlite_where=dite, postgresql_where=dite)
            for colonne, dite in (("cle", text("cle <> ''")), ("siret", text("siret <> ''")))
        ),
    )

    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True, unique=True)
    organisme: Mapped[str] = mapped_column(String(120), default="")
    cle: Mapped[str] = mapped_column(String(240), default="")
    genre: Mapped[str] = mapped_column(String(20), default=GenrePayeur.FOYER)
    siret: Mapped[str] = mapped_column(String(14), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    complement: Mapped[str] = mapped_column(String(200), default="")
    voie: Mapped[str] = mapped_column(String(200), default="")
    cp: Mapped[str] = mapped_column(String(12), default="")
    ville: Mapped[str] = mapped_column(String(120), default="")
    archive_a: Mapped[datetime | None]
