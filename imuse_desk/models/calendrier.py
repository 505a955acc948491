"""Places and days around the courses: schools, towns of the territory, days without lessons."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi

GENRES_JOUR_FERME = ("vacances", "ferie", "fermeture")


class Ecole(AvecId, AvecReference, Modifiable, Modele):
    """A school that pupils attend; ``partenariats`` lists the arrangements it shares with the house (``CHAM``…).

    What is sent to a partner goes to ``email``, else to ``voie`` and the town.
    """

    __tablename__ = "ecole"
    __table_args__ = (UniqueConstraint("cle", "ville"),)

    nom: Mapped[str] = mapped_column(String(120))
    cle: Mapped[str] = mapped_column(String(120))
    cp: Mapped[str] = mapped_column(String(12), default="")
    ville: Mapped[str] = mapped_column(String(120), default="")
    voie: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    partenariats: Mapped[Any] = mapped_column(JSON, default=list)
    archive_a: Mapped[datetime | None]


class CommuneTerritoire(AvecId, Modifiable, Modele):
    """A town whose inhabitants a site counts as residents, from a date to a date.

    A renamed or merged town gets a new row: the statuses proposed under its former name stay explained.
    """

    __tablename__ = "commune_territoire"
    __table_args__ = (UniqueConstraint("site_id", "cp", "cle", "du_le"), CheckConstraint("du_le < au_le", name="dates"))

    site_id: Mapped[int] = cle_vers("site.id")
    cp: Mapped[str] = mapped_column(String(12))
    ville: Mapped[str] = mapped_column(String(120))
    cle: Mapped[str] = mapped_column(String(120))
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)


class JourFerme(AvecId, Modifiable, Modele):
    """Days without lessons, both bounds included: holidays of the zone, public holidays, closures of a site."""

    __tablename__ = "jour_ferme"
    __table_args__ = (
        parmi("genre", GENRES_JOUR_FERME),
        CheckConstraint("du_le <= au_le", name="dates"),
        UniqueConstraint("site_id", "genre", "du_le"),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    genre: Mapped[str] = mapped_column(String(12))
    libelle: Mapped[str] = mapped_column(String(80))
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date] = mapped_column(Date)
