"""Put a row of the table of pieces aside as every other card is.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply: a row that was not active is put aside now."""
    with op.batch_alter_table("type_piece") as batch_op:
        batch_op.add_column(sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True))
    type_piece = sa.table("type_piece", sa.column("est_actif", sa.Boolean), sa.column("archive_a", sa.DateTime))
    op.execute(type_piece.update().where(~type_piece.c.est_actif).values(archive_a=sa.func.current_timestamp()))
    with op.batch_alter_table("type_piece") as batch_op:
        batch_op.drop_column("est_actif")


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("type_piece") as batch_op:
        batch_op.add_column(sa.Column("est_actif", sa.Boolean(), nullable=False, server_default=sa.true()))
    type_piece = sa.table("type_piece", sa.column("est_actif", sa.Boolean), sa.column("archive_a", sa.DateTime))
    op.execute(type_piece.update().where(type_piece.c.archive_a.is_not(None)).values(est_actif=sa.false()))
    with op.batch_alter_table("type_piece") as batch_op:
        batch_op.drop_column("archive_a")
