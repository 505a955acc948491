"""Received pieces read in the background, one after the other, beside whatever the person does meanwhile."""

from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.verification.analyse import POSTE_INAPTE, analyser
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur


class Analyses(QObject):
    """A queue of pieces to read. ``lue`` carries a piece once its facts are written; ``finie`` when none is left.

    Scanned pages are read in a second round, once every piece was looked at. One that cannot be read now stays to read:
    the status line says so and the others follow.
    """

    lue = Signal(int)
    finie = Signal()

    def __init__(self, executant: Executant, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._attente: deque[tuple[Contexte, int]] = deque()
        self._scans: deque[tuple[Contexte, int]] = deque()
        self._en_cours: tuple[Contexte, int] | None = None

    @property
    def restantes(self) -> int:
        """Pieces asked for and not read yet."""
        return len(self._attente) + len(self._scans) + (self._en_cours is not None)

    def demander(self, ctx: Contexte, piece_ids: Iterable[int]) -> None:
        """Read these pieces after those already asked for; one that waits already is not asked twice."""
        connues = {piece_id for _, piece_id in self._attente}
        if self._en_cours is not None:
            connues.add(self._en_cours[1])
        self._attente.extend((ctx, piece_id) for piece_id in piece_ids if piece_id not in connues)
        self._suivante()

    def oublier(self) -> None:
        """The person left: what waits stays to read, by whoever comes next."""
        self._attente.clear()
        self._scans.clear()

    def _suivante(self) -> None:
        if self._en_cours is not None or self._executant.est_ferme:
            return
        if not self._attente and not self._scans:
            self.finie.emit()
            return
        ocr = not self._attente
        self._en_cours = (self._scans if ocr else self._attente).popleft()
        lire = partial(_analyser, *self._en_cours, ocr)
        self._executant.travailler(lire, self._lue, self._echec, est_ecriture=False)

    @Slot(object)
    def _lue(self, fait: Fait[dict[str, Any]]) -> None:
        lue, self._en_cours = self._en_cours, None
        self._bus.publier(fait.changements)
        if lue is not None:
            if not fait.resultat["etat"]:
                self._attente.append(lue)
            if fait.resultat["a_ocr"]:
                self._scans.append(lue)
            self.lue.emit(lue[1])
        self._suivante()

    @Slot(object)
    def _echec(self, erreur: Exception) -> None:
        self._en_cours = None
        self._bus.dire(f"{texte_erreur(erreur).phrase} La pièce reste à lire.")
        if isinstance(erreur, RegleMetier) and erreur.code == POSTE_INAPTE:
            self._attente.clear()
            self._scans.clear()
        self._suivante()


def _analyser(ctx: Contexte, piece_id: int, ocr: bool, jeton: Jeton) -> Fait[dict[str, Any]]:  # noqa: FBT001
    return analyser(ctx, piece_id, ocr=ocr, etape=jeton.verifier)
