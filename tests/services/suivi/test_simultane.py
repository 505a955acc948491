"""Two desks call one lesson at the same instant: one row of the lesson, one word a pupil, nobody's word covered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.models import Presence, Seance
from imuse_desk.models.passerelle import Base
from imuse_desk.services.suivi.pointage import Pointer, pointer
from tests.fabriques import Maison
from tests.services.suivi.outils import a, cle, maison_suivi

JOUR = date(2026, 3, 25)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_suivi(base, tmp_path / "depot")


def test_two_desks_at_one_instant(maison: Maison) -> None:
    lina, noe = (maison.ids[f"inscription:{qui}:FM1.1"] for qui in ("Lina", "Noé"))
    depart = Barrier(2, timeout=20)

    def appeler(qui: tuple[str, int, str, date]) -> str:
        agent, inscription_id, code, jour = qui
        ctx = a(maison.ctx(agent=agent), JOUR, 20)
        depart.wait()
        try:
            pointer(ctx, Pointer(cle(maison, jour=jour), inscription_id, code))
        except RegleMetier as refus:
            return refus.code
        return "ecrit"

    with ThreadPoolExecutor(2) as postes:
        for semaine in (4, 11, 18, 25):
            jour = date(2026, 3, semaine)
            deux = [("A", lina, "P", jour), ("B", noe if semaine % 2 else lina, "A", jour)]
            sorts = sorted(postes.map(appeler, deux))
            assert sorts == (["ecrit", "ecrit"] if semaine % 2 else ["ecrit", "pointe_ailleurs"]), semaine
    assert maison.ecrire(lambda s: s.query(Seance).count()) == 4
    assert maison.ecrire(lambda s: s.query(Presence).count()) == 6
