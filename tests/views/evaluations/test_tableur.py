"""A workbook filled elsewhere: its differences are seen before they are written, and undone as any typing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.services.suivi.test_tableur import DICTEE, JEANNE, LECTURE, MAE, texte
from tests.views.evaluations.conftest import Ecran


@pytest.fixture
def chemin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fichier = tmp_path / "FM.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(fichier.with_suffix("")), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(fichier), ""))
    return fichier


def test_out_and_back(ecran: Ecran, chemin: Path) -> None:
    page = ecran.page
    page.outils.exporter.trigger()
    ecran.qtbot.waitUntil(lambda: "Feuille exportée\u00a0: FM.xlsx, 2 élèves" in ecran.dits)
    page.outils.reprendre.trigger()
    ecran.qtbot.waitUntil(lambda: "FM.xlsx ne change rien à la feuille" in ecran.dits)
    texte(chemin, f"{LECTURE}{JEANNE}", "4,5")
    texte(chemin, f"{DICTEE}{MAE}", "12")
    page.outils.reprendre.trigger()
    ecran.qtbot.waitUntil(lambda: page.tableur.dialogue is not None)
    dialogue = page.tableur.dialogue
    assert dialogue is not None
    lignes = [[dialogue.modele.index(r, c).data() for c in range(4)] for r in range(dialogue.modele.rowCount())]
    assert [[str(mots) for mots in ligne] for ligne in lignes] == [
        ["Aubry Jeanne", "Lecture", "", "4,50"], ["Aubry Maé", "Dictée", "", "12"]
    ]  # fmt: skip
    assert ecran.montre(0, 1) == ""
    ecran.qtbot.mouseClick(dialogue.reprendre, Qt.MouseButton.LeftButton)
    ecran.attendre()
    assert ecran.montre(0, 1) == "4,50"
    page.grille.setFocus()
    ecran.ctrl(Qt.Key.Key_Z)
    ecran.attendre()
    assert ecran.montre(0, 1) == ""


def test_a_file_refused_as_a_whole_says_why(ecran: Ecran, chemin: Path) -> None:
    chemin.write_bytes(b"rien")
    ecran.page.outils.reprendre.trigger()
    ecran.qtbot.waitUntil(lambda: ecran.page.tableur.dialogue is not None)
    dialogue = ecran.page.tableur.dialogue
    assert dialogue is not None
    assert dialogue.refus.phrase.startswith("Ce fichier n’est pas un classeur XLSX")
    assert not dialogue.reprendre.isVisible()
