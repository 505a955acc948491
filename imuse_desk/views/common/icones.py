"""Phosphor icons from package data, tinted with a theme token and drawn at the screen's device pixel ratio.

``icone("users", "accent")`` is a QIcon with a Disabled pixmap; ``poser_icone(bouton, "users", "accent")`` also
remembers the name, so that a switch of theme tints it again.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from imuse_desk.views.common import theme

PROPRIETE = "icone_posee"
AVANT_TEXTE = 4  # QPushButton draws its text 4 px after the icon, which no sheet can change: the pixmap is wider


class PorteIcone(Protocol):
    """Anything with an icon: a button, an action, a tab page's header."""

    def setIcon(self, icon: QIcon, /) -> None: ...  # noqa: N802, D102


@lru_cache(maxsize=256)
def _source(nom: str) -> str:
    return files("imuse_desk.resources").joinpath("icones", f"{nom}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _pixmap(nom: str, couleur: str, taille: int, ratio: float, apres: int) -> QPixmap:
    rendu = QSvgRenderer(QByteArray(_source(nom).replace("currentColor", couleur).encode()))
    image = QImage(QSize(taille + apres, taille) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    peintre = QPainter(image)
    rendu.render(peintre, QRectF(0, 0, taille, taille))
    peintre.end()
    return QPixmap.fromImage(image)


def pixmap(nom: str, jeton: str = "text2", taille: int = 16, *, apres: int = 0) -> QPixmap:
    """The icon as a pixmap of ``taille`` logical pixels (scaled with the text), ``apres`` blank pixels on its right."""
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _pixmap(nom, theme.jetons().couleur(jeton), theme.px(taille), ratio, apres)


def icone(nom: str, jeton: str = "text2", taille: int = 16, *, apres: int = 0) -> QIcon:
    """The icon with its Disabled state in ``text3``."""
    dessin = QIcon(pixmap(nom, jeton, taille, apres=apres))
    dessin.addPixmap(pixmap(nom, "text3", taille, apres=apres), QIcon.Mode.Disabled)
    return dessin


def poser_icone(cible: QObject, nom: str, jeton: str = "text2", taille: int = 16, *, apres: int = 0) -> None:
    """Set the icon of a button or action and keep its name for the next switch of theme."""
    cible.setProperty(PROPRIETE, f"{nom} {jeton} {taille} {apres}")
    _appliquer(cible, nom, jeton, taille, apres)


def _appliquer(cible: QObject, nom: str, jeton: str, taille: int, apres: int) -> None:
    poser = getattr(cible, "setIcon", None)
    if poser is not None:
        poser(icone(nom, jeton, taille, apres=apres))
        dimension = getattr(cible, "setIconSize", None)
        if dimension is not None:
            dimension(QSize(theme.px(taille) + apres, theme.px(taille)))
        return
    image = getattr(cible, "setPixmap", None)
    if image is None:
        raise TypeError(f"{type(cible).__name__} has neither icon nor pixmap")
    image(pixmap(nom, jeton, taille, apres=apres))


def reteindre(application: QApplication) -> None:
    """Draw again every icon set by ``poser_icone``, after a change of theme or text size."""
    for fenetre in application.allWidgets():
        for cible in (fenetre, *fenetre.actions()):
            posee = cible.property(PROPRIETE)
            if isinstance(posee, str):
                nom, jeton, taille, apres = posee.split(" ")
                _appliquer(cible, nom, jeton, int(taille), int(apres))


theme.au_changement(reteindre)
