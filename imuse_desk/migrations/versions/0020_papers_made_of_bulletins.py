"""Papers made of a bulletin: printed, sent, copied to a partner school.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "impression_bulletin",
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("moyen", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("nom", sa.String(length=160), nullable=False),
        sa.Column("est_duplicata", sa.Boolean(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("moyen IN ('papier', 'courriel', 'ecole')", name=op.f("ck_impression_bulletin_moyen")),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_impression_bulletin_bulletin_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impression_bulletin")),
    )
    op.create_index("ix_impression_bulletin_bulletin_id", "impression_bulletin", ["bulletin_id"])
    op.create_index("ix_impression_bulletin_operation_id", "impression_bulletin", ["operation_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("impression_bulletin")
