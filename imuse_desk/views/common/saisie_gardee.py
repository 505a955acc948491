"""A dialog around one form that does not lose what was typed in silence."""

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QDialog

from imuse_desk.views.common.fermeture import demander_abandon
from imuse_desk.views.common.formulaire import Formulaire


class SaisieGardee(QDialog):
    """Esc and the cross ask before what was typed is lost. Subclasses set ``formulaire``; the words are theirs.

    One with fields out of its form redefines ``est_touchee`` and ``oublier``.
    """

    ABANDON = "Ce que vous avez tapé n’est pas enregistré."
    VERBE_ABANDON = "Fermer sans enregistrer"

    formulaire: Formulaire

    @property
    def est_touchee(self) -> bool:
        """Something was typed here and not recorded."""
        return self.formulaire.est_modifie()

    def oublier(self) -> None:
        """What was typed is given up."""
        self.formulaire.enregistre()

    def event(self, event: QEvent) -> bool:
        """A sentence that comes (an error, a clash) makes the dialog taller, a long word wider: nothing is squeezed."""
        est_suivi = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible() and (grille := self.layout()) is not None:
            place = self.screen().availableGeometry()
            largeur = max(self.width(), min(grille.totalMinimumSize().width(), place.width()))
            hauteur = max(self.height(), min(grille.totalHeightForWidth(largeur), place.height()))
            if (largeur, hauteur) != (self.width(), self.height()):
                self.resize(largeur, hauteur)
        return est_suivi

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What is proposed on opening is not something typed."""
        if not event.spontaneous():
            self.oublier()
        super().showEvent(event)

    def reject(self) -> None:
        """Close at once, or ask first where something was typed."""
        if self.est_touchee:
            demander_abandon(
                self, f"{self.VERBE_ABANDON}\u00a0?", self.ABANDON, self.VERBE_ABANDON, self.abandonner
            )  # fmt: skip
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closed by the program (the person left his desk): nothing of his stays for the next one."""
        if not event.spontaneous():
            self.oublier()
        super().closeEvent(event)

    @Slot()
    def abandonner(self) -> None:
        """Give up what was typed: the person said so."""
        self.oublier()
        self.reject()
