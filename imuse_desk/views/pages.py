"""What the tabs and the menus offer the main window, which knows them by these alone."""

from typing import Protocol, runtime_checkable

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Situation


class PageOnglet(Protocol):
    """What a tab offers the window."""

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: forget what is shown."""

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Show the current dossier (None: none is open)."""

    def objets_changes(self, changements: Changements) -> None:
        """Refresh what a write of this desk or another one touched."""


@runtime_checkable
class PageGardee(Protocol):
    """A tab where something is typed that must outlive it."""

    def garder_maintenant(self) -> None:
        """Keep at once what was typed."""


@runtime_checkable
class PageEditee(PageGardee, Protocol):
    """A tab where cards are edited."""

    def enregistrer(self) -> None:
        """Ctrl+S."""

    def nouveau(self) -> None:
        """Ctrl+N."""


class PageStation(PageOnglet, Protocol):
    """A screen that takes the place of the tabs for a while."""

    def ouvrir(self, piece_id: int | None = None) -> None:
        """Show what waits, at a piece of it."""

    def quitter(self) -> None:
        """Another screen takes its place."""


class PorteMenus(Protocol):
    """What the menus offer the window."""

    def entrer(self, ctx: Contexte) -> None:
        """Show what the person may do."""
