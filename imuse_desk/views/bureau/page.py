"""The page of a card that holds what the desk keeps on it: notepad, things to remember, other documents."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.bureau import (
    DocumentVu,
    NoteVue,
    TacheVue,
    lister_documents,
    lister_notes,
    taches_du_dossier,
)
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.services.notes import GenreSujet
from imuse_desk.views.bureau.bande import BandeNotes
from imuse_desk.views.bureau.documents import CarteDocuments
from imuse_desk.views.bureau.gestes import GestesTaches, Sujet
from imuse_desk.views.bureau.notes import CarteNotes
from imuse_desk.views.bureau.taches import CarteTaches
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.repliable import Repliable

TITRE = "Bloc-notes"


@dataclass(frozen=True, slots=True)
class Lue:
    """What was read of a card."""

    ident: int
    notes: tuple[NoteVue, ...]
    taches: tuple[TacheVue, ...]
    documents: tuple[DocumentVu, ...]


def _lire(ctx: Contexte, sujet: GenreSujet, ident: int) -> Lue:
    return Lue(
        ident,
        lister_notes(ctx, sujet, ident),
        taches_du_dossier(ctx, sujet, ident),
        lister_documents(ctx, sujet, ident),
    )


class PageBureau(QWidget):
    """``ouvrir(ident)`` follows the card; ``bande`` stands over it; ``compte_change(n)`` is for its sub-tab."""

    compte_change = Signal(int)

    def __init__(self, executant: Executant, bus: Bus, sujet: GenreSujet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._sujet = executant, sujet
        self._ctx: Contexte | None = None
        self._ident: int | None = None
        self.bande = BandeNotes(executant, bus, sujet)
        self.gestes = GestesTaches(executant, bus, self)
        self.refus = Bandeau("warn")
        self.refus.hide()
        self.notes = CarteNotes(executant, bus, sujet)
        self.taches = CarteTaches(self.gestes)
        self.documents = CarteDocuments(executant, bus, sujet)
        droite = QWidget()
        droite.setObjectName("contenu")
        colonne = QVBoxLayout(droite)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(self.taches)
        colonne.addWidget(self.documents)
        colonne.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 4, 8)
        page.setSpacing(10)
        page.addWidget(self.refus)
        page.addWidget(Repliable([self.notes, droite], (5, 6), confort=400))
        page.addStretch(1)
        self.taches.ajouter_tache.clicked.connect(self.rappeler)
        self.gestes.refuse.connect(self._refuse)

    # ---- the window's calls

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._ident = ctx, None
        self.notes.entrer(ctx)
        self.bande.ouvrir(None, None)

    def ouvrir_dossier(self, _situation: Situation | None) -> None:
        """The window reads everything again; the card says which record is on show."""
        self._relire()

    @Slot(object)
    def ouvrir(self, ident: int | None) -> None:
        """The record on show (None: none, or one not recorded yet)."""
        if ident != self._ident:
            self.refus.hide()
        self._ident = ident
        self.notes.ouvrir(ident)
        self.bande.ouvrir(self._ctx, ident)
        self.documents.ouvrir(self._ctx, ident)
        self._relire()

    def objets_changes(self, changements: Changements) -> None:
        """Read again what a write may have touched."""
        if changements.touche("tache") or (self._ident and changements.touche(self._sujet, self._ident)):
            self._relire()

    def garder_maintenant(self) -> None:
        """Keep the note being typed."""
        self.notes.garder_maintenant()

    # ----

    def _relire(self) -> None:
        ctx, ident = self._ctx, self._ident
        if ctx is not None and ident is not None and ctx.peut(Permission.CONSULTER):
            self._executant.lire(partial(_lire, ctx, self._sujet, ident), self._lue, self._refuse, cle="bureau")

    @Slot(object)
    def _lue(self, lue: Lue) -> None:
        if lue.ident == self._ident and self._ctx is not None:
            self.notes.montrer(lue.notes)
            self.taches.montrer(self._ctx, lue.taches)
            self.documents.montrer(lue.documents)
            self.compte_change.emit(len(lue.notes) + len(lue.taches) + len(lue.documents))

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.refus.montrer("warn", texte_erreur(erreur).court)
        self.refus.show()

    @Slot()
    def rappeler(self) -> None:
        """Note something to remember about the record on show."""
        if self._ctx is not None and self._ident is not None:
            mots = {"foyer": "Sur cette famille.", "eleve": "Sur cet élève."}[self._sujet]
            sujet = Sujet(self._ident, None, mots) if self._sujet == "foyer" else Sujet(None, self._ident, mots)
            self.gestes.noter(self._ctx, sujet)
