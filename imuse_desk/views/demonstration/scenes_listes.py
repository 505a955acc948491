"""Scenes of the lists: rows chosen, groups, the columns, a letter to all, the paper, the courses of the offer."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from imuse_desk.views.common.apercu_fusion import DELAI_MS
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.envoi.dialogue import DialogueEnvoi
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.listes.outils import OutilsListe
from imuse_desk.views.navigation import Onglet

CHOISIES = 11


def _familles(plateau: Plateau) -> tuple[QWidget, OutilsListe]:
    fenetre = plateau.entrer()
    outils = plateau.onglet(Onglet.FAMILLE, OngletFamille).outils
    outils.table.clearSelection()
    outils.retablir()
    plateau.calme("la liste ne se remplit pas")
    return fenetre, outils


def selection(plateau: Plateau) -> QWidget:
    """Twelve families chosen with the keyboard: their count and the sum of a column at the foot."""
    fenetre, outils = _familles(plateau)
    outils.basculer_colonne("nombre")
    plateau.calme("la liste ne se remplit pas")
    outils.table.selectRow(2)
    plateau.calme("la famille ne s’ouvre pas")
    outils.table.setFocus()
    for _ in range(CHOISIES):
        QTest.keyClick(outils.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.qWait(120)
    plateau.calme("la somme ne vient pas")
    return fenetre


def groupee(plateau: Plateau) -> QWidget:
    """Pupils by state of their re-enrolment, one group closed."""
    fenetre = plateau.entrer()
    outils = plateau.onglet(Onglet.ELEVE, OngletEleve).outils
    outils.retablir()
    fenetre.aller(Onglet.ELEVE)
    outils.regrouper("etat")
    plateau.calme("la liste ne se remplit pas")
    outils.modele.basculer(0)
    outils.table.scrollToTop()
    plateau.calme("la liste ne se remplit pas")
    return fenetre


def _ecrire_a_toutes(plateau: Plateau) -> DialogueEnvoi:
    _, outils = _familles(plateau)
    outils.tout_choisir()
    outils.ecrire()
    dialogue = outils.envoi
    if dialogue is None:
        raise RuntimeError("the window did not open")
    plateau.calme("les destinataires ne se comptent pas")
    return dialogue


def etiquettes(plateau: Plateau) -> QWidget:
    """Labels of every family: the count, the sheet, the first address."""
    dialogue = _ecrire_a_toutes(plateau)
    choix = dialogue.formulaire.widget("canal")
    choix.setFocus()
    QTest.keyClick(choix, Qt.Key.Key_End)
    QTest.qWait(DELAI_MS + 100)
    return plateau.montrer(dialogue)


def ecrire(plateau: Plateau) -> QWidget:
    """A letter to every family, from a template: the count, the text, the second message as it would leave."""
    dialogue = _ecrire_a_toutes(plateau)
    for champ in ("canal", "gabarit"):
        choix = dialogue.formulaire.widget(champ)
        choix.setFocus()
        QTest.keyClick(choix, Qt.Key.Key_Down)
    QTest.mouseClick(dialogue.apercu.suivant, Qt.MouseButton.LeftButton)
    QTest.qWait(DELAI_MS + 100)
    return plateau.montrer(dialogue)


def colonnes(plateau: Plateau) -> QWidget:
    """The dialog of the columns."""
    _, outils = _familles(plateau)
    outils.choisir_colonnes()
    if outils.dialogue is None:
        raise RuntimeError("the dialog did not open")
    return plateau.montrer(outils.dialogue)


def imprimee(plateau: Plateau) -> QWidget:
    """A list on paper, grouped."""
    _, outils = _familles(plateau)
    outils.regrouper("etat")
    plateau.calme("la liste ne se remplit pas")
    outils.imprimer()
    return plateau.trouver(FenetrePapier)
