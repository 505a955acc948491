"""A short request: what it shows when it opens."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.views.common.champs import LigneTexte, ZoneTexte
from imuse_desk.views.common.demande import CHAMPS_EN_VUE, PART_D_ECRAN, Demande


def _ouvrir(qtbot: QtBot, nombre: int) -> Demande:
    champs = [(f"champ_{rang}", f"Champ {rang}", LigneTexte(40), False) for rang in range(nombre)]
    demande = Demande(None, "Modifier", "Une phrase.", "Enregistrer", champs)
    qtbot.addWidget(demande)
    demande.open()
    qtbot.waitExposed(demande)
    return demande


@pytest.mark.parametrize("nombre", [CHAMPS_EN_VUE, CHAMPS_EN_VUE + 2])
def test_every_field_is_in_view_where_the_screen_has_the_room(qtbot: QtBot, nombre: int) -> None:
    demande = _ouvrir(qtbot, nombre)
    place = demande.screen().availableSize().height() * PART_D_ECRAN
    dernier = demande.formulaire.widget(f"champ_{nombre - 1}")
    assert not dernier.visibleRegion().isEmpty() or demande.height() >= round(place)


def test_a_long_one_stays_on_the_screen_and_scrolls(qtbot: QtBot) -> None:
    demande = _ouvrir(qtbot, 60)
    assert demande.height() <= demande.screen().availableSize().height()
    assert not demande.confirmer.visibleRegion().isEmpty()


def test_ctrl_enter_confirms_from_a_field_of_several_lines(qtbot: QtBot) -> None:
    zone = ZoneTexte()
    demande = Demande(None, "Valider", "", "Valider quand même", [("motif", "&Motif", zone, True)])
    qtbot.addWidget(demande)
    demande.open()
    demande.activateWindow()
    qtbot.waitUntil(demande.isActiveWindow)
    faits: list[object] = []
    demande.validee.connect(faits.append)
    qtbot.keyClick(zone, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (faits, list(demande.formulaire.erreurs)) == ([], ["motif"])
    qtbot.keyClicks(zone, "vu au guichet")
    for _ in range(2):
        qtbot.keyClick(zone, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert faits == [{"motif": "vu au guichet"}], "once"
