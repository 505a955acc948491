"""The document of the station: page images, the zones read framed and numbered as the rules, the current one strong."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidgetItem, QWidget

from imuse_desk.documents.client import Lecteur
from imuse_desk.views.common.boutons import icone_seule, secondaire
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.jetons import CLAIR, Ton
from imuse_desk.views.common.messages import texte_code, texte_erreur
from imuse_desk.views.common.textes import TexteElide
from imuse_desk.views.common.theme import Graisse, police, px
from imuse_desk.views.common.touche import Touche
from imuse_desk.views.common.visionneuse import Feuille, Visionneuse
from imuse_desk.views.verification.vignettes import habiller

Boite = tuple[float, float, float, float]
GRAND = 200
"""Zoom of the Z key, in percent."""
MARGE_ZONE = 3.0
RAYON_NUMERO = 10.0
CLARTE = 200
"""Lightness of paper, out of 255."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a rule was read: its number in the checklist, page from 1, box in points, tone of its state."""

    numero: int
    page: int
    boite: Boite
    ton: Ton
    est_courante: bool = False


def tourner(boite: Boite, rotation: int, largeur: float, hauteur: float) -> Boite:
    """A box of an upright page of that size, once the page is turned clockwise."""
    gauche, haut, droite, bas = boite
    match rotation:
        case 90:
            return hauteur - bas, gauche, hauteur - haut, droite
        case 180:
            return largeur - droite, hauteur - bas, largeur - gauche, hauteur - haut
        case 270:
            return haut, largeur - droite, bas, largeur - gauche
    return boite


