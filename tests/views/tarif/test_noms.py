"""Codes of a grid are shown, chosen and typed by their French names, and written as codes."""

from pytestqt.qtbot import QtBot

from imuse_desk.domain.tarifs.explication import NOMS_ZONES, titre_zone
from imuse_desk.views.tarif.correspondances import CHAMPS
from imuse_desk.views.tarif.forme import Forme
from imuse_desk.views.tarif.mots import NATURES, resumer_condition
from imuse_desk.views.tarif.saisies import SaisieCodes, SaisieNommee


def _zones() -> list[tuple[str, str]]:
    return [(code, "") for code in (*NOMS_ZONES, "Z3")]


def test_zones_are_typed_and_shown_in_french(qtbot: QtBot) -> None:
    codes = SaisieCodes(_zones, "Zone", NOMS_ZONES)
    qtbot.addWidget(codes)
    codes.poser(["outside", "Z3"])
    assert codes.ligne.text() == "extérieur, Z3"
    assert codes.lue() == ["outside", "Z3"]
    codes.ligne.clear()
    qtbot.keyClicks(codes.ligne, "Exterieur, RESIDENT, Z3, outside")
    assert codes.lue() == ["outside", "resident", "Z3", "outside"]


def test_the_menu_of_zones_speaks_french(qtbot: QtBot) -> None:
    codes = SaisieCodes(_zones, "Zone", NOMS_ZONES)
    qtbot.addWidget(codes)
    codes.menu.aboutToShow.emit()
    assert [a.text() for a in codes.menu.actions()] == ["résident", "extérieur", "Z3"]


def test_natures_are_named(qtbot: QtBot) -> None:
    codes = SaisieCodes(lambda: list(NATURES.items()), "Natures", NATURES)
    qtbot.addWidget(codes)
    codes.poser(["course", "fee"])
    assert codes.ligne.text() == "Cours, Frais"
    assert codes.lue() == ["course", "fee"]


def test_the_zone_of_a_town_is_named(qtbot: QtBot) -> None:
    forme = Forme(CHAMPS["zones"], {})
    qtbot.addWidget(forme)
    ligne = {"cp": "54999", "zone": "resident"}
    forme.poser(ligne)
    champ = forme.widget("zone")
    assert isinstance(champ, SaisieNommee)
    assert champ.text() == "résident"
    champ.clear()
    qtbot.keyClicks(champ, "exterieur")
    assert ligne["zone"] == "outside"


def test_a_condition_and_a_title_name_the_zone() -> None:
    assert resumer_condition({"zone": ["resident", "Z3"]}) == "Zone résident, Z3"
    assert (titre_zone("outside"), titre_zone("Z3")) == ("Extérieur", "Zone Z3")
