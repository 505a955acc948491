"""Scenes of absences: those of a course, and the letters that the ladder asks for."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from imuse_desk.views.absences.fenetre import FenetreAbsences
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scenes_suivi import ouvrir_grand_cours
from imuse_desk.views.suivi.carte_appel import CarteAppel

ABSENTS = 3


def du_cours(plateau: Plateau) -> QWidget:
    """The absences of the largest course, three pupils being away."""
    fenetre, onglet = ouvrir_grand_cours(plateau)
    (carte,) = onglet.cours.findChildren(CarteAppel)
    for rang in range(min(ABSENTS, carte.modele.rowCount())):
        carte.table.choisir(carte.modele.ident(rang))
        QTest.keyClick(carte.table, Qt.Key.Key_A)
    plateau.calme("l’appel ne s’enregistre pas")
    onglet.cours.pages.aller("Absences")
    plateau.calme("les absences ne s’affichent pas")
    return fenetre


def courriers(plateau: Plateau) -> QWidget:
    """The letters due, for the pupils away in the scene before."""
    fenetre = _fenetre(plateau)
    page = fenetre.page("À traiter")
    plateau.calme("les courriers ne s’affichent pas")
    page.table.selectRow(0)
    return fenetre


def ecoles(plateau: Plateau) -> QWidget:
    """The copies for the partner schools, since the beginning of the year."""
    fenetre = _fenetre(plateau)
    page = fenetre.page("Écoles")
    plateau.calme("les établissements ne s’affichent pas")
    page.du.poser_valeur(date(plateau.contexte("Secrétariat").aujourdhui().year, 9, 1))
    page.relire()
    plateau.calme("les absences ne s’affichent pas")
    return fenetre


def _fenetre(plateau: Plateau) -> FenetreAbsences:
    principale = plateau.entrer()
    fenetre = FenetreAbsences(plateau.executant, principale.bus, plateau.contexte("Secrétariat"), principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    return fenetre
