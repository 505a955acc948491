"""Esc in the windows: it goes up one level, and what was typed is kept."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.views.common.completion import Completion
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.demonstration import scenes_dossiers
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.navigation import Onglet
from tests.views.au_clavier import activer


@pytest.fixture(scope="module")
def plateau(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plateau]:
    appliquer_theme(qapp, "clair")
    executant = Executant()
    plateau = Plateau.preparer(executant, tmp_path_factory.mktemp("plateau"))
    yield plateau
    executant.fermer()
    plateau.fermer()


def _taper(widget: QWidget, mots: str) -> None:
    widget.setFocus()
    QTest.keyClicks(widget, mots)


def test_esc_goes_up_one_level_and_loses_nothing(plateau: Plateau) -> None:
    """A pupil's card, the family's, the Accueil: what was typed comes back with the card."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    fenetre = plateau.ouvrir("eleve", plateau.premier_eleve(foyer_id), Onglet.ELEVE)
    activer(fenetre)
    eleve = plateau.onglet(Onglet.ELEVE, OngletEleve)
    _taper(eleve.fiche.form.widget("lieu_naissance"), "Meudon")
    QTest.keyClick(eleve.fiche.form.widget("lieu_naissance"), Qt.Key.Key_Escape)
    plateau.calme("rien ne revient")
    famille = plateau.onglet(Onglet.FAMILLE, OngletFamille)
    assert fenetre.pile.currentWidget() is famille
    assert famille.resume.isVisible(), "the family of the pupil"
    assert "Brouillon gardé" in fenetre.barre.phrase
    famille.montrer_la_fiche()
    plateau.calme("la fiche ne s’ouvre pas")
    champ = famille.fiche.form.widget("profession")
    _taper(champ, "Libraire")
    QTest.keyClick(champ, Qt.Key.Key_Escape)
    plateau.calme("l’accueil ne revient pas")
    assert famille.pile.currentWidget() is famille.accueil
    assert not any(question.isVisible() for question in fenetre.findChildren(Confirmation))
    fenetre.bus.ouvrir("foyer", foyer_id)
    plateau.calme("la fiche ne revient pas")
    assert famille.a_un_brouillon()
    assert "Libraire" in str(famille.fiche.form.brut()["profession"])
    famille.abandonner()
    plateau.calme("le brouillon reste")
    plateau.ranger()


def test_esc_on_a_new_card_comes_back_to_the_dossier(plateau: Plateau) -> None:
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    fenetre = plateau.ouvrir("foyer", foyer_id, Onglet.FAMILLE)
    activer(fenetre)
    famille = plateau.onglet(Onglet.FAMILLE, OngletFamille)
    famille.nouveau()
    plateau.calme("la fiche neuve ne s’ouvre pas")
    nom = famille.fiche.form.widget("nom")
    QTest.keyClick(nom, Qt.Key.Key_Escape)
    plateau.calme("le dossier ne revient pas")
    assert famille.resume.isVisible(), "the household that was open before"
    assert famille.accueil.isHidden()
    assert "Brouillon" not in fenetre.barre.phrase, "nothing was typed: nothing is kept"
    plateau.ranger()


def test_esc_in_the_filter_of_a_list_empties_it(plateau: Plateau) -> None:
    fenetre = plateau.entrer()
    activer(fenetre)
    liste = plateau.onglet(Onglet.FAMILLE, OngletFamille).liste
    _taper(liste.champ, "val")
    QTest.keyClick(liste.champ, Qt.Key.Key_Escape)
    assert liste.champ.text() == ""
    plateau.ranger()


def test_esc_in_the_conflict_comes_back_to_what_was_typed(plateau: Plateau) -> None:
    fenetre = scenes_dossiers.famille_conflit(plateau).window()
    activer(fenetre)
    famille = plateau.onglet(Onglet.FAMILLE, OngletFamille)
    assert famille.pile.currentWidget() is famille.conflit
    pris = QApplication.focusWidget()
    assert pris is not None
    assert famille.conflit.isAncestorOf(pris), "the first field to choose has the focus"
    QTest.keyClick(pris, Qt.Key.Key_Escape)
    assert famille.pile.currentWidget() is famille.fiche
    assert famille.a_un_brouillon()
    plateau.ranger()


def test_the_proposals_of_a_field_outlive_the_scene_that_left_them_open(plateau: Plateau) -> None:
    """The field owns its list: a set that destroyed it left Qt with a pointer to nothing."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    fenetre = plateau.ouvrir("foyer", foyer_id, Onglet.FAMILLE)
    activer(fenetre)
    famille = plateau.onglet(Onglet.FAMILLE, OngletFamille)
    famille.montrer_la_fiche()
    plateau.calme("la fiche ne s’ouvre pas")
    champ = famille.fiche.form.widget("profession")
    champ.setFocus()
    (completion,) = champ.findChildren(Completion)
    completion.proposer([(1, "Libraire")])
    (liste,) = [w for w in QApplication.topLevelWidgets() if w.objectName() == "propositions" and w.isVisible()]
    plateau.ranger()
    assert isValid(liste)
    assert not liste.isVisible()
