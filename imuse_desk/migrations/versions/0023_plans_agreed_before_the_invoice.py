"""Plans of payment agreed with a household before its invoice.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

CLES = ("annee", "foyer", "site")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "plan_accorde",
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=12), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("premiere_le", sa.Date(), nullable=True),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("est_derogation", sa.Boolean(), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("nombre BETWEEN 0 AND 12", name=op.f("ck_plan_accorde_nombre")),
        sa.CheckConstraint("nombre = 0 OR premiere_le IS NOT NULL", name=op.f("ck_plan_accorde_premiere")),
        sa.CheckConstraint("nature IN ('cotisations', 'locations')", name=op.f("ck_plan_accorde_nature")),
        *(
            sa.ForeignKeyConstraint([f"{x}_id"], [f"{x}.id"], name=op.f(f"fk_plan_accorde_{x}_id"))
            for x in CLES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_accorde")),
    )  # fmt: skip
    for cle in CLES:
        op.create_index(op.f(f"ix_plan_accorde_{cle}_id"), "plan_accorde", [f"{cle}_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("plan_accorde")
