"""After letters or bulletins were written: the schools that wait for their copy, with the way to them."""

from functools import partial

from PySide6.QtCore import Slot

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.ecoles import compter_copies
from imuse_desk.views.absences.mots_ecoles import ETABLISSEMENTS
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.executant import Executant


class PropositionCopies(Bandeau):
    """``proposer()`` shows it where a school has something to be told; ``suivi`` when the way is taken."""

    def __init__(self, executant: Executant, ctx: Contexte) -> None:
        super().__init__("info", "")
        self._executant, self._ctx = executant, ctx
        self.hide()

    @Slot()
    def proposer(self) -> None:
        """Count the schools."""
        self._executant.lire(partial(compter_copies, self._ctx), self._comptees, self._rien, cle="copies")

    @Slot(object)
    def _comptees(self, nombre: int) -> None:
        phrase = f"Élèves à horaires aménagés\u00a0: {ETABLISSEMENTS.compte(nombre)} à informer par une copie."
        self.montrer("info", phrase, [("ecoles", "Voir les copies")])
        self.setVisible(nombre > 0)

    @Slot(object)
    def _rien(self, _erreur: Exception) -> None:
        """A proposal that cannot be counted is not made: the page of the schools says why."""
        self.hide()
