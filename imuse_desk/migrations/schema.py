"""Which schema a base has, without importing Alembic: one SELECT at start."""

from sqlalchemy import inspect, text

from imuse_desk.domain.erreurs import BaseRefusee
from imuse_desk.models.passerelle import Base

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
    "0020",
    "0021",
    "0022",
    "0023",
    "0024",
    "0025",
    "0028",
    "0029",
    "0030",
    "0031",
)
VERSION_SCHEMA = REVISIONS[-1]


def version_de(base: Base) -> str | None:
    """The base's revision; None for an empty base. Raises BaseRefusee(base_etrangere) when it holds other tables."""
    with base.lire() as session:
        tables = set(inspect(session.connection()).get_table_names())
        if "alembic_version" in tables:
            version = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return str(version) if version else None
        if tables:
            raise BaseRefusee("base_etrangere")
        return None


def controler(base: Base) -> bool:
    """Tell whether the base must be migrated first. Raises BaseRefusee(base_plus_recente)."""
    version = version_de(base)
    if version is not None and version not in REVISIONS:
        raise BaseRefusee("base_plus_recente", version=version)
    return version != VERSION_SCHEMA
