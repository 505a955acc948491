"""The statements of the régie for a period, one at a time: the journal of its receipts, what it pays over."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.etats_regie import JOURNAL, VERSEMENT, exporter_journal, exporter_versement
from imuse_desk.services.facturation.papiers_etats import papier_journal, papier_versement
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.regie.page_feuille import PageFeuille

ETATS = ("Journal à souches", "État de versement")


class PageEtats(QWidget):
    """``PageEtats(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        recettes, lignes = Mots("recette", "recettes", est_feminin=True), Mots("ligne", "lignes", est_feminin=True)
        self.journal = PageFeuille(
            executant, bus, ctx, ETATS[0], recettes, JOURNAL, exporter_journal, papier=papier_journal
        )
        self.versement = PageFeuille(
            executant, bus, ctx, ETATS[1], lignes, VERSEMENT, exporter_versement, papier=papier_versement
        )
        self.choix = ListeChoix(tuple(enumerate(ETATS)))
        self.choix.poser_valeur(0)
        self.choix.setAccessibleName("État")
        self.choix.setMinimumWidth(px(190))
        etiquette = texte("É&tat", "libelle")
        etiquette.setBuddy(self.choix)
        self.pile = QStackedWidget()
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        rangee.addWidget(etiquette)
        rangee.addWidget(self.choix)
        rangee.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(rangee)
        page.addWidget(self.pile, 1)
        for feuille in (self.journal, self.versement):
            self.pile.addWidget(feuille)
        suivre_le_regard(self)
        self.setFocusProxy(self.choix)
        self.choix.currentIndexChanged.connect(self._choisi)

    @Slot()
    def relire(self) -> None:
        """Read the statement shown again."""
        (self.journal, self.versement)[self.choix.currentIndex()].relire()

    @Slot(int)
    def _choisi(self, rang: int) -> None:
        self.pile.setCurrentIndex(rang)
        self.relire()
