"""A scanned page made straight before it is read: paper made even, then turned so that its lines stand level.

Measured: at 2° the rows of a table fall apart, so that straightening decides more than the engine. What is read
is found again on the page as drawn.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.uint8]
Cadre = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""

ANGLE_MAX = 10.0
_PAS_LARGE, _PAS_FIN = 0.5, 0.05
_REDUCTION_ANGLE = 3
_REDUCTION_FOND = 8
_ANGLE_NEGLIGE = 0.05
_ENCRE = 160
"""Level under which a pixel is ink once the paper is even."""


@dataclass(frozen=True)
class Vue:
    """A page as it is read: turned clockwise by ``tour`` degrees, then straightened.

    ``retour`` gives a point of the turned page from one of this view: x = a·x' + b·y' + c, y = d·x' + e·y' + f.
    """

    image: Image.Image
    tour: int
    retour: tuple[float, float, float, float, float, float]
    dessin: tuple[int, int]

    def sur_le_dessin(self, cadre: Cadre) -> Cadre:
        """The least box, on the page as drawn, around a box of this view."""
        gauche, haut, droite, bas = cadre
        points = [self._point(x, y) for x in (gauche, droite) for y in (haut, bas)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    def resserrer(self, cadre: Cadre) -> Cadre:
        """The same box without the blank rows above and under its ink: the height of its letters."""
        gauche, haut, droite, bas = (max(0, round(cote)) for cote in cadre)
        rangs = np.flatnonzero(self.encre[haut:bas, gauche:droite].any(axis=1))
        if not rangs.size:
            return cadre
        return cadre[0], float(haut + rangs[0]), cadre[2], float(haut + rangs[-1] + 1)

    @cached_property
    def encre(self) -> NDArray[np.bool_]:
        """Where there is ink."""
        return _encre(self.image)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.retour
        x, y = a * x + b * y + c, d * x + e * y + f
        largeur, hauteur = self.dessin
        if self.tour == 90:
            return y, hauteur - x
        if self.tour == 180:
            return largeur - x, hauteur - y
        return (largeur - y, x) if self.tour == 270 else (x, y)


def aplanir(image: Image.Image) -> Image.Image:
    """Divide by the paper around each place: shadows and grey paper go, ink stays."""
    petit = image.reduce(_REDUCTION_FOND).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(5))
    fond = np.asarray(petit.resize(image.size, Image.Resampling.BILINEAR), dtype=np.float32)
    niveaux = np.asarray(image, dtype=np.float32) * (255.0 / np.maximum(fond, 1.0))
    return Image.fromarray(np.minimum(niveaux, 255.0).astype(np.uint8))


def inclinaisons(image: Image.Image) -> list[tuple[int, float]]:
    """The turns of an even page, the likeliest first, each with the angle of its lines: positive where they go down."""
    encre = _encre(image.reduce(_REDUCTION_ANGLE))
    (debout, penche), (couchee, penchee) = (_angle(np.rot90(encre, -quart)) for quart in (0, 1))
    droits, couches = [(0, penche), (180, penche)], [(90, penchee), (270, penchee)]
    return couches + droits if couchee > debout else droits + couches


def redresser(image: Image.Image, tour: int, angle: float) -> Vue:
    """Turn an even page clockwise by ``tour`` degrees, then make its lines level."""
    transposition = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    tournee = image.transpose(transposition[tour]) if tour else image
    if abs(angle) < _ANGLE_NEGLIGE:
        return Vue(tournee, tour, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), image.size)
    cosinus, sinus = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    largeur, hauteur = tournee.size
    large = round(largeur * cosinus + hauteur * abs(sinus))
    haute = round(hauteur * cosinus + largeur * abs(sinus))
    c = largeur / 2 - cosinus * large / 2 + sinus * haute / 2
    f = hauteur / 2 - sinus * large / 2 - cosinus * haute / 2
    retour = (cosinus, -sinus, c, sinus, cosinus, f)
    droite = tournee.transform(
        (large, haute), Image.Transform.AFFINE, retour, resample=Image.Resampling.BICUBIC, fillcolor=255
    )
    return Vue(droite, tour, retour, image.size)


def _angle(encre: NDArray[np.bool_]) -> tuple[float, float]:
    """How sharply rows of ink follow rows of paper at the best angle, and that angle in degrees."""
    ys, xs = np.nonzero(encre)
    if not ys.size:
        return 0.0, 0.0
    _, large = max((_nettete(ys, xs, essai), essai) for essai in _essais(0.0, ANGLE_MAX, _PAS_LARGE))
    nettete, _, angle = max(
        (_nettete(ys, xs, essai), -abs(essai), essai) for essai in _essais(large, _PAS_LARGE, _PAS_FIN)
    )
    return nettete, angle


def _essais(milieu: float, ecart: float, pas: float) -> list[float]:
    essais: list[float] = np.linspace(milieu - ecart, milieu + ecart, 2 * round(ecart / pas) + 1).tolist()
    return essais


def _nettete(ys: NDArray[np.int_], xs: NDArray[np.int_], angle: float) -> float:
    rangs = np.rint(ys - xs * math.tan(math.radians(angle))).astype(np.int64)
    rangees = np.bincount(rangs - rangs.min())
    return float(np.square(np.diff(rangees)).sum())


def _encre(image: Image.Image) -> NDArray[np.bool_]:
    return np.asarray(image) < _ENCRE
