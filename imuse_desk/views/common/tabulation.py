"""Tab order as the eye goes: the order of the layouts, for windows whose rows come and go.

Qt puts a widget made later at the end of the chain, wherever it stands.
"""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QStackedWidget, QWidget


def suivre_le_regard(racine: QWidget) -> None:
    """Set the tab order of everything inside ``racine``."""
    suite = [w for w in _dans_l_ordre(racine) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for avant, apres in pairwise(suite):
        QWidget.setTabOrder(avant, apres)


def _dans_l_ordre(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, QScrollArea):
        contenus = [widget.widget()]
    elif isinstance(widget, QStackedWidget):
        contenus = [widget.widget(rang) for rang in range(widget.count())]
    else:
        disposition = widget.layout()
        contenus = list(_de_la_disposition(disposition)) if disposition is not None else []
    for contenu in contenus:
        if contenu is not None:
            yield from _dans_l_ordre(contenu)


def _de_la_disposition(disposition: QLayout) -> Iterator[QWidget]:
    rangs = list(range(disposition.count()))
    if isinstance(disposition, QGridLayout):
        rangs.sort(key=lambda rang: disposition.getItemPosition(rang)[:2])  # type: ignore[index]  # row, column, spans
    for rang in rangs:
        item = disposition.itemAt(rang)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (interieure := item.layout()) is not None:
            yield from _de_la_disposition(interieure)
