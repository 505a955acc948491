"""Prices: the grid of a site and year, and the three tables from courses, towns and facts to items, zones, tags."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.models.base import AvecId, Modele, Modifiable, cle_vers, parmi

GENRES_REDUCTION = ("pourcent", "montant")


class GrilleTarif(AvecId, Modifiable, Modele):
    """A version of the tariff grid of a site and year, as canonical JSON; only one version is in force."""

    __tablename__ = "grille_tarif"
    __table_args__ = (UniqueConstraint("site_id", "annee_id", "numero"),)

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    numero: Mapped[int] = mapped_column(Integer)
    libelle: Mapped[str] = mapped_column(String(120))
    contenu: Mapped[str] = mapped_column(Text)
    est_en_vigueur: Mapped[bool] = mapped_column(Boolean, default=False)
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class RegleArticle(AvecId, Modele):
    """Table (a), in order, first match wins: facts of a course → item code, once per course, cursus or pupil."""

    __tablename__ = "regle_article"
    __table_args__ = (parmi("une_fois_par", ("cours", "cursus", "eleve")),)

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    ordre: Mapped[int] = mapped_column(Integer)
    cursus_id: Mapped[int | None] = cle_vers("cursus.id", nullable=True)
    discipline_id: Mapped[int | None] = cle_vers("discipline.id", nullable=True)
    cycle: Mapped[int | None] = mapped_column(Integer)
    ha: Mapped[str | None] = mapped_column(String(6))
    age_min: Mapped[int | None] = mapped_column(Integer)
    age_max: Mapped[int | None] = mapped_column(Integer)
    est_individuelle: Mapped[bool | None] = mapped_column(Boolean)
    article: Mapped[str] = mapped_column(String(40))
    une_fois_par: Mapped[str] = mapped_column(String(8), default="cours")


class RegleZone(AvecId, Modele):
    """Table (b), in order: postcode or folded town → zone; a row without either is the default."""

    __tablename__ = "regle_zone"

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    ordre: Mapped[int] = mapped_column(Integer)
    cp: Mapped[str] = mapped_column(String(12), default="")
    ville: Mapped[str] = mapped_column(String(120), default="")
    zone: Mapped[str] = mapped_column(String(40))


class ZoneFoyer(AvecId, Modele):
    """A household's zone by exception, with its reason; the newest row of a year holds, an empty zone takes it back."""

    __tablename__ = "zone_foyer"

    foyer_id: Mapped[int] = cle_vers("foyer.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    zone: Mapped[str] = mapped_column(String(40))
    motif: Mapped[str] = mapped_column(String(200))
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class RegleEtiquette(AvecId, Modele):
    """Table (c): automatic tags; ``fait`` names a fact (``reinscrit``, ``ha``, ``cycle``), ``valeur`` its value."""

    __tablename__ = "regle_etiquette"

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    ordre: Mapped[int] = mapped_column(Integer)
    fait: Mapped[str] = mapped_column(String(30))
    valeur: Mapped[Any] = mapped_column(JSON, nullable=True)
    etiquette: Mapped[str] = mapped_column(String(40))


class Etiquette(AvecId, Modele):
    """A tag put by hand on a household or a pupil, with proof, author and dates."""

    __tablename__ = "etiquette"

    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    code: Mapped[str] = mapped_column(String(40))
    preuve: Mapped[str] = mapped_column(String(200), default="")
    auteur: Mapped[str] = mapped_column(String(120))
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)


class ReductionAccordee(AvecId, Modele):
    """A reduction or an exoneration granted to a household, or to one of its pupils, for the fees of a year.

    ``valeur`` is a percentage or an amount in cents, as ``genre`` says; a row is never changed, only withdrawn.
    """

    __tablename__ = "reduction_accordee"
    __table_args__ = (parmi("genre", GENRES_REDUCTION),)

    foyer_id: Mapped[int] = cle_vers("foyer.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    genre: Mapped[str] = mapped_column(String(12))
    valeur: Mapped[int] = mapped_column(Integer)
    plafond_centimes: Mapped[int | None] = mapped_column(Integer)
    motif: Mapped[str] = mapped_column(String(200))
    decidee_le: Mapped[date] = mapped_column(Date)
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    retiree_a: Mapped[datetime | None]
    retiree_par: Mapped[str] = mapped_column(String(120), default="")
    retiree_motif: Mapped[str] = mapped_column(String(200), default="")
