"""The head of the chain of each kind of act: the last one cannot vanish unseen.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

GENRES = (
    "ouverture", "arrete", "cloture", "remise_service", "a_classer", "classement", "demande", "remboursement",
)  # fmt: skip
TETES = """
INSERT INTO chaine_actes (regie_id, genre, rang, empreinte)
SELECT a.regie_id, a.genre, a.rang, a.empreinte FROM acte_regie a
WHERE a.rang = (SELECT MAX(b.rang) FROM acte_regie b WHERE b.regie_id = a.regie_id AND b.genre = a.genre)
"""


def upgrade() -> None:
    """Apply."""
    mots = ", ".join(f"'{genre}'" for genre in GENRES)
    op.create_table(
        "chaine_actes",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=14), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.CheckConstraint(f"genre IN ({mots})", name=op.f("ck_chaine_actes_genre")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_chaine_actes_regie_id")),
        sa.PrimaryKeyConstraint("regie_id", "genre", name=op.f("pk_chaine_actes")),
    )
    op.execute(TETES)


def downgrade() -> None:
    """Undo."""
    op.drop_table("chaine_actes")
