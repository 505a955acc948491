"""The tills, closings and named persons of a régie, its limits and product codes.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COMPTES = (
    "familles", "produits", "caisse", "cheques", "titres", "a_classer", "attente", "depot_de_fonds", "imputations",
)  # fmt: skip
NOUVEAUX = ("ecarts", "remboursements")
GENRES = (
    "ouverture", "arrete", "cloture", "remise_service", "a_classer", "classement", "demande", "remboursement",
)  # fmt: skip
SIMPLE = "(genre = 'encaissement') = (annule_id IS NULL)"
OUVERTE = "CASE WHEN annule_id IS NULL THEN genre IN ('encaissement', 'remboursement') ELSE genre <> 'encaissement' END"


def _parmi(colonne: str, mots: tuple[str, ...]) -> str:
    return f"{colonne} IN ({', '.join(repr(m) for m in mots)})"


def _contraindre(comptes: tuple[str, ...], annule: str) -> None:
    """The accounts that an entry may name, and the payments that undo another."""
    with op.batch_alter_table("ecriture") as batch_op:
        for colonne in ("compte_debit", "compte_credit"):
            batch_op.drop_constraint(op.f(f"ck_ecriture_{colonne}"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_ecriture_{colonne}"), _parmi(colonne, comptes))
    with op.batch_alter_table("reglement") as batch_op:
        batch_op.drop_constraint(op.f("ck_reglement_annule"), type_="check")
        batch_op.create_check_constraint(op.f("ck_reglement_annule"), annule)


def upgrade() -> None:
    """Apply."""
    _contraindre(COMPTES + NOUVEAUX, OUVERTE)
    with op.batch_alter_table("regie") as batch_op:
        batch_op.add_column(sa.Column("encaisse_max_centimes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("fonds_centimes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("delai_cheques_jours", sa.Integer(), nullable=False, server_default="2"))
        batch_op.add_column(sa.Column("especes_max_centimes", sa.Integer(), nullable=False, server_default="30000"))
        batch_op.add_column(sa.Column("produits", sa.JSON(), nullable=True))
    with op.batch_alter_table("regie") as batch_op:
        for colonne in ("fonds_centimes", "delai_cheques_jours", "especes_max_centimes"):
            batch_op.alter_column(colonne, server_default=None)
    op.create_table(
        "nomination",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("qualite", sa.String(length=12), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("au_le IS NULL OR au_le >= du_le", name=op.f("ck_nomination_dates")),
        sa.CheckConstraint(
            _parmi("qualite", ("regisseur", "suppleant", "mandataire")), name=op.f("ck_nomination_qualite")
        ),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_nomination_regie_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    op.create_index(op.f("ix_nomination_regie_id"), "nomination", ["regie_id"])
    op.create_table(
        "acte_regie",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=14), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("origine_id", sa.Integer(), nullable=True),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("precedente", sa.String(length=64), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.CheckConstraint("rang >= 1", name=op.f("ck_acte_regie_rang")),
        sa.CheckConstraint(_parmi("genre", GENRES), name=op.f("ck_acte_regie_genre")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_acte_regie_foyer_id")),
        sa.ForeignKeyConstraint(["origine_id"], ["acte_regie.id"], name=op.f("fk_acte_regie_origine_id")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_acte_regie_regie_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acte_regie")),
        sa.UniqueConstraint("origine_id", name=op.f("uq_acte_regie_origine_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_acte_regie_ref")),
        sa.UniqueConstraint("regie_id", "genre", "rang", name=op.f("uq_acte_regie_regie_id_genre_rang")),
    )
    op.create_index(op.f("ix_acte_regie_regie_id"), "acte_regie", ["regie_id"])
    op.create_index(op.f("ix_acte_regie_foyer_id"), "acte_regie", ["foyer_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("acte_regie")
    op.drop_table("nomination")
    with op.batch_alter_table("regie") as batch_op:
        for colonne in (
            "produits", "especes_max_centimes", "delai_cheques_jours", "fonds_centimes", "encaisse_max_centimes",
        ):  # fmt: skip
            batch_op.drop_column(colonne)
    _contraindre(COMPTES, SIMPLE)
