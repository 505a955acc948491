"""Light and dark themes: one palette, one style sheet generated from the tokens, one text size for the whole program.

``appliquer_theme(app, "systeme", 115)`` may be called at any time: palette, sheet, font and icons change on the spot.
Painted widgets read ``jetons()`` and ``police()`` when they paint, so they need nothing more.
"""

import platform
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.views.common.jetons import CLAIR, SOMBRE, Jetons

Choix = Literal["clair", "sombre", "systeme"]
TAILLES_TEXTE = (100, 115, 130, 150)
Graisse = QFont.Weight

_POINTS = re.compile(r"\$pt(\d+)(?:_(\d))?")
_PIXELS = re.compile(r"\$px(\d+)")
_JETON = re.compile(r"\$([a-z]\w*)")


@dataclass(slots=True)
class _Etat:
    jetons: Jetons = CLAIR
    choix: Choix = "clair"
    taille: int = 100
    famille: str = ""
    polices: set[str] = field(default_factory=set)
    rappels: list[Callable[[QApplication], None]] = field(default_factory=list)


_etat = _Etat()


def jetons() -> Jetons:
    """The tokens of the theme now shown."""
    return _etat.jetons


def au_changement(rappel: Callable[[QApplication], None]) -> None:
    """Have ``rappel(app)`` called after each switch of theme or text size (what neither sheet nor paint reaches)."""
    _etat.rappels.append(rappel)


def px(pixels: int) -> int:
    """A height in logical pixels, grown with the text size."""
    return round(pixels * _etat.taille / 100)


def taille_du_texte() -> int:
    """The text size on show, in percent."""
    return _etat.taille


def largeur(pixels: int, plafond: int) -> int:
    """A width that grows with the text size, but never so much that a small office screen has no room left."""
    return min(px(pixels), plafond)


def couleur(jeton: str) -> QColor:
    """A token of the current theme as QColor."""
    return QColor(_etat.jetons.couleur(jeton))


def police(points: float = 10, graisse: Graisse = Graisse.Normal, *, tabulaire: bool = False) -> QFont:
    """The program's font at ``points`` (grown with the text size); ``tabulaire`` gives figures of one width."""
    return QFont(_police(_etat.famille, points * _etat.taille / 100, graisse.value, tabulaire))


@lru_cache(maxsize=128)
def _police(famille: str, points: float, graisse: int, tabulaire: bool) -> QFont:  # noqa: FBT001 - cache key
    fonte = QFont(famille) if famille else QFont()
    fonte.setPointSizeF(points)
    fonte.setWeight(Graisse(graisse))
    fonte.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabulaire:
        fonte.setFeature(QFont.Tag("tnum"), 1)
    return fonte


def appliquer_theme(app: QApplication, choix: Choix = "systeme", taille_texte: int = 100) -> Jetons:
    """Show the program in a theme and a text size (percent), now and, for ``systeme``, at each change of the desk.

    Raises ValueError on a text size that is not in ``TAILLES_TEXTE``.
    """
    if taille_texte not in TAILLES_TEXTE:
        raise ValueError(f"text size {taille_texte} not in {TAILLES_TEXTE}")
    _preparer(app)
    _etat.choix = choix
    _etat.taille = taille_texte
    _etat.jetons = SOMBRE if choix == "sombre" or (choix == "systeme" and _systeme_sombre(app)) else CLAIR
    app.setFont(police())
    app.setPalette(palette(_etat.jetons))
    app.setStyleSheet(feuille(_etat.jetons))
    for rappel in _etat.rappels:
        rappel(app)
    return _etat.jetons


