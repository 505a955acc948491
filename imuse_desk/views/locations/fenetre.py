"""The window of the instruments of a site."""

from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.locations.page_attente import PageAttente
from imuse_desk.views.locations.page_parc import PageParc
from imuse_desk.views.locations.page_regles import PageRegles
from imuse_desk.views.locations.page_tarif import PageTarif


class FenetreLocations(FenetreReglages):
    """``FenetreLocations(executant, bus, ctx, parent)`` then ``show()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(
            executant, bus, ctx, "Instruments",
            {"Parc": PageParc, "Attente": PageAttente, "Tarif": PageTarif, "Règles": PageRegles}, parent,
        )  # fmt: skip
