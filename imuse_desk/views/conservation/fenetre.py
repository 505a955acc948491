"""The window of the files' keeping: what is past its day, and the lists of destruction."""

from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.conservation.page_bordereaux import PageBordereaux
from imuse_desk.views.conservation.page_echues import PageEchues


class FenetreConservation(FenetreReglages):
    """``FenetreConservation(executant, bus, ctx, parent)`` then ``show()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        fabriques = {"À éliminer": PageEchues, "Bordereaux": PageBordereaux}
        super().__init__(executant, bus, ctx, "Conservation des pièces", fabriques, parent)
