"""Scenes of absences: those of a course, and the letters that the ladder asks for."""

import uuid
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from imuse_desk.services.suivi.absents_lus import lister_enseignants
from imuse_desk.services.suivi.enseignants_absents import DireAbsent, dire_absent
from imuse_desk.views.absences.fenetre import FenetreAbsences
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import attendre
from imuse_desk.views.demonstration.scenes_suivi import ouvrir_grand_cours
from imuse_desk.views.suivi.carte_appel import CarteAppel

ABSENTS = 3
CONSIGNE = "Apporter son instrument et ses partitions : le remplaçant suit le programme du mois."


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


def enseignants(plateau: Plateau) -> QWidget:
    """Teachers away: one said, his lessons and the families to tell."""
    fenetre = _fenetre(plateau)
    page = fenetre.page("Enseignants absents")
    plateau.calme("les absents ne s’affichent pas")
    if not page.table.model().rowCount():
        ctx = plateau.contexte("Secrétariat")
        (premier, _nom), *_autres = lister_enseignants(ctx)
        debut = ctx.aujourdhui()
        dire_absent(ctx, DireAbsent(premier, debut, debut + timedelta(days=6), CONSIGNE, uuid.uuid4()))
        page.relire()
        plateau.calme("l’absent ne s’affiche pas")
    page.table.selectRow(0)
    plateau.calme("ses cours ne s’affichent pas")
    return fenetre


def echelle(plateau: Plateau) -> QWidget:
    """The ladder: what is written after how many absences."""
    fenetre = _fenetre(plateau)
    page = fenetre.page("Échelle")
    attendre(page.apercu.rempli.toPlainText, "l’exemple ne s’affiche pas")
    return fenetre


def _fenetre(plateau: Plateau) -> FenetreAbsences:
    principale = plateau.entrer()
    fenetre = FenetreAbsences(plateau.executant, principale.bus, plateau.contexte("Secrétariat"), principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    return fenetre
