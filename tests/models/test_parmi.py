"""One of many ids: the same rows on both databases, by the index."""

from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.models import Foyer, Lien
from imuse_desk.models.parmi import est_parmi
from imuse_desk.models.passerelle import Base
from tests.fabriques import Maison, maison_valmont


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base, tmp_path)


def test_ids_are_found_among_thousands_and_none_among_none(maison: Maison) -> None:
    voulu = maison.ids["Valmont"]
    with maison.base.lire() as session:
        ids = select(Foyer.id)
        assert session.scalars(ids.where(est_parmi(Foyer.id, range(1, 70_000)))).all() == session.scalars(ids).all()
        assert session.scalars(ids.where(est_parmi(Foyer.id, [voulu, 0]))).all() == [voulu]
        assert session.scalars(ids.where(est_parmi(Foyer.id, "voulus")), {"voulus": [voulu]}).all() == [voulu]
        assert session.scalars(ids.where(est_parmi(Foyer.id, []))).all() == []
        assert session.scalars(ids.where(~est_parmi(Foyer.id, [voulu]))).all() != session.scalars(ids).all()


def test_sqlite_seeks_each_id_in_the_index(base_sqlite: Base, tmp_path: Path) -> None:
    """PostgreSQL chooses by the size of the table."""
    maison_valmont(base_sqlite, tmp_path)
    requete = select(Lien.id).where(est_parmi(Lien.foyer_id, [1])).compile(base_sqlite.moteur)
    with base_sqlite.moteur.connect() as connexion:
        plan = connexion.exec_driver_sql(f"EXPLAIN QUERY PLAN {requete}", ("[1]",)).all()
    assert "SEARCH lien USING" in plan[0].detail
