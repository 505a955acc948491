"""What a rental contract was signed for, why one was cancelled, its insurance certificate; a picture of an instrument.

Revision 0015, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

GENRES = ("entree", "etat", "reparation", "remise", "revision", "location", "retour", "reforme")
NOUVEAUX = ("fiche", "annulation")
SIGNES = ("type", "taille", "inventaire", "marque", "serie", "valeur_centimes", "etat")


def _contraindre(genres: tuple[str, ...]) -> None:
    """What may happen to an instrument."""
    with op.batch_alter_table("evenement_instrument") as batch_op:
        batch_op.drop_constraint(op.f("ck_evenement_instrument_genre"), type_="check")
        mots = ", ".join(repr(genre) for genre in genres)
        batch_op.create_check_constraint(op.f("ck_evenement_instrument_genre"), f"genre IN ({mots})")


def _figer() -> None:
    """Contracts signed before are taken as signed on their first day, for the instrument as it is known today."""
    instrument = sa.table("instrument", *(sa.column(nom) for nom in (*SIGNES, "id")))
    contrat = sa.table(
        "contrat_location", sa.column("instrument_id"), sa.column("du_le"), sa.column("signe_le"),
        sa.column("instrument_signe", sa.JSON()),
    )  # fmt: skip
    lien = op.get_bind()
    for x in lien.execute(sa.select(instrument)).mappings().all():
        lien.execute(
            contrat.update()
            .where(contrat.c.instrument_id == x["id"])
            .values(signe_le=contrat.c.du_le, instrument_signe={nom: x[nom] for nom in SIGNES})
        )


def upgrade() -> None:
    """Apply."""
    _contraindre(GENRES + NOUVEAUX)
    with op.batch_alter_table("instrument") as batch_op:
        batch_op.add_column(sa.Column("photo_sha256", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("contrat_location") as batch_op:
        batch_op.add_column(sa.Column("signe_le", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("instrument_signe", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("annule_motif", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("attestation_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_contrat_location_attestation_id"), ["attestation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_contrat_location_attestation_id"), "document_dossier", ["attestation_id"], ["id"]
        )
    _figer()
    with op.batch_alter_table("contrat_location") as batch_op:
        batch_op.alter_column("signe_le", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("instrument_signe", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    """Undo; what the new kinds told of an instrument is told as a change of state."""
    with op.batch_alter_table("contrat_location") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_contrat_location_attestation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_contrat_location_attestation_id"))
        for colonne in ("attestation_id", "annule_motif", "instrument_signe", "signe_le"):
            batch_op.drop_column(colonne)
    with op.batch_alter_table("instrument") as batch_op:
        batch_op.drop_column("photo_sha256")
    op.execute("UPDATE evenement_instrument SET genre = 'etat' WHERE genre IN ('fiche', 'annulation')")
    _contraindre(GENRES)
