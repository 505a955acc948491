"""Gestures on the Réinscription tab: tick, choose a time, drop a file, fill in the dialog, wait for calm."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from imuse_desk.models import Operation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import situer
from imuse_desk.services.lectures.reinscription import DossierVu, EnfantVu, lire_dossier
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.composition.dialogue import DialogueAssemblage
from imuse_desk.views.reinscription.cours import _Rangee
from imuse_desk.views.reinscription.fenetre_piece import FenetrePiece
from imuse_desk.views.reinscription.onglet import OngletReinscription
from imuse_desk.views.reinscription.pieces import RangeePiece
from tests.fabriques import Maison
from tests.views.gestes import taper

FICHIER_S = 15_000


class Ecran:
    """The tab, and short ways to what a person does on it."""

    def __init__(self, qtbot: QtBot, executant: Executant, maison: Maison | None = None) -> None:
        self.qtbot, self.executant = qtbot, executant
        self._maison = maison
        self.bus = Bus()
        self.dits: list[str] = []
        self.annuler: Any = None
        self.incidents: list[object] = []
        self.bus.change.connect(self._changer)
        self.bus.message.connect(self._noter)
        executant.incident.connect(self.incidents.append)
        self.onglet = OngletReinscription(executant, self.bus)
        self.onglet.resize(1366, 680)
        qtbot.addWidget(self.onglet)

    def _changer(self, changements: Any) -> None:
        self.onglet.objets_changes(changements)  # as the main window does

    def _noter(self, phrase: str, annuler: Any) -> None:
        self.dits.append(phrase)
        self.annuler = annuler

    @property
    def maison(self) -> Maison:
        assert self._maison is not None
        return self._maison

    def ouvrir(self, ctx: Contexte, foyer_id: int, eleve_id: int | None = None) -> None:
        self.onglet.entrer(ctx)
        self.aller(ctx, foyer_id, eleve_id)
        self.onglet.show()
        self.qtbot.waitExposed(self.onglet)
        self.onglet.activateWindow()
        self.qtbot.waitUntil(self.onglet.isActiveWindow)

    def aller(self, ctx: Contexte, foyer_id: int, eleve_id: int | None = None) -> None:
        """Show a family (or one of its pupils)."""
        genre, ident = ("eleve", eleve_id) if eleve_id else ("foyer", foyer_id)
        self.onglet.ouvrir_dossier(situer(ctx, genre, ident or foyer_id))
        self.calme()

    def fermer(self) -> None:
        for fenetre in QApplication.topLevelWidgets():
            if isinstance(fenetre, FenetrePiece | FenetrePapier | Demande):
                fenetre.close()
        assert not self.incidents, self.incidents

    def calme(self) -> None:
        """Every write and read asked has been shown."""
        self.qtbot.waitUntil(lambda: not self.executant.est_occupe, timeout=FICHIER_S)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.executant.est_occupe, timeout=FICHIER_S)

    # ---- what is shown

    @property
    def dossier(self) -> DossierVu:
        assert self.onglet.dossier is not None
        return self.onglet.dossier

    @property
    def enfant(self) -> EnfantVu:
        assert self.onglet.enfant is not None
        return self.onglet.enfant

    @property
    def demande(self) -> Demande:
        demande = self.onglet.gestes.demande or self.onglet.depot.demande
        assert demande is not None
        return demande

    @property
    def phrase(self) -> str:
        """The sentence of the band, empty when it is hidden."""
        bandeau = self.onglet.bandeau
        return "" if bandeau.isHidden() else bandeau.phrase

    def relu(self, ctx: Contexte | None = None) -> DossierVu:
        """What the base says, not the screen."""
        return lire_dossier(ctx or self.maison.ctx(), foyer_id=self.dossier.foyer_id)

    def enfant_relu(self, prenom: str) -> EnfantVu:
        return next(e for e in self.relu().enfants if e.prenom == prenom)

    def rangee(self, cours: str) -> _Rangee:
        """The row of a course, by its words."""
        ligne = next(x for x in self.enfant.lignes if x.cours == cours)
        assert ligne.cours_id is not None
        rangee = self.onglet.cours.rangee(ligne.cours_id)
        assert rangee is not None
        return rangee

    def piece(self, nom: str) -> RangeePiece:
        return next(r for r in self.onglet.pieces.rangees if r.piece and nom in r.piece.nom and not r.isHidden())

    # ---- gestures

    def cocher(self, cours: str, *, attendre: bool = True) -> None:
        case = self.rangee(cours).case
        case.setFocus()
        self.qtbot.keyClick(case, Qt.Key.Key_Space)
        if attendre:
            self.calme()

    def choisir(self, cours: str, pas: int = 1, *, attendre: bool = True) -> None:
        """Go down the list of times by keys."""
        liste = self.rangee(cours).liste
        liste.setFocus()
        for _ in range(pas):
            self.qtbot.keyClick(liste, Qt.Key.Key_Down)
        if attendre:
            self.calme()

    def tout_demander(self) -> None:
        self.cocher("COR")
        self.cocher("FM1.2")
        self.choisir("FM1.2")

    def cliquer(self, widget: QWidget, *, attendre: bool = True) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        if attendre:
            self.calme()

    def accepter_declaration(self) -> None:
        case = self.onglet.declaration.case
        case.setFocus()
        self.qtbot.keyClick(case, Qt.Key.Key_Space)

    def acte(self, mots: str) -> None:
        """Choose in "Autres actes"."""
        action = next(a for a in self.onglet.menu.actions() if mots in a.text())
        action.trigger()
        self.calme()

    def remplir(self, **valeurs: str) -> None:
        """Type in the dialog open."""
        for cle, mots in valeurs.items():
            champ = self.demande.formulaire.widget(cle)
            if isinstance(champ, QLineEdit):
                taper(self.qtbot, champ, mots)
            elif isinstance(champ, QPlainTextEdit):
                champ.clear()
                champ.insertPlainText(mots)
            else:
                raise TypeError(cle)

    def confirmer(self) -> None:
        self.cliquer(self.demande.confirmer)

    def lacher(self, cible: QWidget, *chemins: Path) -> None:
        """Drop files on a widget, as a mouse would."""
        donnees = QMimeData()
        donnees.setUrls([QUrl.fromLocalFile(str(chemin)) for chemin in chemins])
        centre = cible.rect().center()
        gauche, aucune = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entree = QDragEnterEvent(QPoint(centre), Qt.DropAction.CopyAction, donnees, gauche, aucune)
        QApplication.sendEvent(cible, entree)
        if entree.isAccepted():
            depot = QDropEvent(QPointF(centre), Qt.DropAction.CopyAction, donnees, gauche, aucune)
            QApplication.sendEvent(cible, depot)
        self.calme()

    def lacher_chacun(self, cible: QWidget, *chemins: Path) -> None:
        """Drop several files on a widget, and ask for a document of each."""
        self.lacher(cible, *chemins)
        (dialogue,) = self.onglet.findChildren(DialogueAssemblage)
        dialogue.un_par_fichier.click()
        dialogue.importer.click()
        self.calme()

    def consulter(self, nom: str, rang: int = 0) -> FenetrePiece:
        rangee = self.piece(nom)
        ligne = [f for f in rangee.lignes_fichier if not f.isHidden()][rang]
        self.cliquer(ligne.consulter)
        fenetres = [w for w in QApplication.topLevelWidgets() if isinstance(w, FenetrePiece) and w.isVisible()]
        assert fenetres
        return fenetres[-1]

    def papier(self) -> FenetrePapier:
        fenetres = [w for w in QApplication.topLevelWidgets() if isinstance(w, FenetrePapier) and w.isVisible()]
        assert fenetres, self.phrase
        return fenetres[-1]


def operations(base: Base) -> int:
    """How many writes the base has seen."""
    with base.lire() as session:
        return int(session.execute(select(func.count()).select_from(Operation)).scalar_one())
