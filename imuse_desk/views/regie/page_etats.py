"""The statements of the régie, one at a time: its receipts, what it pays over, what is left to collect."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.feuille import Feuille
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.etats_regie import JOURNAL, VERSEMENT, exporter_journal, exporter_versement
from imuse_desk.services.facturation.exports import Periode
from imuse_desk.services.facturation.papiers_etats import papier_journal, papier_versement
from imuse_desk.services.relances.etats import RESTES, TITRES, exporter_restes, exporter_titres, papier_restes
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.regie.page_feuille import PageFeuille

ETATS = ("Journal à souches", "État de versement", "Restes à recouvrer", "Demandes de titre")


def _restes(ctx: Contexte, _periode: Periode) -> Feuille:
    return exporter_restes(ctx)


def _papier_restes(ctx: Contexte, _periode: Periode) -> tuple[str, bytes]:
    return papier_restes(ctx)


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
        self.restes = PageFeuille(
            executant, bus, ctx, ETATS[2], Mots("facture", "factures", est_feminin=True), RESTES, _restes,
            est_datee=False, papier=_papier_restes,
        )  # fmt: skip
        self.titres = PageFeuille(executant, bus, ctx, ETATS[3], Mots("débiteur", "débiteurs"), TITRES, exporter_titres)
        self._feuilles = (self.journal, self.versement, self.restes, self.titres)
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
        for feuille in self._feuilles:
            self.pile.addWidget(feuille)
        suivre_le_regard(self)
        self.setFocusProxy(self.choix)
        self.choix.currentIndexChanged.connect(self._choisi)

    @Slot()
    def relire(self) -> None:
        """Read the statement shown again."""
        self._feuilles[self.choix.currentIndex()].relire()

    @Slot(int)
    def _choisi(self, rang: int) -> None:
        self.pile.setCurrentIndex(rang)
        self.relire()
