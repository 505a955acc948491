"""Documents kept in the base, for several desks.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "document",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("range_a", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_document")),
    )
    op.create_table(
        "morceau_document",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rang", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["document.sha256"], name=op.f("fk_morceau_document_sha256")),
        sa.PrimaryKeyConstraint("sha256", "rang", name=op.f("pk_morceau_document")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("morceau_document")
    op.drop_table("document")
