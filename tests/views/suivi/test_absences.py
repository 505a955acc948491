"""The absences of a pupil and of a course, on screen: noted, justified, withdrawn, by keys and clicks."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.suivi import MonCours, lire_suivi
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.suivi.page_absences import PageAbsences, PageAbsencesCours, PageAbsencesEleve
from tests.services.suivi.absents import Absents
from tests.views.gestes import taper

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def absents(base_sqlite: Base, tmp_path: Path) -> Absents:
    absents = Absents.dans(base_sqlite, tmp_path)
    absents.pointer("FM1.1", "AA")
    absents.pointer("COR", "P")
    return absents


@pytest.fixture
def bus() -> Iterator[Bus]:
    bus = Bus()
    yield bus
    bus.deleteLater()


@pytest.fixture
def page(qtbot: QtBot, clair: Any, executant: Executant, absents: Absents, bus: Bus) -> PageAbsencesEleve:
    page = PageAbsencesEleve(executant, bus)
    _montrer(qtbot, page, absents)
    page.ouvrir(lire_suivi(absents.maison.ctx(), absents.maison.ids["Lina"]).cours[0])
    _calme(qtbot, executant)
    return page


def _montrer(qtbot: QtBot, page: PageAbsences, absents: Absents) -> None:
    page.resize(1180, 520)
    qtbot.addWidget(page)
    page.show()
    page.entrer(absents.maison.ctx())


def _calme(qtbot: QtBot, executant: Executant) -> None:
    qtbot.waitUntil(lambda: not executant.est_occupe)


def _rangees(page: PageAbsences) -> list[list[str]]:
    modele = page.modele
    return [[modele.cellule(r, c).copie for c in range(modele.columnCount())] for r in range(modele.rowCount())]


def _valider(qtbot: QtBot, executant: Executant, demande: Demande | None) -> None:
    assert demande is not None
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    _calme(qtbot, executant)


def test_the_table_has_the_manuals_columns(page: PageAbsencesEleve) -> None:
    assert [c.titre for c in page.modele.colonnes] == [
        "Cours", "Du", "Heure", "Au", "Heure", "Caractéristique", "Justifiée", "Courrier envoyé", "Date du courrier",
    ]  # fmt: skip
    assert _rangees(page)[1] == ["FM1.1", "07/01/2026", "14:00", "07/01/2026", "15:15", "", "Non", "Non", ""]
    assert page.puce.texte == "2 absences non justifiées"
    assert page.detail.text() == "FM1.1\u00a0: 2"
    assert accessibilite.sans_nom(page) == []
    assert accessibilite.libelles_sans_ami(page) == []
    assert page.minimumSizeHint().width() <= 1180


def test_a_period_is_noted_and_says_where_the_pupil_was(
    qtbot: QtBot, executant: Executant, page: PageAbsencesEleve, bus: Bus
) -> None:
    dits: list[str] = []
    bus.message.connect(lambda phrase, _annuler: dits.append(phrase))
    qtbot.mouseClick(page.noter, GAUCHE)
    assert page.demande is not None
    champs = page.demande.formulaire
    taper(qtbot, champs.widget("du_le"), "05/01/2026")
    taper(qtbot, champs.widget("au_le"), "04/01/2026")
    _valider(qtbot, executant, page.demande)
    assert page.demande is not None
    assert "finirait avant son début" in champs.erreurs["au_le"]
    taper(qtbot, champs.widget("au_le"), "11/01/2026")
    taper(qtbot, champs.widget("motif"), "grippe")
    qtbot.keyClick(champs.widget("est_justifiee"), Qt.Key.Key_Space)
    _valider(qtbot, executant, page.demande)
    assert dits[-1].endswith("pointé présent\u00a0: COR, ven. 09/01/2026 à 17:30")
    _calme(qtbot, executant)
    assert page.puce.texte == "1 absence non justifiée"
    dite = _rangees(page)[1]
    assert (dite[0], dite[5], dite[6]) == ("Tous les cours", "grippe", "Oui")
    page.table.setCurrentIndex(page.modele.index(1, 0))
    qtbot.mouseClick(page.annuler, GAUCHE)
    _calme(qtbot, executant)
    _calme(qtbot, executant)
    assert page.puce.texte == "2 absences non justifiées"


def test_a_missed_lesson_is_justified_from_its_row(
    qtbot: QtBot, executant: Executant, page: PageAbsencesEleve
) -> None:  # fmt: skip
    assert not page.justifier.isEnabled()
    page.table.setCurrentIndex(page.modele.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.demande is not None
    _valider(qtbot, executant, page.demande)
    assert page.demande.formulaire.erreurs, "a reason is asked for"
    taper(qtbot, page.demande.formulaire.widget("motif"), "grippe")
    _valider(qtbot, executant, page.demande)
    _calme(qtbot, executant)
    assert [r[6] for r in _rangees(page)] == ["Oui", "Non"]


def test_the_page_of_a_course_counts_its_pupils(
    qtbot: QtBot, clair: Any, executant: Executant, absents: Absents, bus: Bus
) -> None:
    page = PageAbsencesCours(executant, bus)
    _montrer(qtbot, page, absents)
    ids = absents.maison.ids
    cours = MonCours(
        absents.creneaux["FM1.1"], ids["source:FM1.1"], "FM1.1", "", "C1.1", "Site", "", 3, time(14), time(15, 15), 2
    )
    page.ouvrir(cours)
    _calme(qtbot, executant)
    modele = page.modele_comptes
    assert [[modele.cellule(r, c).copie for c in range(4)] for r in range(modele.rowCount())] == [
        ["Valmont Lina", "2", "2", "2"], ["Valmont Noé", "", "", ""],
    ]  # fmt: skip
    assert [r[0] for r in _rangees(page)] == ["Valmont Lina", "Valmont Lina"]
    qtbot.mouseClick(page.noter, GAUCHE)
    assert page.demande is not None
    assert accessibilite.touches_en_double(page.demande) == []
    page.demande.close()
