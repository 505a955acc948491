"""*Pièces à fournir*: one row a piece, its files under it; import by button or by dropping files on a row."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.domain.textes import visible
from imuse_desk.views.common.boutons import icone_seule, lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.cible_fichiers import CibleFichiers
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import TexteElide, filet, poser_elide, texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.reinscription.affichage import FichierAffiche, PieceAffichee

FILTRE = (
    "PDF et photos (*.pdf *.jpg *.jpeg *.png *.heic *.PDF *.JPG *.JPEG *.PNG *.HEIC);;"
    "Documents PDF (*.pdf);;Tous les fichiers (*)"
)
INVITE = "Glissez des PDF ou des photos sur une ligne"
PLACE, PLACE_COMPTEE = 260, 150
"""Pixels of the sentence in the head of the card: fewer once the letter to the family has its button there."""


class RangeePiece(CibleFichiers):
    """A piece and its files; a drop target of its own."""

    import_demande = Signal(object, object)
    consultation_demandee = Signal(object)
    suppression_demandee = Signal(object)
    verification_demandee = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rangee_piece")
        self.setAcceptDrops(True)
        self.piece: PieceAffichee | None = None
        self._nom = texte("", "", replie=True)
        self._raison = texte("", "aide", replie=True)
        self._sans_objet = TexteElide("aide")
        self._puce = Puce("", parent=self)
        self.importer = lien("Importer…", "upload-simple")
        self.importer.clicked.connect(self.choisir)
        self.fichiers_donnes.connect(self._importer)
        self.lignes_fichier: list[_LigneFichier] = []
        self._colonne = QVBoxLayout(self)
        self._colonne.setContentsMargins(16, 4, 12, 4)
        self._colonne.setSpacing(2)
        haut = QHBoxLayout()
        haut.setSpacing(8)
        noms = QVBoxLayout()
        noms.setSpacing(0)
        noms.addWidget(self._nom)
        noms.addWidget(self._raison)
        noms.addWidget(self._sans_objet)
        haut.addLayout(noms, 1)
        haut.addWidget(self._puce, 0, Qt.AlignmentFlag.AlignVCenter)
        haut.addWidget(self.importer, 0, Qt.AlignmentFlag.AlignVCenter)
        self._colonne.addLayout(haut)

    def montrer(self, piece: PieceAffichee, *, est_modifiable: bool) -> None:
        """Bind a piece."""
        self.piece = piece
        self._nom.setText(piece.nom)
        self._raison.setText(piece.exigence)
        self._sans_objet.montrer(f"{piece.nom} — {piece.exigence[:1].lower()}{piece.exigence[1:]}")
        self._nom.setVisible(not piece.est_sans_objet)
        self._raison.setVisible(not piece.est_sans_objet)
        self._sans_objet.setVisible(piece.est_sans_objet)
        self.setToolTip(piece.aide)
        self._puce.montrer("" if piece.fichiers or piece.est_sans_objet else piece.etat, piece.ton, piece.icone)
        self.importer.setText("Ajouter…" if piece.fichiers else "Importer…")
        self.importer.setAccessibleName(f"Importer {piece.nom}")
        self.importer.setVisible(est_modifiable and not piece.est_sans_objet)
        self.setAccessibleName(visible(f"{piece.nom}\u00a0: {piece.etat}"))
        while len(self.lignes_fichier) < len(piece.fichiers):
            ligne = _LigneFichier(self)
            ligne.consulter.clicked.connect(self._consulter)
            ligne.supprimer.clicked.connect(self._supprimer)
            ligne.verifier.clicked.connect(self._verifier)
            self.lignes_fichier.append(ligne)
            self._colonne.addWidget(ligne)
            suivre_le_regard(self)
        for rang, ligne in enumerate(self.lignes_fichier):
            ligne.setVisible(rang < len(piece.fichiers))
            if rang < len(piece.fichiers):
                ligne.montrer(
                    piece.fichiers[rang], est_modifiable=est_modifiable, est_consultable=piece.est_consultable
                )

    @Slot()
    def choisir(self) -> None:
        """Pick files; several at once."""
        self.demander_fichiers("Importer des pièces", FILTRE)

    @Slot()
    def _consulter(self) -> None:
        fichier = self._de(self.sender())
        if fichier is not None:
            self.consultation_demandee.emit(fichier)

    @Slot()
    def _supprimer(self) -> None:
        fichier = self._de(self.sender())
        if fichier is not None:
            self.suppression_demandee.emit(fichier)

    @Slot()
    def _verifier(self) -> None:
        fichier = self._de(self.sender())
        if fichier is not None:
            self.verification_demandee.emit(fichier)

    def _de(self, bouton: object) -> FichierAffiche | None:
        return next((f.fichier for f in self.lignes_fichier if bouton in (f.consulter, f.verifier, f.supprimer)), None)

    def prend_des_fichiers(self) -> bool:
        """While the piece may be imported."""
        return self.importer.isVisibleTo(self)

    @Slot(object)
    def _importer(self, chemins: tuple[Path, ...]) -> None:
        if self.piece is not None:
            self.import_demande.emit(self.piece, chemins)


class _LigneFichier(QWidget):
    """Name · date · hour · size · state · Consulter · Supprimer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.fichier: FichierAffiche | None = None
        grille = QGridLayout(self)
        grille.setContentsMargins(12, 0, 0, 2)
        grille.setHorizontalSpacing(8)
        grille.setVerticalSpacing(0)
        self._icone = QLabel()
        poser_icone(self._icone, "file-pdf", "text2", 16)
        self._nom = TexteElide("second")
        self._recu = texte("", "second")
        self._taille = texte("", "second")
        self._puce = Puce("", parent=self)
        self.consulter = lien("Consulter", "eye")
        self.verifier = icone_seule("seal-check", "Vérifier la pièce")
        self.supprimer = icone_seule("trash", "Supprimer la pièce")
        self._note = texte("", "aide")
        self._alerte = texte("", "averti", replie=True)
        for colonne, widget in enumerate(
            (
                self._icone,
                self._nom,
                self._recu,
                self._taille,
                self._puce,
                self.consulter,
                self.verifier,
                self.supprimer,
            )
        ):
            grille.addWidget(widget, 0, colonne, Qt.AlignmentFlag.AlignVCenter)
        grille.addWidget(self._note, 1, 1, 1, 7)
        grille.addWidget(self._alerte, 2, 1, 1, 7)
        grille.setColumnStretch(1, 1)
        self._recu.setMinimumWidth(px(112))

    def montrer(self, fichier: FichierAffiche, *, est_modifiable: bool, est_consultable: bool) -> None:
        self.fichier = fichier
        self._nom.montrer(fichier.nom)
        self._recu.setText(f"{fichier.date}  {fichier.heure}")
        self._taille.setText(f"{fichier.taille}\u00a0Mo")
        self._puce.montrer(_court(fichier.etat), fichier.ton, fichier.icone)
        self._puce.setToolTip(fichier.etat)
        self._note.setText(fichier.note)
        self._note.setVisible(bool(fichier.note))
        self._alerte.setText(fichier.alerte)
        self._alerte.setVisible(bool(fichier.alerte))
        # the facts of a destroyed file are still there to read
        self.consulter.setText("Constats" if fichier.est_detruit else "Consulter")
        self.consulter.setAccessibleName(f"{self.consulter.text()} {fichier.nom}")
        self.supprimer.setAccessibleName(f"Supprimer {fichier.nom}")
        self.consulter.setVisible(est_consultable)
        self.verifier.setAccessibleName(f"Vérifier {fichier.nom}")
        self.verifier.setVisible(est_consultable and fichier.est_a_verifier)
        self.supprimer.setVisible(est_modifiable and not (fichier.est_acceptee or fichier.est_detruit))


