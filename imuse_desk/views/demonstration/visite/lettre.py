"""A letter to a selection: the pupils found by a name are chosen in their list, and their families written to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.services.lectures.courrier import lister_messages
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, taper, touche
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.envoi.dialogue import DialogueEnvoi
from imuse_desk.views.envoi.lettres import FenetreLettres
from imuse_desk.views.navigation import Onglet

CTRL = Qt.KeyboardModifier.ControlModifier
FILTRE = "ma"


class LettreSelection(Recit):
    """Done means that the letters are among those of the site, in the base."""

    def etapes(self) -> Etapes:
        """Filter, choose all, write, print."""
        return (
            ("selection", self.choisir_les_eleves),
            ("lettre-ecrite", self.ecrire),
            ("lettres", self.imprimer),
        )

    @property
    def eleves(self) -> OngletEleve:
        """The Élève tab."""
        page = self.principale.pages[Onglet.ELEVE]
        if not isinstance(page, OngletEleve):
            raise SceneImpossible("l’onglet Élève manque")
        return page

    def choisir_les_eleves(self) -> QWidget:
        """Ctrl+2, a few letters in the filter, Ctrl+A."""
        self._avant = len(lister_messages(self.onglet.contexte).ids)
        touche(self.revenir(), Qt.Key.Key_2, CTRL)
        liste = self.eleves.liste
        liste.champ.clear()
        taper(liste.champ, FILTRE)
        attendre(lambda: liste.champ.text() == FILTRE, "le filtre ne se tape pas")
        self.calme("la liste ne se filtre pas")
        liste.table.setFocus()
        touche(liste.table, Qt.Key.Key_A, CTRL)
        return self.principale

    def ecrire(self) -> QWidget:
        """The menu of the list, a letter, its template."""
        outils = self.eleves.outils
        actes = {acte.text().replace("&", ""): acte for acte in outils.menus.composer().actions()}
        actes["Écrire à la sélection…"].trigger()
        dialogue = self.fenetre(DialogueEnvoi, "l’envoi ne se prépare pas")
        self.calme("les destinataires ne se comptent pas")
        self.choisir(dialogue.formulaire.widget("canal"), "Lettre")
        self.choisir(dialogue.gabarit, "Lettre libre")
        self.calme("l’aperçu ne vient pas")
        return dialogue

    def imprimer(self) -> QWidget:
        """The letters, one a household, in one paper."""
        dialogue = self.fenetre(DialogueEnvoi, "l’envoi s’est fermé")
        cliquer(dialogue.envoyer)
        fenetre = self.fenetre(FenetreLettres, "les lettres ne se font pas")
        self.calme("les lettres ne s’affichent pas")
        return fenetre

    def verifier(self) -> None:
        """Letters to print stand in the base."""
        self.fenetre(FenetreLettres, "les lettres se sont fermées").close()
        if len(lister_messages(self.onglet.contexte).ids) <= self._avant:
            raise SceneImpossible("aucune lettre n’est gardée")
