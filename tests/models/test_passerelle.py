"""The write gateway on both databases: transactions, replayed clicks, faults, versions, audit, closed years."""

import shutil
import sqlite3
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from imuse_desk.domain.erreurs import BaseInjoignable, BaseOccupee, BaseRefusee, Conflit, RegleMetier, StockagePlein
from imuse_desk.infra.pilote_sqlite import pilote_sqlite
from imuse_desk.migrations.commande import migrer
from imuse_desk.migrations.schema import controler
from imuse_desk.models import Annee, Audit, Changement, Personne, Site, StatutResidence, moteur
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Auteur, Base, Unite
from tests.bases import AUTEUR, Grappe


def _personne(nom: str = "Valmont") -> Personne:
    return Personne(nom=nom, prenom="Lina", cle=nom.lower())


def _ajouter(unite: Unite, nom: str = "Valmont") -> int:
    personne = _personne(nom)
    unite.session.add(personne)
    unite.session.flush()
    unite.touche("personne", personne.id)
    return personne.id


def test_a_write_answers_its_result_and_what_it_touched(base: Base) -> None:
    fait = base.ecrire(AUTEUR, "creer", _ajouter)
    assert fait.changements.touche("personne", fait.resultat)
    with base.lire() as session:
        ligne = session.execute(select(Changement)).scalar_one()
        assert (ligne.operation, ligne.agent, ligne.objets) == ("creer", "Aline Martin", [["personne", fait.resultat]])
        personne = session.get_one(Personne, fait.resultat)
        assert personne.modifie_par == "Aline Martin"


def test_one_click_writes_once(base: Base) -> None:
    clic = uuid.uuid4()
    premier = base.ecrire(AUTEUR, "creer", _ajouter, operation_id=clic)
    second = base.ecrire(AUTEUR, "creer", _ajouter, operation_id=clic)
    assert second.est_rejoue
    assert second.resultat == premier.resultat
    with base.lire() as session:
        assert len(session.execute(select(Personne)).all()) == 1


def test_one_click_sent_by_two_threads_writes_once(base: Base) -> None:
    clic, resultats = uuid.uuid4(), []
    barriere = threading.Barrier(2)

    def cliquer() -> None:
        barriere.wait()
        resultats.append(base.ecrire(AUTEUR, "creer", _ajouter, operation_id=clic).resultat)

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(resultats) == 2
    assert len(set(resultats)) == 1
    with base.lire() as session:
        assert len(session.execute(select(Personne)).all()) == 1


def test_an_error_leaves_nothing(base: Base) -> None:
    def rater(unite: Unite) -> int:
        _ajouter(unite)
        raise RegleMetier("refus_volontaire")

    with pytest.raises(RegleMetier, match="refus_volontaire"):
        base.ecrire(AUTEUR, "rater", rater)
    with base.lire() as session:
        assert session.execute(select(Personne)).all() == []
        assert session.execute(select(Changement)).all() == []


def test_the_loser_of_two_edits_is_told(base: Base) -> None:
    ident = base.ecrire(AUTEUR, "creer", _ajouter).resultat

    def editer(unite: Unite) -> None:
        personne = unite.session.get_one(Personne, ident)
        unite.session.execute(text("UPDATE personne SET version = version + 1"))  # another desk, meanwhile
        personne.nom = "Perdu"

    with pytest.raises(Conflit):
        base.ecrire(AUTEUR, "editer", editer)


def _sql(ordre: str) -> Callable[[Unite], None]:
    def executer(unite: Unite) -> None:
        unite.session.execute(text(ordre))

    return executer


def _renommer(unite: Unite, ident: int, nom: str) -> None:
    unite.session.get_one(Personne, ident).nom = nom


def test_audit_tells_who_changed_which_field(base: Base) -> None:
    ident = base.ecrire(AUTEUR, "creer", _ajouter).resultat
    base.ecrire(Auteur("Bruno Petit", "poste-2"), "renommer", lambda u: _renommer(u, ident, "Delorme"))
    with base.lire() as session:
        ligne = session.execute(select(Audit)).scalar_one()
        assert (ligne.agent, ligne.operation, ligne.nom_table, ligne.ligne) == (
            "Bruno Petit", "renommer", "personne", ident,
        )  # fmt: skip
        assert (ligne.champ, ligne.avant, ligne.apres) == ("nom", "Valmont", "Delorme")


