"""What a walk looks at by the keyboard: where the focus begins, where Tab leads, what Enter and Esc do."""

import warnings
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QPushButton, QWidget
from shiboken6 import isValid

from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.demonstration.galerie import Galerie
from imuse_desk.views.erreur_demarrage import FenetreErreurDemarrage
from imuse_desk.views.evaluations.grille import GrilleNotes
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
GRILLES = (GrilleNotes,)  # Tab goes from cell to cell, and out after the last
PLEINS = {"primary", "danger_plein"}
PAS_MAX = 400
RAYON = 4  # pixels by which two fields of one row may differ


def fautes_au_clavier(montre: QWidget) -> list[str]:
    """A first focus, a tab order that follows the eye, Enter and Esc where a dialog has them; it may close it."""
    fenetre = montre.window()
    activer(fenetre)
    return [] if isinstance(fenetre, Galerie) else [*_fautes_de_focus(fenetre), *_fautes(fenetre)]


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
        if apres is avant and isinstance(avant, GRILLES):
            continue
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


def activer(fenetre: QWidget) -> None:
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
