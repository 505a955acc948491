"""A row that goes on to the next line when the width runs out: links in a band, chips."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Ecoulement(QLayout):
    """``rangee = Ecoulement(ecart=8); rangee.addWidget(lien)``; an item wider than the line is cut to it."""

    def __init__(self, parent: QWidget | None = None, *, ecart: int = 8, entre_lignes: int = 0) -> None:
        super().__init__(parent)
        self._articles: list[QLayoutItem] = []
        self._ecart, self._entre_lignes = ecart, entre_lignes
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, article: QLayoutItem) -> None:  # noqa: N802, D102
        self._articles.append(article)

    def count(self) -> int:  # noqa: D102
        return len(self._articles)

    def itemAt(self, rang: int) -> QLayoutItem | None:  # noqa: N802, D102
        return self._articles[rang] if 0 <= rang < len(self._articles) else None

    def takeAt(self, rang: int) -> QLayoutItem | None:  # noqa: N802, D102
        return self._articles.pop(rang) if 0 <= rang < len(self._articles) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802, D102
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802, D102
        return True

    def heightForWidth(self, largeur: int) -> int:  # noqa: N802, D102
        return self._placer(QRect(0, 0, largeur, 0), est_pose=False)

    def setGeometry(self, cadre: QRect) -> None:  # noqa: N802, D102
        super().setGeometry(cadre)
        self._placer(cadre, est_pose=True)

    def sizeHint(self) -> QSize:  # noqa: N802, D102
        tailles = [a.sizeHint().expandedTo(a.minimumSize()) for a in self._articles if not a.isEmpty()]
        largeur = sum(taille.width() for taille in tailles) + self._ecart * max(0, len(tailles) - 1)
        return QSize(largeur, max((taille.height() for taille in tailles), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802, D102
        return QSize(0, self.sizeHint().height())

    def _placer(self, cadre: QRect, *, est_pose: bool) -> int:
        """Lay the items out in the frame; gives the height used."""
        x, y, hauteur = 0, 0, 0
        for article in self._articles:
            if article.isEmpty():
                continue
            taille = article.sizeHint().expandedTo(article.minimumSize())
            taille.setWidth(min(taille.width(), cadre.width()))
            if x and x + taille.width() > cadre.width():
                x, y, hauteur = 0, y + hauteur + self._entre_lignes, 0
            if est_pose:
                article.setGeometry(QRect(cadre.topLeft() + QPoint(x, y), taille))
            x += taille.width() + self._ecart
            hauteur = max(hauteur, taille.height())
        return y + hauteur
