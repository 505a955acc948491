"""Help windows: the shortcuts of the registry, the licences of everything that is shipped."""

import re
import tomllib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.version import VERSION
from imuse_desk.views.aide import FenetreAPropos, FenetreRaccourcis, lire_composants
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.raccourcis import Raccourcis

PROJET = Path(__file__).parents[2] / "pyproject.toml"


def test_every_shortcut_is_listed_under_its_screen(qtbot: QtBot) -> None:
    raccourcis = Raccourcis()
    raccourcis.inscrire("Ctrl+N", "Nouvelle famille", "Famille")
    raccourcis.inscrire("Alt+Left", "Retour")
    fenetre = FenetreRaccourcis(raccourcis)
    qtbot.addWidget(fenetre)
    fenetre.show()
    mots = [e.text() for e in fenetre.findChildren(QLabel)]
    for mot in ("Partout", "Alt+←", "Retour", "Famille", "Ctrl+N", "Nouvelle famille"):
        assert mot in mots
    assert mots.index("Partout") < mots.index("Famille")
    assert accessibilite.sans_nom(fenetre) == []
    qtbot.keyClick(fenetre, Qt.Key.Key_Escape)
    assert not fenetre.isVisible()


def test_about_names_the_version_the_base_and_the_site_of_a_component(qtbot: QtBot) -> None:
    fenetre = FenetreAPropos("Base locale · démonstration")
    qtbot.addWidget(fenetre)
    fenetre.show()
    assert VERSION in fenetre.version.text()
    assert fenetre.base.text() == "Base locale · démonstration"
    fenetre.table.selectRow(0)
    assert fenetre.site.text().endswith("pyside.org")
    assert accessibilite.sans_nom(fenetre) == []


def test_every_dependency_that_is_shipped_has_its_licence() -> None:
    projet = tomllib.loads(PROJET.read_text(encoding="utf-8"))["project"]
    noms = [re.split(r"[\[<>=]", dependance)[0] for dependance in projet["dependencies"]]
    composants = lire_composants()
    ecrits = " ".join(c.nom for c in composants).lower().replace(" ", "-")
    assert [nom for nom in noms if nom.lower() not in ecrits] == []
    assert all(c.licence and c.emploi and c.site for c in composants)
