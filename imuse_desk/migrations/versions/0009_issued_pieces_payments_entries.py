"""Issued pieces, payments, entries; the régie and the ways to pay that every base begins with.

Revision 0009, after 0008.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "ligne_bordereau",
    "imputation",
    "echeance_piece",
    "reglement",
    "plan_piece",
    "ligne_piece",
    "impression",
    "ecriture",
    "regie_mode",
    "piece_emise",
    "compteur_piece",
    "chaine_pieces",
    "bordereau",
    "regie",
    "lot_facturation",
    "mode_reglement",
)
MODES = (
    ("especes", "Espèces", "especes"),
    ("cheque", "Chèque", "cheque"),
    ("carte", "Carte bancaire", "carte"),
    ("virement", "Virement", "virement"),
    ("en_ligne", "Paiement en ligne", "en_ligne"),
    ("prelevement", "Prélèvement", "prelevement"),
    ("cheques_vacances", "Chèques-vacances", "titre"),
    ("coupons_sport", "Coupons sport", "titre"),
    ("pass_culture", "Pass Culture", "virement"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "mode_reglement",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("libelle", sa.String(length=60), nullable=False),
        sa.Column("famille", sa.String(length=12), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "famille IN ('especes', 'cheque', 'carte', 'virement', 'en_ligne', 'prelevement', 'titre')",
            name=op.f("ck_mode_reglement_famille"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mode_reglement")),
        sa.UniqueConstraint("code", name=op.f("uq_mode_reglement_code")),
    )
    op.create_table(
        "lot_facturation",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=12), nullable=False),
        sa.Column("appel", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=120), nullable=False),
        sa.Column("emise_le", sa.Date(), nullable=False),
        sa.Column("foyers", sa.JSON(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.CheckConstraint("nature IN ('cotisations', 'locations')", name=op.f("ck_lot_facturation_nature")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_lot_facturation_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_lot_facturation_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_facturation")),
        sa.UniqueConstraint("ref", name=op.f("uq_lot_facturation_ref")),
        sa.UniqueConstraint(
            "site_id", "annee_id", "nature", "appel", name=op.f("uq_lot_facturation_site_id_annee_id_nature_appel")
        ),
    )
    with op.batch_alter_table("lot_facturation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lot_facturation_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lot_facturation_site_id"), ["site_id"], unique=False)

    op.create_table(
        "regie",
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("titulaire", sa.String(length=70), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.Column("moyens", sa.JSON(), nullable=True),
        sa.Column("mentions", sa.Text(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_regie_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regie")),
        sa.UniqueConstraint("code", name=op.f("uq_regie_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_regie_ref")),
        sa.UniqueConstraint("site_id", name=op.f("uq_regie_site_id")),
    )
    op.create_table(
        "bordereau",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=16), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("total_centimes", sa.Integer(), nullable=False),
        sa.Column("comptage", sa.JSON(), nullable=True),
        sa.Column("observations", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "genre IN ('cheques', 'especes', 'titres', 'rapprochement')", name=op.f("ck_bordereau_genre")
        ),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_bordereau_regie_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bordereau")),
        sa.UniqueConstraint("ref", name=op.f("uq_bordereau_ref")),
        sa.UniqueConstraint("regie_id", "exercice", "numero", name=op.f("uq_bordereau_regie_id_exercice_numero")),
    )
    with op.batch_alter_table("bordereau", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bordereau_regie_id"), ["regie_id"], unique=False)

    op.create_table(
        "chaine_pieces",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("serie", sa.String(length=2), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.CheckConstraint("serie IN ('FC', 'AV', 'RC', 'BR')", name=op.f("ck_chaine_pieces_serie")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_chaine_pieces_regie_id")),
        sa.PrimaryKeyConstraint("regie_id", "serie", name=op.f("pk_chaine_pieces")),
    )
    op.create_table(
        "compteur_piece",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("serie", sa.String(length=2), nullable=False),
        sa.Column("exercice", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dernier", sa.Integer(), nullable=False),
        sa.CheckConstraint("serie IN ('FC', 'AV', 'RC', 'BR')", name=op.f("ck_compteur_piece_serie")),
        sa.CheckConstraint("dernier >= 0", name=op.f("ck_compteur_piece_dernier")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_compteur_piece_regie_id")),
        sa.PrimaryKeyConstraint("regie_id", "serie", "exercice", name=op.f("pk_compteur_piece")),
    )
    op.create_table(
        "piece_emise",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("serie", sa.String(length=2), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("affiche", sa.String(length=24), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=12), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("appel", sa.Integer(), nullable=False),
        sa.Column("origine_id", sa.Integer(), nullable=True),
        sa.Column("libelle", sa.String(length=120), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("emise_le", sa.Date(), nullable=False),
        sa.Column("emise_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total_centimes", sa.Integer(), nullable=False),
        sa.Column("est_provisoire", sa.Boolean(), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("precedente", sa.String(length=64), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.CheckConstraint("nature IN ('cotisations', 'locations')", name=op.f("ck_piece_emise_nature")),
        sa.CheckConstraint("serie <> 'AV' OR origine_id IS NOT NULL", name=op.f("ck_piece_emise_origine")),
        sa.CheckConstraint("serie IN ('FC', 'AV', 'RC', 'BR')", name=op.f("ck_piece_emise_serie")),
        sa.CheckConstraint("numero >= 1 AND rang >= 1", name=op.f("ck_piece_emise_numero")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_piece_emise_annee_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_piece_emise_foyer_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot_facturation.id"], name=op.f("fk_piece_emise_lot_id")),
        sa.ForeignKeyConstraint(["origine_id"], ["piece_emise.id"], name=op.f("fk_piece_emise_origine_id")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_piece_emise_regie_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_piece_emise_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_emise")),
        sa.UniqueConstraint("affiche", name=op.f("uq_piece_emise_affiche")),
        sa.UniqueConstraint("lot_id", "foyer_id", name=op.f("uq_piece_emise_lot_id_foyer_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_piece_emise_ref")),
        sa.UniqueConstraint(
            "regie_id", "serie", "exercice", "numero", name=op.f("uq_piece_emise_regie_id_serie_exercice_numero")
        ),
        sa.UniqueConstraint("regie_id", "serie", "rang", name=op.f("uq_piece_emise_regie_id_serie_rang")),
    )
    with op.batch_alter_table("piece_emise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_emise_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_emise_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_emise_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_emise_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_emise_origine_id"), ["origine_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_emise_regie_id"), ["regie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_emise_site_id"), ["site_id"], unique=False)

    op.create_table(
        "regie_mode",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("mode_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mode_id"], ["mode_reglement.id"], name=op.f("fk_regie_mode_mode_id")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_regie_mode_regie_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regie_mode")),
        sa.UniqueConstraint("regie_id", "mode_id", name=op.f("uq_regie_mode_regie_id_mode_id")),
    )
    with op.batch_alter_table("regie_mode", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regie_mode_mode_id"), ["mode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regie_mode_regie_id"), ["regie_id"], unique=False)

    op.create_table(
        "ecriture",
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("annee_id", sa.Integer(), nullable=True),
        sa.Column("nature", sa.String(length=12), nullable=True),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("journal", sa.String(length=2), nullable=False),
        sa.Column("compte_debit", sa.String(length=20), nullable=False),
        sa.Column("compte_credit", sa.String(length=20), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=True),
        sa.Column("libelle", sa.String(length=160), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "compte_credit IN ('familles', 'produits', 'caisse', 'cheques', 'titres', 'a_classer', 'attente', 'depot_de_fonds', 'imputations')",
            name=op.f("ck_ecriture_compte_credit"),
        ),
        sa.CheckConstraint(
            "compte_debit IN ('familles', 'produits', 'caisse', 'cheques', 'titres', 'a_classer', 'attente', 'depot_de_fonds', 'imputations')",
            name=op.f("ck_ecriture_compte_debit"),
        ),
        sa.CheckConstraint("journal IN ('VE', 'CA', 'BQ', 'OD')", name=op.f("ck_ecriture_journal")),
        sa.CheckConstraint("nature IN ('cotisations', 'locations')", name=op.f("ck_ecriture_nature")),
        sa.CheckConstraint("compte_debit <> compte_credit", name=op.f("ck_ecriture_comptes")),
        sa.CheckConstraint("montant_centimes > 0", name=op.f("ck_ecriture_montant")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_ecriture_annee_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_ecriture_foyer_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_emise.id"], name=op.f("fk_ecriture_piece_id")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_ecriture_regie_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_ecriture_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ecriture")),
    )
    with op.batch_alter_table("ecriture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ecriture_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ecriture_le"), ["le"], unique=False)
        batch_op.create_index(batch_op.f("ix_ecriture_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ecriture_piece_id"), ["piece_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ecriture_regie_id"), ["regie_id"], unique=False)
        batch_op.create_index("ix_ecriture_registre", ["foyer_id", "annee_id", "nature"], unique=False)
        batch_op.create_index(batch_op.f("ix_ecriture_site_id"), ["site_id"], unique=False)

    op.create_table(
        "impression",
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("gabarit", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("est_duplicata", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_emise.id"], name=op.f("fk_impression_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impression")),
    )
    with op.batch_alter_table("impression", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_impression_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "ligne_piece",
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("periode", sa.String(length=60), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_ligne_piece_eleve_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_emise.id"], name=op.f("fk_ligne_piece_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne_piece")),
        sa.UniqueConstraint("piece_id", "rang", name=op.f("uq_ligne_piece_piece_id_rang")),
    )
    with op.batch_alter_table("ligne_piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ligne_piece_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ligne_piece_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "plan_piece",
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_emise.id"], name=op.f("fk_plan_piece_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_piece")),
        sa.UniqueConstraint("piece_id", "numero", name=op.f("uq_plan_piece_piece_id_numero")),
    )
    with op.batch_alter_table("plan_piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_piece_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "reglement",
        sa.Column("regie_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("payeur_id", sa.Integer(), nullable=True),
        sa.Column("payeur", sa.String(length=160), nullable=False),
        sa.Column("mode_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=14), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("encaisse_le", sa.Date(), nullable=False),
        sa.Column("encaisse_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("banque", sa.String(length=60), nullable=False),
        sa.Column("tireur", sa.String(length=160), nullable=False),
        sa.Column("numero_titre", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("annule_id", sa.Integer(), nullable=True),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(genre = 'encaissement') = (annule_id IS NULL)", name=op.f("ck_reglement_annule")),
        sa.CheckConstraint(
            "genre IN ('encaissement', 'annulation', 'impaye', 'remboursement')", name=op.f("ck_reglement_genre")
        ),
        sa.CheckConstraint("montant_centimes <> 0", name=op.f("ck_reglement_montant")),
        sa.ForeignKeyConstraint(["annule_id"], ["reglement.id"], name=op.f("fk_reglement_annule_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_reglement_foyer_id")),
        sa.ForeignKeyConstraint(["mode_id"], ["mode_reglement.id"], name=op.f("fk_reglement_mode_id")),
        sa.ForeignKeyConstraint(["payeur_id"], ["payeur.id"], name=op.f("fk_reglement_payeur_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_emise.id"], name=op.f("fk_reglement_piece_id")),
        sa.ForeignKeyConstraint(["regie_id"], ["regie.id"], name=op.f("fk_reglement_regie_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_reglement_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reglement")),
        sa.UniqueConstraint("annule_id", name=op.f("uq_reglement_annule_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_reglement_ref")),
    )
    with op.batch_alter_table("reglement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reglement_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reglement_mode_id"), ["mode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reglement_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reglement_payeur_id"), ["payeur_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reglement_piece_id"), ["piece_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reglement_regie_id"), ["regie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reglement_site_id"), ["site_id"], unique=False)

    op.create_table(
        "echeance_piece",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("le", sa.Date(), nullable=True),
        sa.Column("moyen", sa.String(length=40), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan_piece.id"], name=op.f("fk_echeance_piece_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_echeance_piece")),
        sa.UniqueConstraint("plan_id", "rang", name=op.f("uq_echeance_piece_plan_id_rang")),
    )
    with op.batch_alter_table("echeance_piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_echeance_piece_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "imputation",
        sa.Column("reglement_id", sa.Integer(), nullable=True),
        sa.Column("avoir_id", sa.Integer(), nullable=True),
        sa.Column("facture_id", sa.Integer(), nullable=True),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=12), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("nature IN ('cotisations', 'locations')", name=op.f("ck_imputation_nature")),
        sa.CheckConstraint("(reglement_id IS NULL) <> (avoir_id IS NULL)", name=op.f("ck_imputation_source")),
        sa.CheckConstraint("montant_centimes <> 0", name=op.f("ck_imputation_montant")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_imputation_annee_id")),
        sa.ForeignKeyConstraint(["avoir_id"], ["piece_emise.id"], name=op.f("fk_imputation_avoir_id")),
        sa.ForeignKeyConstraint(["facture_id"], ["piece_emise.id"], name=op.f("fk_imputation_facture_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_imputation_foyer_id")),
        sa.ForeignKeyConstraint(["reglement_id"], ["reglement.id"], name=op.f("fk_imputation_reglement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imputation")),
    )
    with op.batch_alter_table("imputation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imputation_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imputation_avoir_id"), ["avoir_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imputation_facture_id"), ["facture_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imputation_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imputation_reglement_id"), ["reglement_id"], unique=False)

    op.create_table(
        "ligne_bordereau",
        sa.Column("bordereau_id", sa.Integer(), nullable=False),
        sa.Column("reglement_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bordereau_id"], ["bordereau.id"], name=op.f("fk_ligne_bordereau_bordereau_id")),
        sa.ForeignKeyConstraint(["reglement_id"], ["reglement.id"], name=op.f("fk_ligne_bordereau_reglement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne_bordereau")),
        sa.UniqueConstraint("reglement_id", name=op.f("uq_ligne_bordereau_reglement_id")),
    )
    with op.batch_alter_table("ligne_bordereau", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ligne_bordereau_bordereau_id"), ["bordereau_id"], unique=False)
    _garnir()


def _garnir() -> None:
    """One régie for the network, and the usual ways to pay, which it may all cash."""
    regie = sa.table(
        "regie",
        *(sa.column(c) for c in ("id", "nom", "code", "titulaire", "iban", "bic", "mentions")),
        sa.column("ref", sa.Uuid),
        sa.column("version"),
    )
    mode = sa.table("mode_reglement", *(sa.column(c) for c in ("id", "code", "libelle", "famille", "ordre", "version")))
    regie_mode = sa.table("regie_mode", sa.column("regie_id"), sa.column("mode_id"))
    op.execute(
        regie.insert().values(
            ref=uuid.uuid5(uuid.NAMESPACE_DNS, "regie.example"),
            nom="Régie de recettes",
            code="",
            titulaire="",
            iban="",
            bic="",
            mentions="",
            version=1,
        )
    )
    for ordre, (code, libelle, famille) in enumerate(MODES, start=1):
        op.execute(mode.insert().values(code=code, libelle=libelle, famille=famille, ordre=ordre, version=1))
    op.execute(
        regie_mode.insert().from_select(
            ["regie_id", "mode_id"],
            sa.select(regie.c.id, mode.c.id).select_from(regie.join(mode, sa.true())).order_by(mode.c.id),
        )
    )


def downgrade() -> None:
    """Undo."""
    for table in TABLES:
        op.drop_table(table)
