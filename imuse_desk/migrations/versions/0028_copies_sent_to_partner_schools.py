"""Where a partner school is written to, and what it was sent of its pupils.

Revision 0028, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("ecole") as batch_op:
        batch_op.add_column(sa.Column("voie", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("email", sa.String(length=254), server_default="", nullable=False))
    with op.batch_alter_table("ecole") as batch_op:
        batch_op.alter_column("voie", server_default=None)
        batch_op.alter_column("email", server_default=None)
    op.create_table(
        "copie_ecole",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("ecole_id", sa.Integer(), nullable=False),
        sa.Column("periode_id", sa.Integer(), nullable=True),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("bulletins", sa.Integer(), nullable=False),
        sa.Column("canal", sa.String(length=12), nullable=False),
        sa.Column("nom", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("envoye_le", sa.Date(), nullable=True),
        sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("canal IN ('lettre', 'courriel')", name=op.f("ck_copie_ecole_canal")),
        sa.CheckConstraint("du_le <= au_le", name=op.f("ck_copie_ecole_dates")),
        sa.CheckConstraint("envoye_le IS NULL OR annule_a IS NULL", name=op.f("ck_copie_ecole_sort")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_copie_ecole_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_copie_ecole_site_id")),
        sa.ForeignKeyConstraint(["ecole_id"], ["ecole.id"], name=op.f("fk_copie_ecole_ecole_id")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode_evaluation.id"], name=op.f("fk_copie_ecole_periode_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_copie_ecole_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copie_ecole")),
        sa.UniqueConstraint("operation_id", "ecole_id", name=op.f("uq_copie_ecole_operation_id_ecole_id")),
    )
    for colonne in ("annee_id", "site_id", "ecole_id", "periode_id", "message_id"):
        op.create_index(f"ix_copie_ecole_{colonne}", "copie_ecole", [colonne])


def downgrade() -> None:
    """Undo."""
    op.drop_table("copie_ecole")
    with op.batch_alter_table("ecole") as batch_op:
        batch_op.drop_column("email")
        batch_op.drop_column("voie")
