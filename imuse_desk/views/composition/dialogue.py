"""Several files chosen for one row: one document, its pages in the order wanted, or one document a file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from imuse_desk.documents.composition import Assemblage, PagePrise
from imuse_desk.domain.textes import visible
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import Bouton, primaire, secondaire
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.common.touche import LegendeTouches
from imuse_desk.views.common.visionneuse import image_de
from imuse_desk.views.composition.lecture import FichierLu, lire_fichier
from imuse_desk.views.composition.planche import COTE, Planche

NOM_MAX = 120


class DialogueAssemblage(QDialog):
    """``choisi`` carries what to import: one ``Assemblage``, or the paths as they were chosen."""

    choisi = Signal(object)

    def __init__(self, executant: Executant, piece: str, chemins: Sequence[Path], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(visible(f"Importer {len(chemins)} fichiers — {piece}"))
        self._chemins = tuple(chemins)
        self._lus: dict[int, FichierLu] = {}
        self._montres = 0
        self.un_seul = QRadioButton("&Un seul document")
        self.un_par_fichier = QRadioButton("Un document &par fichier")
        self.nom = LigneTexte(NOM_MAX)
        self.planche = Planche()
        self.compte = texte("", "second")
        self.refus = Bandeau("warn", "")
        self.avancer = secondaire("A&vancer", "arrow-left")
        self.reculer = secondaire("Re&culer", "arrow-right")
        self.tourner = secondaire("&Tourner", "arrow-clockwise")
        self.retirer = secondaire("R&etirer", "minus-circle")
        self.renoncer = secondaire("&Renoncer")
        self.importer = primaire("&Importer", "upload-simple")
        self._composer(piece)
        self._brancher()
        for rang, chemin in enumerate(self._chemins):
            executant.lire(partial(lire_fichier, rang, chemin, px(COTE) * 2), self._lu, cle=f"fichier {rang}")
        self._actualiser()

    def _composer(self, piece: str) -> None:
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(10)
        colonne.addWidget(texte(piece, "titre_carte", replie=True))
        groupe = QButtonGroup(self)
        modes = QHBoxLayout()
        modes.setSpacing(20)
        for bouton in (self.un_seul, self.un_par_fichier):
            groupe.addButton(bouton)
            modes.addWidget(bouton)
        modes.addStretch(1)
        modes.addWidget(self.compte)
        colonne.addLayout(modes)
        self.refus.hide()
        colonne.addWidget(self.refus)
        nomme = QHBoxLayout()
        etiquette = QLabel("&Nom du document")
        etiquette.setBuddy(self.nom)
        self.nom.setText(self._chemins[0].stem[:NOM_MAX])
        nomme.addWidget(etiquette)
        nomme.addWidget(self.nom, 1)
        colonne.addLayout(nomme)
        colonne.addWidget(self.planche, 1)
        outils = QHBoxLayout()
        for outil in self._outils():
            outils.addWidget(outil)
        outils.addStretch(1)
        outils.addWidget(LegendeTouches([("Alt+↑", "avancer"), ("Alt+↓", "reculer"), ("Ctrl+R", "tourner")]))
        colonne.addLayout(outils)
        colonne.addLayout(rangee_actions(None, self.renoncer, self.importer))
        self.importer.setDefault(True)
        self.un_seul.setChecked(True)
        self.resize(px(860), px(620))
        self.planche.setFocus()

    def _outils(self) -> tuple[Bouton, ...]:
        return self.avancer, self.reculer, self.tourner, self.retirer

    def _brancher(self) -> None:
        self.avancer.clicked.connect(self.planche.avancer)
        self.reculer.clicked.connect(self.planche.reculer)
        self.tourner.clicked.connect(self.planche.tourner)
        self.retirer.clicked.connect(self.planche.retirer)
        for touches, effet, fente in (
            ("Alt+Up", "Avancer la page", self.planche.avancer),
            ("Alt+Left", "Avancer la page", self.planche.avancer),
            ("Alt+Down", "Reculer la page", self.planche.reculer),
            ("Alt+Right", "Reculer la page", self.planche.reculer),
            ("Ctrl+R", "Tourner la page", self.planche.tourner),
        ):
            toucher(touches, effet, self, fente)
        toucher("Del", "Retirer la page", self.planche, self.planche.retirer)
        self.planche.changee.connect(self._actualiser)
        self.un_seul.toggled.connect(self._actualiser)
        self.renoncer.clicked.connect(self.reject)
        self.importer.clicked.connect(self._importer)

    @property
    def est_lu(self) -> bool:
        """Every file was looked at."""
        return self._montres == len(self._chemins)

    @Slot(object)
    def _lu(self, lu: FichierLu) -> None:
        """Files come in any order; their pages are laid out in the order in which the files were chosen."""
        self._lus[lu.rang] = lu
        while (suivant := self._lus.get(self._montres)) is not None:
            self._montres += 1
            for numero, image in enumerate(suivant.images, 1):
                pixmap = QPixmap.fromImage(image_de(image))
                self.planche.ajouter(PagePrise(suivant.chemin, numero), pixmap)
        self._actualiser()

    @Slot()
    def _actualiser(self) -> None:
        seul, pages = self.un_seul.isChecked(), self.planche.count()
        for widget in (self.planche, self.nom, *self._outils()):
            widget.setEnabled(seul)
        mots = f"{pages} page{'s' if pages > 1 else ''}" if seul else f"{len(self._chemins)} documents"
        self.compte.setText(mots if self.est_lu or not seul else "Lecture des fichiers…")
        self.importer.setEnabled(not seul or (self.est_lu and pages > 0))
        refus = [f"{lu.chemin.name}\u00a0: {lu.refus}" for _, lu in sorted(self._lus.items()) if lu.refus]
        self.refus.montrer("warn", f"Laissé de côté\u00a0: {' · '.join(refus)}.")
        self.refus.setVisible(bool(refus) and seul)

    @Slot()
    def _importer(self) -> None:
        sources: tuple[Path | Assemblage, ...] = self._chemins
        if self.un_seul.isChecked():
            nom = self.nom.text().strip() or self._chemins[0].stem
            sources = (Assemblage(f"{nom}.pdf", self.planche.prises()),)
        self.choisi.emit(sources)
        self.accept()