def _systeme_sombre(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


class _SuiviSysteme(QObject):
    """Follows the light or dark scheme of the desk while the choice is ``systeme``."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        app.styleHints().colorSchemeChanged.connect(self.scheme_change)

    @Slot(Qt.ColorScheme)
    def scheme_change(self, _scheme: Qt.ColorScheme) -> None:
        if _etat.choix == "systeme" and _systeme_sombre(self._app) != _etat.jetons.est_sombre:
            appliquer_theme(self._app, "systeme", _etat.taille)


def _preparer(app: QApplication) -> None:
    if app.findChild(_SuiviSysteme) is None:
        app.setStyle("Fusion")
        _SuiviSysteme(app)
    ressources = files("imuse_desk.resources")
    with as_file(ressources / "icones") as dossier:
        QDir.setSearchPaths("icones", [str(dossier)])
    polices = ressources / "polices"
    if polices.is_dir():
        for fichier in polices.iterdir():
            if fichier.name.startswith("Inter") and fichier.name.endswith((".ttf", ".otf")):
                _charger_police(fichier.name)
    if platform.system() in {"Windows", "Darwin"}:
        _etat.famille = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    else:
        _etat.famille = "Inter" if "Inter" in QFontDatabase.families() else ""


def _charger_police(nom: str) -> None:
    if nom in _etat.polices:
        return
    octets = files("imuse_desk.resources").joinpath("polices", nom).read_bytes()
    if QFontDatabase.addApplicationFontFromData(octets) >= 0:
        _etat.polices.add(nom)


def palette(jeu: Jetons) -> QPalette:
    """Every role of the Qt palette, Disabled group included."""
    roles = {
        QPalette.ColorRole.Window: jeu.window,
        QPalette.ColorRole.WindowText: jeu.text,
        QPalette.ColorRole.Base: jeu.surface,
        QPalette.ColorRole.AlternateBase: jeu.sunken,
        QPalette.ColorRole.ToolTipBase: jeu.surface,
        QPalette.ColorRole.ToolTipText: jeu.text,
        QPalette.ColorRole.PlaceholderText: jeu.text3,
        QPalette.ColorRole.Text: jeu.text,
        QPalette.ColorRole.Button: jeu.surface,
        QPalette.ColorRole.ButtonText: jeu.text,
        QPalette.ColorRole.BrightText: jeu.on_fill,
        QPalette.ColorRole.Light: jeu.surface,
        QPalette.ColorRole.Midlight: jeu.hover,
        QPalette.ColorRole.Mid: jeu.border,
        QPalette.ColorRole.Dark: jeu.field,
        QPalette.ColorRole.Shadow: jeu.canvas,
        QPalette.ColorRole.Highlight: jeu.accent_fill,
        QPalette.ColorRole.HighlightedText: jeu.on_fill,
        QPalette.ColorRole.Link: jeu.accent,
        QPalette.ColorRole.LinkVisited: jeu.accent,
        QPalette.ColorRole.Accent: jeu.accent,
    }
    resultat = QPalette()
    for role, valeur in roles.items():
        resultat.setColor(QPalette.ColorGroup.All, role, QColor(valeur))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        resultat.setColor(QPalette.ColorGroup.Disabled, role, QColor(jeu.text3))
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        resultat.setColor(QPalette.ColorGroup.Disabled, role, QColor(jeu.sunken))
    return resultat


def feuille(jeu: Jetons) -> str:
    """The style sheet of a theme: ``$token`` colours, ``$pt9`` font sizes and ``$px30`` heights of the template."""
    modele = files("imuse_desk.resources").joinpath("feuille.qss").read_text(encoding="utf-8")
    taille = _etat.taille / 100

    def points(trouve: re.Match[str]) -> str:
        return f"{float(f'{trouve[1]}.{trouve[2] or 0}') * taille:.2f}pt"

    texte = _POINTS.sub(points, modele)
    texte = _PIXELS.sub(lambda trouve: f"{px(int(trouve[1]))}px", texte)
    return _JETON.sub(lambda trouve: jeu.couleur(trouve[1]), texte)


def repolir(widget: QWidget) -> None:
    """Read the sheet again after a dynamic property of ``widget`` changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def marquer(widget: QWidget, propriete: str, valeur: str) -> None:
    """Set a property that the sheet selects on (``etat``, ``kind``, ``role``) and show it."""
    if widget.property(propriete) != valeur:
        widget.setProperty(propriete, valeur)
        repolir(widget)
