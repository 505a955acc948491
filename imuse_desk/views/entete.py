"""Header of the window: house mark, site and year consulted, global search, what waits, the person's menu."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QWidget

from imuse_desk.views.common.boutons import Bouton, avec_caret
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.textes import filet
from imuse_desk.views.common.theme import px

LOGO = 28


class Marque(QLabel):
    """The mark of the program: a note on the accent colour."""

    def __init__(self, cote: int = LOGO, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("marque")
        self.setFixedSize(cote, cote)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        poser_icone(self, "music-notes-fill", "on_fill", round(cote * 0.6))


class ChoixEntete(Bouton):
    """A header button with a menu of exclusive choices: ``choix.poser([(1, "Meudon")], 1)``; emits ``choisi(id)``."""

    choisi = Signal(object)

    def __init__(self, nom: str, parent: QWidget | None = None) -> None:
        super().__init__("", "entete", parent=parent)
        self._nom = nom
        self._menu = QMenu(self)
        self._groupe = QActionGroup(self)
        self._groupe.triggered.connect(self._choisir)
        avec_caret(self)
        self.setMenu(self._menu)

    def poser(self, choix: Sequence[tuple[Any, str]], courant: object) -> None:
        """Replace the choices; the current one gives the button its words."""
        for action in self._groupe.actions():
            self._groupe.removeAction(action)
        self._menu.clear()
        for ident, mots in choix:
            action = self._menu.addAction(mots)
            action.setCheckable(True)
            action.setData(ident)
            action.setChecked(ident == courant)
            self._groupe.addAction(action)
            if ident == courant:
                self.setText(mots)
                self.setAccessibleName(f"{self._nom}\u00a0: {mots}")

    @Slot(QAction)
    def _choisir(self, action: QAction) -> None:
        self.setText(action.text())
        self.setAccessibleName(f"{self._nom}\u00a0: {action.text()}")
        self.choisi.emit(action.data())


class Entete(QFrame):
    """Site, year, the search field given by the window, the waiting count and the person's menu."""

    site_choisi = Signal(object)
    annee_choisie = Signal(object)
    a_traiter_demande = Signal()

    def __init__(self, recherche: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entete_haut")
        self.setFixedHeight(px(48))
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(16, 0, 18, 0)
        rangee.setSpacing(8)
        self.site = ChoixEntete("Site")
        self.annee = ChoixEntete("Année consultée")
        self.a_traiter = Bouton("", "entete", "bell")
        self.personne = Bouton("", "entete")
        avec_caret(self.personne)
        image = QLabel()
        poser_icone(image, "user-circle", "text2", 20)
        rangee.addWidget(Marque())
        rangee.addSpacing(4)
        rangee.addWidget(self.site)
        rangee.addWidget(_trait())
        rangee.addWidget(self.annee)
        rangee.addStretch(1)
        rangee.addWidget(recherche)
        rangee.addStretch(1)
        rangee.addWidget(self.a_traiter)
        rangee.addWidget(_trait())
        rangee.addWidget(image)
        rangee.addWidget(self.personne)
        self.site.choisi.connect(self.site_choisi)
        self.annee.choisi.connect(self.annee_choisie)
        self.a_traiter.clicked.connect(self._voir)
        self.montrer_attente(0)

    def montrer_attente(self, n: int, verbe: str = "traiter") -> None:
        """``3 à traiter`` (``suivre`` for a teacher); nothing when nothing waits."""
        self.a_traiter.setText(f"{n} à {verbe}")
        self.a_traiter.setAccessibleName(f"{n} choses à {verbe}\u00a0: ouvrir la liste")
        self.a_traiter.setVisible(n > 0)
        poser_icone(self.a_traiter, "bell", "warn", 18, apres=4)
        self.a_traiter.setIconSize(QSize(px(18) + 4, px(18)))

    def montrer_personne(self, nom: str, menu: QMenu) -> None:
        """Name of who is signed in, and what they may do for themselves."""
        self.personne.setText(nom)
        self.personne.setAccessibleName(f"Compte de {nom}")
        self.personne.setMenu(menu)

    @Slot()
    def _voir(self) -> None:
        self.a_traiter_demande.emit()


def _trait() -> QFrame:
    trait = filet(vertical=True)
    trait.setFixedHeight(px(24))
    return trait