class FeuilleZones(Feuille):
    """A page with framed zones; the page is white in both themes, so are the tones those of the light one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zones: tuple[tuple[Zone, Boite], ...] = ()

    def poser_zones(self, zones: Sequence[tuple[Zone, Boite]]) -> None:
        """Zones of the page on show, each with its box once turned."""
        self.zones = tuple(zones)
        self.update()

    def cadre(self, boite: Boite) -> QRectF:
        """A box in the pixels of the page, with a little room around."""
        gauche, haut, droite, bas = (cote * self._echelle for cote in boite)
        marge = MARGE_ZONE
        return QRectF(gauche - marge, haut - marge, droite - gauche + 2 * marge, bas - haut + 2 * marge)

    def extrait(self, boite: Boite) -> QPixmap:
        """The picture of a zone."""
        ratio = self._pixmap.devicePixelRatio()
        cadre = self.cadre(boite)
        pixels = QRectF(cadre.topLeft() * ratio, cadre.size() * ratio).toRect().intersected(self._pixmap.rect())
        return self._pixmap.copy(pixels) if not pixels.isEmpty() else QPixmap()

    def _place_du_numero(self, cadre: QRectF) -> QPointF:
        """Left of the zone, else right of it where words stand there, else on its corner."""
        rayon, y = RAYON_NUMERO, cadre.center().y()
        for x in (max(cadre.left() - rayon - 3, rayon), cadre.right() + rayon + 3):
            if self._est_blanc(QRectF(x - rayon, y - rayon / 2, 2 * rayon, rayon)):
                return QPointF(x, y)
        return QPointF(max(cadre.left() - 1, rayon), max(cadre.top() - rayon / 2, rayon))

    def _est_blanc(self, cadre: QRectF) -> bool:
        """Nothing is printed there."""
        ratio = self._pixmap.devicePixelRatio()
        pixels = QRectF(cadre.topLeft() * ratio, cadre.size() * ratio).toRect()
        image = self._pixmap.copy(pixels).toImage().scaled(12, 6)
        return all(image.pixelColor(x, y).lightness() > CLARTE for x in range(12) for y in range(6))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102
        super().paintEvent(event)
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        for zone, boite in sorted(self.zones, key=_courante_en_dernier):
            self._peindre(peintre, zone, self.cadre(boite))

    def _peindre(self, peintre: QPainter, zone: Zone, cadre: QRectF) -> None:
        encre = QColor(CLAIR.couleur(zone.ton))
        voile = QColor(encre)
        voile.setAlpha(40 if zone.est_courante else 20)
        peintre.setPen(QPen(encre, 3 if zone.est_courante else 1.5))
        peintre.setBrush(voile)
        peintre.drawRoundedRect(cadre, 3, 3)
        rayon = RAYON_NUMERO
        centre = self._place_du_numero(cadre)
        peintre.setPen(Qt.PenStyle.NoPen)
        peintre.setBrush(encre)
        peintre.drawEllipse(centre, rayon, rayon)
        peintre.setFont(police(8.5, Graisse.Bold))
        peintre.setPen(QColor(CLAIR.on_fill))
        disque = QRectF(centre.x() - rayon, centre.y() - rayon, 2 * rayon, 2 * rayon)
        peintre.drawText(disque, Qt.AlignmentFlag.AlignCenter, str(zone.numero))


def _courante_en_dernier(posee: tuple[Zone, Boite]) -> bool:
    return posee[0].est_courante


class VueDocument(Visionneuse):
    """``reprendre(lecteur, …)`` shows a document already open; ``poser_zones`` frames what the rules looked at.

    ``page_montree``: another picture is on show, a page turned or in large: what was cut from the former one is over.
    """

    feuille: FeuilleZones
    page_montree = Signal()

    def __init__(self, executant: Executant, parent: QWidget | None = None) -> None:
        self._nom = TexteElide("fort")
        self._fichier = TexteElide("second")
        self._zones: tuple[Zone, ...] = ()
        self._taille = (0.0, 0.0)
        self._viser_courante = False
        self.reessayer = secondaire("Réessayer", "arrow-clockwise")
        super().__init__(executant, parent, FeuilleZones())
        self._tourner.setShortcut("")
        self._tourner.setToolTip("Pivoter la page (P)")
        habiller(self.vignettes)
        self.reessayer.hide()

    def _outils(self) -> QFrame:
        outils = QFrame()
        outils.setObjectName("rangee_onglets")
        outils.setFixedHeight(px(40))
        self._rangee = rangee = QHBoxLayout(outils)
        rangee.setContentsMargins(16, 0, 12, 0)
        rangee.setSpacing(8)
        self._loupe = icone_seule("magnifying-glass", "Agrandir la zone")
        self._loupe.setToolTip("Agrandir la zone, puis revenir à la page entière (Z)")
        self._loupe.clicked.connect(self.basculer_zoom)
        rangee.addWidget(self._nom, 1)
        rangee.addWidget(self._fichier, 1)
        for widget in (self.reessayer, self._tourner, self._moins, self._niveau, self._plus, self._loupe, Touche("Z")):
            rangee.addWidget(widget)
        for cache in (self.titre, self.recherche, self._compte, self._numero):
            cache.setParent(outils)
            cache.hide()
        return outils

    def nommer(self, nom: str, fichier: str) -> None:
        """Say what is on show."""
        self._nom.montrer(nom)
        self._fichier.montrer(fichier)
        for widget in (self._nom, self._fichier):
            place = widget.fontMetrics().horizontalAdvance(widget.accessibleName()) + px(4)
            self._rangee.setStretchFactor(widget, place)
            if widget is self._nom:
                widget.setMaximumWidth(place)
        self.feuille.setAccessibleName(f"Page de {nom}")

    @property
    def largeur_image(self) -> int:
        """Pixels of a page that fills the width."""
        return max(round(self._largeur_offerte() * self.devicePixelRatioF()), 1)

    def vider(self, phrase: str) -> None:
        """Show no document, and say why."""
        self._lecteur = None
        self._zones = ()
        self.vignettes.clear()
        self.feuille.hide()
        self.reessayer.hide()
        self.message.setText(phrase)
        self.message.show()

    def refuser(self, erreur: Exception) -> None:
        """Show no document, say why and how to have it, and let the person ask again."""
        self.vider(texte_erreur(erreur).court)
        self.reessayer.show()

    def reprendre(self, lecteur: Lecteur, page: QImage, taille: tuple[float, float]) -> None:
        """Show a document that is open, at its first page, already drawn."""
        self._lecteur = lecteur
        self._page, self._rotation, self._zoom = 1, 0, 0
        self._tours = ()
        self._trouves, self._rang = [], -1
        self._zones, self._taille = (), taille
        self.reessayer.hide()
        self.vignettes.blockSignals(True)  # noqa: FBT003 - Qt
        self.vignettes.clear()
        for numero in range(1, lecteur.pages + 1):
            article = QListWidgetItem(str(numero))
            article.setSizeHint(self.vignettes.gridSize())
            self.vignettes.addItem(article)
        self.vignettes.setCurrentRow(0)
        self.vignettes.blockSignals(False)  # noqa: FBT003 - Qt
        self._page_lue((page, taille[0]))
        if page.width() != self.largeur_image:
            self._demander_page()
        self._demander_vignettes(1)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self._lecteur is not None:  # else the document was left meanwhile
            super()._refuse(erreur)
            self.reessayer.show()

    @Slot(object)
    def _page_lue(self, lue: tuple[QImage, float]) -> None:
        if self._lecteur is None:
            return
        super()._page_lue(lue)
        self.reessayer.hide()
        page, points = lue
        if page.isNull():
            self.message.setText(texte_code("page_abimee", {}).court)
            self.message.show()
            return
        autre = points * page.height() / page.width()
        self._taille = (autre, points) if self.rotation in (90, 270) else (points, autre)
        self._placer_zones()
        self.page_montree.emit()

    # ---- zones

    def poser_zones(self, zones: Sequence[Zone], *, viser: bool) -> None:
        """Frame zones; ``viser`` brings the page and the place of the current one in view."""
        self._zones = tuple(zones)
        courante = self.courante if viser else None
        if courante is not None and courante.page != self._page and self._lecteur is not None:
            self._viser_courante = True
            self.vignettes.setCurrentRow(courante.page - 1)
            return
        self._placer_zones()
        if viser:
            self._montrer_courante()

    @property
    def courante(self) -> Zone | None:
        """The zone of the current rule."""
        return next((zone for zone in self._zones if zone.est_courante), None)

    def extrait(self) -> tuple[int, QPixmap] | None:
        """Page and picture of the current zone, while its page is on show."""
        zone = self.courante
        if zone is None or zone.page != self._page or self.feuille.isHidden():
            return None
        return zone.page, self.feuille.extrait(self._tournee(zone.boite))

    def _tournee(self, boite: Boite) -> Boite:
        return tourner(boite, self.rotation, *self._taille)

    def _placer_zones(self) -> None:
        ici = [(zone, self._tournee(zone.boite)) for zone in self._zones if zone.page == self._page]
        self.feuille.poser_zones(ici)
        if self._viser_courante:
            self._viser_courante = False
            self._montrer_courante()

    def _montrer_courante(self) -> None:
        zone = self.courante
        if zone is not None and zone.page == self._page:
            centre = self.feuille.cadre(self._tournee(zone.boite)).center()
            ou = self.feuille.pos() + centre.toPoint()
            self._defilement.ensureVisible(ou.x(), ou.y(), px(120), px(120))

    @Slot()
    def basculer_zoom(self) -> None:
        """Z: the zone in large, then the whole page again."""
        self._zoom = 0 if self._zoom == GRAND else GRAND
        self._viser_courante = self._zoom == GRAND
        self._demander_page()

    @Slot()
    def page_suivante(self) -> None:
        """The next page of the document."""
        if self._lecteur is not None:
            self.vignettes.setCurrentRow(min(self._page, self._lecteur.pages - 1))

    @Slot()
    def page_precedente(self) -> None:
        """The page before."""
        self.vignettes.setCurrentRow(max(self._page - 2, 0))
