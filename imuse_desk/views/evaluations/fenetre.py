"""The window of the evaluations of a site and year: one sub-tab a table, and the tables shipped with the program."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.tables_livrees import reprendre_tables
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.evaluations.genres import BAREME, CRITERE, MOT_EVALUATION, PERIODE, PHRASE, TYPE_EVALUATION
from imuse_desk.views.offre.page_fiches import PageFiches
from imuse_desk.views.suivi.page_codes import PageCodes

PAGES = {
    "Périodes": partial(PageFiches, genre=PERIODE),
    "Types": partial(PageFiches, genre=TYPE_EVALUATION),
    "Critères": partial(PageFiches, genre=CRITERE),
    "Barèmes": partial(PageFiches, genre=BAREME),
    "Mots": partial(PageFiches, genre=MOT_EVALUATION),
    "Phrases": partial(PageFiches, genre=PHRASE),
    "Appel": PageCodes,
}


class FenetreEvaluations(FenetreReglages):
    """``FenetreEvaluations(executant, bus, ctx, parent)`` then ``show()``."""

    LECTURE_SEULE = "La direction et l’administration modifient les tables d’évaluation\u00a0; vous les consultez."

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        self.reprendre = secondaire("Reprendre les tables &fournies", "copy")
        super().__init__(executant, bus, ctx, "Évaluations", PAGES, parent, [self.reprendre])
        self.reprendre.setToolTip("Ajoute ce qui manque\u00a0; ce que vous avez écrit ne change pas.")
        self.reprendre.setVisible(ctx.peut(Permission.MODIFIER_TARIF))
        self.reprendre.clicked.connect(self._reprendre)

    @Slot()
    def _reprendre(self) -> None:
        self.reprendre.setEnabled(False)
        self.executant.ecrire(partial(reprendre_tables, self.ctx), self._reprises, self._refusees)

    @Slot(object)
    def _reprises(self, fait: Fait[int]) -> None:
        self.reprendre.setEnabled(True)
        self.bus.publier(fait.changements)
        n = fait.resultat
        mots = f"{n} ligne{'s' if n > 1 else ''} ajoutée{'s' if n > 1 else ''}\u00a0: revoyez-les une à une"
        self.bus.dire(mots if n else "Aucune ligne ne manquait")

    @Slot(object)
    def _refusees(self, erreur: Exception) -> None:
        self.reprendre.setEnabled(True)
        self.bus.refuser(texte_erreur(erreur).court)
