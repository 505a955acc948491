"""One ledger of a household, for a page that hosts it (the sub-tabs of Famille)."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.pieces import Nature
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.lectures.facturation import FacturationVue
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation.annees import ListeAnnees
from imuse_desk.views.facturation.explication import Explication
from imuse_desk.views.facturation.lecteur import LecteurFacturation


class BlocFacturation(LecteurFacturation):
    """``bloc = BlocFacturation(executant, bus, LOCATIONS)``; then ``entrer(ctx)``, ``ouvrir(foyer_id)``.

    "Pourquoi ce montant ?" unfolds under the years.
    """

    def __init__(
        self, executant: Executant, bus: Bus, registre: Nature = Nature.COTISATIONS, parent: QWidget | None = None
    ) -> None:
        super().__init__(executant, bus, parent)
        self.annees = ListeAnnees(registre)
        self.explication = Explication()
        self.annees.poser_pied(self.explication)
        self.pile = QStackedWidget()
        self.pile.addWidget(self.vide)
        self.pile.addWidget(self.annees)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.pile)
        self.annees.explication_demandee.connect(self._expliquer)
        self.suivre(self.annees)
        self.masquer()

    def montrer(self, vue: FacturationVue, compte: CompteFamille) -> None:  # noqa: D102
        self.annees.permis = self.gestes.permis
        self.annees.montrer(vue, compte)
        self.explication.garder(vue, self.annees.prevues())
        self.pile.setCurrentWidget(self.annees)

    def masquer(self) -> None:  # noqa: D102
        self.explication.hide()
        self.pile.setCurrentWidget(self.vide)

    @Slot(object)
    def _expliquer(self, annee_id: int) -> None:
        if self.vue is not None:
            self.explication.expliquer(self.vue, annee_id)
            self.annees.ensureWidgetVisible(self.explication)
