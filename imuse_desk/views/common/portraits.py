"""Portraits of pupils: a photo in a disc, else initials. Photos are read and decoded away from the screen's thread."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QGuiApplication, QImage, QPainter, QPixmap

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.photos import lire_photos
from imuse_desk.views.common.theme import Graisse, couleur, police, px

COTE_GARDE = 160
"""Side kept in memory, in pixels of the screen: the largest portrait shown, on a fine screen."""


def initiales(prenom: str, nom: str) -> str:
    """``Anne-Lise de La Brosse``: AD."""
    return "".join(mot.strip()[:1] for mot in (prenom, nom)).upper()


def lire_portraits(ctx: Contexte, eleves: Collection[int]) -> dict[int, QImage | None]:
    """The discs of these pupils, None for who has no photo that this person may see; not on the screen's thread."""
    photos: Mapping[int, bytes] = lire_photos(ctx, eleves)
    return {ident: _disque(photos[ident]) if ident in photos else None for ident in eleves}


def _disque(octets: bytes) -> QImage | None:
    lue = QImage.fromData(octets)
    if lue.isNull():
        return None
    cote = COTE_GARDE
    lue = lue.scaled(
        cote, cote, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    disque = QImage(cote, cote, QImage.Format.Format_ARGB32_Premultiplied)
    disque.fill(Qt.GlobalColor.transparent)
    peintre = QPainter(disque)
    peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
    peintre.setPen(Qt.PenStyle.NoPen)
    peintre.setBrush(QBrush(lue))
    peintre.drawEllipse(0, 0, cote, cote)
    peintre.end()
    return disque


class Portraits:
    """Portraits held for one screen: drawn at the size asked, each size made once."""

    def __init__(self) -> None:
        self._images: dict[int, QImage | None] = {}
        self._tailles: dict[tuple[int, int], QPixmap] = {}

    def oublier(self) -> None:
        """Another person sits down, or photos changed."""
        self._images, self._tailles = {}, {}

    def manquent(self, eleves: Collection[int]) -> list[int]:
        """Those of these pupils whose photo was not read yet."""
        return [ident for ident in eleves if ident not in self._images]

    def poser(self, images: Mapping[int, QImage | None]) -> None:
        """What was read."""
        self._images.update(images)

    def peindre(self, peintre: QPainter, carre: QRectF, eleve_id: int, lettres: str) -> None:
        """The photo of a pupil in a square, else his initials."""
        peintre.save()
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        image = self._images.get(eleve_id)
        if image is not None:
            peintre.drawPixmap(carre.topLeft(), self._pixmap(eleve_id, image, round(carre.width())))
        else:
            peintre.setPen(Qt.PenStyle.NoPen)
            peintre.setBrush(couleur("neutral_ground"))
            peintre.drawEllipse(carre)
            taille = 8.5 if carre.width() < px(32) else 10
            peintre.setFont(police(taille, Graisse.DemiBold))
            peintre.setPen(couleur("neutral"))
            peintre.drawText(carre, Qt.AlignmentFlag.AlignCenter, lettres)
        peintre.restore()

    def _pixmap(self, eleve_id: int, image: QImage, cote: int) -> QPixmap:
        application = QGuiApplication.instance()
        ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
        cle = (eleve_id, round(cote * ratio))
        if cle not in self._tailles:
            lisse = Qt.TransformationMode.SmoothTransformation
            petite = image.scaled(QSize(cle[1], cle[1]), Qt.AspectRatioMode.IgnoreAspectRatio, lisse)
            petite.setDevicePixelRatio(ratio)
            self._tailles[cle] = QPixmap.fromImage(petite)
        return self._tailles[cle]
