"""The sheet in a spreadsheet and back: what a file would change is seen, cell by cell, before anything is written."""

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.tableur import Comparaison, Difference, Ecartee, comparer_classeur, exporter_feuille
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import largeur, px
from imuse_desk.views.evaluations.saisie import FeuilleSaisie
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre, puce, vide
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

FILTRE = "Classeur Excel (*.xlsx)"
COLONNES = (
    colonne("eleve", "Élève", 150),
    colonne("case", "Case", 100),
    colonne("ancien", "Sur la feuille", 100),
    colonne("nouveau", "Dans le fichier", 140),
    colonne("sort", "Ce qui se passera", 250),
    colonne("raison", "Pourquoi", 220, etirable=True),
)


class EchangeTableur(QObject):
    """``exporter()`` and ``reprendre()`` ask for a file; ``acceptees(differences)`` once the person has seen them."""

    acceptees = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._parent = executant, bus, parent
        self._ctx: Contexte | None = None
        self._saisie: FeuilleSaisie | None = None
        self._nom = ""
        self.dialogue: DialogueReprise | None = None

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._saisie = ctx, None

    def suivre(self, saisie: FeuilleSaisie | None) -> None:
        """The sheet on show."""
        self._saisie = saisie

    @Slot()
    def exporter(self) -> None:
        """Ask where to write the sheet."""
        if self._saisie is None or self._ctx is None:
            return
        feuille = self._saisie.feuille
        nom = re.sub(r"[^\w. -]+", " ", f"{feuille.cours} {feuille.periode.libelle}").strip() + ".xlsx"
        choisi, _ = QFileDialog.getSaveFileName(self._parent, "Exporter la feuille", nom, FILTRE)
        if choisi:
            chemin = Path(choisi)
            chemin = chemin if chemin.suffix.lower() == ".xlsx" else chemin.with_name(f"{chemin.name}.xlsx")
            self._nom = chemin.name
            lecture = partial(exporter_feuille, self._ctx, *self._saisie.cle_feuille, chemin)
            self._executant.lire(lecture, self._exportee, self._refusee, cle="export")

    @Slot(object)
    def _exportee(self, n: int) -> None:
        self._bus.dire(f"Feuille exportée\u00a0: {self._nom}, {n} élève{'s' if n > 1 else ''}")

    @Slot()
    def reprendre(self) -> None:
        """Ask for the file that the teacher filled."""
        if self._saisie is None or self._ctx is None:
            return
        choisi, _ = QFileDialog.getOpenFileName(self._parent, "Reprendre un classeur rempli", "", FILTRE)
        if choisi:
            self._nom = Path(choisi).name
            lecture = partial(comparer_classeur, self._ctx, *self._saisie.cle_feuille, Path(choisi))
            self._executant.lire(lecture, self._comparee, self._refusee, cle="reprise")

    @Slot(object)
    def _comparee(self, vue: Comparaison) -> None:
        if not vue.differences and not vue.ecartees:
            self._bus.dire(f"{self._nom} ne change rien à la feuille")
            return
        self.dialogue = DialogueReprise(self._parent, self._nom, vue)
        self.dialogue.accepted.connect(self._accepter)
        self.dialogue.open()

    @Slot()
    def _accepter(self) -> None:
        if self.dialogue is not None:
            self.acceptees.emit(self.dialogue.vue.differences)

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self.dialogue = DialogueReprise(self._parent, self._nom, Comparaison((), ()), texte_erreur(erreur).court)
        self.dialogue.open()


class DialogueReprise(QDialog):
    """What a file would change, old and new; what is left aside and why. Nothing is written before the button."""

    def __init__(self, parent: QWidget, nom: str, vue: Comparaison, refus: str = "") -> None:
        super().__init__(parent)
        self.vue = vue
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Reprendre un classeur")
        self.resize(largeur(1080, 1240), px(540) if not refus else px(160))
        n, ecartees = len(vue.differences), len(vue.ecartees)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 18, 20, 18)
        page.setSpacing(12)
        page.addWidget(texte(nom, "titre_carte", replie=True))
        self.refus = Bandeau("bad", refus)
        self.refus.setVisible(bool(refus))
        page.addWidget(self.refus)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Différences")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("table", "Rien à reprendre", ""))
        self.modele.poser(enumerate([*map(_difference, vue.differences), *map(_ecartee, vue.ecartees)]))
        if refus:
            page.addStretch(1)
        else:
            phrase = f"{n} case{'s' if n > 1 else ''} à reprendre, {ecartees} écartée{'s' if ecartees > 1 else ''}."
            page.addWidget(texte(f"{phrase} Rien n’est encore écrit.", "second", replie=True))
            carte = Carte("", pleine_largeur=True)
            carte.ajouter(self.table, 1)
            page.addWidget(carte, 1)
        self.renoncer = secondaire("Re&noncer" if n else "&Fermer")
        self.reprendre = primaire(f"&Reprendre {n} case{'s' if n > 1 else ''}", "check")
        self.reprendre.setVisible(bool(n))
        page.addLayout(rangee_actions(None, self.renoncer, self.reprendre))
        self.renoncer.clicked.connect(self.reject)
        self.reprendre.clicked.connect(self.accept)


def _difference(d: Difference) -> list[Cellule]:
    sort = puce("Remplace une saisie plus récente", "warn", "users") if d.est_bougee else puce("Reprise", "ok", "check")
    raison = Cellule("La feuille a changé depuis l’export.", Genre.SECOND) if d.est_bougee else vide()
    return [Cellule(d.eleve, Genre.FORT), Cellule(d.case), _mots(d.ancien), _mots(d.nouveau), sort, raison]


def _ecartee(e: Ecartee) -> list[Cellule]:
    raison = Cellule(texte_erreur(e.erreur).court, Genre.SECOND)
    case = Cellule(e.case) if e.case else vide()
    sort = puce("Écartée", "bad", "x-circle")
    return [Cellule(e.eleve, Genre.FORT), case, vide(), _mots(e.dit), sort, raison]


def _mots(contenu: str) -> Cellule:
    net = " ".join(contenu.split())
    return Cellule(net) if net else vide()
