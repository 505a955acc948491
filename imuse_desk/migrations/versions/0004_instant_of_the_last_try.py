"""Instant of the last try under a name, so that old ones can be forgotten.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("essai_connexion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("essaye_a", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE essai_connexion SET essaye_a = CURRENT_TIMESTAMP")


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("essai_connexion", schema=None) as batch_op:
        batch_op.drop_column("essaye_a")
