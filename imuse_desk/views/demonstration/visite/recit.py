"""What the stories of the visit share: steps in order, a numbered picture each, gestures on forms and windows."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.demonstration.scene import (
    HAUTEUR,
    LARGEUR,
    ProgrammeJoue,
    SceneImpossible,
    attendre,
    photographier,
    taper,
    touche,
)
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.reinscription.onglet import OngletReinscription

CONTIENT = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchCaseSensitive
Etapes: TypeAlias = tuple[tuple[str, Callable[[], QWidget]], ...]
F = TypeVar("F", bound=QWidget)


class Album:
    """Numbered pictures in a folder."""

    def __init__(self, repertoire: Path) -> None:
        repertoire.mkdir(parents=True, exist_ok=True)
        self.repertoire = repertoire
        self._numero = 0

    def photographier(self, fenetre: QWidget, nom: str) -> None:
        """Write ``NN-nom.png``."""
        self._numero += 1
        photographier(fenetre, self.repertoire / f"{self._numero:02d}-{nom}.png")


class Recit(ABC):
    """A story played in the real window; ``jouer`` runs its steps, then asks the base."""

    def __init__(self, programme: ProgrammeJoue, album: Album, donnees: Path) -> None:
        self.programme, self.album, self.donnees = programme, album, donnees

    @abstractmethod
    def etapes(self) -> Etapes:
        """The steps, each giving the window that is photographed after it."""

    @abstractmethod
    def verifier(self) -> None:
        """What the base says, not the screen; raises SceneImpossible."""

    def jouer(self) -> None:
        """Every step; raises SceneImpossible."""
        for nom, etape in self.etapes():
            self.album.photographier(etape(), nom)
        self.verifier()

    # ---- windows

    @property
    def principale(self) -> FenetrePrincipale:
        """The main window."""
        if self.programme.principale is None:
            raise SceneImpossible("la fenêtre principale n’est pas ouverte")
        return self.programme.principale

    @property
    def onglet(self) -> OngletReinscription:
        """The Réinscription tab."""
        page = self.principale.pages[Onglet.REINSCRIPTION]
        if not isinstance(page, OngletReinscription):
            raise SceneImpossible("l’onglet Réinscription manque")
        return page

    def revenir(self) -> FenetrePrincipale:
        """The main window takes the keyboard back once another one is closed."""
        self.principale.activateWindow()
        attendre(self.principale.isActiveWindow, "la fenêtre principale ne revient pas")
        return self.principale

    def calme(self, quoi: str) -> None:
        """Every read and write asked is shown."""
        attendre(lambda: not self.programme.executant.est_occupe, quoi)

    def fenetre(self, genre: type[F], quoi: str) -> F:
        """The newest window of a kind on screen."""

        def visibles() -> list[F]:
            return [w for w in QApplication.topLevelWidgets() if isinstance(w, genre) and w.isVisible()]

        attendre(lambda: bool(visibles()), quoi)
        return visibles()[-1]

    # ---- the door

    def ouvrir_la_porte(self, identifiant: str, mot_de_passe: str) -> QWidget:
        """Wait for sign-in, type name and password."""
        self.programme.demarrer()
        attendre(lambda: isinstance(self.programme.fenetre, FenetreConnexion), "la connexion ne s’ouvre pas", 120)
        return self.presenter(identifiant, mot_de_passe)

    def presenter(self, identifiant: str, mot_de_passe: str) -> QWidget:
        """Type name and password in the sign-in window."""
        fenetre = self.programme.fenetre
        if not isinstance(fenetre, FenetreConnexion):
            raise SceneImpossible("la connexion ne s’ouvre pas")
        fenetre.identifiant.clear()
        taper(fenetre.identifiant, identifiant)
        taper(fenetre.mot_de_passe, mot_de_passe)
        return fenetre

    def entrer(self) -> QWidget:
        """Enter signs in."""
        fenetre = self.programme.fenetre
        if isinstance(fenetre, FenetreConnexion):
            attendre(fenetre.entrer.isEnabled, "la base ne s’ouvre pas", 60)
            touche(fenetre.mot_de_passe, Qt.Key.Key_Return)
        attendre(lambda: self.programme.fenetre is self.programme.principale, "la connexion est refusée", 60)
        self.principale.resize(LARGEUR, HAUTEUR)
        self.calme("l’accueil ne se remplit pas")
        return self.principale

    # ---- forms

    def remplir(self, formulaire: Formulaire, **mots: str) -> None:
        """Type in fields of a form, over what they hold."""
        for cle, texte in mots.items():
            widget = formulaire.widget(cle)
            widget.setFocus()
            touche(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            taper(widget, texte)

    def choisir(self, liste: QWidget, mots: str) -> None:
        """Choose by its words in a closed list."""
        if not isinstance(liste, ListeChoix):
            raise SceneImpossible(f"«\u00a0{mots}\u00a0» n’est pas dans une liste")
        attendre(lambda: liste.findText(mots, CONTIENT) >= 0, f"«\u00a0{mots}\u00a0» n’est pas proposé")
        rang = liste.findText(mots, CONTIENT)
        liste.setFocus()
        liste.setCurrentIndex(rang)
        liste.activated.emit(rang)

    # ---- the re-enrolment of a child

    def tout_demander(self) -> None:
        """Tick every course of the child on screen, then choose the first time of those that ask one."""
        enfant = self.onglet.enfant
        for ligne in enfant.lignes if enfant else ():
            rangee = self.onglet.cours.rangee(ligne.cours_id) if ligne.cours_id is not None else None
            if rangee is not None and ligne.a_case and not ligne.est_demandee:
                rangee.case.setFocus()
                touche(rangee.case, Qt.Key.Key_Space)
                self.calme(f"{ligne.cours} ne se coche pas")
        enfant = self.onglet.enfant
        for ligne in enfant.lignes if enfant else ():
            rangee = self.onglet.cours.rangee(ligne.cours_id) if ligne.cours_id is not None else None
            if rangee is not None and ligne.doit_choisir:
                rangee.liste.setFocus()
                touche(rangee.liste, Qt.Key.Key_Down)
                self.calme(f"l’horaire de {ligne.cours} ne se choisit pas")
