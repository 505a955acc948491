"""A postcode typed on a family's card proposes its town, and Enter takes both."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.propositions import Propositions
from tests.fabriques import Maison

DELAI = 5000


class Fiche(QWidget):
    """A card with the fields of an address."""

    def __init__(self, ctx: Contexte, executant: Executant) -> None:
        super().__init__()
        self.contexte = ctx
        self.form = Formulaire(self)
        colonne = QVBoxLayout(self)
        colonne.addWidget(self.form.bandeau)
        colonne.addWidget(self.form.colonne())
        for cle in ("foyer_cp", "foyer_ville", "profession"):
            self.form.champ(cle, cle, LigneTexte(60))
        self.propositions = Propositions(executant, self, self.form)


@pytest.fixture
def fiche(qtbot: QtBot, executant: Executant, base_sqlite: Base, tmp_path: Path) -> Fiche:
    maison = Maison(base_sqlite, tmp_path / "depot").batir()
    maison.foyer("Valmont")
    fiche = Fiche(maison.ctx(), executant)
    qtbot.addWidget(fiche)
    fiche.show()
    fiche.activateWindow()
    qtbot.waitUntil(fiche.isActiveWindow)
    return fiche


def _popup() -> QListView | None:
    vues = [w for w in QApplication.topLevelWidgets() if isinstance(w, QListView) and w.isVisible()]
    return vues[0] if vues else None


def test_a_postcode_gives_its_town(qtbot: QtBot, fiche: Fiche) -> None:
    cp = fiche.form.widget("foyer_cp")
    cp.setFocus()
    qtbot.keyClicks(cp, "54")
    qtbot.wait(300)
    assert _popup() is None
    with qtbot.waitSignal(fiche.form.modifie, timeout=DELAI):
        qtbot.keyClicks(cp, "9")
    qtbot.waitUntil(lambda: _popup() is not None, timeout=DELAI)
    popup = _popup()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert fiche.form.brut() == {"foyer_cp": "54999", "foyer_ville": "Rives-sur-Aulne", "profession": ""}
    assert fiche.form.est_modifie()
    qtbot.wait(400)
    assert _popup() is None  # the list does not come back over the fields below


def test_the_towns_of_a_narrow_postcode_are_read_whole(qtbot: QtBot, fiche: Fiche) -> None:
    cp = fiche.form.widget("foyer_cp")
    cp.setFixedWidth(72)
    cp.setFocus()
    qtbot.keyClicks(cp, "549")
    qtbot.waitUntil(lambda: _popup() is not None, timeout=DELAI)
    popup = _popup()
    assert popup is not None
    assert popup.viewport().width() >= popup.sizeHintForColumn(0)
