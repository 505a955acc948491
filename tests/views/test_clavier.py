"""A walk through every window by the keyboard: where the focus begins, where Tab leads, what Enter and Esc do."""

import warnings
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QPushButton, QWidget
from shiboken6 import isValid

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.demonstration import scenes_dossiers
from imuse_desk.views.demonstration.captures import SCENES
from imuse_desk.views.demonstration.galerie import Galerie
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.erreur_demarrage import FenetreErreurDemarrage
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.premier_demarrage import FenetrePremierDemarrage
from imuse_desk.views.reinscription.fenetre_piece import FenetrePiece
from imuse_desk.views.utilisateurs import FenetreUtilisateurs

REPOS_MS = 60  # layouts settle
PORTES = (FenetreConnexion, FenetreErreurDemarrage, FenetrePremierDemarrage)  # the program's own doors: Esc leaves them
SANS_ENTREE = (
    Confirmation,  # the focus is on "Renoncer"
    FenetrePiece,  # Enter in its search goes to the next place found, and must never accept a piece
    FenetrePapier,
    FenetreUtilisateurs,  # Enter opens the account chosen in the list
)
PLEINS = {"primary", "danger_plein"}
PAS_MAX = 400
RAYON = 4  # pixels by which two fields of one row may differ


@pytest.fixture(scope="module")
def plateau(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plateau]:
    appliquer_theme(qapp, "clair")
    executant = Executant()
    plateau = Plateau.preparer(executant, tmp_path_factory.mktemp("plateau"))
    yield plateau
    executant.fermer()
    plateau.fermer()


def _cadre(widget: QWidget, fenetre: QWidget) -> QRect:
    return QRect(widget.mapTo(fenetre, QPoint(0, 0)), widget.size())


def retours_en_arriere(fenetre: QWidget) -> list[str]:
    """Press Tab until the focus is back: steps that go up in one column, or left in one row, as the eye does not."""
    if (pris := QApplication.focusWidget()) is not None:
        QTest.keyClick(pris, Qt.Key.Key_Tab)  # a page may hold the focus without being a stop
    depart = avant = QApplication.focusWidget()
    montees: list[tuple[int, str]] = []
    for _ in range(PAS_MAX):
        if avant is None:
            return ["Tab loses the focus"]
        QTest.keyClick(avant, Qt.Key.Key_Tab)
        apres = QApplication.focusWidget()
        if apres is None or apres is avant:
            return [f"Tab stays on {_dire(avant)}"]
        de, vers = _cadre(avant, fenetre), _cadre(apres, fenetre)
        if _remonte(de, vers):
            montees.append((de.top() - vers.top(), f"{_dire(avant)} → {_dire(apres)}"))
        if apres is depart:
            return [pas for _, pas in sorted(montees)[:-1]]  # the longest is the one that begins the round again
        avant = apres
    return ["Tab never comes back"]


def _remonte(a: QRect, b: QRect) -> bool:
    meme_colonne = a.left() < b.right() and b.left() < a.right()
    meme_rangee = abs(a.center().y() - b.center().y()) <= RAYON
    return (meme_colonne and b.bottom() < a.top()) or (meme_rangee and b.right() < a.left())


def _dire(widget: QWidget) -> str:
    mots = widget.text() if isinstance(widget, QPushButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or mots!r}"


def test_walk(plateau: Plateau) -> None:
    """Every scene: a first focus, a tab order that follows the eye, Enter and Esc where a dialog has them."""
    fautes = []
    for scene in SCENES:
        montre = scene.preparer(plateau)
        QTest.qWait(REPOS_MS)
        fenetre = montre.window()
        _activer(fenetre)
        if not isinstance(fenetre, Galerie):
            fautes += [f"{scene.nom}: {faute}" for faute in (*_fautes_de_focus(fenetre), *_fautes(fenetre))]
        plateau.ranger()
    assert fautes == [], "\n".join(fautes)


def _activer(fenetre: QWidget) -> None:
    """The window system of the tests does not activate a window that is shown again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        QApplication.setActiveWindow(fenetre)
    QTest.qWait(REPOS_MS)


def _fautes_de_focus(fenetre: QWidget) -> list[str]:
    if QApplication.focusWidget() is None:
        return ["nothing has the focus"]
    return retours_en_arriere(fenetre)


def _fautes(fenetre: QWidget) -> Iterator[str]:
    if isinstance(fenetre, QMainWindow):
        return
    pris = fenetre.focusWidget()
    if isinstance(fenetre, QDialog):
        defauts = [b for b in fenetre.findChildren(QPushButton) if b.isDefault() and b.isVisibleTo(fenetre)]
        if len(defauts) > 1:
            yield f"Enter has {len(defauts)} buttons"
        primaires = [
            b for b in fenetre.findChildren(QPushButton) if b.isVisibleTo(fenetre) and b.property("kind") in PLEINS
        ]
        if primaires and not defauts and not isinstance(fenetre, SANS_ENTREE):
            yield "Enter does nothing"
    if not isinstance(fenetre, PORTES):
        QTest.keyClick(pris or fenetre, Qt.Key.Key_Escape)
        QTest.qWait(10)
        if not isValid(fenetre) or not fenetre.isVisible():
            return
        question = fenetre.findChild(Confirmation)
        if question is None:
            yield "Esc does nothing"
            return
        QTest.keyClick(question.confirmer, Qt.Key.Key_Return)
        QTest.qWait(10)
        if isValid(fenetre) and fenetre.isVisible():
            yield "the question of Esc closes nothing"


def _taper(widget: QWidget, mots: str) -> None:
    widget.setFocus()
    QTest.keyClicks(widget, mots)


def test_esc_goes_up_one_level_and_loses_nothing(plateau: Plateau) -> None:
    """A pupil's card, the family's, the Accueil: what was typed comes back with the card."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    fenetre = plateau.ouvrir("eleve", plateau.premier_eleve(foyer_id), Onglet.ELEVE)
    _activer(fenetre)
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
    _activer(fenetre)
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
    _activer(fenetre)
    liste = plateau.onglet(Onglet.FAMILLE, OngletFamille).liste
    _taper(liste.champ, "val")
    QTest.keyClick(liste.champ, Qt.Key.Key_Escape)
    assert liste.champ.text() == ""
    plateau.ranger()


def test_esc_in_the_conflict_comes_back_to_what_was_typed(plateau: Plateau) -> None:
    fenetre = scenes_dossiers.famille_conflit(plateau).window()
    _activer(fenetre)
    famille = plateau.onglet(Onglet.FAMILLE, OngletFamille)
    assert famille.pile.currentWidget() is famille.conflit
    pris = QApplication.focusWidget()
    assert pris is not None
    assert famille.conflit.isAncestorOf(pris), "the first field to choose has the focus"
    QTest.keyClick(pris, Qt.Key.Key_Escape)
    assert famille.pile.currentWidget() is famille.fiche
    assert famille.a_un_brouillon()
    plateau.ranger()
