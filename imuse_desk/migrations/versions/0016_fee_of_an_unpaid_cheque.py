"""The fee of a cheque that the bank gives back unpaid.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("regie") as batch_op:
        batch_op.add_column(sa.Column("frais_impaye_centimes", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("regie") as batch_op:
        batch_op.alter_column("frais_impaye_centimes", server_default=None)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("regie") as batch_op:
        batch_op.drop_column("frais_impaye_centimes")
