"""Who changed what: the writing context, the change feed and the audit filled by triggers."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.models.base import Modele


class ContexteEcriture(Modele):
    """Who writes in the running transaction, read by the audit triggers.

    One row on SQLite (key 0), one per server process on PostgreSQL, so that two desks never wait for each other on it.
    """

    __tablename__ = "contexte_ecriture"

    cle: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    agent: Mapped[str] = mapped_column(String(120))
    poste: Mapped[str] = mapped_column(String(80))
    operation: Mapped[str] = mapped_column(String(60))
    a: Mapped[str] = mapped_column(String(40))


class Changement(Modele):
    """Append-only feed of what each operation touched: other desks refresh from it."""

    __tablename__ = "changement"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    operation: Mapped[str] = mapped_column(String(60))
    agent: Mapped[str] = mapped_column(String(120))
    poste: Mapped[str] = mapped_column(String(80))
    a: Mapped[datetime] = mapped_column(index=True)
    objets: Mapped[Any] = mapped_column(JSON)


class Annulable(Modele):
    """An operation that may be undone until an instant: the use case's opposite command, never a copy of rows."""

    __tablename__ = "annulable"

    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    libelle: Mapped[str] = mapped_column(String(160))
    inverse: Mapped[str] = mapped_column(String(120))
    arguments: Mapped[Any] = mapped_column(JSON)
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    jusqu_a: Mapped[datetime] = mapped_column(index=True)
    annulee_a: Mapped[datetime | None]
    annulee_par: Mapped[str] = mapped_column(String(120), default="")


class Audit(Modele):
    """Append-only: one row per field changed (before, after), or per row deleted; secret fields only say "modifié"."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_nom_table_ligne", "nom_table", "ligne"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    agent: Mapped[str] = mapped_column(String(120))
    poste: Mapped[str] = mapped_column(String(80))
    operation: Mapped[str] = mapped_column(String(60))
    a: Mapped[str] = mapped_column(String(40))
    nom_table: Mapped[str] = mapped_column(String(40))
    ligne: Mapped[int] = mapped_column(Integer)
    champ: Mapped[str] = mapped_column(String(40))
    avant: Mapped[str | None] = mapped_column(Text)
    apres: Mapped[str | None] = mapped_column(Text)


class Terme(Modele):
    """Folded words that find persons, families, courses and teachers from their first letter (prefix range scan)."""

    __tablename__ = "terme"
    __table_args__ = (Index("ix_terme_objet", "genre", "objet_id"),)

    genre: Mapped[str] = mapped_column(String(12), primary_key=True)
    cle: Mapped[str] = mapped_column(
        String(120).with_variant(String(120, collation="C"), "postgresql"), primary_key=True
    )
    objet_id: Mapped[int] = mapped_column(Integer, primary_key=True)
