"""A change of time: a pupil of the demonstration goes to another weekly time of a course, from today on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.services.lectures.changements import lister_changements
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, taper, touche
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.eleve.changement import HORAIRE, DialogueChangement
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.navigation import Onglet

CTRL = Qt.KeyboardModifier.ControlModifier
ELEVE = "valmont lina"


class ChangementHoraire(Recit):
    """Done means that the history of the pupil says it in the base."""

    def etapes(self) -> Etapes:
        """Sign in, find the pupil, change one of his times."""
        return (
            ("connexion-secretariat", self.se_connecter),
            ("bureau", self.entrer),
            ("eleve", self.ouvrir_l_eleve),
            ("autre-horaire", self.choisir_l_horaire),
            ("horaire-change", self.enregistrer),
        )

    def se_connecter(self) -> QWidget:
        """Type name and password."""
        return self.ouvrir_la_porte("a.martin", "demo-imuse-2026")

    @property
    def eleve(self) -> OngletEleve:
        """The Élève tab."""
        page = self.principale.pages[Onglet.ELEVE]
        if not isinstance(page, OngletEleve):
            raise SceneImpossible("l’onglet Élève manque")
        return page

    def ouvrir_l_eleve(self) -> QWidget:
        """Ctrl+K, the first name, Enter; then the sub-tab Cours."""
        fenetre = self.principale
        touche(fenetre, Qt.Key.Key_K, CTRL)
        attendre(fenetre.recherche.champ.hasFocus, "Ctrl+K ne donne pas la recherche")
        taper(fenetre.recherche.champ, ELEVE)
        attendre(fenetre.recherche.resultats.isVisible, "la recherche ne répond pas")
        self.calme("la recherche ne répond pas")
        touche(fenetre.recherche.champ, Qt.Key.Key_Return)
        touche(fenetre, Qt.Key.Key_2, CTRL)
        attendre(lambda: self.eleve.edition.ident is not None, "l’élève ne s’ouvre pas")
        self.calme("la fiche ne s’affiche pas")
        self.eleve.fiche.onglets.setCurrentIndex(1)
        return fenetre

    def choisir_l_horaire(self) -> QWidget:
        """The first course that has another time with room left."""
        page = self.eleve.fiche.page_cours
        for rang in range(page.modele.rowCount()):
            page.table.setFocus()
            page.table.selectRow(rang)
            if page.changer.isHidden():
                continue
            cliquer(page.changer)
            dialogue = self.fenetre(DialogueChangement, "le changement ne se saisit pas")
            self.choisir(dialogue.formulaire.widget("genre"), "horaire")
            self.calme("les horaires ne se lisent pas")
            liste = dialogue.formulaire.widget("creneau_id")
            if isinstance(liste, ListeChoix) and dialogue.genre == HORAIRE and liste.itemData(0) is not None:
                self.choisir(liste, liste.itemText(0))
                self.remplir(
                    dialogue.formulaire, motif="Nouvel emploi du temps", demande_par="Camille Valmont, au guichet"
                )  # fmt: skip
                return dialogue
            dialogue.close()
        raise SceneImpossible("aucun cours n’a d’autre horaire")

    def enregistrer(self) -> QWidget:
        """Record it; a time that clashes with another lesson is refused, and the next one is tried."""
        dialogue = self.fenetre(DialogueChangement, "le changement s’est fermé")
        liste = dialogue.formulaire.widget("creneau_id")
        for horaire in [liste.itemText(r) for r in range(liste.count())] if isinstance(liste, ListeChoix) else []:
            self.choisir(liste, horaire)
            for _ in range(2):  # a day of holidays is asked about once
                cliquer(dialogue.enregistrer)
                self.calme("le changement ne s’enregistre pas")
                if self.eleve.fiche.page_cours.modele_changements.rowCount():
                    return self.principale
                if not dialogue.est_confirme:
                    break
        raise SceneImpossible(f"le changement est refusé\u00a0: {dialogue.alerte.phrase}")

    def verifier(self) -> None:
        """The change stands in the base."""
        ident = self.eleve.edition.ident
        if ident is None or not lister_changements(self.onglet.contexte, ident):
            raise SceneImpossible("l’horaire n’est pas changé")
