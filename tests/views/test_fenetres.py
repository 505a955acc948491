"""A walk through every window and tab: names for screen readers, buddies, keys, contrast, nothing clipped, nothing too
large for a small office screen, and the keyboard.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.jetons import CLAIR, SOMBRE, Jetons
from imuse_desk.views.common.textes import TexteElide
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.demonstration.captures import SCENES, Scene
from imuse_desk.views.demonstration.galerie import Galerie
from imuse_desk.views.demonstration.plateau import Plateau
from tests.views.au_clavier import fautes_au_clavier

ECRAN = QSize(1366, 768)
PETIT_ECRAN = QSize(1280, 649)
TOLERANCE = 1  # pixel
REPOS_MS = 60  # layouts settle
REGIE = next(rang for rang, scene in enumerate(SCENES) if scene.nom.startswith("regie"))
"""From there on scenes bill and cash: the walk is parted before."""


@pytest.fixture(scope="module")
def plateau(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plateau]:
    """One set for the whole walk: building the main window is what takes time."""
    appliquer_theme(qapp, "clair")
    executant = Executant()
    plateau = Plateau.preparer(executant, tmp_path_factory.mktemp("plateau"))
    yield plateau
    executant.fermer()
    plateau.fermer()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the next theme would dress it


@pytest.mark.premier
@pytest.mark.parametrize("scenes", [SCENES[:REGIE], SCENES[REGIE:]], ids=["avant la régie", "depuis la régie"])
def test_walk(plateau: Plateau, scenes: Sequence[Scene]) -> None:
    """Every scene in its order: one of the régie may go on from what the one before left in the base."""
    assert _parcourir(plateau, CONTROLES, scenes) == []


@pytest.mark.long
@pytest.mark.parametrize("taille", [130, 150])
def test_walk_with_large_text(qapp: QApplication, tmp_path: Path, taille: int) -> None:
    """Every scene fits a small screen; what has no room goes below, is elided with its tooltip, or scrolls."""
    appliquer_theme(qapp, "clair", taille)
    executant = Executant()
    plateau = Plateau.preparer(executant, tmp_path)
    try:
        fautes = _parcourir(plateau, (textes_coupes, contenus_coupes, deborde))
    finally:
        executant.fermer()
        plateau.fermer()
        appliquer_theme(qapp, "clair")
    assert fautes == []


def _parcourir(
    plateau: Plateau, controles: tuple[Callable[[QWidget], list[str]], ...], scenes: Sequence[Scene] = SCENES
) -> list[str]:
    fautes = []
    for scene in scenes:
        fenetre = scene.preparer(plateau)
        QTest.qWait(REPOS_MS)
        fautes += [
            f"{scene.nom} : {controle.__name__} : {faute}" for controle in controles for faute in controle(fenetre)
        ]
        plateau.ranger()
    return fautes


@pytest.mark.parametrize("jetons", [CLAIR, SOMBRE], ids=["clair", "sombre"])
def test_contrast(jetons: Jetons) -> None:
    assert accessibilite.contrastes_faibles(jetons) == []


def test_the_walk_sees_a_clipped_text(qtbot: QtBot) -> None:
    boite = QWidget()
    qtbot.addWidget(boite)
    bouton = QPushButton("Valider la réinscription", boite)
    etiquette = QLabel("Un texte qui revient à la ligne et n’en a pas la place", boite)
    etiquette.setWordWrap(True)
    etiquette.setGeometry(0, 40, 60, 12)
    bouton.resize(bouton.sizeHint().width() - 20, 30)
    boite.resize(400, 200)
    boite.show()
    assert len(textes_coupes(boite)) == 2


def textes_coupes(racine: QWidget) -> list[str]:
    """Labels and buttons that do not show their whole text."""
    return [
        f"{_mots(widget)!r} {widget.size().toTuple()} < {widget.sizeHint().toTuple()}"
        for widget in racine.findChildren(QWidget)
        if widget.isVisibleTo(racine) and widget.window() is racine.window() and _mots(widget) and _est_coupe(widget)
    ]


def _mots(widget: QWidget) -> str:
    if isinstance(widget, QLabel) and not isinstance(widget, TexteElide):
        return widget.text()
    dans_champ = isinstance(widget, QToolButton) and isinstance(widget.parentWidget(), QLineEdit)  # an icon alone
    return widget.text() if isinstance(widget, QAbstractButton) and not dans_champ else ""


def _est_coupe(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() + TOLERANCE < widget.heightForWidth(widget.width())
    return widget.width() + TOLERANCE < widget.sizeHint().width()


def contenus_coupes(racine: QWidget) -> list[str]:
    """What a scroll area that never scrolls sideways leaves out on its right."""
    coupes = []
    for zone in racine.findChildren(QScrollArea):
        contenu = zone.widget()
        cachee = zone.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if not cachee or contenu is None or not zone.isVisibleTo(racine):
            continue
        bord = zone.viewport().width()
        coupes += [
            f"{type(w).__name__} {_mots(w)!r} dépasse de {droite - bord} px"
            for w in contenu.findChildren(QWidget)
            if w.isVisibleTo(contenu) and (droite := w.mapTo(contenu, QPoint(w.width(), 0)).x()) > bord + TOLERANCE
        ]
    return coupes


def trop_grande(racine: QWidget) -> list[str]:
    """A window that asks for more than a small office screen."""
    if isinstance(racine.window(), Galerie):  # the developers' sheet of components
        return []
    minimum = racine.window().minimumSizeHint()
    tient = minimum.width() <= PETIT_ECRAN.width() and minimum.height() <= PETIT_ECRAN.height()
    return [] if tient else [str(minimum.toTuple())]


def deborde(racine: QWidget) -> list[str]:
    """A window that asks for more than a whole office screen."""
    minimum = racine.window().minimumSizeHint()
    est_large = minimum.width() > ECRAN.width() or minimum.height() > ECRAN.height()
    return [str(minimum.toTuple())] if est_large and not isinstance(racine.window(), Galerie) else []


CONTROLES: tuple[Callable[[QWidget], list[str]], ...] = (
    accessibilite.sans_nom,
    accessibilite.libelles_sans_ami,
    accessibilite.touches_en_double,
    textes_coupes,
    contenus_coupes,
    trop_grande,
    fautes_au_clavier,  # last: Esc closes what is shown
)


@pytest.mark.premier  # beside the walk, whose set it takes
def test_nothing_of_one_person_is_left_to_the_next(plateau: Plateau) -> None:
    fenetre = plateau.entrer()
    fenetre.bus.dire("Pièce décidée : avis.pdf")
    assert "avis.pdf" in fenetre.barre.accessibleDescription()
    assert not fenetre.entete.a_traiter.isHidden()
    plateau.entrer(plateau.contexte("Enseignant"))
    assert fenetre.barre.accessibleDescription() == ""
    assert "traiter" not in fenetre.entete.a_traiter.text()  # a teacher's own lines alone
    plateau.ranger()
