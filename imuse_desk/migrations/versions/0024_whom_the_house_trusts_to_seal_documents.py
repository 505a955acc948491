"""Whom the house trusts to seal documents.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "liste_confiance",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("emise_le", sa.Date(), nullable=False),
        sa.Column("prochaine_le", sa.Date(), nullable=True),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liste_confiance")),
        sa.UniqueConstraint("sequence", name=op.f("uq_liste_confiance_sequence")),
    )
    op.create_table(
        "certificat_confiance",
        sa.Column("autorite", sa.String(length=4), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificat_confiance")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_certificat_confiance_empreinte")),
    )
    op.create_index(op.f("ix_certificat_confiance_autorite"), "certificat_confiance", ["autorite"])
    op.create_table(
        "liste_revocation",
        sa.Column("autorite", sa.String(length=4), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("prochaine_le", sa.Date(), nullable=True),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liste_revocation")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_liste_revocation_empreinte")),
    )
    op.create_index(op.f("ix_liste_revocation_autorite"), "liste_revocation", ["autorite"])


def downgrade() -> None:
    """Undo."""
    for table in ("liste_revocation", "certificat_confiance", "liste_confiance"):
        op.drop_table(table)
