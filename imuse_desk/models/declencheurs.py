"""Every trigger of the base, dropped and created again after each migration.

Three kinds: audit (one row per changed field, who and when from ``contexte_ecriture``), append-only tables, and closed
years. They hold against mistakes and the application's role, not against the owner of the tables.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, text

from imuse_desk.models import Modele

AUDITEES = (
    "etablissement", "site", "reglage", "compte", "compte_role", "personne", "foyer", "lien", "adresse", "eleve",
    "personne_autorisee", "payeur", "cours", "creneau", "inscription", "affectation", "place", "campagne", "dossier",
    "dossier_eleve", "ligne_dossier", "condition", "type_piece", "piece_recue", "piece_exigee", "quotient",
    "grille_tarif", "regle_article", "regle_zone", "regle_etiquette", "etiquette", "cursus", "discipline", "niveau",
    "salle", "enseignant", "creneau_enseignant", "ecole", "commune_territoire", "jour_ferme", "note", "tache",
    "document_dossier", "gabarit", "changement_inscription", "regie", "regie_mode", "mode_reglement",
    "instrument", "contrat_location", "attente_location",
    "nomination", "niveau_relance", "exclusion_relance",
    "seance", "presence", "absence", "absence_enseignant", "remplacement", "palier_absence", "code_presence",
    "copie_ecole",
    "courrier_absence", "bareme", "type_evaluation", "critere", "periode_evaluation", "feuille_evaluation",
    "evaluation", "appreciation", "appreciation_direction", "avis_enseignant", "resultat", "mot_evaluation",
    "motif_refus", "bordereau_elimination", "photo_eleve",
)  # fmt: skip
SECRETS = {
    ("compte", "mot_de_passe"),
    ("quotient", "centimes"),
    ("quotient", "calcul"),
    ("piece_recue", "examen"),
    ("piece_recue", "lecture"),
    ("dossier", "prix"),
    ("eleve", "alerte"),
    ("eleve", "observations"),
    ("grille_tarif", "contenu"),
    ("note", "texte"),
    ("absence", "motif"),
    ("evaluation", "motif"),
}
MUETS = {"version", "modifie_a", "modifie_par"}
INALTERABLES = (
    "audit", "changement", "declaration", "fait_verifie", "papier_conserve", "statut_residence", "zone_foyer",
    "droit_image", "lot_facturation", "piece_emise", "ligne_piece", "plan_piece", "echeance_piece", "impression",
    "plan_accorde", "reglement", "imputation", "ecriture", "bordereau", "ligne_bordereau",
    "evenement_instrument", "acte_regie", "relance", "demande_titre", "retrait_titre", "bulletin",
    "ligne_courrier_absence", "impression_bulletin", "liste_confiance", "certificat_confiance", "liste_revocation",
)  # fmt: skip
FIGEES = ("document", "morceau_document")
"""Never changed, only destroyed whole when their retention is over."""
SANS_CLOTURE = ("lot_facturation", "piece_emise", "imputation", "ecriture", "contrat_location")
"""The debt of a closed year is still cashed and put right: money is closed by its own closings.