def test_audit_sees_sql_that_the_orm_never_saw(base: Base) -> None:
    ident = base.ecrire(AUTEUR, "creer", _ajouter).resultat
    base.ecrire(AUTEUR, "brut", _sql("UPDATE personne SET prenom = 'Zoé'"))
    with base.lire() as session:
        assert session.execute(select(Audit.ligne, Audit.champ)).all() == [(ident, "prenom")]


@pytest.mark.parametrize("ordre", ["UPDATE statut_residence SET statut = 'resident'", "DELETE FROM statut_residence"])
def test_append_only_tables_refuse_changes(base: Base, ordre: str) -> None:
    def poser(unite: Unite) -> None:
        unite.session.add(Site(code="MEU", nom="Meudon"))
        unite.session.flush()
        unite.session.execute(
            text(
                "INSERT INTO foyer (ref, numero, libelle, cle, site_id, version) "
                "VALUES (:ref, '00001', 'Valmont', 'valmont', 1, 1)"
            ),
            {"ref": uuid.uuid4().hex},
        )
        unite.session.add(
            StatutResidence(
                foyer_id=1, statut="exterieur", du_le=date(2026, 9, 1), auteur="A", a=datetime(2026, 9, 1, tzinfo=UTC)
            )
        )

    base.ecrire(AUTEUR, "poser", poser)
    with pytest.raises(RegleMetier, match="inalterable"):
        base.ecrire(AUTEUR, "forcer", _sql(ordre))


def test_insert_or_replace_does_not_get_through(base_sqlite: Base) -> None:
    base_sqlite.ecrire(AUTEUR, "creer", _ajouter)
    with pytest.raises(RegleMetier, match="inalterable"):
        base_sqlite.ecrire(
            AUTEUR, "forcer", _sql("INSERT OR REPLACE INTO changement SELECT * FROM changement")
        )  # fmt: skip


def test_truncate_is_refused(base_pg: Base) -> None:
    with pytest.raises(RegleMetier, match="inalterable"):
        base_pg.ecrire(AUTEUR, "vider", _sql("TRUNCATE changement"))


def test_a_closed_year_refuses_every_write(base: Base) -> None:
    def preparer(unite: Unite) -> None:
        unite.session.add(Site(code="MEU", nom="Meudon"))
        unite.session.add(Annee(libelle="2019-2020", debut_le=date(2019, 9, 1), fin_le=date(2020, 8, 31), etat="close"))

    base.ecrire(AUTEUR, "preparer", preparer)
    ordre = (
        "INSERT INTO texte_declaration (site_id, annee_id, numero, texte, du_le) VALUES (1, 1, 1, 't', '2019-09-01')"
    )
    with pytest.raises(RegleMetier, match="annee_close"):
        base.ecrire(AUTEUR, "tard", _sql(ordre))


def test_naive_instants_are_refused(base: Base) -> None:
    def naif(unite: Unite) -> None:
        personne = _personne()
        personne.archive_a = datetime(2026, 1, 1)  # noqa: DTZ001
        unite.session.add(personne)

    with pytest.raises(Exception, match="naive"):
        base.ecrire(AUTEUR, "naif", naif)


