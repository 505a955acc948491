"""What is to be followed up, on the screen: a teacher's bell, the line that opens the course on its day."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imuse_desk.services.suivi.alertes import Alerte, GenreAlerte
from imuse_desk.views.bureau.suivre import CarteSuivre, detail
from imuse_desk.views.common import accessibilite
from tests.views.test_fenetre_principale import calme, entrer, fenetre  # noqa: F401  # the window, as its own tests


def alerte(genre: GenreAlerte, nombre: int = 1, **champs: object) -> Alerte:
    return Alerte(genre, nombre, **champs)  # type: ignore[arg-type]  # the named fields


@pytest.mark.parametrize(
    ("vue", "mots"),
    [
        (alerte(GenreAlerte.APPEL), "1 séance sans appel"),
        (alerte(GenreAlerte.APPEL, 3), "3 séances sans appel"),
        (alerte(GenreAlerte.NOTES, 2, periode="Semestre 1"), "2 élèves sans note, Semestre 1"),
        (alerte(GenreAlerte.COURRIER), "1 courrier d’absence à écrire"),
        (alerte(GenreAlerte.PIECES), "1 famille dont des pièces manquent"),
        (alerte(GenreAlerte.IMPAYES, 1200), "1\u202f200 familles en retard de paiement"),
        (alerte(GenreAlerte.VALIDER, 4, periode="Semestre 1"), "4 feuilles de notes, Semestre 1"),
        (alerte(GenreAlerte.RELIRE, periode="Semestre 1"), "1 appréciation, Semestre 1"),
    ],
)
def test_a_line_says_how_many_of_what(vue: Alerte, mots: str) -> None:
    assert detail(vue) == mots


def test_what_is_older_is_folded(qtbot: QtBot, clair: QApplication) -> None:
    carte = CarteSuivre()
    qtbot.addWidget(carte)
    vieille = alerte(GenreAlerte.APPEL, cours="FM 1.1", est_ancienne=True)
    carte.montrer((alerte(GenreAlerte.NOTES, cours="FM 1.2", periode="Semestre 1"), vieille))
    carte.show()
    assert carte.modele.rowCount() == 1
    assert carte.anciennes.text() == "1 plus ancienne"
    qtbot.mouseClick(carte.anciennes, Qt.MouseButton.LeftButton)
    assert carte.modele.rowCount() == 2
    assert carte.anciennes.text() == "Masquer la plus ancienne"
    recues: list[Alerte] = []
    carte.alerte_suivie.connect(recues.append)
    carte.table.choisir(1)
    qtbot.keyClick(carte.table, Qt.Key.Key_Return)
    assert recues == [vieille]
    assert accessibilite.sans_nom(carte) == []


def test_a_thousand_roll_calls_do_not_hide_the_letters(qtbot: QtBot, clair: QApplication) -> None:
    carte = CarteSuivre()
    qtbot.addWidget(carte)
    carte.montrer((*(alerte(GenreAlerte.APPEL, cours=f"FM {n}") for n in range(1_000)), alerte(GenreAlerte.COURRIER)))
    carte.show()
    montres = carte.modele.rowCount()
    assert montres < 30
    assert carte.compte.text() == "1\u202f001"
    recues: list[Alerte] = []
    carte.alerte_suivie.connect(recues.append)
    carte.table.choisir(1_000)
    qtbot.keyClick(carte.table, Qt.Key.Key_Return)
    assert [recue.genre for recue in recues] == [GenreAlerte.COURRIER]
    qtbot.mouseClick(carte.autres, Qt.MouseButton.LeftButton)
    assert carte.modele.rowCount() == 1_001
    assert carte.autres.isHidden()
