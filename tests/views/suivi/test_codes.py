"""The words of the roll call in the settings: one added, changed, put aside; refusals on their field."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.suivi.page_codes import PageCodes
from tests.fabriques import Maison


def ouvrir(qtbot: QtBot, executant: Executant, base: Base, dossier: Path, role: Role) -> PageCodes:
    maison = Maison(base, dossier).d_un_coup(lambda m: m.batir())
    page = PageCodes(executant, Bus(), maison.ctx(role))
    qtbot.addWidget(page)
    page.show()
    page.relire()
    qtbot.waitUntil(lambda: page.modele.rowCount() == 5)
    return page


def rangees(page: PageCodes) -> list[tuple[str, str]]:
    return [(page.modele.cellule(r, 0).copie, page.modele.cellule(r, 3).copie) for r in range(page.modele.rowCount())]


def test_a_word_is_added_then_put_aside_and_one_that_is_needed_stays(
    qtbot: QtBot, executant: Executant, base_sqlite: Base, tmp_path: Path
) -> None:
    page = ouvrir(qtbot, executant, base_sqlite, tmp_path, Role.DIRECTION)
    qtbot.mouseClick(page.nouveau, Qt.MouseButton.LeftButton)
    page.formulaire.poser_brut({"code": "p", "libelle": "Parti", "genre": "excuse"})
    page.recorder()
    qtbot.waitUntil(lambda: bool(page.formulaire.erreurs))
    page.formulaire.poser_brut({"code": "v", "libelle": "Visio", "genre": "present"})
    page.recorder()
    qtbot.waitUntil(lambda: rangees(page)[-1] == ("V", ""))
    assert not page.formulaire.widget("code").isEnabled()
    qtbot.mouseClick(page.retirer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: rangees(page)[-1] == ("V", "Retiré"))
    page._choisi("A")
    qtbot.mouseClick(page.retirer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.echec.isVisible)
    assert "seul mot de ce sens" in page.echec.accessibleName()
    assert accessibilite.sans_nom(page) == []
    assert accessibilite.touches_en_double(page) == []


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ENSEIGNANT])
def test_who_may_not_change_them_reads_them(
    qtbot: QtBot, executant: Executant, base_sqlite: Base, tmp_path: Path, role: Role
) -> None:
    page = ouvrir(qtbot, executant, base_sqlite, tmp_path, role)
    assert not page.carte.isVisible()
    assert not page.nouveau.isVisible()
