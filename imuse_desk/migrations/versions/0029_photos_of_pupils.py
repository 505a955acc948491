"""Photos of pupils.

Revision 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "photo_eleve",
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("posee_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posee_par", sa.String(length=120), nullable=False),
        sa.Column("retiree_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_photo_eleve_eleve_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_eleve")),
    )
    op.create_index(op.f("ix_photo_eleve_eleve_id"), "photo_eleve", ["eleve_id"])
    op.create_index(op.f("ix_photo_eleve_sha256"), "photo_eleve", ["sha256"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("photo_eleve")
