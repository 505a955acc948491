"""Received pieces read in the background, one after the other, beside whatever the person does meanwhile."""

from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Any
from zlib import crc32

from PySide6.QtCore import QObject, Signal, Slot

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.verification.analyse import POSTE_INAPTE, a_analyser, analyser, scans_a_lire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur


class Analyses(QObject):
    """A queue of pieces to read. ``lue`` carries a piece once its facts are written; ``finie`` when none is left.

    Those that somebody asks for come before those that merely wait at the site. Scanned pages are read in a second
    round, once every piece was looked at: those that a former round left are found again. One that cannot be
    read now stays to read, until somebody asks for it again: the status line says so and the others follow.
    """

    lue = Signal(int)
    finie = Signal()

    def __init__(self, executant: Executant, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._attente: deque[tuple[Contexte, int]] = deque()
        self._fond: deque[tuple[Contexte, int]] = deque()
        self._scans: deque[tuple[Contexte, int]] = deque()
        self._en_cours: tuple[Contexte, int] | None = None
        self._ratees: set[int] = set()
        self._vues: set[int] = set()
        """Pieces whose pictures were looked at since the person came: what no engine opens is not tried again."""
        self._est_inapte = False

    @property
    def restantes(self) -> int:
        """Pieces asked for and not read yet."""
        files = (self._attente, self._fond, self._scans)
        return sum(len(file) for file in files) + (self._en_cours is not None)

    def attend(self, piece_id: int) -> bool:
        """The piece, or its pictures, is being read or will be."""
        return piece_id in self._connues(self._attente, self._fond, self._scans)

    def demander(self, ctx: Contexte, piece_ids: Sequence[int], *, d_abord: bool = False) -> None:
        """Read these pieces after those already asked for, or before them where somebody looks at them; each once."""
        if d_abord:
            vues = frozenset(piece_ids)
            self._attente = deque(attendue for attendue in self._attente if attendue[1] not in vues)
        connues = self._connues(self._attente)
        demandees = dict.fromkeys(piece_id for piece_id in piece_ids if piece_id not in connues)
        nouvelles = [(ctx, piece_id) for piece_id in demandees]
        self._attente = deque([*nouvelles, *self._attente] if d_abord else [*self._attente, *nouvelles])
        self._fond = deque(attendue for attendue in self._fond if attendue[1] not in demandees)
        self._suivante()

    def completer(self, ctx: Contexte, piece_ids: Sequence[int], scans: Sequence[int] = ()) -> None:
        """Read these too, and the pictures of ``scans``, once nothing is asked for.

        Each desk begins elsewhere, so that two share what waits.
        """
        if self._est_inapte:
            return
        connues = self._connues(self._attente, self._fond, self._scans) | self._ratees
        nouvelles = [piece_id for piece_id in _tournees(ctx, piece_ids) if piece_id not in connues]
        a_voir = [piece_id for piece_id in _tournees(ctx, scans) if piece_id not in connues | self._vues]
        self._fond.extend((ctx, piece_id) for piece_id in nouvelles)
        self._scans.extend((ctx, piece_id) for piece_id in a_voir)
        if nouvelles or a_voir:
            self._suivante()

    def _connues(self, *files: Iterable[tuple[Contexte, int]]) -> set[int]:
        """The pieces of these queues, and the one that is being read."""
        return {piece_id for _, piece_id in chain(*files, [self._en_cours] if self._en_cours is not None else [])}

    def oublier(self) -> None:
        """The person left: what waits stays to read, by whoever comes next."""
        for file in (self._attente, self._fond, self._scans):
            file.clear()
        self._ratees.clear()
        self._vues.clear()
        self._est_inapte = False

    def _suivante(self) -> None:
        if self._en_cours is not None or self._executant.est_ferme:
            return
        file = next((f for f in (self._attente, self._fond, self._scans) if f), None)
        if file is None:
            self.finie.emit()
            return
        self._en_cours = file.popleft()
        if file is self._scans:
            self._vues.add(self._en_cours[1])
        lire = partial(_analyser, *self._en_cours, ocr=file is self._scans)
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
        ratee, self._en_cours = self._en_cours, None
        if ratee is not None:
            self._ratees.add(ratee[1])
        self._bus.refuser(f"{texte_erreur(erreur).phrase} La pièce reste à lire.")
        if isinstance(erreur, RegleMetier) and erreur.code == POSTE_INAPTE:
            self.oublier()
            self._est_inapte = True
        self._suivante()


def lire_ce_qui_attend(ctx: Contexte) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The pieces of the site that nobody read, and those whose pictures were left unread: see ``completer``."""
    return a_analyser(ctx), scans_a_lire(ctx)


def _tournees(ctx: Contexte, piece_ids: Sequence[int]) -> Sequence[int]:
    debut = crc32(ctx.poste.encode()) % max(len(piece_ids), 1)
    return (*piece_ids[debut:], *piece_ids[:debut])


def _analyser(ctx: Contexte, piece_id: int, jeton: Jeton, *, ocr: bool) -> Fait[dict[str, Any]]:
    """Unless it was read since it was asked for: here, just before, or at another desk."""
    return analyser(ctx, piece_id, ocr=ocr, si_a_lire=True, etape=jeton.verifier)
