"""The window of the bulletins of a site and year: the bulletins, proof-reading, the times to see again."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.absences.page_ecoles import PageEcoles
from imuse_desk.views.bulletins.page_bulletins import PageBulletins
from imuse_desk.views.bulletins.page_horaires import PageHoraires
from imuse_desk.views.bulletins.page_relecture import PageRelecture
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages


class FenetreBulletins(FenetreReglages):
    """``FenetreBulletins(executant, bus, ctx, parent)`` then ``show()``; closing it stops an issue between chunks."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        self._longues: list[PageBulletins] = []
        fabriques = {
            "Bulletins": self._bulletins,
            "Écoles": PageEcoles,
            "Relecture": PageRelecture,
            "Horaires à revoir": PageHoraires,
        }
        if not ctx.peut(Permission.VALIDER_NOTES):
            del fabriques["Relecture"]
        super().__init__(executant, bus, ctx, "Bulletins", fabriques, parent)

    def _bulletins(self, executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
        page = PageBulletins(executant, bus, ctx, self.barre)
        page.copies_demandees.connect(self._montrer_ecoles)
        self._longues.append(page)
        return page

    @Slot(object)
    def _montrer_ecoles(self, periode_id: int | None) -> None:
        self.page("Écoles").joindre(periode_id)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        for page in self._longues:
            page.arreter()
        super().closeEvent(event)
