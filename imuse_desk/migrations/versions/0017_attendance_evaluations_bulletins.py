"""Attendance, evaluations, bulletins.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = (
    "ligne_courrier_absence",
    "presence",
    "seance",
    "resultat",
    "remplacement",
    "evaluation",
    "courrier_absence",
    "avis_enseignant",
    "appreciation",
    "absence",
    "feuille_evaluation",
    "phrase",
    "critere",
    "bulletin",
    "appreciation_direction",
    "absence_enseignant",
    "type_evaluation",
    "periode_evaluation",
    "palier_absence",
    "mot_evaluation",
    "code_presence",
    "bareme",
)


def upgrade() -> None:
    """Apply."""
    _evaluations()
    _presences()


def _evaluations() -> None:
    op.create_table(
        "bareme",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=40), nullable=False),
        sa.Column("genre", sa.String(length=8), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("pas", sa.Integer(), nullable=False),
        sa.Column("valeurs", sa.JSON(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("genre IN ('nombre', 'lettre', 'mention')", name=op.f("ck_bareme_genre")),
        sa.CheckConstraint("maximum BETWEEN 100 AND 100000", name=op.f("ck_bareme_maximum")),
        sa.CheckConstraint("pas BETWEEN 1 AND 1000", name=op.f("ck_bareme_pas")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_bareme_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bareme")),
        sa.UniqueConstraint("site_id", "libelle", name=op.f("uq_bareme_site_id_libelle")),
    )
    op.create_index("ix_bareme_site_id", "bareme", ["site_id"])
    op.create_table(
        "mot_evaluation",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(length=10), nullable=False),
        sa.Column("libelle", sa.String(length=80), nullable=False),
        sa.Column("est_reussite", sa.Boolean(), nullable=True),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "genre IN ('resultat', 'mention', 'admission', 'motif')", name=op.f("ck_mot_evaluation_genre")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_mot_evaluation_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mot_evaluation")),
        sa.UniqueConstraint("site_id", "genre", "libelle", name=op.f("uq_mot_evaluation_site_id_genre_libelle")),
    )
    op.create_index("ix_mot_evaluation_site_id", "mot_evaluation", ["site_id"])
    op.create_table(
        "periode_evaluation",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("cursus_id", sa.Integer(), nullable=True),
        sa.Column("libelle", sa.String(length=60), nullable=False),
        sa.Column("genre", sa.String(length=10), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("saisie_jusqu_au", sa.Date(), nullable=True),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "genre IN ('semestre', 'trimestre', 'annee', 'session')", name=op.f("ck_periode_evaluation_genre")
        ),
        sa.CheckConstraint("du_le <= au_le", name=op.f("ck_periode_evaluation_dates")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_periode_evaluation_annee_id")),
        sa.ForeignKeyConstraint(["cursus_id"], ["cursus.id"], name=op.f("fk_periode_evaluation_cursus_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_periode_evaluation_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periode_evaluation")),
        sa.UniqueConstraint(
            "site_id",
            "annee_id",
            "cursus_id",
            "libelle",
            name=op.f("uq_periode_evaluation_site_id_annee_id_cursus_id_libelle"),
        ),
    )
    op.create_index("ix_periode_evaluation_annee_id", "periode_evaluation", ["annee_id"])
    op.create_index("ix_periode_evaluation_cursus_id", "periode_evaluation", ["cursus_id"])
    op.create_index("ix_periode_evaluation_site_id", "periode_evaluation", ["site_id"])
    op.create_table(
        "type_evaluation",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=80), nullable=False),
        sa.Column("cursus_id", sa.Integer(), nullable=True),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("est_individuelle", sa.Boolean(), nullable=True),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["cursus_id"], ["cursus.id"], name=op.f("fk_type_evaluation_cursus_id")),
        sa.ForeignKeyConstraint(["discipline_id"], ["discipline.id"], name=op.f("fk_type_evaluation_discipline_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_type_evaluation_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_type_evaluation")),
        sa.UniqueConstraint("site_id", "libelle", name=op.f("uq_type_evaluation_site_id_libelle")),
    )
    op.create_index("ix_type_evaluation_cursus_id", "type_evaluation", ["cursus_id"])
    op.create_index("ix_type_evaluation_discipline_id", "type_evaluation", ["discipline_id"])
    op.create_index("ix_type_evaluation_site_id", "type_evaluation", ["site_id"])
    op.create_table(
        "appreciation_direction",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("periode_id", sa.Integer(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_appreciation_direction_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_appreciation_direction_eleve_id")),
        sa.ForeignKeyConstraint(
            ["periode_id"], ["periode_evaluation.id"], name=op.f("fk_appreciation_direction_periode_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appreciation_direction")),
        sa.UniqueConstraint("eleve_id", "periode_id", name=op.f("uq_appreciation_direction_eleve_id_periode_id")),
    )
    op.create_index("ix_appreciation_direction_annee_id", "appreciation_direction", ["annee_id"])
    op.create_index("ix_appreciation_direction_eleve_id", "appreciation_direction", ["eleve_id"])
    op.create_index("ix_appreciation_direction_periode_id", "appreciation_direction", ["periode_id"])
    op.create_table(
        "bulletin",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("periode_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_bulletin_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_bulletin_eleve_id")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode_evaluation.id"], name=op.f("fk_bulletin_periode_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_bulletin_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("eleve_id", "periode_id", "numero", name=op.f("uq_bulletin_eleve_id_periode_id_numero")),
        sa.UniqueConstraint("ref", name=op.f("uq_bulletin_ref")),
    )
    op.create_index("ix_bulletin_annee_id", "bulletin", ["annee_id"])
    op.create_index("ix_bulletin_eleve_id", "bulletin", ["eleve_id"])
    op.create_index("ix_bulletin_operation_id", "bulletin", ["operation_id"])
    op.create_index("ix_bulletin_periode_id", "bulletin", ["periode_id"])
    op.create_index("ix_bulletin_site_id", "bulletin", ["site_id"])
    op.create_table(
        "critere",
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=60), nullable=False),
        sa.Column("genre", sa.String(length=40), nullable=False),
        sa.Column("bareme_id", sa.Integer(), nullable=False),
        sa.Column("poids", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("poids BETWEEN 0 AND 100", name=op.f("ck_critere_poids")),
        sa.ForeignKeyConstraint(["bareme_id"], ["bareme.id"], name=op.f("fk_critere_bareme_id")),
        sa.ForeignKeyConstraint(["type_id"], ["type_evaluation.id"], name=op.f("fk_critere_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_critere")),
        sa.UniqueConstraint("type_id", "libelle", name=op.f("uq_critere_type_id_libelle")),
    )
    op.create_index("ix_critere_bareme_id", "critere", ["bareme_id"])
    op.create_index("ix_critere_type_id", "critere", ["type_id"])
    op.create_table(
        "phrase",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("enseignant_id", sa.Integer(), nullable=True),
        sa.Column("texte", sa.String(length=300), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["enseignant_id"], ["enseignant.id"], name=op.f("fk_phrase_enseignant_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_phrase_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index("ix_phrase_enseignant_id", "phrase", ["enseignant_id"])
    op.create_index("ix_phrase_site_id", "phrase", ["site_id"])
    op.create_table(
        "feuille_evaluation",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("cours_id", sa.Integer(), nullable=False),
        sa.Column("periode_id", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(length=8), nullable=False),
        sa.Column("validee_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("validee_par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("etat IN ('ouverte', 'validee')", name=op.f("ck_feuille_evaluation_etat")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_feuille_evaluation_annee_id")),
        sa.ForeignKeyConstraint(["cours_id"], ["cours.id"], name=op.f("fk_feuille_evaluation_cours_id")),
        sa.ForeignKeyConstraint(
            ["periode_id"], ["periode_evaluation.id"], name=op.f("fk_feuille_evaluation_periode_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feuille_evaluation")),
        sa.UniqueConstraint("cours_id", "periode_id", name=op.f("uq_feuille_evaluation_cours_id_periode_id")),
    )
    op.create_index("ix_feuille_evaluation_annee_id", "feuille_evaluation", ["annee_id"])
    op.create_index("ix_feuille_evaluation_cours_id", "feuille_evaluation", ["cours_id"])
    op.create_index("ix_feuille_evaluation_periode_id", "feuille_evaluation", ["periode_id"])
    op.create_table(
        "appreciation",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=False),
        sa.Column("periode_id", sa.Integer(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relu", sa.Text(), nullable=True),
        sa.Column("relu_par", sa.String(length=120), nullable=False),
        sa.Column("relu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_appreciation_annee_id")),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_appreciation_inscription_id")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode_evaluation.id"], name=op.f("fk_appreciation_periode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appreciation")),
        sa.UniqueConstraint("inscription_id", "periode_id", name=op.f("uq_appreciation_inscription_id_periode_id")),
    )
    op.create_index("ix_appreciation_annee_id", "appreciation", ["annee_id"])
    op.create_index("ix_appreciation_inscription_id", "appreciation", ["inscription_id"])
    op.create_index("ix_appreciation_periode_id", "appreciation", ["periode_id"])
    op.create_table(
        "avis_enseignant",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=False),
        sa.Column("avis", sa.String(length=12), nullable=True),
        sa.Column("commentaire", sa.Text(), nullable=False),
        sa.Column("niveau_propose_id", sa.Integer(), nullable=True),
        sa.Column("presente_examen", sa.Boolean(), nullable=True),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("avis IN ('favorable', 'reserve', 'defavorable')", name=op.f("ck_avis_enseignant_avis")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_avis_enseignant_annee_id")),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_avis_enseignant_inscription_id")),
        sa.ForeignKeyConstraint(
            ["niveau_propose_id"], ["niveau.id"], name=op.f("fk_avis_enseignant_niveau_propose_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avis_enseignant")),
        sa.UniqueConstraint("inscription_id", name=op.f("uq_avis_enseignant_inscription_id")),
    )
    op.create_index("ix_avis_enseignant_annee_id", "avis_enseignant", ["annee_id"])
    op.create_index("ix_avis_enseignant_niveau_propose_id", "avis_enseignant", ["niveau_propose_id"])
    op.create_table(
        "evaluation",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=False),
        sa.Column("periode_id", sa.Integer(), nullable=False),
        sa.Column("critere_id", sa.Integer(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("valeur", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("est_absent", sa.Boolean(), nullable=False),
        sa.Column("motif", sa.String(length=120), nullable=False),
        sa.Column("choix", sa.String(length=120), nullable=False),
        sa.Column("appreciation", sa.String(length=300), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN valeur IS NULL THEN 0 ELSE 1 END) + (CASE WHEN code = '' THEN 0 ELSE 1 END) + (CASE WHEN est_absent THEN 1 ELSE 0 END) <= 1",
            name=op.f("ck_evaluation_une_seule"),
        ),
        sa.CheckConstraint("valeur >= 0", name=op.f("ck_evaluation_valeur")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_evaluation_annee_id")),
        sa.ForeignKeyConstraint(["critere_id"], ["critere.id"], name=op.f("fk_evaluation_critere_id")),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_evaluation_inscription_id")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode_evaluation.id"], name=op.f("fk_evaluation_periode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint(
            "inscription_id",
            "periode_id",
            "critere_id",
            name=op.f("uq_evaluation_inscription_id_periode_id_critere_id"),
        ),
    )
    op.create_index("ix_evaluation_annee_id", "evaluation", ["annee_id"])
    op.create_index("ix_evaluation_critere_id", "evaluation", ["critere_id"])
    op.create_index("ix_evaluation_inscription_id", "evaluation", ["inscription_id"])
    op.create_index("ix_evaluation_periode_id", "evaluation", ["periode_id"])
    op.create_table(
        "resultat",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=True),
        sa.Column("etablissement", sa.String(length=120), nullable=False),
        sa.Column("discipline", sa.String(length=80), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("resultat", sa.String(length=80), nullable=False),
        sa.Column("mention", sa.String(length=80), nullable=False),
        sa.Column("admission", sa.String(length=80), nullable=False),
        sa.Column("lettre", sa.String(length=8), nullable=False),
        sa.Column("niveau_propose_id", sa.Integer(), nullable=True),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(inscription_id IS NULL) = (etablissement <> '')", name=op.f("ck_resultat_origine")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_resultat_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_resultat_eleve_id")),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_resultat_inscription_id")),
        sa.ForeignKeyConstraint(["niveau_propose_id"], ["niveau.id"], name=op.f("fk_resultat_niveau_propose_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resultat")),
        sa.UniqueConstraint("inscription_id", name=op.f("uq_resultat_inscription_id")),
    )
    op.create_index("ix_resultat_annee_id", "resultat", ["annee_id"])
    op.create_index("ix_resultat_eleve_id", "resultat", ["eleve_id"])
    op.create_index("ix_resultat_niveau_propose_id", "resultat", ["niveau_propose_id"])


def _presences() -> None:
    op.create_table(
        "code_presence",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("libelle", sa.String(length=40), nullable=False),
        sa.Column("genre", sa.String(length=10), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("archive_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "genre IN ('present', 'absent', 'excuse', 'retard', 'dispense')", name=op.f("ck_code_presence_genre")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_code_presence_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_presence")),
        sa.UniqueConstraint("site_id", "code", name=op.f("uq_code_presence_site_id_code")),
    )
    op.create_index("ix_code_presence_site_id", "code_presence", ["site_id"])
    op.create_table(
        "palier_absence",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("seuil", sa.Integer(), nullable=False),
        sa.Column("mesure", sa.String(length=12), nullable=False),
        sa.Column("portee", sa.String(length=8), nullable=False),
        sa.Column("intervalle", sa.String(length=8), nullable=False),
        sa.Column("action", sa.String(length=14), nullable=False),
        sa.Column("objet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("action IN ('courrier', 'avertissement', 'conseil')", name=op.f("ck_palier_absence_action")),
        sa.CheckConstraint("intervalle IN ('periode', 'annee')", name=op.f("ck_palier_absence_intervalle")),
        sa.CheckConstraint("mesure IN ('cumul', 'consecutif')", name=op.f("ck_palier_absence_mesure")),
        sa.CheckConstraint("portee IN ('cours', 'eleve')", name=op.f("ck_palier_absence_portee")),
        sa.CheckConstraint("rang >= 1", name=op.f("ck_palier_absence_rang")),
        sa.CheckConstraint("seuil >= 1", name=op.f("ck_palier_absence_seuil")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_palier_absence_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_palier_absence")),
        sa.UniqueConstraint("site_id", "rang", name=op.f("uq_palier_absence_site_id_rang")),
    )
    op.create_index("ix_palier_absence_site_id", "palier_absence", ["site_id"])
    op.create_table(
        "absence_enseignant",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("enseignant_id", sa.Integer(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("consigne", sa.String(length=300), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annulee_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("du_le <= au_le", name=op.f("ck_absence_enseignant_dates")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_absence_enseignant_annee_id")),
        sa.ForeignKeyConstraint(["enseignant_id"], ["enseignant.id"], name=op.f("fk_absence_enseignant_enseignant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_enseignant")),
        sa.UniqueConstraint("ref", name=op.f("uq_absence_enseignant_ref")),
    )
    op.create_index("ix_absence_enseignant_annee_id", "absence_enseignant", ["annee_id"])
    op.create_index("ix_absence_enseignant_enseignant_id", "absence_enseignant", ["enseignant_id"])
    op.create_table(
        "absence",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=True),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("du_heure", sa.Time(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("au_heure", sa.Time(), nullable=False),
        sa.Column("caracteristique", sa.String(length=120), nullable=False),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("est_justifiee", sa.Boolean(), nullable=False),
        sa.Column("preuve_id", sa.Integer(), nullable=True),
        sa.Column("est_annoncee", sa.Boolean(), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annulee_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("du_le < au_le OR (du_le = au_le AND du_heure < au_heure)", name=op.f("ck_absence_dates")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_absence_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_absence_eleve_id")),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_absence_inscription_id")),
        sa.ForeignKeyConstraint(["preuve_id"], ["document_dossier.id"], name=op.f("fk_absence_preuve_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_absence_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("ref", name=op.f("uq_absence_ref")),
    )
    op.create_index("ix_absence_annee_id", "absence", ["annee_id"])
    op.create_index("ix_absence_eleve_id", "absence", ["eleve_id"])
    op.create_index("ix_absence_inscription_id", "absence", ["inscription_id"])
    op.create_index("ix_absence_preuve_id", "absence", ["preuve_id"])
    op.create_index("ix_absence_site_id", "absence", ["site_id"])
    op.create_table(
        "courrier_absence",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("eleve_id", sa.Integer(), nullable=False),
        sa.Column("foyer_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=14), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("objet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column("canal", sa.String(length=12), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("envoye_le", sa.Date(), nullable=True),
        sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("canal IN ('lettre', 'courriel')", name=op.f("ck_courrier_absence_canal")),
        sa.CheckConstraint("envoye_le IS NULL OR annule_a IS NULL", name=op.f("ck_courrier_absence_sort")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_courrier_absence_annee_id")),
        sa.ForeignKeyConstraint(["eleve_id"], ["eleve.id"], name=op.f("fk_courrier_absence_eleve_id")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyer.id"], name=op.f("fk_courrier_absence_foyer_id")),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscription.id"], name=op.f("fk_courrier_absence_inscription_id")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_courrier_absence_message_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_courrier_absence_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courrier_absence")),
        sa.UniqueConstraint(
            "operation_id",
            "eleve_id",
            "foyer_id",
            "rang",
            name=op.f("uq_courrier_absence_operation_id_eleve_id_foyer_id_rang"),
        ),
    )
    op.create_index("ix_courrier_absence_annee_id", "courrier_absence", ["annee_id"])
    op.create_index("ix_courrier_absence_eleve_id", "courrier_absence", ["eleve_id"])
    op.create_index("ix_courrier_absence_foyer_id", "courrier_absence", ["foyer_id"])
    op.create_index("ix_courrier_absence_inscription_id", "courrier_absence", ["inscription_id"])
    op.create_index("ix_courrier_absence_message_id", "courrier_absence", ["message_id"])
    op.create_index("ix_courrier_absence_site_id", "courrier_absence", ["site_id"])
    op.create_table(
        "remplacement",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("absence_enseignant_id", sa.Integer(), nullable=False),
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.Column("remplacant_id", sa.Integer(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint("du_le <= au_le", name=op.f("ck_remplacement_dates")),
        sa.ForeignKeyConstraint(
            ["absence_enseignant_id"], ["absence_enseignant.id"], name=op.f("fk_remplacement_absence_enseignant_id")
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_remplacement_annee_id")),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_remplacement_creneau_id")),
        sa.ForeignKeyConstraint(["remplacant_id"], ["enseignant.id"], name=op.f("fk_remplacement_remplacant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remplacement")),
        sa.UniqueConstraint(
            "absence_enseignant_id", "creneau_id", name=op.f("uq_remplacement_absence_enseignant_id_creneau_id")
        ),
    )
    op.create_index("ix_remplacement_absence_enseignant_id", "remplacement", ["absence_enseignant_id"])
    op.create_index("ix_remplacement_annee_id", "remplacement", ["annee_id"])
    op.create_index("ix_remplacement_creneau_id", "remplacement", ["creneau_id"])
    op.create_index("ix_remplacement_remplacant_id", "remplacement", ["remplacant_id"])
    op.drop_table("seance")  # nothing wrote in it yet
    op.create_table(
        "seance",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.Column("jour_le", sa.Date(), nullable=False),
        sa.Column("debut", sa.Time(), nullable=False),
        sa.Column("duree_min", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(length=20), nullable=False),
        sa.Column("tenue_le", sa.Date(), nullable=True),
        sa.Column("tenue_debut", sa.Time(), nullable=True),
        sa.Column("salle_id", sa.Integer(), nullable=True),
        sa.Column("rattrape_id", sa.Integer(), nullable=True),
        sa.Column("absence_enseignant_id", sa.Integer(), nullable=True),
        sa.Column("motif", sa.String(length=200), nullable=False),
        sa.Column("appel_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appel_par", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modifie_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modifie_par", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "etat IN ('prevue', 'deplacee', 'annulee', 'enseignant_absent', 'rattrapage')", name=op.f("ck_seance_etat")
        ),
        sa.CheckConstraint("(tenue_le IS NULL) = (tenue_debut IS NULL)", name=op.f("ck_seance_tenue")),
        sa.CheckConstraint("duree_min BETWEEN 5 AND 720", name=op.f("ck_seance_duree_min")),
        sa.ForeignKeyConstraint(
            ["absence_enseignant_id"], ["absence_enseignant.id"], name=op.f("fk_seance_absence_enseignant_id")
        ),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_seance_annee_id")),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_seance_creneau_id")),
        sa.ForeignKeyConstraint(["rattrape_id"], ["seance.id"], name=op.f("fk_seance_rattrape_id")),
        sa.ForeignKeyConstraint(["salle_id"], ["salle.id"], name=op.f("fk_seance_salle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance")),
        sa.UniqueConstraint("creneau_id", "jour_le", "debut", name=op.f("uq_seance_creneau_id_jour_le_debut")),
    )
    op.create_index(op.f("ix_seance_absence_enseignant_id"), "seance", ["absence_enseignant_id"])
    op.create_index(op.f("ix_seance_annee_id"), "seance", ["annee_id"])
    op.create_index(op.f("ix_seance_creneau_id"), "seance", ["creneau_id"])
    op.create_index(op.f("ix_seance_rattrape_id"), "seance", ["rattrape_id"])
    op.create_index(op.f("ix_seance_salle_id"), "seance", ["salle_id"])
    op.create_table(
        "presence",
        sa.Column("annee_id", sa.Integer(), nullable=False),
        sa.Column("seance_id", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("retard_min", sa.Integer(), nullable=True),
        sa.Column("absence_id", sa.Integer(), nullable=True),
        sa.Column("par", sa.String(length=120), nullable=False),
        sa.Column("a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("retard_min BETWEEN 0 AND 720", name=op.f("ck_presence_retard_min")),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_presence_absence_id")),
        sa.ForeignKeyConstraint(["annee_id"], ["annee.id"], name=op.f("fk_presence_annee_id")),
        sa.ForeignKeyConstraint(["inscription_id"], ["inscription.id"], name=op.f("fk_presence_inscription_id")),
        sa.ForeignKeyConstraint(["seance_id"], ["seance.id"], name=op.f("fk_presence_seance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("seance_id", "inscription_id", name=op.f("uq_presence_seance_id_inscription_id")),
    )
    op.create_index("ix_presence_absence_id", "presence", ["absence_id"])
    op.create_index("ix_presence_inscription_code", "presence", ["inscription_id", "code"])
    op.create_table(
        "ligne_courrier_absence",
        sa.Column("courrier_id", sa.Integer(), nullable=False),
        sa.Column("presence_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["courrier_id"], ["courrier_absence.id"], name=op.f("fk_ligne_courrier_absence_courrier_id")
        ),
        sa.ForeignKeyConstraint(["presence_id"], ["presence.id"], name=op.f("fk_ligne_courrier_absence_presence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne_courrier_absence")),
        sa.UniqueConstraint(
            "courrier_id", "presence_id", name=op.f("uq_ligne_courrier_absence_courrier_id_presence_id")
        ),
    )
    op.create_index("ix_ligne_courrier_absence_courrier_id", "ligne_courrier_absence", ["courrier_id"])
    op.create_index("ix_ligne_courrier_absence_presence_id", "ligne_courrier_absence", ["presence_id"])


def downgrade() -> None:
    """Undo."""
    for table in TABLES:
        op.drop_table(table)
    op.create_table(
        "seance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.Column("jour_le", sa.Date(), nullable=False),
        sa.Column("debut", sa.Time(), nullable=False),
        sa.Column("etat", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_seance_creneau_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance")),
        sa.UniqueConstraint("creneau_id", "jour_le", "debut", name=op.f("uq_seance_creneau_id_jour_le_debut")),
    )
    op.create_index(op.f("ix_seance_creneau_id"), "seance", ["creneau_id"])
