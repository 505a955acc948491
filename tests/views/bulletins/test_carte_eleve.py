"""The bulletins of a pupil: seen as issued, printed again with DUPLICATA; the one replaced stays to be seen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models import Evaluation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.suivi.bulletins import emettre_bulletins
from imuse_desk.views.bulletins.carte_eleve import AUCUN, CarteBulletins
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from tests.fabriques import Maison, maison_valmont
from tests.printing.exemples import textes
from tests.services.suivi.test_bulletins import garnir
from tests.views.regie.conftest import attendre_calme

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base_sqlite, tmp_path / "depot").d_un_coup(garnir)


def ouvrir(qtbot: QtBot, executant: Executant, maison: Maison, *roles: Role) -> CarteBulletins:
    carte = CarteBulletins()
    carte.brancher(executant, Bus(executant))
    qtbot.addWidget(carte)
    carte.show()
    carte.montrer(maison.ctx(*roles), maison.ids["Lina"])
    attendre_calme(qtbot, executant)
    return carte


def lignes(carte: CarteBulletins) -> list[list[str]]:
    modele = carte.modele
    return [[modele.cellule(r, c).copie for c in range(modele.columnCount())] for r in range(modele.rowCount())]


def lire(qtbot: QtBot, executant: Executant, carte: CarteBulletins) -> str:
    attendre_calme(qtbot, executant)
    assert carte.papier is not None
    lu = " ".join(textes(carte.papier.chemin.read_bytes()))
    carte.papier.close()
    carte.papier = None
    return lu


def test_a_bulletin_is_seen_as_issued_and_printed_again_with_duplicata(
    qtbot: QtBot, executant: Executant, maison: Maison
) -> None:
    carte = ouvrir(qtbot, executant, maison)
    assert carte.etat.text() == AUCUN
    assert not carte.voir.isVisible()
    emettre_bulletins(maison.ctx(), maison.ids["S1"], [maison.ids["Lina"]])
    maison.ecrire(lambda s: setattr(s.query(Evaluation).filter_by(valeur=450).one(), "valeur", 400))
    emettre_bulletins(maison.ctx(), maison.ids["S1"], [maison.ids["Lina"]])
    carte.montrer(maison.ctx(), maison.ids["Lina"])
    attendre_calme(qtbot, executant)
    assert [(x[0], x[2], x[5], x[6]) for x in lignes(carte)] == [
        ("Semestre 1", "2", "", "Émis"), ("Semestre 1", "1", "", "Remplacé"),
    ]  # fmt: skip
    assert accessibilite.sans_nom(carte) == []
    assert accessibilite.touches_en_double(carte) == []
    carte.table.selectRow(1)
    assert not carte.reimprimer.isEnabled()
    qtbot.mouseClick(carte.voir, GAUCHE)
    lu = lire(qtbot, executant, carte)
    assert "4,50" in lu
    assert "DUPLICATA" not in lu
    for rang, attendu in enumerate((False, True)):
        carte.table.selectRow(0)
        assert carte.reimprimer.isEnabled()
        qtbot.mouseClick(carte.reimprimer, GAUCHE)
        lu = lire(qtbot, executant, carte)
        assert ("DUPLICATA" in lu) is attendu
        assert "4,00" in lu
        assert lignes(carte)[0][5] == ("Oui", "2 fois")[rang]


def test_a_teacher_has_no_bulletins_here(qtbot: QtBot, executant: Executant, maison: Maison) -> None:
    carte = ouvrir(qtbot, executant, maison, Role.ENSEIGNANT)
    assert not carte.isVisible()
