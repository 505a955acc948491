"""Why a validated sheet of marks was opened again.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("feuille_evaluation") as batch_op:
        batch_op.add_column(sa.Column("motif", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("feuille_evaluation") as batch_op:
        batch_op.alter_column("motif", server_default=None)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("feuille_evaluation") as batch_op:
        batch_op.drop_column("motif")
