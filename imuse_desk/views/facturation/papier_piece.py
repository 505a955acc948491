"""The paper of a piece on screen: looking counts for nothing, printing or saving makes the original or a DUPLICATA."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.papiers import PapierPiece, imprimer_piece
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.envoi_pieces import EnvoiPieces
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard

ENVOYEE = "Part par courriel\u00a0: ce qui sera imprimé portera DUPLICATA."
DEJA = "Déjà imprimé\u00a0: ce qui sortira portera DUPLICATA."


class FenetrePiece(FenetrePapier):
    """``FenetrePiece(executant, bus, ctx, papier, parent).show()``; one paper leaves a window, however often asked."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, papier: PapierPiece, parent: QWidget | None = None
    ) -> None:
        super().__init__(executant, papier.nom, papier.octets, parent)
        self._executant, self._bus, self._ctx, self._piece_id = executant, bus, ctx, papier.piece_id
        self._suite: Callable[[], None] | None = None
        self._est_sorti = False
        self.message.setText(DEJA if papier.est_imprimee else "")
        self.envoi = EnvoiPieces(executant, bus, self)
        self.envoyer = secondaire("Envoyer par &courriel…", "envelope-simple")
        self.envoyer.setVisible(ctx.peut(Permission.EMETTRE))
        self.barre.ajouter_avant(self.envoyer)
        suivre_le_regard(self)
        self.envoyer.clicked.connect(self._envoyer)
        self.envoi.refuse.connect(self.message.setText)
        self.envoi.envoye.connect(self._envoyee)

    @Slot()
    def _envoyer(self) -> None:
        self.envoi.demander_pieces(self._ctx, [self._piece_id])

    @Slot()
    def _envoyee(self) -> None:
        self.message.setText(ENVOYEE)

    @Slot()
    def _enregistrer(self) -> None:
        self._sortir(super()._enregistrer)

    @Slot()
    def _imprimer(self) -> None:
        self._sortir(super()._imprimer)

    def _sortir(self, suite: Callable[[], None]) -> None:
        """Make the paper that leaves the screen once, then go on."""
        if self._est_sorti:
            suite()
            return
        self._suite = suite
        self._occuper(est_occupe=True)
        faire = partial(_tirer, self._ctx, self._piece_id)
        self._executant.travailler(faire, self._tiree, self._refusee, est_ecriture=False)

    @Slot(object)
    def _tiree(self, papier: PapierPiece) -> None:
        self._est_sorti = True
        self._occuper(est_occupe=False)
        self._octets = papier.octets
        self.chemin = self.chemin.with_name(papier.nom)
        self.chemin.write_bytes(papier.octets)
        if papier.est_duplicata:
            self.vue.ouvrir(self.chemin, papier.nom)
        self.message.setText("Duplicata" if papier.est_duplicata else "Original")
        self._bus.publier(papier.changements)
        self._bus.dire(f"{papier.numero}\u00a0: {'duplicata' if papier.est_duplicata else 'original'} mis en page")
        if self._suite is not None:
            self._suite()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self._occuper(est_occupe=False)
        self.message.setText(texte_erreur(erreur).court)

    def _occuper(self, *, est_occupe: bool) -> None:
        for bouton in (self.enregistrer, self.imprimer):
            bouton.setEnabled(not est_occupe)


def _tirer(ctx: Contexte, piece_id: int, jeton: Jeton) -> PapierPiece:
    jeton.verifier()
    return imprimer_piece(ctx, piece_id)
