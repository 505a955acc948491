"""Offer, desk, dated changes, undo.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


EDITED = ("cursus", "discipline", "niveau", "salle", "enseignant")


def upgrade() -> None:
    """Apply."""
    for table in EDITED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
            batch_op.add_column(sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column("modifie_par", sa.String(length=120), nullable=True))

    op.create_table(
        "annulable",
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("libelle", sa.String(length=160), nullable=False),
        sa.Column("inverse", sa.String(length=120), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jusqu_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annulee_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulee_par", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("operation_id", name=op.f("pk_annulable")),
    )
    with op.batch_alter_table("annulable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annulable_jusqu_a"), ["jusqu_a"], unique=False)

    op.create_table(
        "ecole",
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("cle", sa.String(length=120), nullable=False),
        sa.Column("cp", sa.String(length=12), nullable=False),
        sa.Column("ville", sa.String(length=120), nullable=False),
        sa.Column("partenariats", sa.JSON(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ecole")),
        sa.UniqueConstraint("cle", "ville", name=op.f("uq_ecole_cle_ville")),
        sa.UniqueConstraint("ref", name=op.f("uq_ecole_ref")),
    )
    op.create_table(
        "commune_territoire",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("cp", sa.String(length=12), nullable=False),
        sa.Column("ville", sa.String(length=120), nullable=False),
        sa.Column("cle", sa.String(length=120), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("du_le < au_le", name=op.f("ck_commune_territoire_dates")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_commune_territoire_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune_territoire")),
        sa.UniqueConstraint("site_id", "cp", "cle", "du_le", name=op.f("uq_commune_territoire_site_id_cp_cle_du_le")),
    )
    with op.batch_alter_table("commune_territoire", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commune_territoire_site_id"), ["site_id"], unique=False)

    op.create_table(
        "document_site",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=24), nullable=False),
        sa.Column("nom_original", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("est_joint_accuse", sa.Boolean(), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "genre IN ('reglement_pedagogique', 'reglement_interieur', 'grille')", name=op.f("ck_document_site_genre")
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_document_site_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_document_site_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_site")),
    )
    with op.batch_alter_table("document_site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_site_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_site_site_id"), ["site_id"], unique=False)

    op.create_table(
        "gabarit",
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("canal", sa.String(length=10), nullable=False),
        sa.Column("nom", sa.String(length=80), nullable=False),
        sa.Column("sujet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("canal IN ('courriel', 'lettre')", name=op.f("ck_gabarit_canal")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_gabarit_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gabarit")),
        sa.UniqueConstraint("ref", name=op.f("uq_gabarit_ref")),
        sa.UniqueConstraint("site_id", "canal", "nom", name=op.f("uq_gabarit_site_id_canal_nom")),
    )
    with op.batch_alter_table("gabarit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gabarit_site_id"), ["site_id"], unique=False)

    op.create_table(
        "jour_ferme",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=12), nullable=False),
        sa.Column("libelle", sa.String(length=80), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("genre IN ('vacances', 'ferie', 'fermeture')", name=op.f("ck_jour_ferme_genre")),
        sa.CheckConstraint("du_le <= au_le", name=op.f("ck_jour_ferme_dates")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_jour_ferme_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_jour_ferme_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jour_ferme")),
        sa.UniqueConstraint("site_id", "genre", "du_le", name=op.f("uq_jour_ferme_site_id_genre_du_le")),
    )
    with op.batch_alter_table("jour_ferme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jour_ferme_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_jour_ferme_site_id"), ["site_id"], unique=False)

    op.create_table(
        "document_dossier",
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("libelle", sa.String(length=120), nullable=False),
        sa.Column("nom_original", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("visibilite", sa.String(length=10), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "visibilite IN ('tous', 'bureau', 'direction')", name=op.f("ck_document_dossier_visibilite")
        ),
        sa.CheckConstraint("(foyer_id IS NULL) <> (eleve_id IS NULL)", name=op.f("ck_document_dossier_sujet")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_document_dossier_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_document_dossier_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_dossier")),
        sa.UniqueConstraint("ref", name=op.f("uq_document_dossier_ref")),
    )
    with op.batch_alter_table("document_dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_dossier_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_dossier_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_dossier_sha256"), ["sha256"], unique=False)

    op.create_table(
        "liste_enregistree",
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("liste", sa.String(length=40), nullable=False),
        sa.Column("nom", sa.String(length=60), nullable=False),
        sa.Column("contenu", sa.JSON(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_liste_enregistree_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liste_enregistree")),
        sa.UniqueConstraint("compte_id", "liste", "nom", name=op.f("uq_liste_enregistree_compte_id_liste_nom")),
    )
    with op.batch_alter_table("liste_enregistree", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_liste_enregistree_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("genre", sa.String(length=10), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("est_epinglee", sa.Boolean(), nullable=False),
        sa.Column("visibilite", sa.String(length=10), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("genre IN ('appel', 'visite', 'decision', 'note')", name=op.f("ck_note_genre")),
        sa.CheckConstraint("visibilite IN ('tous', 'bureau', 'direction')", name=op.f("ck_note_visibilite")),
        sa.CheckConstraint("(foyer_id IS NULL) <> (eleve_id IS NULL)", name=op.f("ck_note_sujet")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_note_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_note_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("ref", name=op.f("uq_note_ref")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_foyer_id"), ["foyer_id"], unique=False)

    op.create_table(
        "tache",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("echeance_le", sa.Date(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=True),
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("cree_par", sa.String(length=120), nullable=False),
        sa.Column("cree_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("faite_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("faite_par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_tache_compte_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_tache_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_tache_foyer_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_tache_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tache")),
        sa.UniqueConstraint("ref", name=op.f("uq_tache_ref")),
    )
    with op.batch_alter_table("tache", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tache_compte_id"), ["compte_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tache_echeance_le"), ["echeance_le"], unique=False)
        batch_op.create_index(batch_op.f("ix_tache_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tache_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tache_site_id"), ["site_id"], unique=False)

    op.create_table(
        "changement_inscription",
        sa.Column("inscription_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=12), nullable=False),
        sa.Column("effet_le", sa.Date(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("demande_par", sa.String(length=120), nullable=False),
        sa.Column("accord_par", sa.String(length=120), nullable=False),
        sa.Column("accord_le", sa.Date(), nullable=True),
        sa.Column("avant", sa.String(length=300), nullable=False),
        sa.Column("apres", sa.String(length=300), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "genre IN ('ajout', 'horaire', 'enseignant', 'discipline', 'arret', 'conge', 'reprise')",
            name=op.f("ck_changement_inscription_genre"),
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_changement_inscription_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_changement_inscription_eleve_id")),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscription.id"], name=op.f("fk_changement_inscription_inscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changement_inscription")),
        sa.UniqueConstraint("ref", name=op.f("uq_changement_inscription_ref")),
    )
    with op.batch_alter_table("changement_inscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changement_inscription_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_changement_inscription_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_changement_inscription_inscription_id"), ["inscription_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_changement_inscription_operation_id"), ["operation_id"], unique=False)

    with op.batch_alter_table("campagne", schema=None) as batch_op:
        batch_op.add_column(sa.Column("close_a", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("close_par", sa.String(length=120), server_default="", nullable=False))

    with op.batch_alter_table("creneau", schema=None) as batch_op:
        batch_op.add_column(sa.Column("passage_min", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_creneau_passage_min"), "passage_min BETWEEN 5 AND 240")

    with op.batch_alter_table("cursus", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("motif_niveau", sa.String(length=40), server_default="C{cycle}.{annee}", nullable=False)
        )
        batch_op.add_column(sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("discipline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("eleve_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("lot", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_message_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_lot"), ["lot"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_message_eleve_id"), "eleve", ["eleve_id"], ["id"])

    with op.batch_alter_table("niveau", schema=None) as batch_op:
        batch_op.add_column(sa.Column("annee", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("papier_conserve", schema=None) as batch_op:
        batch_op.add_column(sa.Column("eleve_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("lot", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_papier_conserve_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papier_conserve_lot"), ["lot"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_papier_conserve_eleve_id"), "eleve", ["eleve_id"], ["id"])

    with op.batch_alter_table("salle", schema=None) as batch_op:
        batch_op.add_column(sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone_vacances", sa.String(length=10), server_default="", nullable=False))
        batch_op.add_column(sa.Column("signataire", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("qualite_signataire", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("signature_sha256", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("logo_sha256", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    """Take back."""
    for table in EDITED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for colonne in ("modifie_par", "modifie_a", "version"):
                batch_op.drop_column(colonne)

    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_column("logo_sha256")
        batch_op.drop_column("signature_sha256")
        batch_op.drop_column("qualite_signataire")
        batch_op.drop_column("signataire")
        batch_op.drop_column("zone_vacances")

    with op.batch_alter_table("salle", schema=None) as batch_op:
        batch_op.drop_column("archive_a")

    with op.batch_alter_table("papier_conserve", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_papier_conserve_eleve_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_papier_conserve_lot"))
        batch_op.drop_index(batch_op.f("ix_papier_conserve_eleve_id"))
        batch_op.drop_column("lot")
        batch_op.drop_column("eleve_id")

    with op.batch_alter_table("niveau", schema=None) as batch_op:
        batch_op.drop_column("archive_a")
        batch_op.drop_column("annee")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_message_eleve_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_message_lot"))
        batch_op.drop_index(batch_op.f("ix_message_eleve_id"))
        batch_op.drop_column("lot")
        batch_op.drop_column("eleve_id")

    with op.batch_alter_table("discipline", schema=None) as batch_op:
        batch_op.drop_column("archive_a")

    with op.batch_alter_table("cursus", schema=None) as batch_op:
        batch_op.drop_column("archive_a")
        batch_op.drop_column("motif_niveau")

    with op.batch_alter_table("creneau", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_creneau_passage_min"), type_="check")
        batch_op.drop_column("passage_min")

    with op.batch_alter_table("campagne", schema=None) as batch_op:
        batch_op.drop_column("close_par")
        batch_op.drop_column("close_a")

    with op.batch_alter_table("changement_inscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_changement_inscription_operation_id"))
        batch_op.drop_index(batch_op.f("ix_changement_inscription_inscription_id"))
        batch_op.drop_index(batch_op.f("ix_changement_inscription_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_changement_inscription_annee_id"))

    op.drop_table("changement_inscription")
    with op.batch_alter_table("tache", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tache_site_id"))
        batch_op.drop_index(batch_op.f("ix_tache_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_tache_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_tache_echeance_le"))
        batch_op.drop_index(batch_op.f("ix_tache_compte_id"))

    op.drop_table("tache")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_note_eleve_id"))

    op.drop_table("note")
    with op.batch_alter_table("liste_enregistree", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_liste_enregistree_compte_id"))

    op.drop_table("liste_enregistree")
    with op.batch_alter_table("document_dossier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_dossier_sha256"))
        batch_op.drop_index(batch_op.f("ix_document_dossier_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_document_dossier_eleve_id"))

    op.drop_table("document_dossier")
    with op.batch_alter_table("jour_ferme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jour_ferme_site_id"))
        batch_op.drop_index(batch_op.f("ix_jour_ferme_annee_id"))

    op.drop_table("jour_ferme")
    with op.batch_alter_table("gabarit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gabarit_site_id"))

    op.drop_table("gabarit")
    with op.batch_alter_table("document_site", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_site_site_id"))
        batch_op.drop_index(batch_op.f("ix_document_site_annee_id"))

    op.drop_table("document_site")
    with op.batch_alter_table("commune_territoire", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commune_territoire_site_id"))

    op.drop_table("commune_territoire")
    op.drop_table("ecole")
    with op.batch_alter_table("annulable", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annulable_jusqu_a"))

    op.drop_table("annulable")
