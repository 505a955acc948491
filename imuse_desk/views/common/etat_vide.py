"""Empty state: icon in a disc, what happened, one way out, one guess."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from imuse_desk.views.common.icones import pixmap
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import couleur, px


class _Disque(QWidget):
    def __init__(self, nom_icone: str) -> None:
        super().__init__()
        self._icone = nom_icone
        self.setFixedSize(px(56), px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        peintre.setPen(Qt.PenStyle.NoPen)
        peintre.setBrush(couleur("neutral_ground"))
        peintre.drawEllipse(self.rect())
        marge = (self.width() - px(28)) / 2
        peintre.drawPixmap(QPointF(marge, marge), pixmap(self._icone, "text2", 28))


class EtatVide(QWidget):
    """``EtatVide("funnel-x", "Aucune famille ne correspond", "« valmnt » ne laisse personne.", bouton)``."""

    def __init__(
        self, nom_icone: str, titre: str, phrase: str = "", *sorties: QWidget, parent: QWidget | None = None
    ) -> None:
        """``sorties``: the way out first, then a guess."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 8, 24, 8)
        colonne.setSpacing(4)
        milieu = Qt.AlignmentFlag.AlignHCenter
        colonne.addStretch(1)
        colonne.addWidget(_Disque(nom_icone), 0, milieu)
        colonne.addSpacing(8)
        self._titre = texte(titre, "titre_carte", replie=True)
        self._phrase = texte(phrase, "second", replie=True)
        for etiquette in (self._titre, self._phrase):
            etiquette.setAlignment(milieu)
            colonne.addWidget(etiquette)
        colonne.addSpacing(4)
        for sortie in sorties:
            colonne.addWidget(sortie, 0, milieu)
        colonne.addStretch(2)

    def dire(self, titre: str, phrase: str) -> None:
        """Replace title and sentence, e.g. with the filter that emptied the list."""
        self._titre.setText(titre)
        self._phrase.setText(phrase)
        self.setAccessibleName(f"{titre}. {phrase}")
