"""Requests of titles that were withdrawn; the letter of a returned cheque, a template in every house.

Revision 0021, after 0020.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CODE = "cheque_impaye"
LETTRE = """{famille.appel},

La banque nous a rendu impayé, le {impaye.le}, votre {impaye.cheque}. Cette somme est donc de nouveau due.{impaye.frais}

Nous vous remercions de la régler sous quinze jours par un autre moyen : espèces, carte bancaire ou virement. Le chèque vous sera rendu une fois la somme réglée.

Tant qu’elle n’est pas réglée, une réinscription ne peut pas être confirmée. En cas de difficulté, prenez contact avec nous : {site.telephone}, {site.courriel}.

Nous vous prions d’agréer, {famille.appel}, nos salutations les meilleures."""
GABARIT = sa.table(
    "gabarit", sa.column("ref", sa.Uuid()), sa.column("version", sa.Integer()), sa.column("code", sa.String()),
    sa.column("canal", sa.String()), sa.column("nom", sa.String()), sa.column("sujet", sa.String()),
    sa.column("corps", sa.Text()),
)  # fmt: skip
ETABLISSEMENT = sa.table("etablissement", sa.column("id", sa.Integer()))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "retrait_titre",
        sa.Column("demande_id", sa.Integer(), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("motif <> ''", name=op.f("ck_retrait_titre_motif")),
        sa.ForeignKeyConstraint(["demande_id"], ["demande_titre.id"], name=op.f("fk_retrait_titre_demande_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retrait_titre")),
        sa.UniqueConstraint("demande_id", name=op.f("uq_retrait_titre_demande_id")),
    )
    with op.batch_alter_table("demande_titre") as batch_op:
        batch_op.drop_constraint(op.f("uq_demande_titre_piece_id"), type_="unique")
        batch_op.create_index(op.f("ix_demande_titre_piece_id"), ["piece_id"])
    base = op.get_bind()
    if base.execute(sa.select(ETABLISSEMENT.c.id)).first() is not None:  # a new house is given every template
        nouveau = {
            "ref": uuid.uuid4(), "version": 1, "code": CODE, "canal": "lettre", "nom": "Chèque impayé",
            "sujet": "Votre chèque nous a été rendu impayé", "corps": LETTRE,
        }  # fmt: skip
        base.execute(GABARIT.insert().values(nouveau))


def downgrade() -> None:
    """Undo."""
    op.get_bind().execute(GABARIT.delete().where(GABARIT.c.code == CODE))
    with op.batch_alter_table("demande_titre") as batch_op:
        batch_op.drop_index(op.f("ix_demande_titre_piece_id"))
        batch_op.create_unique_constraint(op.f("uq_demande_titre_piece_id"), ["piece_id"])
    op.drop_table("retrait_titre")
