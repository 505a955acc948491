"""Organisations that pay: folded name, address, e-mail; each one, and each household, stands once.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

GENRES = ("foyer", "cse", "ccas", "commune", "departement", "employeur", "association", "autre")
TEXTES = {"cle": 240, "email": 254, "complement": 200, "voie": 200, "cp": 12, "ville": 120}
UNIQUES = ("cle", "siret")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("payeur") as batch_op:
        for colonne, longueur in TEXTES.items():
            batch_op.add_column(sa.Column(colonne, sa.String(length=longueur), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True))
        mots = ", ".join(f"'{genre}'" for genre in GENRES)
        batch_op.create_check_constraint(op.f("ck_payeur_genre"), f"genre IN ({mots})")
        batch_op.drop_index(op.f("ix_payeur_foyer_id"))
        batch_op.create_unique_constraint(op.f("uq_payeur_foyer_id"), ["foyer_id"])
    with op.batch_alter_table("payeur") as batch_op:
        for colonne in TEXTES:
            batch_op.alter_column(colonne, server_default=None)
    for colonne in UNIQUES:
        dite = sa.text(f"{colonne} <> ''")
        op.create_index(
            f"uq_payeur_{colonne}", "payeur", [colonne], unique=True, sqlite_where=dite, postgresql_where=dite
        )


def downgrade() -> None:
    """Undo."""
    for colonne in UNIQUES:
        op.drop_index(f"uq_payeur_{colonne}", "payeur")
    with op.batch_alter_table("payeur") as batch_op:
        batch_op.drop_constraint(op.f("uq_payeur_foyer_id"), type_="unique")
        batch_op.create_index(op.f("ix_payeur_foyer_id"), ["foyer_id"])
        batch_op.drop_constraint(op.f("ck_payeur_genre"), type_="check")
        batch_op.drop_column("archive_a")
        for colonne in reversed(TEXTES):
            batch_op.drop_column(colonne)
