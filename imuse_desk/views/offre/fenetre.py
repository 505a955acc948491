"""The window of the offer of a site and year: one sub-tab a kind of card, the clashes, the copy to the next year."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.papiers.demande import Sujet
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.offre.duplication import DialogueDuplication, compte
from imuse_desk.views.offre.genres import CURSUS, DISCIPLINE, ECOLE, NIVEAU, SALLE
from imuse_desk.views.offre.page_conflits import PageConflits
from imuse_desk.views.offre.page_cours import PageCours
from imuse_desk.views.offre.page_enseignants import PageEnseignants
from imuse_desk.views.offre.page_fiches import PageFiches
from imuse_desk.views.offre.page_vacances import PageVacances
from imuse_desk.views.papiers.onglet import PapiersListe


def _imprimable(faire: Callable[..., Any], sujet: Sujet, executant: Executant, bus: Bus, ctx: Contexte) -> Any:
    """A page whose rows have papers (Ctrl+P)."""
    page = faire(executant, bus, ctx)
    PapiersListe(page.outils, page, executant, bus, ctx, sujet)
    return page


PAGES = {
    "Cours": partial(_imprimable, PageCours, Sujet.COURS),
    "Enseignants": partial(_imprimable, PageEnseignants, Sujet.ENSEIGNANT),
    "Salles": partial(_imprimable, partial(PageFiches, genre=SALLE), Sujet.SALLE),
    "Chevauchements": PageConflits,
    "Cursus": partial(PageFiches, genre=CURSUS),
    "Niveaux": partial(PageFiches, genre=NIVEAU),
    "Disciplines": partial(PageFiches, genre=DISCIPLINE),
    "Écoles": partial(PageFiches, genre=ECOLE),
    "Vacances": PageVacances,
}


class FenetreOffre(FenetreReglages):
    """``FenetreOffre(executant, bus, ctx, parent)`` then ``show()``."""

    LECTURE_SEULE = (
        "La direction et l’administration modifient l’offre\u00a0; "
        "le secrétariat la consulte et fixe les heures de passage."
    )

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        self.dupliquer = secondaire("Dupli&quer vers l’année suivante…", "copy")
        super().__init__(executant, bus, ctx, "Offre", PAGES, parent, [self.dupliquer])
        self.dupliquer.setVisible(ctx.peut(Permission.MODIFIER_TARIF))
        self.dupliquer.clicked.connect(self._dupliquer)

    @Slot()
    def _dupliquer(self) -> None:
        dialogue = DialogueDuplication(self, self.executant, self.ctx)
        dialogue.recorde.connect(self._duplique)
        dialogue.open()

    @Slot(object)
    def _duplique(self, fait: Fait[dict[str, int]]) -> None:
        n, horaires = fait.resultat["cours"], fait.resultat["horaires"]
        phrase = f"Offre dupliquée\u00a0: {n} cours, {compte(horaires, 'horaire', 'horaires')}"
        dire_annulable(self.executant, self.bus, self.ctx, fait, phrase)
