"""A second dossier in a window beside: the same tabs, a current dossier of its own."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.textes import visible
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.views.common.bus import BusVoisin
from imuse_desk.views.common.raccourcis import Raccourcis
from imuse_desk.views.common.theme import px
from imuse_desk.views.fenetre_onglets import FenetreOnglets
from imuse_desk.views.navigation import Historique, Onglet

LARGEUR, HAUTEUR = 1180, 700


class FenetreDossier(FenetreOnglets):
    """Opened by a main window; what is written in either shows in both. Closing keeps the drafts and asks nothing."""

    def __init__(self, principale: FenetreOnglets) -> None:
        bus = BusVoisin(principale.bus)
        super().__init__(principale.executant, bus, Raccourcis(), principale)
        bus.setParent(self)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        centre = QWidget()
        centre.setObjectName("page")
        colonne = QVBoxLayout(centre)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        colonne.addWidget(self.rangee_onglets(self.retour))
        colonne.addWidget(self.pile, 1)
        colonne.addWidget(self.barre)
        self.setCentralWidget(centre)
        self.resize(QSize(px(LARGEUR), px(HAUTEUR)).boundedTo(self.screen().availableSize()))

    def ouvrir_sur(self, ctx: Contexte, situation: Situation, onglet: Onglet) -> None:
        """Show a dossier: there is nothing before it to go back to."""
        self.entrer(ctx)
        self._historique = Historique()
        self.montrer_dossier(situation, onglet)
        self.show()
        self.pages[onglet].setFocus(Qt.FocusReason.OtherFocusReason)

    def quitter_dossier(self) -> None:
        """Esc on the family: the window closes, what was typed is kept."""
        self.close()

    def montrer_dossier(self, situation: Situation | None, onglet: Onglet) -> None:
        """The window bears the name of its dossier."""
        super().montrer_dossier(situation, onglet)
        self.setWindowTitle(visible(f"Famille {situation.famille}") if situation is not None else "Dossier")
