"""Reminders of unpaid invoices.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "niveau_relance",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("delai_jours", sa.Integer(), nullable=False),
        sa.Column("minimum_centimes", sa.Integer(), nullable=False),
        sa.Column("objet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("delai_jours >= 0", name=op.f("ck_niveau_relance_delai")),
        sa.CheckConstraint("minimum_centimes >= 0", name=op.f("ck_niveau_relance_minimum")),
        sa.CheckConstraint("rang >= 1", name=op.f("ck_niveau_relance_rang")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_niveau_relance_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_niveau_relance")),
        sa.UniqueConstraint("site_id", "rang", name=op.f("uq_niveau_relance_site_id_rang")),
    )
    op.create_index(op.f("ix_niveau_relance_site_id"), "niveau_relance", ["site_id"])
    op.create_table(
        "exclusion_relance",
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("jusqu_au", sa.Date(), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("levee_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("levee_par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_exclusion_relance_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion_relance")),
    )
    op.create_index(op.f("ix_exclusion_relance_foyer_id"), "exclusion_relance", ["foyer_id"])
    op.create_table(
        "relance",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("niveau", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("objet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column("canal", sa.String(length=12), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("canal IN ('lettre', 'courriel')", name=op.f("ck_relance_canal")),
        sa.CheckConstraint("montant_centimes > 0", name=op.f("ck_relance_montant")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_relance_foyer_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_relance_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relance")),
        sa.UniqueConstraint("operation_id", "foyer_id", name=op.f("uq_relance_operation_id_foyer_id")),
    )
    op.create_index(op.f("ix_relance_foyer_id"), "relance", ["foyer_id"])
    op.create_index(op.f("ix_relance_site_id"), "relance", ["site_id"])
    op.create_table(
        "demande_titre",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("montant_centimes > 0", name=op.f("ck_demande_titre_montant")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_demande_titre_foyer_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_emise.id"], name=op.f("fk_demande_titre_piece_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_demande_titre_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demande_titre")),
        sa.UniqueConstraint("piece_id", name=op.f("uq_demande_titre_piece_id")),
    )
    op.create_index(op.f("ix_demande_titre_foyer_id"), "demande_titre", ["foyer_id"])
    op.create_index(op.f("ix_demande_titre_operation_id"), "demande_titre", ["operation_id"])
    op.create_index(op.f("ix_demande_titre_site_id"), "demande_titre", ["site_id"])


def downgrade() -> None:
    """Undo."""
    for table in ("demande_titre", "relance", "exclusion_relance", "niveau_relance"):
        op.drop_table(table)
