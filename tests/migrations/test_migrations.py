"""Migrations on both databases: models equal the head, triggers come back, a populated base keeps its rows."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Update, event, select, text, update

from imuse_desk.domain.erreurs import BaseRefusee, RegleMetier, StockagePlein
from imuse_desk.domain.recherche import termes_personne
from imuse_desk.domain.verification.controles import BLOQUANTES, Controle
from imuse_desk.infra import sauvegarde
from imuse_desk.infra.chemins import dossier_sauvegardes
from imuse_desk.migrations import commande
from imuse_desk.migrations.commande import migrer
from imuse_desk.migrations.schema import REVISIONS, VERSION_SCHEMA, controler, version_de
from imuse_desk.models import ContratLocation, EvenementInstrument, Modele, Personne, Terme, TypePiece
from imuse_desk.models.declencheurs import oter_declencheurs, recreer_declencheurs
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.indexation import remplacer_termes
from imuse_desk.services.locations.contrats import Louer, louer
from imuse_desk.services.locations.fiche import FicheInstrument, ajouter_instrument, modifier_instrument
from tests.bases import AUTEUR, Grappe
from tests.fabriques import maison_valmont


def test_models_equal_the_head(base: Base) -> None:
    with base.moteur.connect() as connexion:
        contexte = MigrationContext.configure(connexion, opts={"compare_type": True})
        ecarts = list(compare_metadata(contexte, Modele.metadata))
    assert ecarts == []
    assert version_de(base) == VERSION_SCHEMA == REVISIONS[-1]
    assert not controler(base)


def test_every_constraint_is_named() -> None:
    for table in Modele.metadata.tables.values():
        for contrainte in table.constraints:
            assert contrainte.name, (table.name, contrainte)


def test_triggers_come_back_the_same(base: Base) -> None:
    def noms() -> list[str]:
        sql = "SELECT name FROM sqlite_master WHERE type='trigger'"
        if not base.est_sqlite:
            sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        with base.lire() as session:
            return sorted(session.execute(text(sql)).scalars())

    avant = noms()
    assert len(avant) > 50
    with base.moteur.execution_options(ecriture=True).begin() as connexion:
        recreer_declencheurs(connexion)
    assert noms() == avant


def test_a_backup_is_taken_before_a_populated_base_is_migrated(
    base_sqlite: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base_sqlite.ecrire(AUTEUR, "creer", _personne)
    monkeypatch.setattr(commande, "controler", lambda _base: True)
    copie = migrer(base_sqlite)
    assert copie is not None
    sauvee = Base.ouvrir(lire_url(str(copie)))
    with sauvee.lire() as session:
        assert session.execute(select(Personne.nom)).scalar_one() == "Valmont"
    sauvee.fermer()


def test_a_server_is_dumped_before_it_is_migrated(
    base_pg: Base, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("IMUSE_DESK_DONNEES", str(tmp_path))
    monkeypatch.setattr(commande, "controler", lambda _base: True)
    base_pg.ecrire(AUTEUR, "creer", _personne)
    copie = migrer(base_pg)
    assert copie is not None
    assert copie.parent == dossier_sauvegardes()
    lue = subprocess.run(
        [sauvegarde._outil("pg_restore"), "--data-only", "--table=personne", "--file=-", str(copie)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Valmont" in lue.stdout


def test_a_server_is_not_migrated_without_its_backup(
    base_pg: Base, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("IMUSE_DESK_DONNEES", str(tmp_path))
    monkeypatch.setattr(commande, "controler", lambda _base: True)
    monkeypatch.setattr(sauvegarde, "DOSSIERS_PG", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BaseRefusee, match="pg_dump_absent"):
        migrer(base_pg)
    assert migrer(base_pg, sans_sauvegarde=True) is None


def test_a_populated_base_comes_back_from_the_first_revision_with_its_rows(base: Base) -> None:
    base.ecrire(AUTEUR, "creer", _personne)
    with commande._connexion_de_migration(base) as connexion:
        oter_declencheurs(connexion)
        command.downgrade(commande.configuration(connexion), REVISIONS[0])
    assert controler(base)
    migrer(base)
    test_models_equal_the_head(base)
    with base.lire() as session:
        assert session.execute(select(Personne.nom)).scalar_one() == "Valmont"


def test_phones_indexed_before_are_found_by_their_last_digits(base: Base) -> None:
    """Every kind of object, short and foreign numbers too; a name of digits is not taken for a phone."""

    def peupler(unite: Unite) -> None:
        termes = termes_personne("Valmont", "Lina", telephones=("0639981234", "+590 590 12 34 56", "3117"))
        for ident, genre in enumerate(("foyer", "eleve", "personne"), start=1):
            remplacer_termes(unite.session, genre, ident, termes)
        remplacer_termes(unite.session, "cours", 1, ("2025", "atelier 02025", "x", "0x"))

    def lus() -> list[tuple[str, str, int]]:
        with base.lire() as session:
            return sorted((t.genre, t.cle, t.objet_id) for t in session.execute(select(Terme)).scalars())

    base.ecrire(AUTEUR, "indexer", peupler)
    attendus = lus()
    assert sum(cle == "#432189936" for _, cle, _ in attendus) == 3
    with commande._connexion_de_migration(base) as connexion:
        oter_declencheurs(connexion)
        command.downgrade(commande.configuration(connexion), "0004")
    assert not any(cle.startswith("#") for _, cle, _ in lus())
    migrer(base)
    assert lus() == attendus


def test_a_contract_signed_before_keeps_what_its_instrument_was(base: Base, tmp_path: Path) -> None:
    maison = maison_valmont(base, tmp_path)
    ctx = maison.ctx().sur(annee_id=maison.ids["source"])
    violon = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2", valeur="450")).resultat
    louer(ctx, Louer(violon, maison.ids["Lina"], "10/09/2025", "30/06/2026", prix="65"))
    modifier_instrument(ctx, violon, 1, FicheInstrument("V-012", "Alto"))
    with commande._connexion_de_migration(base) as connexion:
        oter_declencheurs(connexion)
        command.downgrade(commande.configuration(connexion), "0013")
    migrer(base)
    with base.lire() as session:
        contrat = session.scalars(select(ContratLocation)).one()
        genres = session.scalars(select(EvenementInstrument.genre).order_by(EvenementInstrument.id)).all()
    assert contrat.signe_le == contrat.du_le
    assert contrat.instrument_signe["type"] == "Alto", "what was signed is not known any more: the card of today"
    assert genres == ["entree", "location", "etat"]


def test_rules_that_block_since_join_the_lists_that_no_site_chose(base: Base, tmp_path: Path) -> None:
    """Whoever ticked the rules of a row keeps them, even where they read as the former list did."""
    listes = {
        "domicile": ("domicile", ["sceau", "nature", "date", "nom"]),
        "caf": ("domicile", ["sceau", "date"]),
        "avis1": ("avis", ["sceau", "nature", "annee", "pages", "nom", "revenu"]),
        "avis2": ("avis", ["sceau", "nature", "annee", "pages", "nom", "concordance"]),
        "certificat": ("domicile", ["sceau", "nature", "date", "nom", "adresse"]),
    }
    maison = maison_valmont(base, tmp_path)

    def poser(code: str, controle: str, regles: list[str]) -> Update:
        return update(TypePiece).where(TypePiece.code == code).values(controle=controle, bloquantes=regles)

    with commande._connexion_de_migration(base) as connexion:
        oter_declencheurs(connexion)
        for code, (controle, regles) in listes.items():
            connexion.execute(poser(code, controle, regles))
        recreer_declencheurs(connexion)
    maison.ecrire(lambda session: session.execute(poser("certificat", *listes["domicile"])).close())
    with commande._connexion_de_migration(base) as connexion:
        oter_declencheurs(connexion)
        command.downgrade(commande.configuration(connexion), "0030")
    migrer(base)
    with base.lire() as session:
        lues = {t.code: t.bloquantes for t in session.scalars(select(TypePiece))}
    assert lues == {code: regles for code, (_, regles) in listes.items()} | {
        "domicile": [r.value for r in BLOQUANTES[Controle.DOMICILE]],
        "avis1": [r.value for r in BLOQUANTES[Controle.AVIS]],
        "avis2": [r.value for r in BLOQUANTES[Controle.AVIS]],
        "certificat": ["sceau", "nature", "date", "nom"],
    }


def test_a_failing_migration_leaves_the_base_as_it_was(
    base_sqlite: Base, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    neuve = Base.ouvrir(lire_url(str(tmp_path / "neuve.db")))

    def rater(_connexion: object) -> None:
        raise RegleMetier("panne")

    monkeypatch.setattr(commande, "recreer_declencheurs", rater)
    with pytest.raises(RegleMetier, match="panne"):
        migrer(neuve)
    assert version_de(neuve) is None
    neuve.fermer()


def _personne(unite: Unite) -> int:
    personne = Personne(nom="Valmont", prenom="Lina", cle="valmont lina")
    unite.session.add(personne)
    unite.session.flush()
    return personne.id


def test_a_full_disk_is_said_and_leaves_no_table(tmp_path: Path) -> None:
    neuve = Base.ouvrir(lire_url(str(tmp_path / "neuve.db")))

    def borner(connexion: Any, _fiche: object) -> None:
        connexion.execute("PRAGMA max_page_count = 40")

    event.listen(neuve.moteur, "connect", borner)
    with pytest.raises(StockagePlein):
        migrer(neuve)
    assert version_de(neuve) is None
    neuve.fermer()


def test_a_person_without_the_right_is_told(grappe: Grappe) -> None:
    url = grappe.creer("reservee")
    grappe.sql("CREATE ROLE lectrice LOGIN")
    base = Base.ouvrir(url.set(username="lectrice"))
    with pytest.raises(BaseRefusee, match="base_acces_refuse"):
        migrer(base)
    base.fermer()
    grappe.supprimer("reservee")
    grappe.sql("DROP ROLE lectrice")
