"""Declarative base, named constraints and the column types of the house."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, ForeignKey, Integer, MetaData, String, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class InstantUTC(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the base; a naive value is refused (SQLite would drop the offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive instant cannot be stored"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Modele(DeclarativeBase):
    """Root of every table."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map = {datetime: InstantUTC(), str: String(), uuid.UUID: Uuid()}  # noqa: RUF012


class AvecId:
    """Integer key (a BigInteger key fails on SQLite)."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class AvecReference:
    """A public reference, stable across bases, beside the integer id."""

    ref: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True, default=uuid.uuid4)


class Modifiable:
    """Rows that a person edits: version for lost updates, and who changed them last."""

    version: Mapped[int] = mapped_column(Integer, nullable=False)
    modifie_a: Mapped[datetime | None]
    modifie_par: Mapped[str | None] = mapped_column(String(120))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        """Each UPDATE checks and bumps the version."""
        return {"version_id_col": cls.version}


def cle_vers(cible: str, *, nullable: bool = False, unique: bool = False) -> Any:
    """Indexed foreign key column without cascade: nothing with a history is deleted."""
    return mapped_column(Integer, ForeignKey(cible), nullable=nullable, unique=unique or None, index=not unique or None)


def parmi(colonne: str, valeurs: type[Any] | tuple[str, ...]) -> CheckConstraint:
    """Named CHECK that a text column holds one of these words."""
    mots = [str(v) for v in valeurs]
    liste = ", ".join(f"'{m}'" for m in mots)
    return CheckConstraint(f"{colonne} IN ({liste})", name=colonne)
