"""What the tests ask of a window: names for screen readers, labels with a buddy, no mnemonic or shortcut twice."""

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenuBar, QTabBar, QWidget

from imuse_desk.views.common.jetons import Jetons, contraste

TEXTES = 4.5
TRAITS = 3.0
_LOCAUX = {Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut}
_FONDS = ("window", "surface", "sunken", "hover", "accent_soft")
_TONS = ("ok", "warn", "bad", "info", "neutral")


def _visibles(racine: QWidget) -> Iterator[QWidget]:
    for widget in (racine, *racine.findChildren(QWidget)):
        if widget is racine or (widget.isVisibleTo(racine) and widget.window() is racine.window()):
            yield widget


def _decrire(widget: QWidget) -> str:
    chemin: list[str] = []
    parent: QWidget | None = widget
    while parent is not None and len(chemin) < 4:
        chemin.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(chemin)


def _interne(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own widgets, named through them."""
    parent = widget.parentWidget()
    est_partie = isinstance(widget, QLineEdit) and parent is not None and parent.focusProxy() is widget
    return widget.objectName().startswith("qt_") or est_partie


def sans_nom(racine: QWidget) -> list[str]:
    """Focusable visible widgets that say nothing to a screen reader."""
    muets = []
    for widget in _visibles(racine):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or _interne(widget) or not widget.isEnabled():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            muets.append(_decrire(widget))
    return muets


def libelles_sans_ami(racine: QWidget) -> list[str]:
    """Field labels that lead to no field."""
    return [
        f"{widget.text()!r}: {_decrire(widget)}"
        for widget in _visibles(racine)
        if isinstance(widget, QLabel) and "&" in widget.text().replace("&&", "") and widget.buddy() is None
    ]


def touches_en_double(racine: QWidget) -> list[str]:
    """Mnemonics and shortcuts that two visible things of the window share."""
    qui: defaultdict[str, set[str]] = defaultdict(set)
    for widget in _visibles(racine):
        for mots in _textes(widget):
            sequence = QKeySequence.mnemonic(mots).toString()
            if sequence:
                qui[sequence].add(f"{mots!r}: {_decrire(widget)}")
        for action in widget.actions():
            for touche in action.shortcuts():
                qui[touche.toString()].add(f"action {action.text()!r}")
    _noter_raccourcis(racine, qui)
    return [f"{touche}\u00a0: {' | '.join(sorted(noms))}" for touche, noms in sorted(qui.items()) if len(noms) > 1]


def _noter_raccourcis(racine: QWidget, qui: defaultdict[str, set[str]]) -> None:
    """Two parts side by side may answer to one key, each when it has the focus; one inside the other may not."""
    locaux: defaultdict[str, list[QWidget]] = defaultdict(list)
    for raccourci in racine.findChildren(QShortcut):
        cible, touche = raccourci.parent(), raccourci.key().toString()
        if not isinstance(cible, QWidget) or not cible.isVisibleTo(racine) or not raccourci.isEnabled():
            continue
        if raccourci.context() in _LOCAUX:
            locaux[touche].append(cible)
        else:
            qui[touche].add(f"raccourci de {_decrire(cible)}")
    for touche, cibles in locaux.items():
        for cible in cibles:
            if touche in qui or any(c.isAncestorOf(cible) or cible.isAncestorOf(c) for c in cibles if c is not cible):
                qui[touche].add(f"raccourci de {_decrire(cible)}")


def _textes(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel):
        return [widget.text()] if widget.buddy() is not None else []
    if isinstance(widget, QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QTabBar):
        return [widget.tabText(rang) for rang in range(widget.count())]
    if isinstance(widget, QMenuBar):
        return [action.text() for action in widget.actions()]
    return []


def contrastes_faibles(jetons: Jetons) -> list[str]:
    """Pairs of a theme below 4.5:1 (texts) or 3:1 (outlines of fields, focus ring)."""
    paires = [(encre, fond, TEXTES) for encre in ("text", "text2", "text3", "accent") for fond in _FONDS]
    paires += [(encre, f"{ton}_ground", TEXTES) for encre in ("text", "text2", "text3", "accent") for ton in _TONS]
    paires += [(ton, f"{ton}_ground", TEXTES) for ton in _TONS]
    paires += [(ton, fond, TEXTES) for ton in ("warn", "bad", "ok", "info") for fond in ("surface", "accent_soft")]
    paires += [("on_fill", f, TEXTES) for f in ("accent_fill", "accent_fill_hover", "bad_fill", "bad_fill_hover")]
    paires += [(trait, fond, TRAITS) for trait in ("field", "accent", "warn", "bad") for fond in ("window", "surface")]
    faibles = []
    for encre, fond, plancher in paires:
        mesure = contraste(jetons.couleur(encre), jetons.couleur(fond))
        if mesure < plancher:
            faibles.append(f"{jetons.nom}: {encre} on {fond} = {mesure:.2f} < {plancher}")
    return faibles
