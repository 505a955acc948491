"""Élève › Cours as a secretary uses it: add a course, change its time, stop it, read the history, undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.eleves import FicheEleve, ouvrir_eleve
from imuse_desk.services.lectures.navigation import situer
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.eleve.changement import DialogueChangement
from imuse_desk.views.eleve.cours import PageCours
from tests.bases import BaseDemo

GAUCHE = Qt.MouseButton.LeftButton
DELAI = 8000


@pytest.fixture
def ctx(base_demo: BaseDemo) -> Contexte:
    return base_demo.contexte(Role.SECRETARIAT)


@pytest.fixture
def lina(ctx: Contexte) -> FicheEleve:
    return ouvrir_eleve(ctx, situer(ctx, "foyer", 1).enfants[0][0])


class Page:
    """The page with what it says, refreshed as the tab would."""

    def __init__(self, qtbot: QtBot, executant: Executant, ctx: Contexte, lina: FicheEleve) -> None:
        self.qtbot, self.ctx, self.eleve_id = qtbot, ctx, lina.id
        self.bus = Bus(executant)
        self.phrases: list[str] = []
        self.page = PageCours()
        self.page.brancher(executant, self.bus)
        self.bus.message.connect(self._dire)
        self.bus.change.connect(self.relire)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 560)
        self.page.show()
        self.page.montrer(ctx, lina)

    def _dire(self, phrase: str, _annuler: object) -> None:
        self.phrases.append(phrase)

    def relire(self, _changements: object = None) -> None:
        self.page.montrer(self.ctx, ouvrir_eleve(self.ctx, self.eleve_id))

    def dialogue(self, bouton: QWidget) -> DialogueChangement:
        self.qtbot.mouseClick(bouton, GAUCHE)
        self.qtbot.waitUntil(lambda: bool(self.page.findChildren(DialogueChangement)), timeout=DELAI)
        dialogue = self.page.findChildren(DialogueChangement)[-1]
        assert accessibilite.sans_nom(dialogue) == []
        assert accessibilite.libelles_sans_ami(dialogue) == []
        assert accessibilite.touches_en_double(dialogue) == []
        return dialogue

    def enregistrer(self, dialogue: DialogueChangement) -> None:
        n = len(self.phrases)
        self.qtbot.mouseClick(dialogue.enregistrer, GAUCHE)
        self.qtbot.waitUntil(lambda: len(self.phrases) > n, timeout=DELAI)
        self.qtbot.waitUntil(lambda: not self.page.findChildren(DialogueChangement), timeout=DELAI)


@pytest.fixture
def page(qtbot: QtBot, executant: Executant, ctx: Contexte, lina: FicheEleve) -> Page:
    return Page(qtbot, executant, ctx, lina)


def _choisir(liste: QWidget, mots: str) -> None:
    assert isinstance(liste, ListeChoix)
    rang = liste.findText(mots, Qt.MatchFlag.MatchContains)
    assert rang >= 0, [liste.itemText(r) for r in range(liste.count())]
    liste.setCurrentIndex(rang)
    liste.activated.emit(rang)


def test_a_course_is_added_then_undone_from_the_history(qtbot: QtBot, page: Page) -> None:
    n = page.page.modele.rowCount()
    dialogue = page.dialogue(page.page.ajouter)
    form = dialogue.formulaire
    qtbot.waitUntil(lambda: bool(dialogue._cours), timeout=DELAI)
    qtbot.mouseClick(dialogue.enregistrer, GAUCHE)  # nothing chosen: refused, nothing lost
    assert list(form.erreurs) == ["cours_id"]
    assert not dialogue.alerte.isVisible()
    liste = form.widget("cours_id")
    assert isinstance(liste, ListeChoix)
    mots = [liste.itemText(rang) for rang in range(liste.count())]
    assert len(set(mots)) == len(mots)  # two courses of one name are told apart by their cursus
    _choisir(form.widget("cours_id"), "Musique de chambre")
    qtbot.keyClicks(form.widget("demande_par"), "Camille Valmont, au guichet")
    page.enregistrer(dialogue)
    qtbot.waitUntil(lambda: page.page.modele.rowCount() == n + 1, timeout=DELAI)
    qtbot.waitUntil(lambda: page.page.modele_changements.rowCount() == 1, timeout=DELAI)
    ident = page.page.modele_changements.ident(0)
    page.page.changements.lien_suivi.emit(ident, "annuler")
    qtbot.waitUntil(lambda: any("Annulé" in p for p in page.phrases), timeout=DELAI)
    qtbot.waitUntil(lambda: "Annulé" in page.page.modele_changements.cellule(0, 5).texte, timeout=DELAI)


def test_a_course_is_stopped_with_its_motive(qtbot: QtBot, page: Page) -> None:
    page.page.table.choisir(page.page.modele.ident(0))
    page.page._choisi(page.page.modele.ident(0))
    assert page.page.changer.isVisible()
    dialogue = page.dialogue(page.page.changer)
    form = dialogue.formulaire
    _choisir(form.widget("genre"), "démission")
    assert not dialogue.bloc_horaire.isVisible()
    assert not dialogue.bloc_cours.isVisible()
    qtbot.mouseClick(dialogue.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: "motif" in form.erreurs, timeout=DELAI)
    qtbot.keyClicks(form.widget("motif"), "Demenagement")
    page.enregistrer(dialogue)
    qtbot.waitUntil(lambda: page.page.modele_changements.rowCount() == 1, timeout=DELAI)
    assert page.page.modele_changements.cellule(0, 3).texte == "Demenagement"
    change = page.page.modele_changements.cellule(0, 2)
    assert (change.texte, change.second.startswith("avant\u00a0: ")) == ("Démission", True)


def test_a_leave_asks_for_the_director_s_agreement(qtbot: QtBot, page: Page) -> None:
    page.page.table.choisir(page.page.modele.ident(0))
    page.page._choisi(page.page.modele.ident(0))
    dialogue = page.dialogue(page.page.changer)
    form = dialogue.formulaire
    _choisir(form.widget("genre"), "Congé")
    qtbot.keyClicks(form.widget("motif"), "Stage")
    qtbot.mouseClick(dialogue.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: "accord_par" in form.erreurs, timeout=DELAI)
    qtbot.keyClicks(form.widget("accord_par"), "Delphine Leroy")
    page.enregistrer(dialogue)
    qtbot.waitUntil(lambda: page.page.modele.cellule(0, 4).texte == "Congé", timeout=DELAI)
