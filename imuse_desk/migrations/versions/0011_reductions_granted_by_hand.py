"""Reductions granted by hand.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reduction_accordee",
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("genre", sa.String(length=12), nullable=False),
        sa.Column("valeur", sa.Integer(), nullable=False),
        sa.Column("plafond_centimes", sa.Integer(), nullable=True),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("decidee_le", sa.Date(), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retiree_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retiree_par", sa.String(length=120), nullable=False),
        sa.Column("retiree_motif", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("genre IN ('pourcent', 'montant')", name=op.f("ck_reduction_accordee_genre")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_reduction_accordee_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_reduction_accordee_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_reduction_accordee_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reduction_accordee")),
    )
    with op.batch_alter_table("reduction_accordee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reduction_accordee_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reduction_accordee_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reduction_accordee_foyer_id"), ["foyer_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("reduction_accordee")
