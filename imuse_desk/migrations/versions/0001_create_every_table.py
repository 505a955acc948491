"""Create every table.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "annee",
        sa.Column("libelle", sa.String(length=9), nullable=False),
        sa.Column("debut_le", sa.Date(), nullable=False),
        sa.Column("fin_le", sa.Date(), nullable=False),
        sa.Column("etat", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("etat IN ('preparation', 'ouverte', 'close')", name=op.f("ck_annee_etat")),
        sa.CheckConstraint("debut_le < fin_le", name=op.f("ck_annee_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annee")),
        sa.UniqueConstraint("libelle", name=op.f("uq_annee_libelle")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("poste", sa.String(length=80), nullable=False),
        sa.Column("operation", sa.String(length=60), nullable=False),
        sa.Column("a", sa.String(length=40), nullable=False),
        sa.Column("nom_table", sa.String(length=40), nullable=False),
        sa.Column("ligne", sa.Integer(), nullable=False),
        sa.Column("champ", sa.String(length=40), nullable=False),
        sa.Column("avant", sa.Text(), nullable=True),
        sa.Column("apres", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_nom_table_ligne", ["nom_table", "ligne"], unique=False)

    op.create_table(
        "changement",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.String(length=60), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("poste", sa.String(length=80), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objets", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changement")),
    )
    with op.batch_alter_table("changement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changement_a"), ["a"], unique=False)
        batch_op.create_index(batch_op.f("ix_changement_operation_id"), ["operation_id"], unique=False)

    op.create_table(
        "contexte_ecriture",
        sa.Column("cle", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("poste", sa.String(length=80), nullable=False),
        sa.Column("operation", sa.String(length=60), nullable=False),
        sa.Column("a", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("cle", name=op.f("pk_contexte_ecriture")),
    )
    op.create_table(
        "cursus",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("libelle", sa.String(length=80), nullable=False),
        sa.Column("specialite", sa.String(length=12), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("specialite IN ('musique', 'danse', 'theatre')", name=op.f("ck_cursus_specialite")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cursus")),
        sa.UniqueConstraint("code", name=op.f("uq_cursus_code")),
    )
    op.create_table(
        "discipline",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("libelle", sa.String(length=80), nullable=False),
        sa.Column("cle", sa.String(length=80), nullable=False),
        sa.Column("est_individuelle", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discipline")),
        sa.UniqueConstraint("code", name=op.f("uq_discipline_code")),
    )
    op.create_table(
        "essai_connexion",
        sa.Column("cle", sa.String(length=64), nullable=False),
        sa.Column("echecs", sa.Integer(), nullable=False),
        sa.Column("bloque_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reussi_a", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("cle", name=op.f("pk_essai_connexion")),
    )
    op.create_table(
        "etablissement",
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("sous_titre", sa.String(length=120), nullable=False),
        sa.Column("siret", sa.String(length=20), nullable=False),
        sa.Column("est_demonstration", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etablissement")),
        sa.UniqueConstraint("ref", name=op.f("uq_etablissement_ref")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.String(length=60), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("poste", sa.String(length=80), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resultat", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_table(
        "personne",
        sa.Column("civilite", sa.String(length=20), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("prenom", sa.String(length=120), nullable=False),
        sa.Column("cle", sa.String(length=240), nullable=False),
        sa.Column("sexe", sa.String(length=1), nullable=False),
        sa.Column("naissance_le", sa.Date(), nullable=True),
        sa.Column("lieu_naissance", sa.String(length=120), nullable=False),
        sa.Column("nationalite", sa.String(length=60), nullable=False),
        sa.Column("situation_familiale", sa.String(length=30), nullable=False),
        sa.Column("profession", sa.String(length=120), nullable=False),
        sa.Column("pcs", sa.String(length=4), nullable=False),
        sa.Column("tel_domicile", sa.String(length=60), nullable=False),
        sa.Column("tel_pro", sa.String(length=60), nullable=False),
        sa.Column("telecopie", sa.String(length=60), nullable=False),
        sa.Column("mobile", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("est_restreint", sa.Boolean(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("sexe IN ('', 'M', 'F')", name=op.f("ck_personne_sexe")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personne")),
        sa.UniqueConstraint("ref", name=op.f("uq_personne_ref")),
    )
    with op.batch_alter_table("personne", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personne_cle"), ["cle"], unique=False)

    op.create_table(
        "site",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("fuseau", sa.String(length=40), nullable=False),
        sa.Column("adresse", sa.Text(), nullable=False),
        sa.Column("cp", sa.String(length=12), nullable=False),
        sa.Column("ville", sa.String(length=80), nullable=False),
        sa.Column("telephone", sa.String(length=30), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("code", name=op.f("uq_site_code")),
        sa.UniqueConstraint("nom", name=op.f("uq_site_nom")),
        sa.UniqueConstraint("ref", name=op.f("uq_site_ref")),
    )
    op.create_table(
        "terme",
        sa.Column("genre", sa.String(length=12), nullable=False),
        sa.Column(
            "cle",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("objet_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("genre", "cle", "objet_id", name=op.f("pk_terme")),
    )
    with op.batch_alter_table("terme", schema=None) as batch_op:
        batch_op.create_index("ix_terme_objet", ["genre", "objet_id"], unique=False)

    op.create_table(
        "campagne",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_source_id", sa.Integer(), nullable=False),
        sa.Column("annee_cible_id", sa.Integer(), nullable=False),
        sa.Column("ouvre_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ferme_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pieces_jusqu_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annee_revenus", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["annee_cible_id"], ["annee.id"], name=op.f("fk_campagne_annee_cible_id")),
        sa.ForeignKeyConstraint(["annee_source_id"], ["annee.id"], name=op.f("fk_campagne_annee_source_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_campagne_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campagne")),
        sa.UniqueConstraint("site_id", "annee_cible_id", name=op.f("uq_campagne_site_id_annee_cible_id")),
    )
    with op.batch_alter_table("campagne", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campagne_annee_cible_id"), ["annee_cible_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campagne_annee_source_id"), ["annee_source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campagne_site_id"), ["site_id"], unique=False)

    op.create_table(
        "compte",
        sa.Column("identifiant", sa.String(length=60), nullable=False),
        sa.Column("nom_affiche", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("mot_de_passe", sa.String(length=200), nullable=False),
        sa.Column("doit_changer", sa.Boolean(), nullable=False),
        sa.Column("personne_id", sa.Integer(), nullable=True),
        sa.Column("login_pg", sa.String(length=63), nullable=True),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["personne_id"], ["personne.id"], name=op.f("fk_compte_personne_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compte")),
        sa.UniqueConstraint("identifiant", name=op.f("uq_compte_identifiant")),
        sa.UniqueConstraint("login_pg", name=op.f("uq_compte_login_pg")),
        sa.UniqueConstraint("ref", name=op.f("uq_compte_ref")),
    )
    with op.batch_alter_table("compte", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_compte_personne_id"), ["personne_id"], unique=False)

    op.create_table(
        "eleve",
        sa.Column("personne_id", sa.Integer(), nullable=False),
        sa.Column("etablissement_scolaire", sa.String(length=120), nullable=False),
        sa.Column("niveau_scolaire", sa.String(length=30), nullable=False),
        sa.Column("utilise_coordonnees_responsable", sa.Boolean(), nullable=False),
        sa.Column("a_autorisation_sortie", sa.Boolean(), nullable=False),
        sa.Column("personne_a_prevenir", sa.String(length=120), nullable=False),
        sa.Column("tel_urgence", sa.String(length=60), nullable=False),
        sa.Column("alerte", sa.String(length=200), nullable=False),
        sa.Column("observations", sa.Text(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["personne_id"], ["personne.id"], name=op.f("fk_eleve_personne_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eleve")),
        sa.UniqueConstraint("personne_id", name=op.f("uq_eleve_personne_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_eleve_ref")),
    )
    op.create_table(
        "enseignant",
        sa.Column("personne_id", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["personne_id"], ["personne.id"], name=op.f("fk_enseignant_personne_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enseignant")),
        sa.UniqueConstraint("personne_id", name=op.f("uq_enseignant_personne_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_enseignant_ref")),
    )
    op.create_table(
        "foyer",
        sa.Column("numero", sa.String(length=12), nullable=False),
        sa.Column("libelle", sa.String(length=240), nullable=False),
        sa.Column("cle", sa.String(length=240), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("enfants_a_charge", sa.Integer(), nullable=True),
        sa.Column("a_imposition_commune", sa.Boolean(), nullable=True),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("enfants_a_charge BETWEEN 0 AND 20", name=op.f("ck_foyer_enfants_a_charge")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_foyer_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foyer")),
        sa.UniqueConstraint("numero", name=op.f("uq_foyer_numero")),
        sa.UniqueConstraint("ref", name=op.f("uq_foyer_ref")),
    )
    with op.batch_alter_table("foyer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_foyer_cle"), ["cle"], unique=False)
        batch_op.create_index(batch_op.f("ix_foyer_site_id"), ["site_id"], unique=False)

    op.create_table(
        "grille_tarif",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=120), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("est_en_vigueur", sa.Boolean(), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_grille_tarif_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_grille_tarif_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grille_tarif")),
        sa.UniqueConstraint("site_id", "annee_id", "numero", name=op.f("uq_grille_tarif_site_id_annee_id_numero")),
    )
    with op.batch_alter_table("grille_tarif", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grille_tarif_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grille_tarif_site_id"), ["site_id"], unique=False)

    op.create_table(
        "niveau",
        sa.Column("cursus_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("libelle", sa.String(length=40), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("suivant_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cursus_id"], ["cursus.id"], name=op.f("fk_niveau_cursus_id")),
        sa.ForeignKeyConstraint(["suivant_id"], ["niveau.id"], name=op.f("fk_niveau_suivant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_niveau")),
        sa.UniqueConstraint("cursus_id", "code", name=op.f("uq_niveau_cursus_id_code")),
    )
    with op.batch_alter_table("niveau", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_niveau_cursus_id"), ["cursus_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_niveau_suivant_id"), ["suivant_id"], unique=False)

    op.create_table(
        "reglage",
        sa.Column("cle", sa.String(length=60), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("annee_id", sa.Integer(), nullable=True),
        sa.Column("valeur", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_reglage_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_reglage_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reglage")),
        sa.UniqueConstraint("cle", "site_id", "annee_id", name=op.f("uq_reglage_cle_site_id_annee_id")),
    )
    with op.batch_alter_table("reglage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reglage_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reglage_site_id"), ["site_id"], unique=False)

    op.create_table(
        "regle_article",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("cursus_id", sa.Integer(), nullable=True),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("cycle", sa.Integer(), nullable=True),
        sa.Column("ha", sa.String(length=6), nullable=True),
        sa.Column("age_min", sa.Integer(), nullable=True),
        sa.Column("age_max", sa.Integer(), nullable=True),
        sa.Column("est_individuelle", sa.Boolean(), nullable=True),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.Column("une_fois_par", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("une_fois_par IN ('cours', 'cursus', 'eleve')", name=op.f("ck_regle_article_une_fois_par")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_regle_article_annee_id")),
        sa.ForeignKeyConstraint(["cursus_id"], ["cursus.id"], name=op.f("fk_regle_article_cursus_id")),
        sa.ForeignKeyConstraint(["discipline_id"], ["discipline.id"], name=op.f("fk_regle_article_discipline_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_regle_article_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regle_article")),
    )
    with op.batch_alter_table("regle_article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regle_article_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regle_article_cursus_id"), ["cursus_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regle_article_discipline_id"), ["discipline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regle_article_site_id"), ["site_id"], unique=False)

    op.create_table(
        "regle_etiquette",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("fait", sa.String(length=30), nullable=False),
        sa.Column("valeur", sa.JSON(), nullable=True),
        sa.Column("etiquette", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_regle_etiquette_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_regle_etiquette_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regle_etiquette")),
    )
    with op.batch_alter_table("regle_etiquette", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regle_etiquette_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regle_etiquette_site_id"), ["site_id"], unique=False)

    op.create_table(
        "regle_zone",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("cp", sa.String(length=12), nullable=False),
        sa.Column("ville", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_regle_zone_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_regle_zone_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regle_zone")),
    )
    with op.batch_alter_table("regle_zone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regle_zone_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regle_zone_site_id"), ["site_id"], unique=False)

    op.create_table(
        "salle",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(length=60), nullable=False),
        sa.Column("capacite", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_salle_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_salle")),
        sa.UniqueConstraint("site_id", "nom", name=op.f("uq_salle_site_id_nom")),
    )
    with op.batch_alter_table("salle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_salle_site_id"), ["site_id"], unique=False)

    op.create_table(
        "texte_declaration",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_texte_declaration_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_texte_declaration_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texte_declaration")),
        sa.UniqueConstraint("site_id", "annee_id", "numero", name=op.f("uq_texte_declaration_site_id_annee_id_numero")),
    )
    with op.batch_alter_table("texte_declaration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_texte_declaration_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_texte_declaration_site_id"), ["site_id"], unique=False)

    op.create_table(
        "type_piece",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("libelle", sa.String(length=160), nullable=False),
        sa.Column("aide", sa.String(length=400), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("rattachement", sa.String(length=10), nullable=False),
        sa.Column("exigence", sa.String(length=12), nullable=False),
        sa.Column("effet", sa.String(length=8), nullable=False),
        sa.Column("regle", sa.JSON(), nullable=False),
        sa.Column("natures", sa.JSON(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("mois_validite", sa.Integer(), nullable=True),
        sa.Column("est_actif", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("effet IN ('bloque', 'tarif')", name=op.f("ck_type_piece_effet")),
        sa.CheckConstraint(
            "exigence IN ('obligatoire', 'si_benefice', 'sans_objet')", name=op.f("ck_type_piece_exigence")
        ),
        sa.CheckConstraint("rattachement IN ('foyer', 'eleve')", name=op.f("ck_type_piece_rattachement")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_type_piece_annee_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_type_piece_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_type_piece")),
        sa.UniqueConstraint("site_id", "annee_id", "code", name=op.f("uq_type_piece_site_id_annee_id_code")),
    )
    with op.batch_alter_table("type_piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_type_piece_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_type_piece_site_id"), ["site_id"], unique=False)

    op.create_table(
        "adresse",
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("personne_id", sa.Integer(), nullable=True),
        sa.Column("numero", sa.String(length=12), nullable=False),
        sa.Column("voie", sa.String(length=200), nullable=False),
        sa.Column("complement", sa.String(length=200), nullable=False),
        sa.Column("cp", sa.String(length=12), nullable=False),
        sa.Column("ville", sa.String(length=120), nullable=False),
        sa.Column("pays", sa.String(length=2), nullable=False),
        sa.Column("est_confidentielle", sa.Boolean(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(foyer_id IS NULL) <> (personne_id IS NULL)", name=op.f("ck_adresse_titulaire")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_adresse_foyer_id")),
        sa.ForeignKeyConstraint(["personne_id"], ["personne.id"], name=op.f("fk_adresse_personne_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adresse")),
    )
    with op.batch_alter_table("adresse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adresse_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adresse_personne_id"), ["personne_id"], unique=False)

    op.create_table(
        "brouillon",
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("ecran", sa.String(length=40), nullable=False),
        sa.Column("objet", sa.String(length=60), nullable=False),
        sa.Column("contenu", sa.JSON(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_brouillon_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brouillon")),
        sa.UniqueConstraint("compte_id", "ecran", "objet", name=op.f("uq_brouillon_compte_id_ecran_objet")),
    )
    with op.batch_alter_table("brouillon", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brouillon_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "code_acces",
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("code_hache", sa.String(length=200), nullable=False),
        sa.Column("emis_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expire_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("emis_par", sa.String(length=120), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("utilise_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_code_acces_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_acces")),
    )
    with op.batch_alter_table("code_acces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_acces_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "compte_role",
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('secretariat', 'regisseur', 'enseignant', 'direction', 'administration')",
            name=op.f("ck_compte_role_role"),
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_compte_role_compte_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_compte_role_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compte_role")),
        sa.UniqueConstraint("compte_id", "site_id", "role", name=op.f("uq_compte_role_compte_id_site_id_role")),
    )
    with op.batch_alter_table("compte_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_compte_role_compte_id"), ["compte_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_compte_role_site_id"), ["site_id"], unique=False)

    op.create_table(
        "cours",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("cursus_id", sa.Integer(), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=False),
        sa.Column("niveau_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("libelle", sa.String(length=120), nullable=False),
        sa.Column("ha", sa.String(length=6), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("est_pour_adultes", sa.Boolean(), nullable=False),
        sa.Column("precedent_id", sa.Integer(), nullable=True),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "mode IN ('choisi', 'attribue', 'suit_cursus', 'classe_partenaire', 'niveau')", name=op.f("ck_cours_mode")
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_cours_annee_id")),
        sa.ForeignKeyConstraint(["cursus_id"], ["cursus.id"], name=op.f("fk_cours_cursus_id")),
        sa.ForeignKeyConstraint(["discipline_id"], ["discipline.id"], name=op.f("fk_cours_discipline_id")),
        sa.ForeignKeyConstraint(["niveau_id"], ["niveau.id"], name=op.f("fk_cours_niveau_id")),
        sa.ForeignKeyConstraint(["precedent_id"], ["cours.id"], name=op.f("fk_cours_precedent_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_cours_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cours")),
        sa.UniqueConstraint("ref", name=op.f("uq_cours_ref")),
        sa.UniqueConstraint("site_id", "annee_id", "code", name=op.f("uq_cours_site_id_annee_id_code")),
    )
    with op.batch_alter_table("cours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cours_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cours_cursus_id"), ["cursus_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cours_discipline_id"), ["discipline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cours_niveau_id"), ["niveau_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cours_precedent_id"), ["precedent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cours_site_id"), ["site_id"], unique=False)

    op.create_table(
        "dossier",
        sa.Column("campagne_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.String(length=16), nullable=True),
        sa.Column("revenus_declines_par", sa.String(length=120), nullable=False),
        sa.Column("revenus_declines_le", sa.Date(), nullable=True),
        sa.Column("revenus_declines_agent", sa.String(length=120), nullable=False),
        sa.Column("prix", sa.JSON(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["campagne_id"], ["campagne.id"], name=op.f("fk_dossier_campagne_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_dossier_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("campagne_id", "foyer_id", name=op.f("uq_dossier_campagne_id_foyer_id")),
        sa.UniqueConstraint("numero", name=op.f("uq_dossier_numero")),
        sa.UniqueConstraint("ref", name=op.f("uq_dossier_ref")),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_campagne_id"), ["campagne_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_foyer_id"), ["foyer_id"], unique=False)

    op.create_table(
        "droit_image",
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("support", sa.String(length=20), nullable=False),
        sa.Column("est_accorde", sa.Boolean(), nullable=False),
        sa.Column("donne_par", sa.String(length=120), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=True),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "support IN ('interne', 'affiche_presse', 'site_web', 'reseaux_sociaux')",
            name=op.f("ck_droit_image_support"),
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_droit_image_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_droit_image_eleve_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_droit_image")),
    )
    with op.batch_alter_table("droit_image", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_droit_image_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_droit_image_eleve_id"), ["eleve_id"], unique=False)

    op.create_table(
        "etiquette",
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("preuve", sa.String(length=200), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_etiquette_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_etiquette_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etiquette")),
    )
    with op.batch_alter_table("etiquette", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_etiquette_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_etiquette_foyer_id"), ["foyer_id"], unique=False)

    op.create_table(
        "lien",
        sa.Column("personne_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("est_principal", sa.Boolean(), nullable=False),
        sa.Column("est_responsable_legal", sa.Boolean(), nullable=False),
        sa.Column("est_payeur", sa.Boolean(), nullable=False),
        sa.Column("recoit_factures", sa.Boolean(), nullable=False),
        sa.Column("recoit_courriers", sa.Boolean(), nullable=False),
        sa.Column("est_a_prevenir", sa.Boolean(), nullable=False),
        sa.Column("peut_recuperer", sa.Boolean(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("role IN ('responsable', 'adulte', 'enfant')", name=op.f("ck_lien_role")),
        sa.CheckConstraint("part BETWEEN 0 AND 100", name=op.f("ck_lien_part")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_lien_foyer_id")),
        sa.ForeignKeyConstraint(["personne_id"], ["personne.id"], name=op.f("fk_lien_personne_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lien")),
        sa.UniqueConstraint("personne_id", "foyer_id", "du_le", name=op.f("uq_lien_personne_id_foyer_id_du_le")),
    )
    with op.batch_alter_table("lien", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lien_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lien_personne_id"), ["personne_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("genre", sa.String(length=30), nullable=False),
        sa.Column("destinataire", sa.String(length=254), nullable=False),
        sa.Column("sujet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column("pieces_jointes", sa.JSON(), nullable=False),
        sa.Column("etat", sa.String(length=12), nullable=False),
        sa.Column("tentatives", sa.Integer(), nullable=False),
        sa.Column("prochain_essai_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("derniere_erreur", sa.String(length=300), nullable=False),
        sa.Column("cree_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cree_par", sa.String(length=120), nullable=False),
        sa.Column("envoye_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imprime_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imprime_par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "etat IN ('a_envoyer', 'envoye', 'echec', 'a_imprimer', 'imprime')", name=op.f("ck_message_etat")
        ),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_message_foyer_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_message_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("ref", name=op.f("uq_message_ref")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_prochain_essai_a"), ["prochain_essai_a"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_site_id"), ["site_id"], unique=False)

    op.create_table(
        "payeur",
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("organisme", sa.String(length=120), nullable=False),
        sa.Column("genre", sa.String(length=20), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("foyer_id IS NOT NULL OR organisme <> ''", name=op.f("ck_payeur_qui")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_payeur_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payeur")),
        sa.UniqueConstraint("ref", name=op.f("uq_payeur_ref")),
    )
    with op.batch_alter_table("payeur", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payeur_foyer_id"), ["foyer_id"], unique=False)

    op.create_table(
        "personne_autorisee",
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("lien", sa.String(length=60), nullable=False),
        sa.Column("telephone", sa.String(length=60), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_personne_autorisee_eleve_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personne_autorisee")),
    )
    with op.batch_alter_table("personne_autorisee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personne_autorisee_eleve_id"), ["eleve_id"], unique=False)

    op.create_table(
        "piece_recue",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("nom_original", sa.String(length=300), nullable=False),
        sa.Column("nom_range", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("examen", sa.JSON(), nullable=False),
        sa.Column("nature", sa.String(length=60), nullable=False),
        sa.Column("datee_du", sa.Date(), nullable=True),
        sa.Column("depose_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("depose_par", sa.String(length=120), nullable=False),
        sa.Column("derogation", sa.String(length=200), nullable=False),
        sa.Column("etat", sa.String(length=12), nullable=False),
        sa.Column("motif", sa.String(length=300), nullable=False),
        sa.Column("decide_par", sa.String(length=120), nullable=False),
        sa.Column("decide_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retiree_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purger_apres_le", sa.Date(), nullable=True),
        sa.Column("purge_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "etat IN ('a_fournir', 'a_verifier', 'acceptee', 'refusee')", name=op.f("ck_piece_recue_etat")
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_piece_recue_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_piece_recue_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_piece_recue_foyer_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_piece_recue_site_id")),
        sa.ForeignKeyConstraint(["type_id"], ["type_piece.id"], name=op.f("fk_piece_recue_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_recue")),
        sa.UniqueConstraint("ref", name=op.f("uq_piece_recue_ref")),
    )
    with op.batch_alter_table("piece_recue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_recue_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_recue_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index("ix_piece_recue_foyer_annee", ["foyer_id", "annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_recue_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_recue_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_recue_site_id"), ["site_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_recue_type_id"), ["type_id"], unique=False)

    op.create_table(
        "recent",
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=20), nullable=False),
        sa.Column("objet_id", sa.Integer(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_recent_compte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recent")),
        sa.UniqueConstraint("compte_id", "genre", "objet_id", name=op.f("uq_recent_compte_id_genre_objet_id")),
    )
    with op.batch_alter_table("recent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recent_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "statut_residence",
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("statut", sa.String(length=12), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("preuve", sa.String(length=200), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("statut IN ('resident', 'assimile', 'exterieur')", name=op.f("ck_statut_residence_statut")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_statut_residence_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statut_residence")),
    )
    with op.batch_alter_table("statut_residence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statut_residence_foyer_id"), ["foyer_id"], unique=False)

    op.create_table(
        "zone_foyer",
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_zone_foyer_annee_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_zone_foyer_foyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_foyer")),
    )
    with op.batch_alter_table("zone_foyer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zone_foyer_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_zone_foyer_foyer_id"), ["foyer_id"], unique=False)

    op.create_table(
        "creneau",
        sa.Column("cours_id", sa.Integer(), nullable=False),
        sa.Column("jour", sa.Integer(), nullable=False),
        sa.Column("debut", sa.Time(), nullable=False),
        sa.Column("duree_min", sa.Integer(), nullable=False),
        sa.Column("salle_id", sa.Integer(), nullable=True),
        sa.Column("du_le", sa.Date(), nullable=True),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("duree_min BETWEEN 5 AND 720", name=op.f("ck_creneau_duree_min")),
        sa.CheckConstraint("jour BETWEEN 1 AND 7", name=op.f("ck_creneau_jour")),
        sa.ForeignKeyConstraint(["cours_id"], ["cours.id"], name=op.f("fk_creneau_cours_id")),
        sa.ForeignKeyConstraint(["salle_id"], ["salle.id"], name=op.f("fk_creneau_salle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creneau")),
        sa.UniqueConstraint("ref", name=op.f("uq_creneau_ref")),
    )
    with op.batch_alter_table("creneau", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_creneau_cours_id"), ["cours_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_creneau_salle_id"), ["salle_id"], unique=False)

    op.create_table(
        "declaration",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("texte_id", sa.Integer(), nullable=False),
        sa.Column("acceptee_par", sa.String(length=120), nullable=False),
        sa.Column("acceptee_le", sa.Date(), nullable=False),
        sa.Column("moyen", sa.String(length=10), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "moyen IN ('papier', 'courriel', 'telephone', 'guichet')", name=op.f("ck_declaration_moyen")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_declaration_dossier_id")),
        sa.ForeignKeyConstraint(["texte_id"], ["texte_declaration.id"], name=op.f("fk_declaration_texte_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_texte_id"), ["texte_id"], unique=False)

    op.create_table(
        "dossier_eleve",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("campagne_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(length=20), nullable=False),
        sa.Column("depose_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valide_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valide_par", sa.String(length=120), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("motif_le", sa.Date(), nullable=True),
        sa.Column("motif_auteur", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "etat IN ('sans_reponse', 'en_saisie', 'deposee', 'incomplete', 'a_verifier', 'validee', 'refusee', 'ne_se_reinscrit_pas', 'conge')",
            name=op.f("ck_dossier_eleve_etat"),
        ),
        sa.ForeignKeyConstraint(["campagne_id"], ["campagne.id"], name=op.f("fk_dossier_eleve_campagne_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_eleve_dossier_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_dossier_eleve_eleve_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_eleve")),
        sa.UniqueConstraint("campagne_id", "eleve_id", name=op.f("uq_dossier_eleve_campagne_id_eleve_id")),
    )
    with op.batch_alter_table("dossier_eleve", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_eleve_campagne_id"), ["campagne_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_eleve_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_eleve_eleve_id"), ["eleve_id"], unique=False)

    op.create_table(
        "fait_verifie",
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("regle", sa.String(length=40), nullable=False),
        sa.Column("resultat", sa.String(length=20), nullable=False),
        sa.Column("valeur", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("confirme_par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_recue.id"], name=op.f("fk_fait_verifie_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fait_verifie")),
    )
    with op.batch_alter_table("fait_verifie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fait_verifie_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "inscription",
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("cours_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("niveau_id", sa.Integer(), nullable=True),
        sa.Column("etat", sa.String(length=12), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("etat IN ('active', 'arretee', 'conge')", name=op.f("ck_inscription_etat")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_inscription_annee_id")),
        sa.ForeignKeyConstraint(["cours_id"], ["cours.id"], name=op.f("fk_inscription_cours_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_inscription_eleve_id")),
        sa.ForeignKeyConstraint(["niveau_id"], ["niveau.id"], name=op.f("fk_inscription_niveau_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_inscription_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inscription")),
        sa.UniqueConstraint("eleve_id", "cours_id", name=op.f("uq_inscription_eleve_id_cours_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_inscription_ref")),
    )
    with op.batch_alter_table("inscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inscription_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inscription_cours_id"), ["cours_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inscription_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inscription_niveau_id"), ["niveau_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inscription_site_id"), ["site_id"], unique=False)

    op.create_table(
        "papier_conserve",
        sa.Column("genre", sa.String(length=30), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=True),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("nom", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("est_duplicata", sa.Boolean(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=True),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_papier_conserve_dossier_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_papier_conserve_foyer_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_papier_conserve_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papier_conserve")),
        sa.UniqueConstraint("ref", name=op.f("uq_papier_conserve_ref")),
    )
    with op.batch_alter_table("papier_conserve", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_papier_conserve_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papier_conserve_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papier_conserve_site_id"), ["site_id"], unique=False)

    op.create_table(
        "piece_exigee",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=True),
        sa.Column("exigence", sa.String(length=12), nullable=False),
        sa.Column("exige_pour", sa.String(length=12), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("exige_pour IN ('inscription', 'tarif')", name=op.f("ck_piece_exigee_exige_pour")),
        sa.CheckConstraint(
            "exigence IN ('obligatoire', 'si_benefice', 'sans_objet')", name=op.f("ck_piece_exigee_exigence")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_piece_exigee_dossier_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_piece_exigee_eleve_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_recue.id"], name=op.f("fk_piece_exigee_piece_id")),
        sa.ForeignKeyConstraint(["type_id"], ["type_piece.id"], name=op.f("fk_piece_exigee_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_exigee")),
        sa.UniqueConstraint(
            "dossier_id", "type_id", "eleve_id", name=op.f("uq_piece_exigee_dossier_id_type_id_eleve_id")
        ),
    )
    with op.batch_alter_table("piece_exigee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_exigee_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_exigee_eleve_id"), ["eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_exigee_piece_id"), ["piece_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_exigee_type_id"), ["type_id"], unique=False)
        batch_op.create_index(
            "uq_piece_exigee_foyer",
            ["dossier_id", "type_id"],
            unique=True,
            sqlite_where=sa.text("eleve_id IS NULL"),
            postgresql_where=sa.text("eleve_id IS NULL"),
        )

    op.create_table(
        "quotient",
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=10), nullable=False),
        sa.Column("centimes", sa.Integer(), nullable=False),
        sa.Column("date_document_le", sa.Date(), nullable=True),
        sa.Column("piece_id", sa.Integer(), nullable=True),
        sa.Column("calcul", sa.JSON(), nullable=True),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("genre IN ('caf', 'calcule')", name=op.f("ck_quotient_genre")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_quotient_annee_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_quotient_foyer_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece_recue.id"], name=op.f("fk_quotient_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotient")),
    )
    with op.batch_alter_table("quotient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotient_annee_id"), ["annee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotient_foyer_id"), ["foyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotient_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "affectation",
        sa.Column("inscription_id", sa.Integer(), nullable=False),
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=True),
        sa.Column("heure_passage", sa.Time(), nullable=True),
        sa.Column("duree_min", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_affectation_creneau_id")),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_affectation_inscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affectation")),
    )
    with op.batch_alter_table("affectation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affectation_creneau_id"), ["creneau_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_affectation_inscription_id"), ["inscription_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("dossier_eleve_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=12), nullable=False),
        sa.Column("etat", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("auteur", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("etat IN ('remplie', 'non_remplie', 'sans_objet')", name=op.f("ck_condition_etat")),
        sa.CheckConstraint("genre IN ('avis', 'absences', 'paiement', 'instrument')", name=op.f("ck_condition_genre")),
        sa.CheckConstraint("source IN ('calculee', 'saisie')", name=op.f("ck_condition_source")),
        sa.ForeignKeyConstraint(["dossier_eleve_id"], ["dossier_eleve.id"], name=op.f("fk_condition_dossier_eleve_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("dossier_eleve_id", "genre", name=op.f("uq_condition_dossier_eleve_id_genre")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_dossier_eleve_id"), ["dossier_eleve_id"], unique=False)

    op.create_table(
        "creneau_enseignant",
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.Column("enseignant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_creneau_enseignant_creneau_id")),
        sa.ForeignKeyConstraint(["enseignant_id"], ["enseignant.id"], name=op.f("fk_creneau_enseignant_enseignant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creneau_enseignant")),
        sa.UniqueConstraint("creneau_id", "enseignant_id", name=op.f("uq_creneau_enseignant_creneau_id_enseignant_id")),
    )
    with op.batch_alter_table("creneau_enseignant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_creneau_enseignant_creneau_id"), ["creneau_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_creneau_enseignant_enseignant_id"), ["enseignant_id"], unique=False)

    op.create_table(
        "ligne_dossier",
        sa.Column("dossier_eleve_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=True),
        sa.Column("cours_id", sa.Integer(), nullable=False),
        sa.Column("niveau_id", sa.Integer(), nullable=True),
        sa.Column("est_sous_reserve", sa.Boolean(), nullable=False),
        sa.Column("creneau_id", sa.Integer(), nullable=True),
        sa.Column("est_demandee", sa.Boolean(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["cours_id"], ["cours.id"], name=op.f("fk_ligne_dossier_cours_id")),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_ligne_dossier_creneau_id")),
        sa.ForeignKeyConstraint(
            ["dossier_eleve_id"], ["dossier_eleve.id"], name=op.f("fk_ligne_dossier_dossier_eleve_id")
        ),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_ligne_dossier_inscription_id")),
        sa.ForeignKeyConstraint(["niveau_id"], ["niveau.id"], name=op.f("fk_ligne_dossier_niveau_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne_dossier")),
        sa.UniqueConstraint("dossier_eleve_id", "cours_id", name=op.f("uq_ligne_dossier_dossier_eleve_id_cours_id")),
    )
    with op.batch_alter_table("ligne_dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ligne_dossier_cours_id"), ["cours_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ligne_dossier_creneau_id"), ["creneau_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ligne_dossier_dossier_eleve_id"), ["dossier_eleve_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ligne_dossier_inscription_id"), ["inscription_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ligne_dossier_niveau_id"), ["niveau_id"], unique=False)

    op.create_table(
        "occupation",
        sa.Column("creneau_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capacite", sa.Integer(), nullable=False),
        sa.Column("prises", sa.Integer(), nullable=False),
        sa.CheckConstraint("prises BETWEEN 0 AND capacite", name=op.f("ck_occupation_places")),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_occupation_creneau_id")),
        sa.PrimaryKeyConstraint("creneau_id", name=op.f("pk_occupation")),
    )
    op.create_table(
        "place",
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("prise_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prise_par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_place_creneau_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_place_eleve_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("creneau_id", "eleve_id", name=op.f("uq_place_creneau_id_eleve_id")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_creneau_id"), ["creneau_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_eleve_id"), ["eleve_id"], unique=False)

    op.create_table(
        "seance",
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.Column("jour_le", sa.Date(), nullable=False),
        sa.Column("debut", sa.Time(), nullable=False),
        sa.Column("etat", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_seance_creneau_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance")),
        sa.UniqueConstraint("creneau_id", "jour_le", "debut", name=op.f("uq_seance_creneau_id_jour_le_debut")),
    )
    with op.batch_alter_table("seance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seance_creneau_id"), ["creneau_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("seance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seance_creneau_id"))

    op.drop_table("seance")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_place_creneau_id"))

    op.drop_table("place")
    op.drop_table("occupation")
    with op.batch_alter_table("ligne_dossier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ligne_dossier_niveau_id"))
        batch_op.drop_index(batch_op.f("ix_ligne_dossier_inscription_id"))
        batch_op.drop_index(batch_op.f("ix_ligne_dossier_dossier_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_ligne_dossier_creneau_id"))
        batch_op.drop_index(batch_op.f("ix_ligne_dossier_cours_id"))

    op.drop_table("ligne_dossier")
    with op.batch_alter_table("creneau_enseignant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_creneau_enseignant_enseignant_id"))
        batch_op.drop_index(batch_op.f("ix_creneau_enseignant_creneau_id"))

    op.drop_table("creneau_enseignant")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_dossier_eleve_id"))

    op.drop_table("condition")
    with op.batch_alter_table("affectation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affectation_inscription_id"))
        batch_op.drop_index(batch_op.f("ix_affectation_creneau_id"))

    op.drop_table("affectation")
    with op.batch_alter_table("quotient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotient_piece_id"))
        batch_op.drop_index(batch_op.f("ix_quotient_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_quotient_annee_id"))

    op.drop_table("quotient")
    with op.batch_alter_table("piece_exigee", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_piece_exigee_foyer",
            sqlite_where=sa.text("eleve_id IS NULL"),
            postgresql_where=sa.text("eleve_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_piece_exigee_type_id"))
        batch_op.drop_index(batch_op.f("ix_piece_exigee_piece_id"))
        batch_op.drop_index(batch_op.f("ix_piece_exigee_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_piece_exigee_dossier_id"))

    op.drop_table("piece_exigee")
    with op.batch_alter_table("papier_conserve", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_papier_conserve_site_id"))
        batch_op.drop_index(batch_op.f("ix_papier_conserve_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_papier_conserve_dossier_id"))

    op.drop_table("papier_conserve")
    with op.batch_alter_table("inscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inscription_site_id"))
        batch_op.drop_index(batch_op.f("ix_inscription_niveau_id"))
        batch_op.drop_index(batch_op.f("ix_inscription_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_inscription_cours_id"))
        batch_op.drop_index(batch_op.f("ix_inscription_annee_id"))

    op.drop_table("inscription")
    with op.batch_alter_table("fait_verifie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fait_verifie_piece_id"))

    op.drop_table("fait_verifie")
    with op.batch_alter_table("dossier_eleve", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_eleve_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_dossier_eleve_dossier_id"))
        batch_op.drop_index(batch_op.f("ix_dossier_eleve_campagne_id"))

    op.drop_table("dossier_eleve")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declaration_texte_id"))
        batch_op.drop_index(batch_op.f("ix_declaration_dossier_id"))

    op.drop_table("declaration")
    with op.batch_alter_table("creneau", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_creneau_salle_id"))
        batch_op.drop_index(batch_op.f("ix_creneau_cours_id"))

    op.drop_table("creneau")
    with op.batch_alter_table("zone_foyer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zone_foyer_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_zone_foyer_annee_id"))

    op.drop_table("zone_foyer")
    with op.batch_alter_table("statut_residence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statut_residence_foyer_id"))

    op.drop_table("statut_residence")
    with op.batch_alter_table("recent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recent_compte_id"))

    op.drop_table("recent")
    with op.batch_alter_table("piece_recue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_piece_recue_type_id"))
        batch_op.drop_index(batch_op.f("ix_piece_recue_site_id"))
        batch_op.drop_index(batch_op.f("ix_piece_recue_sha256"))
        batch_op.drop_index(batch_op.f("ix_piece_recue_foyer_id"))
        batch_op.drop_index("ix_piece_recue_foyer_annee")
        batch_op.drop_index(batch_op.f("ix_piece_recue_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_piece_recue_annee_id"))

    op.drop_table("piece_recue")
    with op.batch_alter_table("personne_autorisee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_personne_autorisee_eleve_id"))

    op.drop_table("personne_autorisee")
    with op.batch_alter_table("payeur", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payeur_foyer_id"))

    op.drop_table("payeur")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_site_id"))
        batch_op.drop_index(batch_op.f("ix_message_prochain_essai_a"))
        batch_op.drop_index(batch_op.f("ix_message_foyer_id"))

    op.drop_table("message")
    with op.batch_alter_table("lien", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lien_personne_id"))
        batch_op.drop_index(batch_op.f("ix_lien_foyer_id"))

    op.drop_table("lien")
    with op.batch_alter_table("etiquette", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_etiquette_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_etiquette_eleve_id"))

    op.drop_table("etiquette")
    with op.batch_alter_table("droit_image", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_droit_image_eleve_id"))
        batch_op.drop_index(batch_op.f("ix_droit_image_annee_id"))

    op.drop_table("droit_image")
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_foyer_id"))
        batch_op.drop_index(batch_op.f("ix_dossier_campagne_id"))

    op.drop_table("dossier")
    with op.batch_alter_table("cours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cours_site_id"))
        batch_op.drop_index(batch_op.f("ix_cours_precedent_id"))
        batch_op.drop_index(batch_op.f("ix_cours_niveau_id"))
        batch_op.drop_index(batch_op.f("ix_cours_discipline_id"))
        batch_op.drop_index(batch_op.f("ix_cours_cursus_id"))
        batch_op.drop_index(batch_op.f("ix_cours_annee_id"))

    op.drop_table("cours")
    with op.batch_alter_table("compte_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_compte_role_site_id"))
        batch_op.drop_index(batch_op.f("ix_compte_role_compte_id"))

    op.drop_table("compte_role")
    with op.batch_alter_table("code_acces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_acces_compte_id"))

    op.drop_table("code_acces")
    with op.batch_alter_table("brouillon", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_brouillon_compte_id"))

    op.drop_table("brouillon")
    with op.batch_alter_table("adresse", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adresse_personne_id"))
        batch_op.drop_index(batch_op.f("ix_adresse_foyer_id"))

    op.drop_table("adresse")
    with op.batch_alter_table("type_piece", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_type_piece_site_id"))
        batch_op.drop_index(batch_op.f("ix_type_piece_annee_id"))

    op.drop_table("type_piece")
    with op.batch_alter_table("texte_declaration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_texte_declaration_site_id"))
        batch_op.drop_index(batch_op.f("ix_texte_declaration_annee_id"))

    op.drop_table("texte_declaration")
    with op.batch_alter_table("salle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_salle_site_id"))

    op.drop_table("salle")
    with op.batch_alter_table("regle_zone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regle_zone_site_id"))
        batch_op.drop_index(batch_op.f("ix_regle_zone_annee_id"))

    op.drop_table("regle_zone")
    with op.batch_alter_table("regle_etiquette", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regle_etiquette_site_id"))
        batch_op.drop_index(batch_op.f("ix_regle_etiquette_annee_id"))

    op.drop_table("regle_etiquette")
    with op.batch_alter_table("regle_article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regle_article_site_id"))
        batch_op.drop_index(batch_op.f("ix_regle_article_discipline_id"))
        batch_op.drop_index(batch_op.f("ix_regle_article_cursus_id"))
        batch_op.drop_index(batch_op.f("ix_regle_article_annee_id"))

    op.drop_table("regle_article")
    with op.batch_alter_table("reglage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reglage_site_id"))
        batch_op.drop_index(batch_op.f("ix_reglage_annee_id"))

    op.drop_table("reglage")
    with op.batch_alter_table("niveau", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_niveau_suivant_id"))
        batch_op.drop_index(batch_op.f("ix_niveau_cursus_id"))

    op.drop_table("niveau")
    with op.batch_alter_table("grille_tarif", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grille_tarif_site_id"))
        batch_op.drop_index(batch_op.f("ix_grille_tarif_annee_id"))

    op.drop_table("grille_tarif")
    with op.batch_alter_table("foyer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_foyer_site_id"))
        batch_op.drop_index(batch_op.f("ix_foyer_cle"))

    op.drop_table("foyer")
    op.drop_table("enseignant")
    op.drop_table("eleve")
    with op.batch_alter_table("compte", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_compte_personne_id"))

    op.drop_table("compte")
    with op.batch_alter_table("campagne", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campagne_site_id"))
        batch_op.drop_index(batch_op.f("ix_campagne_annee_source_id"))
        batch_op.drop_index(batch_op.f("ix_campagne_annee_cible_id"))

    op.drop_table("campagne")
    with op.batch_alter_table("terme", schema=None) as batch_op:
        batch_op.drop_index("ix_terme_objet")

    op.drop_table("terme")
    op.drop_table("site")
    with op.batch_alter_table("personne", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_personne_cle"))

    op.drop_table("personne")
    op.drop_table("operation")
    op.drop_table("etablissement")
    op.drop_table("essai_connexion")
    op.drop_table("discipline")
    op.drop_table("cursus")
    op.drop_table("contexte_ecriture")
    with op.batch_alter_table("changement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_changement_operation_id"))
        batch_op.drop_index(batch_op.f("ix_changement_a"))

    op.drop_table("changement")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_nom_table_ligne")

    op.drop_table("audit")
    op.drop_table("annee")
