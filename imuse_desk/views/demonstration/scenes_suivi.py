"""Scenes of Suivi: the courses of the site, and one opened."""

from PySide6.QtWidgets import QWidget

from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import attendre
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.suivi.onglet import OngletSuivi


def cours_du_site(plateau: Plateau) -> QWidget:
    """Without a dossier: every course of the site."""
    return _cours(plateau)[0]


def cours_ouvert(plateau: Plateau) -> QWidget:
    """A course opened."""
    fenetre, onglet = _cours(plateau)
    onglet.du_site.ouvrir.click()
    plateau.calme("le cours ne s’ouvre pas")
    return fenetre


def _cours(plateau: Plateau) -> tuple[FenetrePrincipale, OngletSuivi]:
    fenetre = plateau.entrer()
    fenetre.aller(Onglet.SUIVI)
    onglet = plateau.onglet(Onglet.SUIVI, OngletSuivi)
    attendre(lambda: onglet.du_site.cours_montre is not None, "les cours ne s’affichent pas")
    plateau.calme("les élèves ne s’affichent pas")
    return fenetre, onglet