An instrument hired in a closed year still comes back.
"""
DE_CONSERVATION = frozenset({"bordereau_id", "purger_apres_le", "purge_a", "lecture", "examen", *MUETS})
"""What a list of destruction writes on the pieces that it names."""
DATEES = {"piece_emise": "emise_le", "reglement": "encaisse_le", "ecriture": "le", "bordereau": "le"}
"""Money that bears a day: none is dated in a month that its régie closed."""
GARDE_OPERATION_JOURS = 30
"""Days before which the trace of a click may not be deleted, whatever the setting of the purge says."""


def _tables(noms: tuple[str, ...]) -> list[Table]:
    return [Modele.metadata.tables[nom] for nom in noms]


def _annuelles() -> list[Table]:
    """Tables whose rows belong to a year and whose year may be closed."""
    exclues = {"reglage", "droit_image", "zone_foyer", *SANS_CLOTURE}
    return [
        t for n, t in sorted(Modele.metadata.tables.items())
        if "annee_id" in t.c and n not in exclues and not t.c.annee_id.nullable
    ]  # fmt: skip


def oter_declencheurs(connexion: Connection) -> None:
    """Drop every trigger of ours: a migration rebuilds tables that triggers of other tables name."""
    if connexion.dialect.name == "sqlite":
        for nom in connexion.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).scalars().all():
            connexion.exec_driver_sql(f'DROP TRIGGER "{nom}"')
    else:
        lignes = connexion.execute(
            text(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND tgname LIKE 'tr\\_%' AND relnamespace = current_schema()::regnamespace"
            )
        ).all()
        for nom, table in lignes:
            connexion.exec_driver_sql(f'DROP TRIGGER "{nom}" ON "{table}"')


def recreer_declencheurs(connexion: Connection) -> None:
    """Drop every trigger of ours and create them again."""
    oter_declencheurs(connexion)
    ordres = _ordres_sqlite() if connexion.dialect.name == "sqlite" else _ordres_postgresql()
    for ordre in ordres:
        connexion.exec_driver_sql(ordre)


def _ordres_sqlite() -> Iterator[str]:
    qui = "c.agent, c.poste, c.operation, c.a"
    vide = "COALESCE((SELECT MAX(cle) FROM contexte_ecriture), -1)"
    for table in _tables(AUDITEES):
        champs = [c.name for c in table.columns if not c.primary_key and c.name not in MUETS]
        clauses = "\n".join(
            f"INSERT INTO audit (agent, poste, operation, a, nom_table, ligne, champ, avant, apres) "  # noqa: S608
            f"SELECT {qui}, '{table.name}', OLD.id, '{champ}', {_valeur(table.name, champ, 'OLD')}, "
            f"{_valeur(table.name, champ, 'NEW')} "
            f"FROM contexte_ecriture c WHERE c.cle = {vide} AND OLD.{champ} IS NOT NEW.{champ};"
            for champ in champs
        )
        yield f"CREATE TRIGGER tr_audit_{table.name} AFTER UPDATE ON {table.name} BEGIN {clauses} END"
        yield (
            f"CREATE TRIGGER tr_audit_suppr_{table.name} AFTER DELETE ON {table.name} BEGIN "  # noqa: S608
            f"INSERT INTO audit (agent, poste, operation, a, nom_table, ligne, champ, avant, apres) "
            f"SELECT {qui}, '{table.name}', OLD.id, '*', 'présent', 'supprimé' "
            f"FROM contexte_ecriture c WHERE c.cle = {vide}; END"
        )
    for table in _tables(INALTERABLES):
        for acte in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER tr_inalterable_{acte.lower()}_{table.name} BEFORE {acte} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, 'inalterable:{table.name}'); END"
            )
    for nom in (*FIGEES, "operation"):
        yield (
            f"CREATE TRIGGER tr_figee_{nom} BEFORE UPDATE ON {nom} BEGIN SELECT RAISE(ABORT, 'inalterable:{nom}'); END"
        )
    yield (
        "CREATE TRIGGER tr_operation_recente BEFORE DELETE ON operation "
        f"WHEN OLD.a > datetime('now', '-{GARDE_OPERATION_JOURS} days') "
        "BEGIN SELECT RAISE(ABORT, 'inalterable:operation'); END"
    )
    yield (
        "CREATE TRIGGER tr_suite_piece_emise BEFORE INSERT ON piece_emise "
        f"WHEN {_discontinue('NEW')} BEGIN SELECT RAISE(ABORT, 'piece_discontinue:piece_emise'); END"
    )
    for acte in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER tr_chevauchement_{acte.lower()}_contrat_location BEFORE {acte} ON contrat_location "  # noqa: S608
            "WHEN NEW.annule_le IS NULL AND (NEW.rendu_le IS NULL OR NEW.rendu_le > NEW.du_le) AND EXISTS "
            "(SELECT 1 FROM contrat_location c WHERE c.instrument_id = NEW.instrument_id AND c.annule_le IS NULL "
            "AND c.id IS NOT NEW.id AND (c.rendu_le IS NULL OR c.rendu_le > c.du_le) "
            "AND (NEW.rendu_le IS NULL OR c.du_le < NEW.rendu_le) AND (c.rendu_le IS NULL OR NEW.du_le < c.rendu_le)) "
            "BEGIN SELECT RAISE(ABORT, 'location_chevauchee:contrat_location'); END"
        )
    yield from _actes_sqlite()
    for table in _annuelles():
        for acte, lignes in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            alias = ", ".join(f"{ligne}.annee_id" for ligne in lignes)
            sauf = f"({_hors_conservation('IS NOT')}) AND " if (table.name, acte) == ("piece_recue", "UPDATE") else ""
            yield (
                f"CREATE TRIGGER tr_annee_{acte.lower()}_{table.name} BEFORE {acte} ON {table.name} "  # noqa: S608
                f"WHEN {sauf}EXISTS (SELECT 1 FROM annee WHERE id IN ({alias}) AND etat = 'close') "
                f"BEGIN SELECT RAISE(ABORT, 'annee_close:{table.name}'); END"
            )


def _hors_conservation(differe: str) -> str:
    """A change of a piece that is not a list's: a file of a closed year is named by one, then destroyed, for good."""
    colonnes = Modele.metadata.tables["piece_recue"].c
    change = {c.name: f"CAST(OLD.{c.name} AS TEXT) {differe} CAST(NEW.{c.name} AS TEXT)" for c in colonnes}
    autres = " OR ".join(change[c.name] for c in colonnes if c.name not in DE_CONSERVATION)
    return (
        "(OLD.bordereau_id IS NULL AND NEW.bordereau_id IS NULL) OR OLD.purge_a IS NOT NULL"
        f" OR (NEW.purge_a IS NULL AND ({change['lecture']} OR {change['examen']})) OR {autres}"
    )


