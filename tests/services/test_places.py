"""Seats: one writer, the last one decided once, on both databases and between processes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.models import Occupation, Place
from imuse_desk.models.passerelle import Base
from imuse_desk.services import places
from tests.fabriques import AGENT, Maison, maison_complete

COUREUR = """
import sys
from sqlalchemy import URL
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Auteur, Base
from imuse_desk.services import places
url, creneau, eleve = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
base = Base.ouvrir(lire_url(url))
with base.lire() as session:
    session.connection()
print("pret", flush=True)
sys.stdin.readline()
try:
    base.ecrire(Auteur("Aline", f"poste-{eleve}"), "prendre", lambda u: places.prendre(u, creneau, eleve))
    print("gagne", flush=True)
except ErreurMetier as faute:
    print(faute.code, flush=True)
"""


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = maison_complete(base, tmp_path / "depot")
    maison.foyer("Valmont")
    maison.eleve("Lina", "Valmont")
    return maison


def _prendre(maison: Maison, creneau: str, eleve: str = "Lina") -> None:
    maison.base.ecrire(AGENT, "prendre", lambda u: places.prendre(u, maison.ids[creneau], maison.ids[eleve]))


def _prises(maison: Maison, creneau: str) -> tuple[int, int]:
    with maison.base.lire() as session:
        prises = session.execute(
            select(Occupation.prises).where(Occupation.creneau_id == maison.ids[creneau])
        ).scalar_one()
        sieges = session.execute(
            select(func.count()).select_from(Place).where(Place.creneau_id == maison.ids[creneau])
        ).scalar_one()
    return prises, sieges


def test_a_seat_is_taken_counted_and_given_back(maison: Maison) -> None:
    _prendre(maison, "jaz_ven")
    assert _prises(maison, "jaz_ven") == (1, 1)
    maison.eleve("Noé", "Valmont")
    with pytest.raises(RegleMetier, match="creneau_complet"):
        _prendre(maison, "jaz_ven", "Noé")
    maison.base.ecrire(AGENT, "liberer", lambda u: places.liberer(u, maison.ids["jaz_ven"], maison.ids["Lina"]))
    assert _prises(maison, "jaz_ven") == (0, 0)
    assert maison.base.ecrire(
        AGENT, "liberer", lambda u: places.liberer(u, maison.ids["jaz_ven"], maison.ids["Lina"])
    ).resultat is False  # fmt: skip
    _prendre(maison, "jaz_ven", "Noé")


def test_a_pupil_never_holds_two_seats_of_one_time(maison: Maison) -> None:
    _prendre(maison, "fm_mer")
    with pytest.raises(RegleMetier, match="place_deja_prise"):
        _prendre(maison, "fm_mer")
    assert _prises(maison, "fm_mer") == (1, 1)


def test_a_time_cannot_shrink_under_its_seats_taken(maison: Maison) -> None:
    _prendre(maison, "fm_mer")
    with pytest.raises(RegleMetier, match="capacite_trop_petite"):
        maison.base.ecrire(AGENT, "capacite", lambda u: places.definir_capacite(u, maison.ids["fm_mer"], 0))
    maison.base.ecrire(AGENT, "capacite", lambda u: places.definir_capacite(u, maison.ids["fm_mer"], 1))
    assert _prises(maison, "fm_mer") == (1, 1)


def test_a_time_without_counter_says_so(maison: Maison) -> None:
    with pytest.raises(RegleMetier, match="creneau_sans_capacite"):
        maison.base.ecrire(AGENT, "prendre", lambda u: places.prendre(u, 99_999, maison.ids["Lina"]))


@pytest.mark.parametrize("processus", [6, pytest.param(32, marks=pytest.mark.long)])
def test_many_processes_for_the_last_place(maison: Maison, processus: int) -> None:
    eleves = [maison.eleve(f"E{n}", "Valmont") for n in range(processus)]
    url = maison.base.moteur.url
    adresse = str(url.database) if maison.base.est_sqlite else url.render_as_string().replace("+psycopg", "")
    coureurs = [
        subprocess.Popen(
            [sys.executable, "-c", COUREUR, adresse, str(maison.ids["jaz_ven"]), str(eleve)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for eleve in eleves
    ]  # fmt: skip
    for coureur in coureurs:
        assert coureur.stdout is not None
        assert coureur.stdout.readline() == "pret\n"
    debut = time.monotonic()
    for coureur in coureurs:
        assert coureur.stdin is not None
        coureur.stdin.write("\n")
        coureur.stdin.flush()
    reponses = [coureur.communicate()[0].strip() for coureur in coureurs]
    assert sorted(reponses) == ["creneau_complet"] * (processus - 1) + ["gagne"]
    assert _prises(maison, "jaz_ven") == (1, 1)
    assert time.monotonic() - debut < 60
