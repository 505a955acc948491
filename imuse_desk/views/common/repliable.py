"""Parts side by side, one under the other where they do not fit: a narrow window, a large text size."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from imuse_desk.views.common.theme import px

_COTE_A_COTE, _EMPILE = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Repliable(QWidget):
    """``Repliable([gauche, droite])``; its minimum width is that of its widest part alone.

    ``confort``: width under which a part is put below rather than squeezed, grown with the text size.
    """

    def __init__(
        self, parties: Sequence[QWidget], etirements: Sequence[int] = (), *, espace: int = 12, confort: int = 0
    ) -> None:
        super().__init__()
        self.setObjectName("contenu")
        self._parties, self._confort = parties, confort
        self._boite = QBoxLayout(_COTE_A_COTE, self)
        self._boite.setContentsMargins(0, 0, 0, 0)
        self._boite.setSpacing(espace)
        for rang, partie in enumerate(parties):
            self._boite.addWidget(partie, etirements[rang] if etirements else 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102
        return QSize(max(self._largeurs(), default=0), self._boite.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        self._plier()

    def event(self, event: QEvent) -> bool:  # noqa: D102
        if event.type() == QEvent.Type.LayoutRequest:
            self._plier()
        return super().event(event)

    def _plier(self) -> None:
        largeurs = [max(besoin, px(self._confort)) for besoin in self._largeurs()]
        besoin = sum(largeurs) + self._boite.spacing() * max(len(largeurs) - 1, 0)
        sens = _COTE_A_COTE if self.width() >= besoin else _EMPILE
        if sens != self._boite.direction():
            self._boite.setDirection(sens)
            self.updateGeometry()

    def _largeurs(self) -> list[int]:
        return [partie.minimumSizeHint().width() for partie in self._parties if not partie.isHidden()]


def rangee_repliable(gauche: Sequence[QWidget], droite: Sequence[QWidget | QLayout]) -> Repliable:
    """A title and its words on the left, chips or buttons on the right; two rows where one is too short."""
    parties = []
    for contenus in (gauche, droite):
        partie = QWidget()
        rangee = QHBoxLayout(partie)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(8)
        for contenu in contenus:
            if isinstance(contenu, QWidget):
                rangee.addWidget(contenu)
            else:
                rangee.addLayout(contenu)
        rangee.addStretch(1)
        parties.append(partie)
    return Repliable(parties, (1, 0), espace=8)
