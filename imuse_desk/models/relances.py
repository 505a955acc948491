"""Reminders: levels of a site, what was sent and what the comptable was asked to collect (neither is ever changed:
``declencheurs``), families left alone for a time.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.relances import Canal
from imuse_desk.models.base import AvecId, Modele, Modifiable, cle_vers, parmi


class NiveauRelance(AvecId, Modifiable, Modele):
    """A level of a site: days after the due date (or the level before), least amount in cents, text of the letter."""

    __tablename__ = "niveau_relance"
    __table_args__ = (
        UniqueConstraint("site_id", "rang"),
        CheckConstraint("rang >= 1", name="rang"),
        CheckConstraint("delai_jours >= 0", name="delai"),
        CheckConstraint("minimum_centimes >= 0", name="minimum"),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    rang: Mapped[int] = mapped_column(Integer)
    delai_jours: Mapped[int] = mapped_column(Integer)
    minimum_centimes: Mapped[int] = mapped_column(Integer)
    objet: Mapped[str] = mapped_column(String(200))
    corps: Mapped[str] = mapped_column(Text)


class Relance(AvecId, Modele):
    """A reminder that was sent: its level, its amount in cents, its words, and the invoices it spoke of."""

    __tablename__ = "relance"
    __table_args__ = (
        UniqueConstraint("operation_id", "foyer_id"),
        CheckConstraint("montant_centimes > 0", name="montant"),
        parmi("canal", Canal),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    niveau: Mapped[int] = mapped_column(Integer)
    montant_centimes: Mapped[int] = mapped_column(Integer)
    pieces: Mapped[Any] = mapped_column(JSON)  # [[id of the invoice, its number, cents past due], …]
    objet: Mapped[str] = mapped_column(String(200))
    corps: Mapped[str] = mapped_column(Text)
    canal: Mapped[str] = mapped_column(String(12))
    le: Mapped[date] = mapped_column(Date)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)  # one a round


class ExclusionRelance(AvecId, Modele):
    """A household that is not reminded until a day, and why; it is lifted, never deleted."""

    __tablename__ = "exclusion_relance"

    foyer_id: Mapped[int] = cle_vers("foyer.id")
    jusqu_au: Mapped[date] = mapped_column(Date)
    motif: Mapped[str] = mapped_column(String(200))
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    levee_a: Mapped[datetime | None]
    levee_par: Mapped[str] = mapped_column(String(120), default="")


class DemandeTitre(AvecId, Modele):
    """An invoice that the comptable was asked to collect, for what was past due: not reminded until it is withdrawn."""

    __tablename__ = "demande_titre"
    __table_args__ = (CheckConstraint("montant_centimes > 0", name="montant"),)

    site_id: Mapped[int] = cle_vers("site.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    piece_id: Mapped[int] = cle_vers("piece_emise.id")
    montant_centimes: Mapped[int] = mapped_column(Integer)
    le: Mapped[date] = mapped_column(Date)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)


class RetraitTitre(AvecId, Modele):
    """A request to the comptable that was withdrawn, and why: its invoice is reminded again, from the first level."""

    __tablename__ = "retrait_titre"
    __table_args__ = (CheckConstraint("motif <> ''", name="motif"),)

    demande_id: Mapped[int] = cle_vers("demande_titre.id", unique=True)
    motif: Mapped[str] = mapped_column(String(200))
    le: Mapped[date] = mapped_column(Date)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
