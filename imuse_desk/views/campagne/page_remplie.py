"""A page of cards that an empty table fills in one click."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.boutons import discret
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.offre.page_fiches import Genre, PageFiches


class PageRemplie(PageFiches):
    """A subclass gives its cards, the verb, what fills its table, and the words that follow how many were written."""

    VERBE, REMPLIE = "", ""
    TABLE: ClassVar[Genre]
    table_habituelle: Callable[[Contexte], Fait[int]]

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx, self.TABLE)
        self.remplir = discret(self.VERBE, "copy")
        self.remplir.hide()
        self.remplir.clicked.connect(self._remplir)
        self.modele.modelReset.connect(self._proposer)
        self.liste.outils.insertWidget(0, self.remplir)

    @Slot()
    def _proposer(self) -> None:
        self.remplir.setVisible(self.peut_modifier and self.est_vide)

    @Slot()
    def _remplir(self) -> None:
        self.executant.ecrire(partial(self.table_habituelle, self.ctx), self._remplie, self._refuse)

    @Slot(object)
    def _remplie(self, fait: Fait[int]) -> None:
        self.bus.publier(fait.changements)
        self.bus.dire(f"{fait.resultat} {self.REMPLIE}")
