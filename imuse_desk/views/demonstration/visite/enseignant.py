"""A teacher between two lessons: his course opened, the roll called by keys, the sheet of the month, a mark."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.services.suivi.appel import ouvrir_appel
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, taper, touche
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.evaluations.grille import GrilleNotes
from imuse_desk.views.evaluations.page import PageEvaluations
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.suivi.carte_appel import CarteAppel
from imuse_desk.views.suivi.onglet import OngletSuivi

MOTS = "PR"
PREMIERE_NOTE, NOTE = 0, "4,25"


class AppelEnseignant(Recit):
    """Done means that the base holds a word for every pupil of the lesson, and who ended its roll call."""

    def etapes(self) -> Etapes:
        """Sign in, open, call, end, look at the month, mark."""
        return (
            ("connexion-enseignant", self.se_connecter),
            ("mes-cours", self.entrer),
            ("appel-ouvert", self.ouvrir),
            ("appel-touches", self.appeler),
            ("appel-termine", self.terminer),
            ("feuille-du-mois", self.voir_le_mois),
            ("notes", self.noter),
        )

    def se_connecter(self) -> QWidget:
        """Type name and password."""
        return self.ouvrir_la_porte("s.tournier", "demo-imuse-2026")

    @property
    def suivi(self) -> OngletSuivi:
        """The Suivi tab."""
        page = self.principale.pages[Onglet.SUIVI]
        if not isinstance(page, OngletSuivi):
            raise SceneImpossible("l’onglet Suivi manque")
        return page

    @property
    def carte(self) -> CarteAppel:
        """The roll call beside the course."""
        (carte,) = self.suivi.cours.findChildren(CarteAppel)
        return carte

    def ouvrir(self) -> QWidget:
        """His course with the most pupils: Enter opens it."""
        vue = self.suivi.mes_cours
        attendre(lambda: vue.modele.rowCount() > 0, "les cours ne s’affichent pas")
        cours = [vue.cours_de(vue.modele.ident(rang)) for rang in range(vue.modele.rowCount())]
        vue.table.choisir(max((c for c in cours if c is not None), key=lambda c: c.eleves).creneau_id)
        vue.table.setFocus()
        touche(vue.table, Qt.Key.Key_Return)
        self.calme("le cours ne s’ouvre pas")
        attendre(lambda: self.carte.feuille is not None, "l’appel ne s’ouvre pas")
        return self.principale

    def appeler(self) -> QWidget:
        """A key a pupil."""
        self.carte.table.setFocus()
        taper(self.carte.table, MOTS)
        self.calme("l’appel ne s’enregistre pas")
        return self.principale

    def terminer(self) -> QWidget:
        """The others are present, and the roll call ends."""
        if self.carte.tous.isEnabled():
            cliquer(self.carte.tous)
            self.calme("les autres ne sont pas pointés")
        cliquer(self.carte.terminer)
        self.calme("l’appel ne se termine pas")
        return self.principale

    def voir_le_mois(self) -> QWidget:
        """The page of the month."""
        self.suivi.cours.pages.aller("Présences")
        self.calme("la feuille du mois ne s’affiche pas")
        return self.principale

    def noter(self) -> QWidget:
        """A mark of the first pupil, Enter, and it is saved."""
        self.suivi.cours.pages.aller("Évaluations")
        self.calme("les notes ne s’affichent pas")
        (grille,) = self.suivi.cours.findChildren(GrilleNotes)
        attendre(lambda: grille.model().rowCount() > 0, "les notes ne s’affichent pas")
        grille.setFocus()
        grille.viser(0, PREMIERE_NOTE)
        for lettre in (*NOTE, "\r"):
            taper(QApplication.focusWidget() or grille, lettre)  # the first key opens the cell, the others go in it
        (page,) = self.suivi.cours.findChildren(PageEvaluations)
        attendre(lambda: "Enregistré à" in page.outils.enregistre.accessibleName(), "la note ne s’enregistre pas")
        return self.principale

    def verifier(self) -> None:
        """Everybody has a word, and the lesson an end."""
        ctx, feuille = self.suivi.contexte, self.carte.feuille
        if ctx is None or feuille is None:
            raise SceneImpossible("l’appel s’est fermé")
        lue = ouvrir_appel(ctx, feuille.seance.cle.creneau_id, feuille.seance.cle)
        if lue is None or lue.pointes < len(lue.lignes) or lue.seance.appel_a is None:
            raise SceneImpossible("l’appel n’est pas dans la base")
