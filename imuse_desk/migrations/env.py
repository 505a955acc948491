"""Alembic environment: runs on the connection that ``commande.migrer`` prepared."""

from typing import Any, Literal

from alembic import context

from imuse_desk.models import Modele
from imuse_desk.models.base import InstantUTC


def _rendre(genre: str, objet: Any, _contexte: Any) -> str | Literal[False]:
    """Revisions name plain column types, so that they outlive our classes."""
    return "sa.DateTime(timezone=True)" if genre == "type" and isinstance(objet, InstantUTC) else False


connexion = context.config.attributes["connexion"]
context.configure(
    connection=connexion,
    target_metadata=Modele.metadata,
    transactional_ddl=True,
    render_as_batch=connexion.dialect.name == "sqlite",
    compare_type=True,
    render_item=_rendre,
)
with context.begin_transaction():
    context.run_migrations()