def _discontinue(ligne: str) -> str:
    """A number or a rank without the one before, or a fingerprint that does not follow it."""
    avant = f"SELECT 1 FROM piece_emise p WHERE p.regie_id = {ligne}.regie_id AND p.serie = {ligne}.serie"  # noqa: S608
    return (
        f"({ligne}.numero > 1 AND NOT EXISTS ({avant} AND p.exercice = {ligne}.exercice"
        f" AND p.numero = {ligne}.numero - 1))"
        f" OR ({ligne}.rang > 1 AND NOT EXISTS ({avant} AND p.rang = {ligne}.rang - 1"
        f" AND p.empreinte = {ligne}.precedente))"
        f" OR ({ligne}.rang = 1 AND {ligne}.precedente <> '')"
    )


def _acte_discontinu(ligne: str) -> str:
    """A rank without the one before, or a fingerprint that does not follow it."""
    return (
        f"({ligne}.rang > 1 AND NOT EXISTS (SELECT 1 FROM acte_regie p WHERE p.regie_id = {ligne}.regie_id"  # noqa: S608
        f" AND p.genre = {ligne}.genre AND p.rang = {ligne}.rang - 1 AND p.empreinte = {ligne}.precedente))"
        f" OR ({ligne}.rang = 1 AND {ligne}.precedente <> '')"
    )


def _mois_clos(ligne: str, jour: str) -> str:
    """Dated in a month that the régie closed."""
    return (
        f"EXISTS (SELECT 1 FROM acte_regie c WHERE c.genre = 'cloture' AND c.regie_id = {ligne}.regie_id"  # noqa: S608
        f" AND c.le >= {ligne}.{jour})"
    )


def _valeur(table: str, champ: str, ligne: str) -> str:
    if (table, champ) in SECRETS:
        return "'modifié'"
    return f"CAST({ligne}.{champ} AS TEXT)"


_FONCTIONS_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION imuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE k text; a jsonb := to_jsonb(OLD); n jsonb; c contexte_ecriture; secrets text[] := TG_ARGV[0]::text[];
  muets text[] := TG_ARGV[1]::text[];
BEGIN
  SELECT * INTO c FROM contexte_ecriture WHERE cle = pg_backend_pid();
  IF NOT FOUND THEN c.agent := current_user; c.poste := ''; c.operation := 'sql'; c.a := now()::text; END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO audit (agent, poste, operation, a, nom_table, ligne, champ, avant, apres)
    VALUES (c.agent, c.poste, c.operation, c.a, TG_TABLE_NAME, (a->>'id')::int, '*', 'présent', 'supprimé');
    RETURN OLD;
  END IF;
  n := to_jsonb(NEW);
  FOR k IN SELECT jsonb_object_keys(a) LOOP
    IF (a->k) IS DISTINCT FROM (n->k) AND NOT k = ANY(muets) AND k <> 'id' THEN
      INSERT INTO audit (agent, poste, operation, a, nom_table, ligne, champ, avant, apres)
      VALUES (c.agent, c.poste, c.operation, c.a, TG_TABLE_NAME, (a->>'id')::int, k,
              CASE WHEN k = ANY(secrets) THEN 'modifié' ELSE a->>k END,
              CASE WHEN k = ANY(secrets) THEN 'modifié' ELSE n->>k END);
    END IF;
  END LOOP;
  RETURN NEW;
