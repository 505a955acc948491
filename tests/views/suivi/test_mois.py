"""The sheet of a month: keys down a column, lessons cancelled or to come, totals, months before and after."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.models import Presence
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.services.suivi.pointage import Pointer, pointer
from imuse_desk.services.suivi.seances import AnnulerSeance, annuler_seance
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.suivi.page_mois import PageMois
from tests.fabriques import Maison
from tests.services.suivi.outils import MERCREDI, a, cle, maison_suivi

JOUR = date(2026, 3, 20)


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    maison = maison_suivi(base_sqlite, tmp_path / "depot")
    annuler_seance(a(maison.ctx(), JOUR), AnnulerSeance(cle(maison, jour=date(2026, 3, 11)), "Grève"))
    return maison


@pytest.fixture
def page(qtbot: QtBot, executant: Executant, maison: Maison) -> Iterator[PageMois]:
    bus = Bus()
    page = PageMois(executant, bus)
    page.resize(960, 540)
    qtbot.addWidget(page)
    page.show()
    page.entrer(a(maison.ctx(), JOUR))
    page.ouvrir(MonCours(maison.ids["fm"], 1, "FM1.1", "", "C1.1", "Site", "", 3, time(14), time(15, 15), 2))
    qtbot.waitUntil(lambda: page.feuille is not None)
    yield page
    bus.deleteLater()


def rangees(page: PageMois) -> list[list[str]]:
    modele = page.modele
    return [
        [modele.cellule(rang, c).copie for c in range(1, modele.columnCount())] for rang in range(modele.rowCount())
    ]


def ecrites(maison: Maison) -> list[tuple[int, str]]:
    lues: list[tuple[int, str]] = maison.ecrire(lambda s: [(p.seance_id, p.code) for p in s.query(Presence)])
    return sorted(lues)


def test_a_month_is_typed_down_its_columns(qtbot: QtBot, page: PageMois, executant: Executant, maison: Maison) -> None:
    assert [c.titre for c in page.modele.colonnes] == [
        "Élève", "mer. 04/03", "mer. 11/03", "mer. 18/03", "mer. 25/03", "Abs.", "Ret.",
    ]  # fmt: skip
    assert page.mois.text() == "Mars 2026"
    assert page.table.currentIndex().column() == 3, "the last lesson that began"
    page.table.setCurrentIndex(page.modele.index(0, 1))
    page.table.setFocus()
    qtbot.keyClicks(page.table, "paaapr")
    qtbot.waitUntil(lambda: not executant.est_occupe)
    qtbot.waitUntil(lambda: rangees(page) == [
        ["P", "annulée", "P", "", "", ""],
        ["A", "annulée", "R", "", "1", "1"],
    ])  # fmt: skip
    assert len(ecrites(maison)) == 4, "nothing on the lesson cancelled"
    assert page.table.currentIndex().column() == 4
    qtbot.keyClicks(page.table, "p")
    assert rangees(page)[0][3] == "", "the lesson of the 25th is to come"
    assert not page.tous.isEnabled()
    assert "Séance à venir" in page.seance.text()


def test_everybody_present_at_the_lesson_of_the_current_cell_then_its_end(
    qtbot: QtBot, page: PageMois, maison: Maison
) -> None:
    pointer(a(maison.ctx(), JOUR), Pointer(cle(maison), maison.ids["inscription:Noé:FM1.1"], "A"))
    page.table.setCurrentIndex(page.modele.index(1, 1))
    qtbot.mouseClick(page.tous, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [r[0] for r in rangees(page)] == ["P", "A"])
    qtbot.mouseClick(page.terminer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Appel terminé par Aline Martin" in page.seance.text())
    assert page.table.currentIndex().row() == 1


def test_the_months_before_and_after(qtbot: QtBot, page: PageMois) -> None:
    qtbot.mouseClick(page.precedent, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.mois.text() == "Février 2026")
    qtbot.mouseClick(page.suivant, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.mois.text() == "Mars 2026")
    assert MERCREDI.month == 3


def test_the_page_is_named(page: PageMois) -> None:
    assert accessibilite.sans_nom(page) == []
    assert accessibilite.touches_en_double(page) == []
    assert page.minimumSizeHint().width() <= 900
