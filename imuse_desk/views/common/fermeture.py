"""What Esc and the cross do: close at once, or ask first where something typed would be lost and no draft keeps it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from imuse_desk.views.common.confirmation import Confirmation


def sur_echap(widget: QWidget, fente: Callable[[], object], *, seul: bool = False) -> QShortcut:
    """Call a bound slot when Esc is pressed in ``widget`` or inside it (``seul``: in it alone)."""
    raccourci = QShortcut(QKeySequence("Esc"), widget)
    raccourci.setWhatsThis("Fermer, ou renoncer")  # what the list of keys says
    contexte = Qt.ShortcutContext.WidgetShortcut if seul else Qt.ShortcutContext.WidgetWithChildrenShortcut
    raccourci.setContext(contexte)
    raccourci.activated.connect(fente)
    return raccourci


def demander_abandon(
    fenetre: QWidget, titre: str, phrase: str, verbe: str, fente: Callable[[], object]
) -> Confirmation:
    """Ask before what was typed is lost; the verb is on the button, ``fente`` does it. Returns the question, open."""
    question = Confirmation(fenetre, titre, phrase, verbe, nom_icone="warning", est_danger=True)
    question.accepted.connect(fente)
    question.open()
    return question
