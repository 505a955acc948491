"""Scenes of Suivi: the courses of the site, one opened, its roll call, the sheet of its month."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.collage import Cible
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.bulletins.fenetre import FenetreBulletins
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import attendre
from imuse_desk.views.evaluations.fenetre import FenetreEvaluations
from imuse_desk.views.evaluations.page import PageEvaluations
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.suivi.carte_appel import CarteAppel
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


def evaluations_eleve(plateau: Plateau) -> QWidget:
    """The evaluations of the first pupil of the largest course, some given, one absence."""
    fenetre, onglet = ouvrir_grand_cours(plateau)
    onglet.cours.pages.aller("Évaluations")
    plateau.calme("les notes ne s’affichent pas")
    (page,) = onglet.cours.findChildren(PageEvaluations)
    page.modele.saisir([Cible(0, 0, "4,5"), Cible(0, 1, "Abs. maladie"), Cible(0, 2, "3,75")])
    plateau.calme("les notes ne s’enregistrent pas")
    eleve = page.modele.saisie.rangees[0].eleve if page.modele.saisie is not None else None
    onglet.cours.eleves.eleve_ouvert.emit(eleve.eleve_id if eleve is not None else 0)
    plateau.calme("l’élève ne s’ouvre pas")
    lignes = range(onglet.eleve.modele.rowCount())
    suivis = [onglet.eleve.modele.ident(rang) for rang in lignes]
    onglet.eleve.table.selectRow(suivis.index(eleve.inscription_id) if eleve is not None else 0)
    onglet.eleve.pages.aller("Évaluations")
    plateau.calme("ses évaluations ne s’affichent pas")
    return fenetre


def appel(plateau: Plateau) -> QWidget:
    """A roll call half done, in the largest course."""
    fenetre, onglet = ouvrir_grand_cours(plateau)
    (carte,) = onglet.cours.findChildren(CarteAppel)
    QTest.keyClicks(carte.table, "PPRPPAPPE")
    plateau.calme("l’appel ne s’enregistre pas")
    return fenetre


def appel_photos(plateau: Plateau) -> QWidget:
    """The roll call by faces: the photo of each pupil, or initials."""
    fenetre, onglet = ouvrir_grand_cours(plateau)
    onglet.cours.pages.aller("Suivi")
    onglet.photos.action.setChecked(True)
    plateau.calme("les photos ne s’affichent pas")
    return fenetre


def feuille_du_mois(plateau: Plateau) -> QWidget:
    """The sheet of the month of the largest course."""
    fenetre, onglet = ouvrir_grand_cours(plateau)
    onglet.cours.pages.aller("Présences")
    plateau.calme("la feuille du mois ne s’affiche pas")
    return fenetre


def notes(plateau: Plateau) -> QWidget:
    """The marks of the largest course, one of them refused."""
    fenetre, onglet = ouvrir_grand_cours(plateau)
    onglet.cours.pages.aller("Évaluations")
    plateau.calme("les notes ne s’affichent pas")
    (page,) = onglet.cours.findChildren(PageEvaluations)
    dernier = page.modele.rowCount() - 1
    page.modele.saisir([Cible(dernier - 1, 0, "12"), Cible(dernier - 2, 1, "Abs. maladie")])
    plateau.calme("les notes ne s’enregistrent pas")
    page.grille.viser(dernier, 0)
    return fenetre


def reglages_evaluations(plateau: Plateau) -> QWidget:
    """The settings of the evaluations: a scale."""
    ctx = plateau.contexte("Direction")
    principale = plateau.entrer(ctx)
    fenetre = FenetreEvaluations(plateau.executant, principale.bus, ctx, principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    page = fenetre.page("Barèmes")
    plateau.calme("les barèmes ne s’affichent pas")
    page.table.selectRow(0)
    return fenetre


def bulletins(plateau: Plateau) -> QWidget:
    """The bulletins of a period: who is ready, who is left out and why."""
    fenetre = _bulletins(plateau)
    page = fenetre.page("Bulletins")
    page.table.selectRow(0)
    return fenetre


def relecture(plateau: Plateau) -> QWidget:
    """The comments of a period, proof-read one after the other."""
    fenetre = _bulletins(plateau)
    fenetre.page("Relecture")
    plateau.calme("les appréciations ne s’affichent pas")
    return fenetre


def bulletins_vides(plateau: Plateau) -> QWidget:
    """A year whose periods nobody set yet."""
    suivante = plateau.dossier(plateau.famille(EtatDossier.SANS_REPONSE)).annee_cible_id
    fenetre = _bulletins(plateau, plateau.contexte("Direction").sur(annee_id=suivante))
    fenetre.page("Bulletins")
    plateau.calme("les bulletins ne s’affichent pas")
    return fenetre


def _bulletins(plateau: Plateau, ctx: Contexte | None = None) -> FenetreBulletins:
    ctx = ctx or plateau.contexte("Direction")
    principale = plateau.entrer(ctx)
    fenetre = FenetreBulletins(plateau.executant, principale.bus, ctx, principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    plateau.calme("les bulletins ne s’affichent pas")
    return fenetre


def ouvrir_grand_cours(plateau: Plateau) -> tuple[FenetrePrincipale, OngletSuivi]:
    """The largest course of the site, opened."""
    fenetre, onglet = _cours(plateau)
    lignes = range(onglet.du_site.modele.rowCount())
    cours = [onglet.du_site.cours_de(onglet.du_site.modele.ident(rang)) for rang in lignes]
    grand = max((c for c in cours if c is not None), key=lambda c: c.eleves)
    onglet.ouvrir_cours(grand.creneau_id)
    plateau.calme("le cours ne s’ouvre pas")
    return fenetre, onglet


def _cours(plateau: Plateau) -> tuple[FenetrePrincipale, OngletSuivi]:
    fenetre = plateau.entrer()
    fenetre.aller(Onglet.SUIVI)
    onglet = plateau.onglet(Onglet.SUIVI, OngletSuivi)
    onglet.photos.action.setChecked(False)
    attendre(lambda: onglet.du_site.cours_montre is not None, "les cours ne s’affichent pas")
    plateau.calme("les élèves ne s’affichent pas")
    return fenetre, onglet