def _court(etat: str, maximum: int = 28) -> str:
    return etat if len(etat) <= maximum else f"{etat[: maximum - 1]}…"


class CartePieces(Carte):
    """The family's pieces. Signals carry the row and the paths, or the file."""

    import_demande = Signal(object, object)
    consultation_demandee = Signal(object)
    suppression_demandee = Signal(object)
    feuilles_demandees = Signal()
    courrier_demande = Signal()
    verification_demandee = Signal(object)
    revenus_declines = Signal()
    revenus_repris = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Pièces à fournir", parent, pleine_largeur=True)
        self._compte = texte("", "second")
        self._invite = texte("", "aide")
        self.ecrire = lien("Écrire…", "envelope-simple")
        self.ecrire.setAccessibleName("Écrire à la famille au sujet des pièces")
        self.ecrire.setToolTip("Demander les pièces manquantes ou refusées, par courriel ou par lettre")
        self.ecrire.clicked.connect(self._ecrire)
        self.decliner = lien("Ne fournit pas ses revenus…", "minus-circle")
        self.reprendre = lien("Reprendre", "arrow-counter-clockwise")
        self.reprendre.setToolTip("La famille fournit finalement ses revenus")
        self.reprendre.setAccessibleName("Reprendre\u00a0: la famille fournit ses revenus")
        self.feuilles = lien("Feuilles de route…", "printer")
        self.feuilles.setToolTip("Une page par pièce, à poser sur le document avant de le numériser")
        self.feuilles.clicked.connect(self._feuilles)
        self.decliner.clicked.connect(self._decliner)
        self.reprendre.clicked.connect(self._reprendre)
        for widget in (self._compte, self._invite, self.ecrire, self.feuilles, self.decliner, self.reprendre):
            self.outils.addWidget(widget)
        self.rangees: list[RangeePiece] = []
        self._traits: list[QFrame] = []

    def montrer(
        self, pieces: Sequence[PieceAffichee], *, est_modifiable: bool, peut_decliner: bool, declin: str,
        peut_ecrire: bool = False,
    ) -> None:  # fmt: skip
        """Bind the rows; ``declin`` says who declined to show the income, nothing if nobody did."""
        dues = [p for p in pieces if not p.est_sans_objet and p.etat != "Si bénéficiaire"]
        recues = sum(bool(p.fichiers) for p in dues)
        self._compte.setText(f"{recues} reçue{'s' if recues > 1 else ''} sur {len(dues)}")
        poser_elide(self._invite, declin or INVITE, PLACE_COMPTEE if peut_ecrire else PLACE)
        self._invite.setVisible(est_modifiable or bool(declin))
        self.feuilles.setVisible(est_modifiable and any(not p.est_sans_objet for p in pieces))
        self.ecrire.setVisible(peut_ecrire)
        self.decliner.setVisible(peut_decliner and not declin)
        self.reprendre.setVisible(peut_decliner and bool(declin))
        while len(self.rangees) < len(pieces):
            trait, rangee = filet(), RangeePiece()
            rangee.import_demande.connect(self.import_demande)
            rangee.consultation_demandee.connect(self.consultation_demandee)
            rangee.suppression_demandee.connect(self.suppression_demandee)
            rangee.verification_demandee.connect(self.verification_demandee)
            self.corps.setSpacing(0)
            self.ajouter(trait)
            self.ajouter(rangee)
            self._traits.append(trait)
            self.rangees.append(rangee)
        for rang, rangee in enumerate(self.rangees):
            est_visible = rang < len(pieces)
            rangee.setVisible(est_visible)
            self._traits[rang].setVisible(est_visible)
            if est_visible:
                rangee.montrer(pieces[rang], est_modifiable=est_modifiable)

    @Slot()
    def _feuilles(self) -> None:
        self.feuilles_demandees.emit()

    @Slot()
    def _ecrire(self) -> None:
        self.courrier_demande.emit()

    @Slot()
    def _decliner(self) -> None:
        self.revenus_declines.emit()

    @Slot()
    def _reprendre(self) -> None:
        self.revenus_repris.emit()
