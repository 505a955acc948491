"""The pinned notes of a card, as a band over it."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.bureau import NoteVue, notes_epinglees
from imuse_desk.services.notes import GenreSujet
from imuse_desk.views.bureau.mots import phrase_epinglee
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant

MONTREES = 3
"""Pinned notes that the band says; the others stand in the notepad, and the band says how many."""
SUJETS = frozenset({"foyer", "eleve"})
Lues = tuple[int, tuple[NoteVue, ...]]


class BandeNotes(Bandeau):
    """``ouvrir(ctx, ident)``: reads what is pinned, hides where nothing is; follows the writes by itself."""

    def __init__(self, executant: Executant, bus: Bus, sujet: GenreSujet, parent: QWidget | None = None) -> None:
        super().__init__("info", parent=parent)
        self._executant, self._sujet = executant, sujet
        self._ctx: Contexte | None = None
        self._ident: int | None = None
        self.hide()
        bus.change.connect(self._objets_changes)

    def ouvrir(self, ctx: Contexte | None, ident: int | None) -> None:
        """Another card (None: none, or one not recorded yet)."""
        if ident != self._ident or ident is None:
            self.hide()
        self._ctx, self._ident = ctx, ident
        self._relire()

    def _relire(self) -> None:
        if self._ctx is not None and self._ident is not None:
            lire = partial(_lire, self._ctx, self._sujet, self._ident)
            self._executant.lire(lire, self._lues, cle="epinglees")

    @Slot(object)
    def _lues(self, lues: Lues) -> None:
        ident, notes = lues
        if ident != self._ident:
            return
        phrases = [phrase_epinglee(note) for note in notes[:MONTREES]]
        if len(notes) > MONTREES:
            phrases.append(f"et {len(notes) - MONTREES} autres notes épinglées")
        self.montrer("info", "\n".join(phrases))
        self.setVisible(bool(notes))

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & SUJETS:
            self._relire()


def _lire(ctx: Contexte, sujet: GenreSujet, ident: int) -> Lues:
    return ident, notes_epinglees(ctx, sujet, ident)
