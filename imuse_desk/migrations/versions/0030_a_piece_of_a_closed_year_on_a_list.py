"""A piece of a closed year takes from a list of destruction what the list writes, and nothing else.

Revision 0030, after 0029. The triggers are created again after every migration: this one changes them alone.
"""

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