def test_writers_wait_for_each_other(base: Base) -> None:
    """Four threads, ten writes each: no "database is locked", nothing lost."""

    def ecrire(numero: int) -> None:
        for i in range(10):
            base.ecrire(AUTEUR, "creer", partial(_ajouter, nom=f"N{numero}-{i}"))

    fils = [threading.Thread(target=ecrire, args=(n,)) for n in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    with base.lire() as session:
        assert len(session.execute(select(Personne.id)).all()) == 40


def test_a_locked_sqlite_base_says_so(base_sqlite: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moteur, "ATTENTE_VERROU_MS", 20)
    patient = Base.ouvrir(base_sqlite.moteur.url)
    autre = pilote_sqlite().connect(str(base_sqlite.moteur.url.database), isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    with pytest.raises(BaseOccupee):
        patient.ecrire(AUTEUR, "creer", _ajouter)
    autre.execute("ROLLBACK")
    autre.close()
    patient.ecrire(AUTEUR, "creer", _ajouter)
    patient.fermer()


def test_a_full_disk_records_nothing_and_the_session_works_again(base_sqlite: Base) -> None:
    def gonfler(unite: Unite) -> None:
        unite.session.execute(text("PRAGMA max_page_count = 1"))
        for i in range(300):
            unite.session.add(_personne("x" * 100 + str(i)))
        unite.session.flush()

    with pytest.raises(StockagePlein):
        base_sqlite.ecrire(AUTEUR, "gonfler", gonfler)
    with base_sqlite.moteur.connect() as connexion:
        connexion.exec_driver_sql("PRAGMA max_page_count = 1000000")
    base_sqlite.moteur.dispose()
    base_sqlite.ecrire(AUTEUR, "creer", _ajouter)
    with base_sqlite.lire() as session:
        assert len(session.execute(select(Personne.id)).all()) == 1


def test_a_lost_server_says_so_and_comes_back(grappe: Grappe) -> None:
    seule = Grappe(grappe._bin)
    base = Base.ouvrir(seule.creer("perdue", "modele"))
    base.ecrire(AUTEUR, "creer", _ajouter)
    seule.arreter()
    with pytest.raises(BaseInjoignable):
        base.ecrire(AUTEUR, "creer", _ajouter)
    seule.demarrer()
    base.ecrire(AUTEUR, "creer", _ajouter)
    base.fermer()
    seule.arreter()
    shutil.rmtree(seule.dossier, ignore_errors=True)


def test_missing_and_foreign_and_newer_bases_are_refused(tmp_path: Path, base_sqlite: Base) -> None:
    etrangere = tmp_path / "autre.db"
    connexion = sqlite3.connect(etrangere)
    connexion.execute("CREATE TABLE notes (t)")
    connexion.close()
    base = Base.ouvrir(lire_url(str(etrangere)))
    with pytest.raises(BaseRefusee, match="base_etrangere"):
        controler(base)
    base.fermer()
    base_sqlite.ecrire(AUTEUR, "x", _sql("UPDATE alembic_version SET version_num='9999'"))
    with pytest.raises(BaseRefusee, match="base_plus_recente"):
        migrer(base_sqlite)
    base = Base.ouvrir(lire_url(str(tmp_path / "absent" / "x.db")))
    with pytest.raises(BaseRefusee, match="base_illisible"):
        controler(base)
    base.fermer()


def test_addresses(tmp_path: Path) -> None:
    assert lire_url(str(tmp_path / "a.db")).database == str(tmp_path / "a.db")
    assert lire_url("postgresql://h/b").drivername == "postgresql+psycopg"
    with pytest.raises(BaseRefusee, match="mot_de_passe_dans_url"):
        lire_url("postgresql://u:secret@h/b")
    with pytest.raises(BaseRefusee, match="url_inconnue"):
        lire_url("mysql://h/b")
    with pytest.raises(BaseRefusee, match="base_sur_reseau"):
        Base.ouvrir(lire_url(str(tmp_path / "OneDrive - École" / "a.db")))


def test_an_unexpected_fault_stays_itself(base: Base) -> None:
    with pytest.raises(DBAPIError):
        base.ecrire(AUTEUR, "faute", _sql("SELECT colonne_absente FROM personne"))


def test_tables_are_counted_at_once_where_the_database_waits_for_its_own_time(base: Base) -> None:
    base.compter("site", "annee")
    if not base.est_sqlite:
        with base.lire() as session:
            assert (
                session.execute(text("SELECT reltuples FROM pg_class WHERE oid = 'public.site'::regclass")).scalar_one()
                >= 0
            )
