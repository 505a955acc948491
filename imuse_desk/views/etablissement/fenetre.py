"""The window of the house: sites and papers' heads, territory, documents given to families, templates."""

from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.etablissement.page_coordonnees import PageCoordonnees
from imuse_desk.views.etablissement.page_documents import PageDocuments
from imuse_desk.views.etablissement.page_modeles import PageModeles
from imuse_desk.views.etablissement.page_territoire import PageTerritoire

PAGES = {
    "Coordonnées": PageCoordonnees,
    "Territoire": PageTerritoire,
    "Documents": PageDocuments,
    "Modèles": PageModeles,
}


class FenetreEtablissement(FenetreReglages):
    """``FenetreEtablissement(executant, bus, ctx, parent)`` then ``show()``."""

    LECTURE_SEULE = "La direction et l’administration modifient ces réglages et ces modèles."

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(executant, bus, ctx, "Établissement", PAGES, parent)
