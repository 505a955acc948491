"""The pages under the sub-tabs of Suivi: each is bound to a course, of all its pupils or of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.onglets import SousOnglets

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A widget, how it is bound to what is opened, and who it learns is at the desk."""

    titre: str
    widget: QWidget
    ouvrir: Callable[[T], None]
    entrer: Callable[[Contexte], None] | None = None


class Pages(QWidget, Generic[T]):
    """Sub-tabs and their pages; a page is bound when it is seen, so that a hidden one reads nothing.

    A hidden page asks for no height: the foot of a short one is not pushed out of sight by a tall one.
    """

    def __init__(self, nom: str, pages: Sequence[Page[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = tuple(pages)
        self._ouvert: T | None = None
        self._faites: set[int] = set()
        self.onglets = SousOnglets(nom, [page.titre for page in self._pages])
        self.outils = QHBoxLayout()
        """Right of the sub-tabs."""
        ligne = QHBoxLayout()
        ligne.addWidget(self.onglets)
        ligne.addStretch(1)
        ligne.addLayout(self.outils)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(8)
        colonne.addLayout(ligne)
        for page in self._pages:  # in no stack: it would be as high as the highest
            colonne.addWidget(page.widget, 1)
        self.onglets.setVisible(len(self._pages) > 1)
        self.onglets.currentChanged.connect(self._montrer)
        self._montrer()

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ouvert = None
        for page in self._pages:
            if page.entrer is not None:
                page.entrer(ctx)

    def ouvrir(self, objet: T) -> None:
        """Bind the page on show, and the others once they are seen."""
        self._ouvert = objet
        self._faites.clear()
        self._montrer()

    def aller(self, titre: str) -> None:
        """Show the page of a title."""
        self.onglets.setCurrentIndex([page.titre for page in self._pages].index(titre))

    @Slot()
    def _montrer(self) -> None:
        rang = self.onglets.currentIndex()
        for numero, page in enumerate(self._pages):
            page.widget.setVisible(numero == rang)
        if self._ouvert is not None and rang not in self._faites:
            self._faites.add(rang)
            self._pages[rang].ouvrir(self._ouvert)
