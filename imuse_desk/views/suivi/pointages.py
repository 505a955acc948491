"""What the roll call and the sheet of a month write, in the order typed, each said on the status line with Annuler."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.erreurs import AConfirmer
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.occurrences import CleSeance
from imuse_desk.services.suivi.pointage import Pointer, pointer, pointer_les_autres, terminer_appel
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur


class Pointages(QObject):
    """``a_relire()``: what is shown may be behind the base; never while words typed are still on their way."""

    a_relire = Signal()

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._ecran = executant, bus, parent
        self._en_route = 0
        self._a_terminer: tuple[Contexte, CleSeance] | None = None
        self._ctx: Contexte | None = None
        self.est_de_moi = False
        """What the bus tells just now was written here."""

    @property
    def est_occupe(self) -> bool:
        """Words typed are still on their way."""
        return self._en_route > 0

    def pointer(self, ctx: Contexte, commande: Pointer) -> None:
        """A word for a pupil."""
        self.ecrire(ctx, partial(pointer, ctx, commande), self._pointe)

    def tous_presents(self, ctx: Contexte, cle: CleSeance) -> None:
        """Those who have no word."""
        self.ecrire(ctx, partial(pointer_les_autres, ctx, cle), self._les_autres)

    def terminer(self, ctx: Contexte, cle: CleSeance, *, confirme: bool = False) -> None:
        """The end of a roll call; asks where somebody has no word."""
        self._a_terminer = (ctx, cle)
        self.ecrire(ctx, partial(terminer_appel, ctx, cle, confirme=confirme), self._termine)

    def ecrire(self, ctx: Contexte, acte: Callable[[], Fait[Any]], recu: Callable[[Fait[Any]], None]) -> None:
        """Run a write of the roll call; ``recu`` calls ``dire``."""
        self._ctx = ctx
        self._en_route += 1
        self._executant.ecrire(acte, recu, self.refuser)

    def dire(self, fait: Fait[Any], phrase: str) -> None:
        """Say what was done."""
        self._en_route -= 1
        self.est_de_moi = True
        try:
            if self._ctx is not None:
                dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)
        finally:
            self.est_de_moi = False

    def rendre(self) -> None:
        """A write was refused and said elsewhere."""
        self._en_route -= 1

    @Slot(object)
    def _pointe(self, fait: Fait[str]) -> None:
        self.dire(fait, f"Appel enregistré\u00a0: {fait.resultat}")
        if not self._en_route:
            self.a_relire.emit()

    @Slot(object)
    def _les_autres(self, fait: Fait[int]) -> None:
        n = fait.resultat
        self.dire(fait, f"Appel enregistré\u00a0: {n} élève{'s' if n > 1 else ''} pointé{'s' if n > 1 else ''}")
        self.a_relire.emit()

    @Slot(object)
    def _termine(self, fait: Fait[int]) -> None:
        self.dire(fait, f"Appel terminé, {fait.resultat} à pointer" if fait.resultat else "Appel terminé")
        self.a_relire.emit()

    @Slot()
    def _terminer_quand_meme(self) -> None:
        if self._a_terminer is not None:
            self.terminer(*self._a_terminer, confirme=True)

    @Slot(object)
    def refuser(self, erreur: Exception) -> None:
        """Ask what must be asked, say the rest; what is shown is read again."""
        self._en_route -= 1
        if isinstance(erreur, AConfirmer):
            message = texte_erreur(erreur)
            demande = Confirmation(
                self._ecran, "Terminer l’appel\u00a0?", message.phrase, "Terminer quand même", nom_icone="warning"
            )
            demande.accepted.connect(self._terminer_quand_meme)
            demande.open()
            return
        self._bus.refuser(texte_erreur(erreur).court)
        if not self._en_route:
            self.a_relire.emit()
