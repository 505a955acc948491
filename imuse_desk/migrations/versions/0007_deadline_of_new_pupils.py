"""Give new pupils dates of their own in a campaign.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("campagne") as batch_op:
        batch_op.add_column(sa.Column("nouvelles_ouvre_a", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("nouvelles_ferme_a", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("campagne") as batch_op:
        batch_op.drop_column("nouvelles_ferme_a")
        batch_op.drop_column("nouvelles_ouvre_a")
