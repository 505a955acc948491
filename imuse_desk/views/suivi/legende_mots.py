"""The keys of the roll call, each followed by its word; they go on to a second line where the width runs out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.services.suivi.codes import CodeVu
from imuse_desk.views.common.ecoulement import Ecoulement
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.touche import Touche


class LegendeMots(QWidget):
    """``legende.poser(codes)``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mots = Ecoulement(self, ecart=10, entre_lignes=4)

    def poser(self, codes: Sequence[CodeVu]) -> None:
        """Show the words of a site."""
        while (ancien := self._mots.takeAt(0)) is not None:
            if (widget := ancien.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for code in codes:
            groupe = QWidget()
            rangee = QHBoxLayout(groupe)
            rangee.setContentsMargins(0, 0, 0, 0)
            rangee.setSpacing(6)
            rangee.addWidget(Touche(code.code))
            rangee.addWidget(texte(code.libelle.lower(), "second"))
            self._mots.addWidget(groupe)
