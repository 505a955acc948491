"""*À rappeler* on the card of a family or a pupil."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.bureau import TacheVue
from imuse_desk.views.bureau.gestes import GestesTaches
from imuse_desk.views.bureau.mots import COLONNES_DOSSIER, FAIT, REPORTER, cellules_dossier
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class CarteTaches(Carte):
    """``montrer(ctx, tasks)``; ``ajouter`` is the link that notes another one."""

    def __init__(self, gestes: GestesTaches, parent: QWidget | None = None) -> None:
        super().__init__("À rappeler", parent, pleine_largeur=True)
        self._gestes = gestes
        self._ctx: Contexte | None = None
        self.ajouter_tache = lien("Ajouter", "plus")
        self.ajouter_tache.setAccessibleName("Ajouter quelque chose à rappeler")
        self.ajouter_tache.setToolTip("Noter quelque chose à rappeler (Ctrl+Maj+R)")
        self.outils.addWidget(self.ajouter_tache)
        self.modele = ModeleFixe(COLONNES_DOSSIER, self)
        self.table = TableListe("À rappeler")
        self.table.brancher(self.modele)
        self._vide = texte("Rien à rappeler sur ce dossier.", "second", replie=True)
        self._vide.setContentsMargins(16, 0, 16, 14)
        self.ajouter(self.table)
        self.ajouter(self._vide)
        self.table.lien_suivi.connect(self._suivre)

    def montrer(self, ctx: Contexte, taches: Sequence[TacheVue]) -> None:
        """Bind the tasks, the most urgent first."""
        self._ctx = ctx
        jour = ctx.aujourdhui()
        self.modele.poser((t.id, cellules_dossier(t, jour)) for t in taches)
        self.table.figer_hauteur()
        self.table.setVisible(bool(taches))
        self._vide.setVisible(not taches)

    @Slot(object, str)
    def _suivre(self, ident: int, colonne: str) -> None:
        suivre_tache(self._gestes, self._ctx, ident, colonne)


def suivre_tache(gestes: GestesTaches, ctx: Contexte | None, ident: int, colonne: str) -> None:
    """What the two links of a task's row do."""
    if ctx is None:
        return
    if colonne == FAIT:
        gestes.finir(ctx, ident)
    elif colonne == REPORTER:
        gestes.demander_report(ctx, ident, QCursor.pos())