END $$""",
    """CREATE OR REPLACE FUNCTION imuse_inalterable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE USING ERRCODE = 'P0001', MESSAGE = 'inalterable:' || TG_TABLE_NAME; END $$""",
    """CREATE OR REPLACE FUNCTION imuse_operation_recente() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.a > now() - make_interval(days => TG_ARGV[0]::int) THEN
    RAISE USING ERRCODE = 'P0001', MESSAGE = 'inalterable:' || TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$""",
    """CREATE OR REPLACE FUNCTION imuse_annee_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM annee WHERE id = OLD.annee_id AND etat = 'close'))
     OR (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM annee WHERE id = NEW.annee_id AND etat = 'close')) THEN
    RAISE USING ERRCODE = 'P0001', MESSAGE = 'annee_close:' || TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$""",
)


def _ordres_postgresql() -> Iterator[str]:
    yield from _FONCTIONS_POSTGRESQL
    yield (
        "CREATE OR REPLACE FUNCTION imuse_suite_piece() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_discontinue('NEW')} THEN RAISE USING ERRCODE = 'P0001', "
        "MESSAGE = 'piece_discontinue:piece_emise'; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER tr_suite_piece_emise BEFORE INSERT ON piece_emise "
        "FOR EACH ROW EXECUTE FUNCTION imuse_suite_piece()"
    )
    yield from _actes_postgresql()
    muets = "{" + ",".join(sorted(MUETS)) + "}"
    for table in _tables(AUDITEES):
        secrets = "{" + ",".join(sorted(c for t, c in SECRETS if t == table.name)) + "}"
        yield (
            f"CREATE TRIGGER tr_audit_{table.name} AFTER UPDATE OR DELETE ON {table.name} "
            f"FOR EACH ROW EXECUTE FUNCTION imuse_audit('{secrets}', '{muets}')"
        )
    for table in _tables(INALTERABLES):
        yield (
            f"CREATE TRIGGER tr_inalterable_{table.name} BEFORE UPDATE OR DELETE ON {table.name} "
            f"FOR EACH ROW EXECUTE FUNCTION imuse_inalterable()"
        )
        yield (
            f"CREATE TRIGGER tr_inalterable_vide_{table.name} BEFORE TRUNCATE ON {table.name} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION imuse_inalterable()"
        )
    for nom in (*FIGEES, "operation"):
        yield (
            f"CREATE TRIGGER tr_figee_{nom} BEFORE UPDATE ON {nom} FOR EACH ROW EXECUTE FUNCTION imuse_inalterable()"
        )
        yield (
            f"CREATE TRIGGER tr_figee_vide_{nom} BEFORE TRUNCATE ON {nom} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION imuse_inalterable()"
        )
    yield (
        "CREATE TRIGGER tr_operation_recente BEFORE DELETE ON operation "
        f"FOR EACH ROW EXECUTE FUNCTION imuse_operation_recente({GARDE_OPERATION_JOURS})"
    )
    for table in _annuelles():
        actes = "INSERT OR UPDATE OR DELETE"
        if table.name == "piece_recue":
            actes = "INSERT OR DELETE"
            yield (
                f"CREATE TRIGGER tr_annee_update_{table.name} BEFORE UPDATE ON {table.name} "
                f"FOR EACH ROW WHEN ({_hors_conservation('IS DISTINCT FROM')}) EXECUTE FUNCTION imuse_annee_close()"
            )
        yield (
            f"CREATE TRIGGER tr_annee_{table.name} BEFORE {actes} ON {table.name} "
            f"FOR EACH ROW EXECUTE FUNCTION imuse_annee_close()"
        )


def _actes_sqlite() -> Iterator[str]:
    """The acts of a régie follow one another, and a closed month takes nothing more."""
    yield (
        "CREATE TRIGGER tr_suite_acte_regie BEFORE INSERT ON acte_regie "
        f"WHEN {_acte_discontinu('NEW')} BEGIN SELECT RAISE(ABORT, 'piece_discontinue:acte_regie'); END"
    )
    for nom, jour in DATEES.items():
        yield (
            f"CREATE TRIGGER tr_mois_clos_{nom} BEFORE INSERT ON {nom} WHEN {_mois_clos('NEW', jour)} "
            f"BEGIN SELECT RAISE(ABORT, 'periode_close:{nom}'); END"
        )


def _actes_postgresql() -> Iterator[str]:
    """The same, for the server."""
    yield (
        "CREATE OR REPLACE FUNCTION imuse_suite_acte() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_acte_discontinu('NEW')} THEN RAISE USING ERRCODE = 'P0001', "
        "MESSAGE = 'piece_discontinue:acte_regie'; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER tr_suite_acte_regie BEFORE INSERT ON acte_regie "
        "FOR EACH ROW EXECUTE FUNCTION imuse_suite_acte()"
    )
    for nom, jour in DATEES.items():
        yield (
            f"CREATE OR REPLACE FUNCTION imuse_mois_clos_{nom}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {_mois_clos('NEW', jour)} THEN RAISE USING ERRCODE = 'P0001', "
            f"MESSAGE = 'periode_close:{nom}'; END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER tr_mois_clos_{nom} BEFORE INSERT ON {nom} "
            f"FOR EACH ROW EXECUTE FUNCTION imuse_mois_clos_{nom}()"
        )
