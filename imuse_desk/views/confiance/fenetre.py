"""The window of the 2D-Doc certificates: authorities, those who seal, imports. One store for every site and year."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Cadre
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.confiance.page_autorites import PageAutorites
from imuse_desk.views.confiance.page_certificats import PageCertificats
from imuse_desk.views.confiance.page_import import PageImport

PAGES = {"Autorités": PageAutorites, "Émetteurs": PageCertificats, "Importer": PageImport}


class FenetreConfiance(FenetreReglages):
    """``FenetreConfiance(executant, bus, ctx, parent)`` then ``show()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(executant, bus, ctx, "Certificats 2D-Doc", PAGES, parent)
        self.page("Autorités").import_demande.connect(self._importer)

    @Slot()
    def _importer(self) -> None:
        self.page("Importer")

    @Slot(object)
    def _cadre_lu(self, _cadre: Cadre) -> None:
        self.sous_titre.setText("tous les sites, toutes les années")
