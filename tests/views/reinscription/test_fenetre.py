"""The Réinscription tab inside the main window: the current dossier, its children, the way back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import Compte
from imuse_desk.services.brouillons import lister_brouillons
from imuse_desk.services.lectures.navigation import situer
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.reinscription.onglet import OngletReinscription
from tests.fabriques import Maison
from tests.services.reinscription.outils import cocher, enfant, ouvrir
from tests.views.gestes import taper


@pytest.fixture
def fenetre(qtbot: QtBot, executant: Executant, maison: Maison) -> Iterator[FenetrePrincipale]:
    fenetre = assembler(executant, ReglagesLocaux(), Coffre())
    qtbot.addWidget(fenetre)
    fenetre.resize(1366, 728)
    fenetre.show()
    fenetre.activateWindow()
    qtbot.waitUntil(fenetre.isActiveWindow)
    fenetre.entrer(maison.ctx())
    _calme(qtbot, fenetre)
    yield fenetre
    fenetre.close()


def _calme(qtbot: QtBot, fenetre: FenetrePrincipale) -> None:
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=15_000)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=15_000)


def _ouvrir(qtbot: QtBot, fenetre: FenetrePrincipale, foyer_id: int) -> OngletReinscription:
    fenetre.bus.ouvrir("foyer", foyer_id)
    _calme(qtbot, fenetre)
    fenetre.aller(Onglet.REINSCRIPTION)
    _calme(qtbot, fenetre)
    onglet = fenetre.pages[Onglet.REINSCRIPTION]
    assert isinstance(onglet, OngletReinscription)
    return onglet


def test_a_child_of_two_households_stays_in_the_one_that_is_open(
    qtbot: QtBot, fenetre: FenetrePrincipale, maison: Maison
) -> None:
    maison.foyer("Durand")
    maison.eleve("Ana", "Durand", cours=("COR", "FM1.1"))
    maison.lier("Noé", "Durand", rang=1, part=50, principal=False)
    onglet = _ouvrir(qtbot, fenetre, maison.ids["Durand"])
    assert onglet.dossier is not None
    assert {e.prenom for e in onglet.dossier.enfants} == {"Ana", "Noé"}
    qtbot.mouseClick(onglet.suivant, Qt.MouseButton.LeftButton)
    _calme(qtbot, fenetre)
    assert onglet.dossier is not None
    assert onglet.dossier.foyer_id == maison.ids["Durand"]
    assert onglet.enfant is not None
    assert onglet.enfant.prenom == "Noé"
    assert not onglet.cours.isHidden()


def test_alt_left_returns_to_the_draft(qtbot: QtBot, fenetre: FenetrePrincipale, maison: Maison) -> None:
    maison.foyer("Durand")
    maison.eleve("Ana", "Durand", cours=("COR", "FM1.1"))
    onglet = _ouvrir(qtbot, fenetre, maison.ids["Valmont"])
    rangee = onglet.cours.rangee(maison.ids["cible:COR"])
    assert rangee is not None
    rangee.case.setFocus()
    qtbot.keyClick(rangee.case, Qt.Key.Key_Space)
    onglet.declaration.case.setFocus()
    qtbot.keyClick(onglet.declaration.case, Qt.Key.Key_Space)
    _ouvrir(qtbot, fenetre, maison.ids["Durand"])
    assert not onglet.declaration.case.isChecked()
    for _ in range(2):
        qtbot.keyClick(fenetre, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        _calme(qtbot, fenetre)
    assert onglet.dossier is not None
    assert onglet.dossier.foyer_id == maison.ids["Valmont"]
    assert fenetre.pile.currentWidget() is onglet
    assert rangee.case.isChecked()
    assert onglet.declaration.case.isChecked()


def test_a_tick_counts_what_waits_and_tells_the_other_tabs(
    qtbot: QtBot, fenetre: FenetrePrincipale, maison: Maison
) -> None:
    onglet = _ouvrir(qtbot, fenetre, maison.ids["Valmont"])
    dits: list[object] = []
    fenetre.bus.change.connect(dits.append)
    rangee = onglet.cours.rangee(maison.ids["cible:FM1.2"])
    assert rangee is not None
    qtbot.mouseClick(rangee.case, Qt.MouseButton.LeftButton)
    _calme(qtbot, fenetre)
    assert len(dits) == 1
    assert "1 cours demandé" in onglet.cours.compte.text() or "cours demandés" in onglet.cours.compte.text()
    assert "Brouillon enregistré" in fenetre.barre.phrase


def test_ticks_pressed_at_the_moment_of_leaving_are_written(
    qtbot: QtBot, fenetre: FenetrePrincipale, maison: Maison
) -> None:
    """The first tick is on its way, the others wait for its version: closing the window loses none of them."""
    onglet = _ouvrir(qtbot, fenetre, maison.ids["Valmont"])
    for code in ("cible:COR", "cible:FM1.2"):
        rangee = onglet.cours.rangee(maison.ids[code])
        assert rangee is not None
        qtbot.keyClick(rangee.case, Qt.Key.Key_Space)
    fenetre.close()
    fenetre.executant.fermer()
    lina = enfant(ouvrir(maison), "Lina")
    assert {x.cours for x in lina.lignes if x.est_demandee} == {"COR", "FM1.2", "ORC"}


def test_a_tick_refused_on_leaving_does_not_stop_the_others(
    qtbot: QtBot, fenetre: FenetrePrincipale, maison: Maison
) -> None:
    """Another desk wrote Lina's answer meanwhile: hers is not overwritten, Noé's is kept."""
    onglet = _ouvrir(qtbot, fenetre, maison.ids["Valmont"])
    cocher(maison, "Lina")
    for _ in range(2):
        for code in ("cible:COR", "cible:FM1.2"):
            rangee = onglet.cours.rangee(maison.ids[code])
            assert rangee is not None
            qtbot.keyClick(rangee.case, Qt.Key.Key_Space)
        qtbot.mouseClick(onglet.suivant, Qt.MouseButton.LeftButton)
    fenetre.close()
    fenetre.executant.fermer()
    vu = ouvrir(maison)
    assert enfant(vu, "Lina").lignes[1].creneau_id == maison.ids["fm_mer"]
    assert {x.cours for x in enfant(vu, "Noé").lignes if x.est_demandee} == {"COR", "FM1.2", "ORC"}


def test_the_declaration_is_kept_when_the_program_is_left(
    qtbot: QtBot, fenetre: FenetrePrincipale, maison: Maison
) -> None:
    compte = maison.ajouter(Compte(identifiant="amartin", nom_affiche="Aline Martin", mot_de_passe="-"))
    ctx = replace(maison.ctx(), compte_id=compte)
    fenetre.entrer(ctx)
    onglet = _ouvrir(qtbot, fenetre, maison.ids["Valmont"])
    qtbot.keyClick(onglet.declaration.case, Qt.Key.Key_Space)
    taper(qtbot, onglet.declaration.le, "18/05/2026")
    fenetre.close()
    _calme(qtbot, fenetre)
    suivante = OngletReinscription(fenetre.executant, fenetre.bus)
    qtbot.addWidget(suivante)
    suivante.entrer(ctx)
    suivante.ouvrir_dossier(situer(ctx, "foyer", maison.ids["Valmont"]))
    _calme(qtbot, fenetre)
    assert suivante.declaration.case.isChecked()
    assert suivante.declaration.le.text() == "18/05/2026"
    cocher(maison, "Lina")
    suivante.relire()
    _calme(qtbot, fenetre)
    qtbot.mouseClick(suivante.valider, Qt.MouseButton.LeftButton)
    _calme(qtbot, fenetre)
    assert ouvrir(maison).declaration.acceptee_le == date(2026, 5, 18)
    assert lister_brouillons(ctx) == ()
