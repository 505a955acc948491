"""Chips (a state as word, icon and colour) and filter pills.

``peindre_puce`` is the one painter of a chip: the ``Puce`` widget of a header and the row delegate both use it.
"""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.textes import visible
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.ecoulement import Ecoulement
from imuse_desk.views.common.icones import pixmap
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.theme import Graisse, couleur, police, px

MARGE, ECART, ICONE, RAYON = 8, 5, 14, 6
HAUTEUR_RANGEE, HAUTEUR_ENTETE = 22, 24


def largeur_puce(texte: str, nom_icone: str) -> int:
    """Width of a chip in logical pixels."""
    mots = QFontMetricsF(police(9, Graisse.Medium)).horizontalAdvance(texte)
    return round(mots + 2 * MARGE + (px(ICONE) + ECART - 1 if nom_icone else 0) + 0.5)


def peindre_puce(peintre: QPainter, gauche: float, centre: float, hauteur: int, mots: tuple[str, Ton, str]) -> QRectF:
    """Paint a chip (text, tone, icon name) from its left edge and vertical centre; returns its rectangle."""
    texte, ton, nom_icone = mots
    cadre = QRectF(gauche, round(centre - hauteur / 2), largeur_puce(texte, nom_icone), hauteur)
    peintre.save()
    peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
    peintre.setPen(Qt.PenStyle.NoPen)
    peintre.setBrush(couleur(f"{ton}_ground"))
    peintre.drawRoundedRect(cadre, RAYON, RAYON)
    x = cadre.left() + MARGE
    if nom_icone:
        taille = px(ICONE)
        x -= 1
        peintre.drawPixmap(QPointF(x, round(centre - taille / 2)), pixmap(nom_icone, ton, ICONE))
        x += taille + ECART
    peintre.setFont(police(9, Graisse.Medium))
    peintre.setPen(couleur(ton))
    alignement = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    peintre.drawText(QRectF(x, cadre.top(), cadre.right() - x, hauteur), alignement, texte)
    peintre.restore()
    return cadre


class Puce(QWidget):
    """One state in a page header: ``Puce("Solde dû 205,00 €", "warn", "wallet")``. Not clickable."""

    def __init__(
        self, texte: str = "", ton: Ton = "neutral", nom_icone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._mots: tuple[str, Ton, str] = (texte, ton, nom_icone)
        self.montrer(texte, ton, nom_icone)

    @property
    def texte(self) -> str:
        """The word shown."""
        return self._mots[0]

    def montrer(self, texte: str, ton: Ton, nom_icone: str = "") -> None:
        """Replace word, tone and icon; an empty word hides the chip."""
        texte = visible(texte)
        self._mots = (texte, ton, nom_icone)
        self.setAccessibleName(texte)
        if not texte:
            self.hide()
        elif self.parentWidget() is not None:
            self.show()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802, D102
        return QSize(largeur_puce(self._mots[0], self._mots[2]), px(HAUTEUR_ENTETE))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802, D102
        peintre = QPainter(self)
        peindre_puce(peintre, 0, self.height() / 2, px(HAUTEUR_ENTETE), self._mots)


class Filtres(QWidget):
    """Filter pills over a list; the first one ("Toutes") stands for no filter and the others add up.

    ``filtres_changes(cles)`` carries the chosen keys, empty for "Toutes". ``replies`` lets many pills go on to a second
    line; ``compter`` writes after each what it would show.
    """

    filtres_changes = Signal(object)

    def __init__(
        self, choix: Sequence[tuple[str, str]], parent: QWidget | None = None, *, replies: bool = False
    ) -> None:
        """``choix``: (key, words); the key of the first one is not reported."""
        super().__init__(parent)
        rangee: QLayout = Ecoulement(self, ecart=6, entre_lignes=6) if replies else QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        if isinstance(rangee, QHBoxLayout):
            rangee.setSpacing(6)
        self._pastilles: dict[str, Bouton] = {}
        for cle, mots in choix:
            pastille = Bouton(mots, "pastille")
            pastille.setCheckable(True)
            pastille.setProperty("cle", cle)
            pastille.setProperty("mots", mots)
            pastille.setAccessibleName(f"Filtre\u00a0: {mots}")
            pastille.clicked.connect(self._presse)
            self._pastilles[cle] = pastille
            rangee.addWidget(pastille)
        if isinstance(rangee, QHBoxLayout):
            rangee.addStretch(1)
        self._aucun = next(iter(self._pastilles))
        self._pastilles[self._aucun].setChecked(True)

    def choisis(self) -> tuple[str, ...]:
        """Keys of the filters in force."""
        return tuple(c for c, p in self._pastilles.items() if p.isChecked() and c != self._aucun)

    def libelles(self) -> tuple[str, ...]:
        """Words of the filters in force."""
        return tuple(str(self._pastilles[c].property("mots")) for c in self.choisis())

    def compter(self, nombres: Mapping[str, int]) -> None:
        """Write on pills how many rows each would show."""
        for cle, n in nombres.items():
            pastille = self._pastilles[cle]
            mots = f"{pastille.property('mots')}\u00a0{grouper(str(n))}"
            pastille.setText(mots)
            pastille.setAccessibleName(f"Filtre\u00a0: {mots}")

    def limiter(self, cles: Collection[str]) -> None:
        """Show these pills and the first one alone; one that goes is no longer chosen."""
        for cle, pastille in self._pastilles.items():
            pastille.setVisible(cle in cles or cle == self._aucun)
        self.poser([cle for cle in self.choisis() if cle in cles])

    def poser(self, cles: Sequence[str]) -> None:
        """Choose filters without emitting anything."""
        for cle, pastille in self._pastilles.items():
            pastille.setChecked(cle in cles)
        self._pastilles[self._aucun].setChecked(not self.choisis())

    @Slot()
    def _presse(self) -> None:
        bouton = self.sender()
        cle = str(bouton.property("cle")) if isinstance(bouton, Bouton) else self._aucun
        self.poser(() if cle == self._aucun else self.choisis())
        self.filtres_changes.emit(self.choisis())
