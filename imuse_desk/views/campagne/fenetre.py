"""The window of the campaign: where its answers stand, then what a site decides before families answer."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.campagne.page_dates import PageDates
from imuse_desk.views.campagne.page_declaration import PageDeclaration
from imuse_desk.views.campagne.page_motifs import PageMotifs
from imuse_desk.views.campagne.page_pieces import PagePieces
from imuse_desk.views.campagne.page_regles import PageRegles
from imuse_desk.views.campagne.page_suivi import PageSuivi
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages

PAGES: dict[str, Callable[[Executant, Bus, Contexte], QWidget]] = {
    "Suivi": PageSuivi,
    "Dates": PageDates,
    "Pièces à fournir": PagePieces,
    "Motifs de refus": PageMotifs,
    "Déclaration": PageDeclaration,
    "Règles": PageRegles,
}


class FenetreCampagne(FenetreReglages):
    """``FenetreCampagne(executant, bus, ctx, annee_id, parent)`` then ``show()``; ``annee_id`` is the year prepared."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, annee_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(executant, bus, ctx.sur(annee_id=annee_id), "Campagne", PAGES, parent)
