"""What was read on a piece, who confirmed it, and what becomes of the file.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_AVIS = ("avis", ["sceau", "nature", "annee", "pages", "nom", "concordance"], 60)
_USUELS = {
    "domicile": ("domicile", ["sceau", "nature", "date", "nom"], None),
    "caf": ("caf", ["emetteur", "nature", "date"], 60),
    "avis_1": _AVIS,
    "avis_2": _AVIS,
    "avis_suite": ("avis", ["nature"], 60),
}
"""What the rows of the usual table ask for, by their code."""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "bordereau_elimination",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("cree_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cree_par", sa.String(length=120), nullable=False),
        sa.Column("vise_le", sa.Date(), nullable=True),
        sa.Column("vise_par", sa.String(length=120), nullable=False),
        sa.Column("execute_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("execute_par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_bordereau_elimination_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bordereau_elimination")),
        sa.UniqueConstraint("site_id", "numero", name=op.f("uq_bordereau_elimination_site_id_numero")),
    )
    op.create_index(op.f("ix_bordereau_elimination_site_id"), "bordereau_elimination", ["site_id"])
    op.create_table(
        "empreinte_piece",
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=20), nullable=False),
        sa.Column("valeur", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_recue.id"], name=op.f("fk_empreinte_piece_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_empreinte_piece")),
        sa.UniqueConstraint("piece_id", "genre", name=op.f("uq_empreinte_piece_piece_id_genre")),
    )
    op.create_index("ix_empreinte_piece_genre_valeur", "empreinte_piece", ["genre", "valeur"])
    op.create_index(op.f("ix_empreinte_piece_piece_id"), "empreinte_piece", ["piece_id"])
    op.create_table(
        "motif_refus",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("controle", sa.String(length=12), nullable=False),
        sa.Column("libelle", sa.String(length=160), nullable=False),
        sa.Column("texte", sa.String(length=600), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "controle IN ('aucun', 'domicile', 'caf', 'avis', 'identite')", name=op.f("ck_motif_refus_controle")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_motif_refus_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motif_refus")),
        sa.UniqueConstraint("site_id", "code", name=op.f("uq_motif_refus_site_id_code")),
    )
    op.create_index(op.f("ix_motif_refus_site_id"), "motif_refus", ["site_id"])
    with op.batch_alter_table("type_piece") as batch_op:
        batch_op.add_column(sa.Column("controle", sa.String(length=12), nullable=False, server_default="aucun"))
        batch_op.add_column(sa.Column("bloquantes", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("conserver_jours", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_type_piece_controle"), "controle IN ('aucun', 'domicile', 'caf', 'avis', 'identite')"
        )
    type_piece = sa.table(
        "type_piece",
        sa.column("code", sa.String),
        sa.column("controle", sa.String),
        sa.column("bloquantes", sa.JSON),
        sa.column("conserver_jours", sa.Integer),
    )
    for code, (controle, bloquantes, jours) in _USUELS.items():
        op.execute(
            type_piece.update()
            .where(type_piece.c.code == code)
            .values(controle=controle, bloquantes=bloquantes, conserver_jours=jours)
        )
    with op.batch_alter_table("fait_verifie") as batch_op:
        batch_op.add_column(sa.Column("attendu", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("detail", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("page", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("boite", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("centimes", sa.Integer(), nullable=True))
    with op.batch_alter_table("piece_recue") as batch_op:
        batch_op.add_column(sa.Column("lue_a", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("lecture", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("vue_ms", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("bordereau_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_piece_recue_bordereau_id"), "bordereau_elimination", ["bordereau_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_piece_recue_bordereau_id"), ["bordereau_id"])


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("piece_recue") as batch_op:
        batch_op.drop_index(op.f("ix_piece_recue_bordereau_id"))
        batch_op.drop_constraint(op.f("fk_piece_recue_bordereau_id"), type_="foreignkey")
        for colonne in ("lue_a", "lecture", "vue_ms", "bordereau_id"):
            batch_op.drop_column(colonne)
    with op.batch_alter_table("fait_verifie") as batch_op:
        for colonne in ("attendu", "detail", "page", "boite", "centimes"):
            batch_op.drop_column(colonne)
    with op.batch_alter_table("type_piece") as batch_op:
        batch_op.drop_constraint(op.f("ck_type_piece_controle"), type_="check")
        for colonne in ("controle", "bloquantes", "conserver_jours"):
            batch_op.drop_column(colonne)
    for table in ("motif_refus", "empreinte_piece", "bordereau_elimination"):
        op.drop_table(table)
