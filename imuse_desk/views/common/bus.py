"""The one change bus of the window, and the navigation signals ("open pupil 12") by which the tabs meet."""

from PySide6.QtCore import QObject, Signal

from imuse_desk.domain.changements import Changements


class Bus(QObject):
    """``bus.change.connect(self.objets_changes)``; ``bus.publier(resultat.changements)`` after each write.

    ``ouverture_demandee(genre, ident)`` asks the window to show a thing, whichever tab holds it;
    ``dossier_choisi(genre, ident)`` tells the tabs that the current dossier is another one.
    """

    change = Signal(object)
    ouverture_demandee = Signal(str, object)
    dossier_choisi = Signal(str, object)
    message = Signal(str, object)
    refus = Signal()

    def publier(self, changements: Changements) -> None:
        """Tell every view what a write touched; nothing is said of a write that touched nothing."""
        if changements.objets:
            self.change.emit(changements)

    def ouvrir(self, genre: str, ident: int) -> None:
        """Ask for the card of a thing (``foyer``, ``eleve``, ``facture``…)."""
        self.ouverture_demandee.emit(genre, ident)

    def choisir(self, genre: str, ident: int) -> None:
        """Make a thing the current dossier of all tabs."""
        self.dossier_choisi.emit(genre, ident)

    def dire(self, phrase: str, annuler: object = None) -> None:
        """Write what was done on the status line; ``annuler`` is what undoes it, if anything does."""
        self.message.emit(phrase, annuler)

    def refuser(self, phrase: str) -> None:
        """Write on the status line why something was not done: it never looks like a success."""
        self.message.emit(phrase, None)
        self.refus.emit()


class BusVoisin(Bus):
    """The bus of a second window: it shares what is written with the first one, and navigates by itself."""

    def __init__(self, principal: Bus) -> None:
        super().__init__()
        self._principal = principal
        principal.change.connect(self.change)

    def publier(self, changements: Changements) -> None:
        """Tell the views of both windows."""
        self._principal.publier(changements)

    def ouvrir(self, genre: str, ident: int) -> None:
        """Ask for a card here; pieces are verified in the first window."""
        if genre == "piece":
            self._principal.ouvrir(genre, ident)
        else:
            super().ouvrir(genre, ident)
