"""Pieces held ready: the one on show and the next ones, each read, its document open and its first page drawn."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from imuse_desk.documents.client import PDF, Lecteur
from imuse_desk.domain.erreurs import ErreurMetier, Introuvable, RegleMetier
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.poste import PiecePoste, lire_piece
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.visionneuse import Ouverture, image_de


@dataclass(eq=False, slots=True)
class Prete:
    """A piece: what is known of it, its open document and first page, or why either could not be had."""

    piece_id: int
    ouverture: Ouverture = field(default_factory=Ouverture)
    piece: PiecePoste | None = None
    lecteur: Lecteur | None = None
    page: QImage | None = None
    taille: tuple[float, float] = (0.0, 0.0)
    refus: Exception | None = None
    refus_document: ErreurMetier | None = None
    est_arrivee: bool = False


class Reserve(QObject):
    """``vouloir(ctx, [id, next, next], width)``; ``prete(id)`` comes once a piece can be shown; the others end."""

    prete = Signal(int)

    def __init__(self, executant: Executant, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executant = executant
        self._tenues: dict[int, Prete] = {}

    def vouloir(self, ctx: Contexte, piece_ids: Iterable[int], largeur: int) -> None:
        """Hold these pieces, the first one first, and let the others go."""
        voulues = list(dict.fromkeys(piece_ids))
        for piece_id in [p for p in self._tenues if p not in voulues]:
            self.oublier(piece_id)
        for piece_id in voulues:
            if piece_id not in self._tenues:
                prete = self._tenues[piece_id] = Prete(piece_id)
                self._executant.lire(partial(_preparer, ctx, prete, largeur), self._arrivee, self._ratee)

    def prendre(self, piece_id: int) -> Prete | None:
        """A piece that is ready; None while it is not."""
        tenue = self._tenues.get(piece_id)
        return tenue if tenue is not None and tenue.est_arrivee else None

    def oublier(self, piece_id: int) -> None:
        """Let one go, to have it again."""
        if (tenue := self._tenues.pop(piece_id, None)) is not None:
            # ending a process may take a moment; a read of the runner would be dropped if the program leaves meanwhile
            threading.Thread(target=tenue.ouverture.fermer, name="fermeture").start()

    def vider(self) -> None:
        """Let all go."""
        for piece_id in list(self._tenues):
            self.oublier(piece_id)

    @Slot(object)
    def _arrivee(self, prete: Prete) -> None:
        if self._tenues.get(prete.piece_id) is not prete:
            prete.ouverture.fermer()
            return
        prete.est_arrivee = True
        self.prete.emit(prete.piece_id)

    @Slot(object)
    def _ratee(self, erreur: Exception) -> None:
        self._executant.echec.emit(erreur)


def _preparer(ctx: Contexte, prete: Prete, largeur: int) -> Prete:
    """Read a piece and open its document; what fails is kept beside."""
    try:
        piece = prete.piece = lire_piece(ctx, prete.piece_id)
    except ErreurMetier as erreur:
        prete.refus = erreur
        return prete
    if piece.est_purgee:
        prete.refus_document = RegleMetier("piece_detruite")
        return prete
    try:
        lecteur = prete.ouverture.ouvrir(partial(ctx.depot.ouvrir, piece.sha256), PDF)
        prete.page = image_de(lecteur.rendre(1, largeur))
        prete.taille = lecteur.taille(1)
        prete.lecteur = lecteur
    except (RegleMetier, Introuvable) as erreur:
        prete.ouverture.fermer()
        prete.refus_document = erreur
    return prete
