"""Index what a dossier reads: a pupil's enrolments of a year, a household's files of a kind.

Revision 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_inscription_eleve_annee", "inscription", ["eleve_id", "annee_id"])
    op.create_index("ix_piece_recue_type_foyer", "piece_recue", ["type_id", "foyer_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_piece_recue_type_foyer", table_name="piece_recue")
    op.drop_index("ix_inscription_eleve_annee", table_name="inscription")
