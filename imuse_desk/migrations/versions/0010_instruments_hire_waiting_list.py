"""Instruments, rental contracts, rental prices, waiting list; two contracts of one instrument never overlap.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("evenement_instrument", "contrat_location", "attente_location", "tarif_location", "instrument")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "instrument",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("inventaire", sa.String(length=30), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("taille", sa.String(length=20), nullable=False),
        sa.Column("marque", sa.String(length=60), nullable=False),
        sa.Column("serie", sa.String(length=60), nullable=False),
        sa.Column("valeur_centimes", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(length=10), nullable=False),
        sa.Column("achete_le", sa.Date(), nullable=True),
        sa.Column("reforme_le", sa.Date(), nullable=True),
        sa.Column("en_reparation_le", sa.Date(), nullable=True),
        sa.Column("revision_le", sa.Date(), nullable=True),
        sa.Column("observations", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("etat IN ('neuf', 'bon', 'usage', 'mauvais')", name=op.f("ck_instrument_etat")),
        sa.CheckConstraint("valeur_centimes >= 0", name=op.f("ck_instrument_valeur")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_instrument_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("inventaire", name=op.f("uq_instrument_inventaire")),
        sa.UniqueConstraint("ref", name=op.f("uq_instrument_ref")),
    )
    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instrument_site_id"), ["site_id"], unique=False)

    op.create_table(
        "tarif_location",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("prix_centimes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("prix_centimes >= 0 AND rang >= 0", name=op.f("ck_tarif_location_prix")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_tarif_location_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_tarif_location_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tarif_location")),
        sa.UniqueConstraint(
            "site_id", "annee_id", "type", "rang", name=op.f("uq_tarif_location_site_id_annee_id_type_rang")
        ),
    )
    with op.batch_alter_table("tarif_location", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tarif_location_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tarif_location_site_id"), ["site_id"], unique=False)

    op.create_table(
        "attente_location",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("taille", sa.String(length=20), nullable=False),
        sa.Column("etat", sa.String(length=10), nullable=False),
        sa.Column("demandee_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "etat IN ('attend', 'proposee', 'servie', 'retiree')", name=op.f("ck_attente_location_etat")
        ),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_attente_location_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_attente_location_foyer_id")),
        sa.ForeignKeyConstraint(["instrument_id"], ["instrument.id"], name=op.f("fk_attente_location_instrument_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_attente_location_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attente_location")),
    )
    with op.batch_alter_table("attente_location", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attente_location_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attente_location_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attente_location_instrument_id"), ["instrument_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attente_location_site_id"), ["site_id"], unique=False)

    op.create_table(
        "contrat_location",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("precedent_id", sa.Integer(), nullable=True),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("rendu_le", sa.Date(), nullable=True),
        sa.Column("annule_le", sa.Date(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("prix_centimes", sa.Integer(), nullable=False),
        sa.Column("regle_prix", sa.String(length=200), nullable=False),
        sa.Column("garantie_centimes", sa.Integer(), nullable=False),
        sa.Column("garantie_etat", sa.String(length=10), nullable=False),
        sa.Column("assurance_jusqu_au", sa.Date(), nullable=True),
        sa.Column("etat_retour", sa.String(length=10), nullable=False),
        sa.Column("constat_retour", sa.String(length=300), nullable=False),
        sa.Column("frais_proposes_centimes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "garantie_etat IN ('absente', 'conservee', 'rendue', 'encaissee')",
            name=op.f("ck_contrat_location_garantie_etat"),
        ),
        sa.CheckConstraint(
            "du_le <= au_le AND (rendu_le IS NULL OR rendu_le >= du_le)", name=op.f("ck_contrat_location_dates")
        ),
        sa.CheckConstraint(
            "prix_centimes >= 0 AND garantie_centimes >= 0 AND rang >= 1", name=op.f("ck_contrat_location_montants")
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_contrat_location_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_contrat_location_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_contrat_location_foyer_id")),
        sa.ForeignKeyConstraint(["instrument_id"], ["instrument.id"], name=op.f("fk_contrat_location_instrument_id")),
        sa.ForeignKeyConstraint(
            ["precedent_id"], ["contrat_location.id"], name=op.f("fk_contrat_location_precedent_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_contrat_location_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contrat_location")),
        sa.UniqueConstraint("ref", name=op.f("uq_contrat_location_ref")),
    )
    with op.batch_alter_table("contrat_location", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contrat_location_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contrat_location_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contrat_location_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contrat_location_instrument_id"), ["instrument_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contrat_location_precedent_id"), ["precedent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contrat_location_site_id"), ["site_id"], unique=False)

    op.create_table(
        "evenement_instrument",
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=12), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("cout_centimes", sa.Integer(), nullable=True),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "genre IN ('entree', 'etat', 'reparation', 'remise', 'revision', 'location', 'retour', 'reforme')",
            name=op.f("ck_evenement_instrument_genre"),
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instrument.id"], name=op.f("fk_evenement_instrument_instrument_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evenement_instrument")),
    )
    with op.batch_alter_table("evenement_instrument", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evenement_instrument_instrument_id"), ["instrument_id"], unique=False)

    if op.get_context().dialect.name == "postgresql":  # on SQLite a trigger holds it: ``models/declencheurs.py``
        op.execute(
            "ALTER TABLE contrat_location ADD CONSTRAINT ex_contrat_location_periode EXCLUDE USING gist "
            "(int4range(instrument_id, instrument_id, '[]') WITH &&, daterange(du_le, rendu_le) WITH &&) "
            "WHERE (annule_le IS NULL)"
        )


def downgrade() -> None:
    """Undo."""
    for table in TABLES:
        op.drop_table(table)
