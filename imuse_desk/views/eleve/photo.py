"""The photo in the header of a pupil's card: seen, chosen, withdrawn in one click; initials without one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.eleves import FicheEleve
from imuse_desk.services.photos import PoserPhoto, poser_photo, retirer_photo
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.portraits import Portraits, initiales, lire_portraits
from imuse_desk.views.common.theme import couleur, px

COTE = 36
SANS_ACCORD = "Droit à l’image, usage interne\u00a0: à accorder d’abord sur la fiche"
FILTRE = "Photos (*.jpg *.jpeg *.png *.heic *.JPG *.JPEG *.PNG *.HEIC)"


class PhotoEleve(QToolButton):
    """``brancher(executant, bus)``, then ``montrer(ctx, vue)``; its menu chooses a photo or withdraws it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant: Executant | None = None
        self._bus: Bus | None = None
        self._ctx: Contexte | None = None
        self._vue: FicheEleve | None = None
        self._portraits = Portraits()
        self.a_une_photo = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("kind", "portrait")
        menu = QMenu(self)
        self.choisir = menu.addAction("&Choisir une photo…")
        self.retirer = menu.addAction("&Retirer la photo")
        self.setMenu(menu)
        self.choisir.triggered.connect(self._choisir)
        self.retirer.triggered.connect(self._retirer)
        self.hide()

    def brancher(self, executant: Executant, bus: Bus) -> None:
        """Give it what reads and what tells."""
        self._executant, self._bus = executant, bus
        bus.change.connect(self._objets_changes)

    def montrer(self, ctx: Contexte, vue: FicheEleve | None) -> None:
        """The pupil on show; a new card has no photo."""
        meme = self._vue is not None and vue is not None and self._vue.id == vue.id and self._ctx is ctx
        self._ctx, self._vue = ctx, vue
        self.setVisible(vue is not None)
        if not meme:
            self.a_une_photo = False
            self._portraits.oublier()
            self._lire()
        self._accorder()

    def _accorder(self) -> None:
        vue = self._vue
        peut = vue is not None and vue.est_modifiable
        est_accorde = vue is not None and vue.saisie.image_interne is True
        self.choisir.setText("&Remplacer la photo…" if self.a_une_photo else "&Choisir une photo…")
        self.choisir.setEnabled(peut and est_accorde)
        self.retirer.setVisible(self.a_une_photo)
        self.retirer.setEnabled(peut)
        nom = f"{vue.saisie.prenom} {vue.saisie.nom}".strip() if vue is not None else ""
        self.setAccessibleName(f"Photo de {nom}" if self.a_une_photo else f"Photo de {nom}\u00a0: aucune")
        self.setToolTip(f"Photo de {nom}" if est_accorde else SANS_ACCORD)
        self.update()

    def _lire(self) -> None:
        if self._executant is not None and self._ctx is not None and self._vue is not None:
            lecture = partial(lire_portraits, self._ctx, (self._vue.id,))
            self._executant.lire(lecture, self._lue, self._illisible, cle="photo")

    @Slot(object)
    def _lue(self, images: dict[int, QImage | None]) -> None:
        if self._vue is not None and self._vue.id in images:
            self._portraits.oublier()
            self._portraits.poser(images)
            self.a_une_photo = images[self._vue.id] is not None
            self._accorder()

    @Slot(object)
    def _illisible(self, _erreur: Exception) -> None:
        """Initials stand in its place."""

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if self._vue is not None and ("photo", self._vue.id) in changements.objets:
            self._lire()

    # ---- choosing, withdrawing

    @Slot()
    def _choisir(self) -> None:
        choisi, _ = QFileDialog.getOpenFileName(self, "Choisir une photo", "", FILTRE)
        if choisi and self._vue is not None and self._ctx is not None and self._executant is not None:
            commande = PoserPhoto(self._vue.id, Path(choisi))
            self._executant.ecrire(partial(poser_photo, self._ctx, commande), self._posee, self._refusee)

    @Slot()
    def _retirer(self) -> None:
        if self._vue is not None and self._ctx is not None and self._executant is not None:
            self._executant.ecrire(partial(retirer_photo, self._ctx, self._vue.id), self._retiree, self._refusee)

    @Slot(object)
    def _posee(self, fait: Fait[int]) -> None:
        self._dire(fait, "Photo enregistrée")

    @Slot(object)
    def _retiree(self, fait: Fait[int]) -> None:
        self._dire(fait, "Photo retirée")

    def _dire(self, fait: Fait[int], phrase: str) -> None:
        if self._executant is not None and self._bus is not None and self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        if self._bus is not None:
            self._bus.refuser(texte_erreur(erreur).court)

    # ---- painting

    def sizeHint(self) -> QSize:  # noqa: N802, D102
        return QSize(px(COTE) + 4, px(COTE) + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802, D102
        if self._vue is None:
            return
        peintre = QPainter(self)
        carre = QRectF(2, (self.height() - px(COTE)) / 2, px(COTE), px(COTE))
        saisie = self._vue.saisie
        self._portraits.peindre(peintre, carre, self._vue.id, initiales(saisie.prenom, saisie.nom))
        if self.hasFocus():
            peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
            peintre.setBrush(Qt.BrushStyle.NoBrush)
            peintre.setPen(QPen(couleur("accent"), 2))
            peintre.drawEllipse(carre.adjusted(-1, -1, 1, 1))
        peintre.end()
