"""The program started and driven as a person does, and closed at the end of the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.app import Programme, preparer_application
from imuse_desk.domain.comptes import MOT_DE_PASSE_DEMONSTRATION
from imuse_desk.infra.chemins import VARIABLE
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.erreur_demarrage import FenetreErreurDemarrage
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from tests.services.maison import alleger_hachage
from tests.views.gestes import taper

DELAI = 20_000
Lancer = Callable[..., Programme]


@pytest.fixture
def donnees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "données"))
    return tmp_path / "données"


@pytest.fixture
def lancer(qapp: QApplication, donnees: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lancer]:
    """Starts programs, closed at the end; the application is left as it was found."""
    alleger_hachage(monkeypatch)
    lances: list[Programme] = []

    def faire(*, demo: bool = False, url: str | None = None, familles: int = 12) -> Programme:
        programme = Programme(preparer_application([]), demo=demo, url=url, familles=familles)
        lances.append(programme)
        programme.demarrer()
        return programme

    yield faire
    for programme in lances:
        programme.fermer()
        for fenetre in (programme.fenetre, programme.principale):
            if fenetre is not None:
                fenetre.blockSignals(True)
                fenetre.close()
                fenetre.deleteLater()
        qapp.aboutToQuit.disconnect(programme.fermer)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else the theme dresses what goes: 3 seconds
    for traducteur in qapp.findChildren(QTranslator):
        qapp.removeTranslator(traducteur)
        traducteur.deleteLater()
    appliquer_theme(qapp, "clair")
    QApplication.processEvents()


def attendre(qtbot: QtBot, programme: Programme, genre: type[QWidget]) -> None:
    qtbot.waitUntil(lambda: isinstance(programme.fenetre, genre), timeout=DELAI)
    if genre is FenetreConnexion:  # shown before the base is open
        qtbot.waitUntil(lambda: programme.ouverte is not None, timeout=DELAI)
    qtbot.waitUntil(lambda: not programme.executant.est_occupe, timeout=DELAI)


def connecter(qtbot: QtBot, programme: Programme, identifiant: str = "a.martin") -> FenetrePrincipale:
    attendre(qtbot, programme, FenetreConnexion)
    fenetre = programme.fenetre
    assert isinstance(fenetre, FenetreConnexion)
    taper(qtbot, fenetre.identifiant, identifiant)
    taper(qtbot, fenetre.mot_de_passe, MOT_DE_PASSE_DEMONSTRATION)
    qtbot.keyClick(fenetre.mot_de_passe, Qt.Key.Key_Return)
    attendre(qtbot, programme, FenetrePrincipale)
    assert programme.principale is not None
    return programme.principale


def refus(qtbot: QtBot, programme: Programme, capsys: pytest.CaptureFixture[str]) -> tuple[FenetreErreurDemarrage, str]:
    attendre(qtbot, programme, FenetreErreurDemarrage)
    fenetre = programme.fenetre
    assert isinstance(fenetre, FenetreErreurDemarrage)
    dit = capsys.readouterr().err
    assert fenetre.message.phrase in dit, "the terminal says the same as the window"
    return fenetre, dit


def ouvrir_valmont(qtbot: QtBot, programme: Programme, principale: FenetrePrincipale) -> QLineEdit:
    """The Valmont family's card, at its profession."""
    principale.recherche.prendre_focus()
    qtbot.keyClicks(principale.recherche.champ, "valmont")
    qtbot.waitUntil(principale.recherche.resultats.isVisible, timeout=DELAI)
    qtbot.keyClick(principale.recherche.champ, Qt.Key.Key_Return)
    page = principale.pages[Onglet.FAMILLE]
    qtbot.waitUntil(page.resume.fiche.isVisible, timeout=DELAI)  # type: ignore[attr-defined]  # OngletFamille
    qtbot.keyClick(page, Qt.Key.Key_F2)
    champ = page.fiche.form.widget("profession")  # type: ignore[attr-defined]  # OngletFamille
    qtbot.waitUntil(champ.isVisible, timeout=DELAI)
    qtbot.waitUntil(lambda: not programme.executant.est_occupe, timeout=DELAI)
    assert isinstance(champ, QLineEdit)
    return champ
