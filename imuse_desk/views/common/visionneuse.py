"""PDF viewer: thumbnails, zoom, rotation, search. Pages are drawn by the documents process, off the UI thread."""

import threading
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.documents.client import PDF, ImagePage, Lecteur, Occurrence
from imuse_desk.documents.fichier import Source
from imuse_desk.views.common.boutons import icone_seule
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import couleur, px

ZOOMS = (50, 75, 100, 125, 150, 200, 300)
POINTS_PAR_POUCE, PIXELS_PAR_POUCE = 72, 96
LOT_VIGNETTES = 30
PAGES_LISTEES = 200
"""Pages in the column; search reaches those of a longer document."""
PIXELS_PAR_BANDE = 400_000
MARGES = 56  # the page's margins and a scroll bar


def image_de(page: ImagePage) -> QImage:
    """The pixels of a page as the screen holds them, made off its thread; a null image for a damaged one.

    Band after band: Qt keeps Python to itself while it converts, and the window waits for its turn.
    """
    if not page.width or not page.height:
        return QImage()
    image = QImage(page.width, page.height, QImage.Format.Format_RGB32)
    pixels, pas, octets = memoryview(image.bits()), image.bytesPerLine(), memoryview(page.octets)
    bande = max(1, PIXELS_PAR_BANDE // page.width)
    for haut in range(0, page.height, bande):
        bas = min(haut + bande, page.height)
        brute = QImage(
            octets[haut * page.stride : bas * page.stride], page.width, bas - haut, page.stride,
            QImage.Format.Format_RGB888,
        )  # fmt: skip
        convertie = brute.convertToFormat(QImage.Format.Format_RGB32)  # kept: its bits go with it
        pixels[haut * pas : bas * pas] = convertie.constBits()
    return image


class Feuille(QWidget):
    """One page and the words found on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._boites: tuple[tuple[float, float, float, float], ...] = ()
        self._echelle = 1.0
        self.setAccessibleName("Page du document")

    def montrer(self, pixmap: QPixmap, boites: tuple[tuple[float, float, float, float], ...], echelle: float) -> None:
        """Show a page; boxes are in points, ``echelle`` is logical pixels per point."""
        self._pixmap, self._boites, self._echelle = pixmap, boites, echelle
        self.setFixedSize(pixmap.deviceIndependentSize().toSize())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802, D102
        peintre = QPainter(self)
        peintre.drawPixmap(0, 0, self._pixmap)
        voile = couleur("accent")
        voile.setAlpha(70)
        for gauche, haut, droite, bas in self._boites:
            cadre = QRectF(gauche, haut, droite - gauche, bas - haut)
            peintre.fillRect(
                QRectF(
                    cadre.x() * self._echelle,
                    cadre.y() * self._echelle,
                    cadre.width() * self._echelle,
                    cadre.height() * self._echelle,
                ),
                voile,
            )


class Ouverture:
    """A file being opened in another thread; closed for good even when its result comes after the window went."""

    def __init__(self) -> None:
        self._verrou = threading.Lock()
        self._est_fermee = False
        self._lecteur: Lecteur | None = None

    def ouvrir(self, source: Source, natures: AbstractSet[str]) -> Lecteur:
        """Open the document; raises RegleMetier, or what its store raises."""
        lecteur = Lecteur(source, natures=natures)
        with self._verrou:
            self._lecteur = lecteur
            est_fermee = self._est_fermee
        if est_fermee:
            lecteur.close()
        return lecteur

    def fermer(self) -> None:
        """End the process of the file, now or as soon as it is there."""
        with self._verrou:
            self._est_fermee = True
            lecteur = self._lecteur
        if lecteur is not None:
            lecteur.close()


class Visionneuse(QWidget):
    """``vue.ouvrir(source, titre)``, then ``vue.fermer()``; what cannot be opened says so in the page's place."""

    def __init__(self, executant: Executant, parent: QWidget | None = None, feuille: Feuille | None = None) -> None:
        super().__init__(parent)
        self._executant = executant
        self._lecteur: Lecteur | None = None
        self._ouverture: Ouverture | None = None
        self._page, self._rotation, self._zoom = 1, 0, 0  # zoom 0: the page's width
        self._tours: tuple[int, ...] = ()
        self._trouves: list[Occurrence] = []
        self._rang = -1
        self.titre = texte("", "fort")
        self._moins = icone_seule("magnifying-glass-minus", "Réduire", "Ctrl+-")
        self._plus = icone_seule("magnifying-glass-plus", "Agrandir", "Ctrl++")
        self._tourner = icone_seule("arrow-clockwise", "Tourner la page", "Ctrl+R")
        self._niveau = texte("", "second")
        self._numero = texte("", "second")
        self.recherche = QLineEdit()
        self.recherche.setPlaceholderText("Chercher dans le document")
        self.recherche.setAccessibleName("Chercher dans le document")
        self.recherche.setFixedWidth(px(210))
        self._compte = texte("", "second")
        self.vignettes = QListWidget()
        self.feuille = feuille or Feuille()
        self.message = texte("", "second", replie=True)
        self._defilement = QScrollArea()
        self._composer()
        self._brancher()

    def _outils(self) -> QFrame:
        """The row above the page."""
        outils = QFrame()
        outils.setObjectName("rangee_onglets")
        rangee = QHBoxLayout(outils)
        rangee.setContentsMargins(12, 6, 12, 6)
        rangee.addWidget(self.titre)
        rangee.addStretch(1)
        for widget in (
            self.recherche,
            self._compte,
            self._tourner,
            self._moins,
            self._niveau,
            self._plus,
            self._numero,
        ):
            rangee.addWidget(widget)
        return outils

    def _composer(self) -> None:
        outils = self._outils()
        self.vignettes.setAccessibleName("Pages")
        self.vignettes.setIconSize(QSize(px(72), px(100)))
        self.vignettes.setFixedWidth(px(112))
        self.vignettes.setSpacing(4)
        centre = QWidget()
        colonne = QVBoxLayout(centre)
        colonne.setContentsMargins(16, 16, 16, 16)
        colonne.addWidget(self.message)
        colonne.addWidget(self.feuille, 0, Qt.AlignmentFlag.AlignHCenter)
        colonne.addStretch(1)
        self._defilement.setWidget(centre)
        self._defilement.setWidgetResizable(True)
        self._defilement.setObjectName("toile")
        self._defilement.setAccessibleName("Document")
        bas = QHBoxLayout()
        bas.setContentsMargins(0, 0, 0, 0)
        bas.setSpacing(0)
        bas.addWidget(self.vignettes)
        bas.addWidget(self._defilement, 1)
        tout = QVBoxLayout(self)
        tout.setContentsMargins(0, 0, 0, 0)
        tout.setSpacing(0)
        tout.addWidget(outils)
        tout.addLayout(bas, 1)

    def _brancher(self) -> None:
        self._moins.clicked.connect(self.reduire)
        self._plus.clicked.connect(self.agrandir)
        self._tourner.clicked.connect(self.tourner)
        self.vignettes.currentRowChanged.connect(self._page_choisie)
        self.recherche.returnPressed.connect(self.chercher)

    def ouvrir(self, source: Source, titre: str, natures: AbstractSet[str] = PDF, page: int = 1) -> None:
        """Open a document off the UI thread, at a page; whatever it holds, the window keeps answering."""
        self.fermer()
        self.titre.setText(titre)
        self._page, self._rotation, self._zoom = page, 0, 0
        self._tours = ()
        self._trouves, self._rang = [], -1
        self._compte.clear()
        self.recherche.clear()
        self.vignettes.clear()
        self.feuille.hide()
        self.message.setText("Ouverture…")
        self.message.show()
        ouverture = self._ouverture = Ouverture()
        self._executant.lire(lambda: ouverture.ouvrir(source, natures), self._ouvert, self._refuse, cle="document")

    def annoncer(self, titre: str, phrase: str) -> None:
        """Show why there is no document."""
        self.fermer()
        self.titre.setText(titre)
        self.feuille.hide()
        self.message.setText(phrase)
        self.message.show()

    def fermer(self) -> None:
        """End the documents process of this file."""
        self._lecteur = None
        ouverture, self._ouverture = self._ouverture, None
        if ouverture is not None:
            ouverture.fermer()

    @Slot(object)
    def _ouvert(self, lecteur: Lecteur) -> None:
        self._lecteur = lecteur
        self._page = min(self._page, lecteur.pages)
        self.vignettes.addItems([str(rang + 1) for rang in range(min(lecteur.pages, PAGES_LISTEES))])
        self.vignettes.setCurrentRow(self._page - 1)
        self._demander_page()
        self._demander_vignettes(1)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.feuille.hide()
        message = texte_erreur(erreur)
        self.message.setText(message.court)
        self.message.show()

    def _demander_vignettes(self, debut: int) -> None:
        lecteur, hauteur = self._lecteur, px(100)
        if lecteur is not None:
            self._executant.lire(
                lambda: (debut, [image_de(image) for image in lecteur.vignettes(debut, hauteur)]),
                self._vignettes_lues,
                self._vignettes_ratees,
                cle="vignettes",
            )

    @Slot(object)
    def _vignettes_lues(self, lues: tuple[int, list[QImage]]) -> None:
        debut, images = lues
        for rang, image in enumerate(images, debut - 1):
            article = self.vignettes.item(rang)
            if article is not None:
                vignette = QPixmap.fromImage(image.transformed(QTransform().rotate(self._tour(rang + 1))))
                icone = QIcon(vignette)
                icone.addPixmap(vignette, QIcon.Mode.Selected)  # the frame says which one is shown: no veil over it
                article.setIcon(icone)
        suite = debut + len(images)
        if images and self._lecteur is not None and suite <= min(self._lecteur.pages, LOT_VIGNETTES * 4):
            self._demander_vignettes(suite)

    @Slot(object)
    def _vignettes_ratees(self, _erreur: Exception) -> None:
        """Page numbers stay without an image: the pages themselves say what is wrong."""

    def _largeur_offerte(self) -> int:
        return max(self._defilement.viewport().width() - MARGES, 200)

    def _demander_page(self) -> None:
        lecteur = self._lecteur
        if lecteur is None:
            return
        page, rotation, ratio = self._page, self.rotation, self.devicePixelRatioF()
        zoom, offerte = self._zoom, self._largeur_offerte()

        def lire() -> tuple[QImage, float]:
            largeur, hauteur = lecteur.taille(page)
            points = hauteur if rotation in (90, 270) else largeur
            large = round(points * PIXELS_PAR_POUCE / POINTS_PAR_POUCE * zoom / 100) if zoom else offerte
            return image_de(lecteur.rendre(page, max(round(large * ratio), 1), rotation)), points

        self._executant.lire(lire, self._page_lue, self._refuse, cle="page")

    @Slot(object)
    def _page_lue(self, lue: tuple[QImage, float]) -> None:
        page, points = lue
        pixmap = QPixmap.fromImage(page)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        echelle = pixmap.deviceIndependentSize().width() / points if points else 1.0
        boites = () if self.rotation else tuple(b for o in self._trouves if o.page == self._page for b in o.boites)
        self.message.hide()
        self.feuille.montrer(pixmap, boites, echelle)
        self.feuille.show()
        pages = self._lecteur.pages if self._lecteur else 0
        self._numero.setText(f"page {self._page} / {pages}")
        self._niveau.setText(f"{round(echelle * POINTS_PAR_POUCE / PIXELS_PAR_POUCE * 100)}\u00a0%")

    @Slot(int)
    def _page_choisie(self, rang: int) -> None:
        if rang >= 0 and rang + 1 != self._page:
            self._page = rang + 1
            self._demander_page()

    @Slot()
    def agrandir(self) -> None:
        """Next larger zoom."""
        self._zoom = next((z for z in ZOOMS if z > (self._zoom or 100)), ZOOMS[-1])
        self._demander_page()

    @Slot()
    def reduire(self) -> None:
        """Next smaller zoom."""
        self._zoom = next((z for z in reversed(ZOOMS) if z < (self._zoom or 100)), ZOOMS[0])
        self._demander_page()

    @property
    def rotation(self) -> int:
        """Degrees clockwise of the page on show: what it needs to stand upright, then what the person asked."""
        return (self._tour(self._page) + self._rotation) % 360

    def _tour(self, page: int) -> int:
        return self._tours[page - 1] if page <= len(self._tours) else 0

    def poser_tours(self, tours: tuple[int, ...]) -> None:
        """Say by how much each page must be turned to stand upright, once that has been read."""
        avant, self._tours = self._tours, tours
        if tours != avant and any((*tours, *avant)):
            self._demander_page()
            self._demander_vignettes(1)

    @Slot()
    def tourner(self) -> None:
        """A quarter turn clockwise."""
        self._rotation = (self._rotation + 90) % 360
        self._demander_page()

    @Slot()
    def chercher(self) -> None:
        """Search, or go to the next place found when the words are the same."""
        mots, lecteur = self.recherche.text().strip(), self._lecteur
        if not mots or lecteur is None:
            return
        if self._trouves and self._compte.property("mots") == mots:
            self._suivant()
            return
        self._compte.setProperty("mots", mots)
        self._executant.lire(lambda: lecteur.chercher(mots), self._cherche, self._refuse, cle="recherche")

    @Slot(object)
    def _cherche(self, trouves: list[Occurrence]) -> None:
        self._trouves, self._rang = trouves, -1
        if trouves:
            self._suivant()
        else:
            self._compte.setText("introuvable")
            self._demander_page()

    def _suivant(self) -> None:
        self._rang = (self._rang + 1) % len(self._trouves)
        self._compte.setText(f"{self._rang + 1} / {len(self._trouves)}")
        self._page = self._trouves[self._rang].page
        self.vignettes.setCurrentRow(self._page - 1)
        self._demander_page()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        if not self._zoom:
            self._demander_page()
