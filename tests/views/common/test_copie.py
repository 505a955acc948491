"""What Ctrl+C puts on the clipboard never begins a formula."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from imuse_desk.domain.feuille import ColonneFeuille, Feuille, Nature, Section
from imuse_desk.views.listes.copie import copier_feuille


@pytest.mark.parametrize("nom", ["=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1+1", "=<b>1</b>"])
def test_a_copied_name_is_a_text_for_any_program(qtbot: QtBot, nom: str) -> None:
    colonnes = (ColonneFeuille("nom", "Nom"), ColonneFeuille("solde", "Solde", Nature.MONTANT))
    copier_feuille(Feuille("Élèves", colonnes, (Section("", ((nom, -1850),)),)))
    donnees = QGuiApplication.clipboard().mimeData()
    cellule, solde = donnees.text().splitlines()[1].split("\t")
    assert cellule[0] == "'"
    assert solde == "-18,50"
    html = donnees.html()
    assert "mso-number-format" in html.partition("Solde")[2].partition("-18,50")[0]
    assert "<b>" not in html
