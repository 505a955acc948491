"""The acts on letters, for the window and for the family's sub-tab: open, mark as printed, try again, take back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.courrier import Lot, annuler_imprimes, marquer_imprimes, relancer_messages
from imuse_desk.services.documents_courrier import ouvrir_documents
from imuse_desk.services.reinscription.accuse import lire_papier
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.courriers.mots import phrase_faite, phrase_refus

Acte = Callable[[Contexte, Sequence[int]], Fait[Lot]]
Reponse = tuple[Contexte, Fait[Lot]]


class GestesCourriers(QObject):
    """``document_lu(name, bytes)`` to be shown, ``fait(sentence, can be undone)``, ``refuse(sentence)``.

    Without a parent on purpose: what undoes the last act outlives the window in which it was done.
    """

    document_lu = Signal(str, object)
    fait = Signal(str, bool)
    refuse = Signal(str)

    def __init__(self, executant: Executant, bus: Bus) -> None:
        super().__init__()
        self._executant, self._bus = executant, bus
        self._marques: tuple[Contexte, list[int]] | None = None

    # ---- open

    def ouvrir_message(self, ctx: Contexte, message_id: int) -> None:
        """Read the papers of a message, made now if they never were."""
        self._executant.ecrire(lambda: ouvrir_documents(ctx, message_id), self._documents_lus, self._rate)

    def ouvrir_papier(self, ctx: Contexte, papier_id: int) -> None:
        """Read a paper kept."""
        self._executant.lire(lambda: (lire_papier(ctx, papier_id),), self._documents_lus, self._rate, cle="papier")

    @Slot(object)
    def _documents_lus(self, documents: Sequence[tuple[str, bytes]]) -> None:
        for nom, octets in documents:
            self.document_lu.emit(nom, octets)

    # ---- acts

    def imprimer(self, ctx: Contexte, ids: Sequence[int]) -> None:
        """Mark as printed by this person, now."""
        self._faire(marquer_imprimes, ctx, ids, self._imprimes)

    def relancer(self, ctx: Contexte, ids: Sequence[int]) -> None:
        """Try again at once."""
        self._faire(relancer_messages, ctx, ids, self._relances)

    @Slot()
    def annuler(self) -> None:
        """Take the last marking back."""
        if self._marques is not None:
            (ctx, ids), self._marques = self._marques, None
            self._faire(annuler_imprimes, ctx, ids, self._annules)

    def _faire(self, acte: Acte, ctx: Contexte, ids: Sequence[int], recu: Callable[[Reponse], None]) -> None:
        if ids:
            choisis = tuple(ids)
            self._executant.ecrire(lambda: (ctx, acte(ctx, choisis)), recu, self._rate)

    @Slot(object)
    def _imprimes(self, reponse: Reponse) -> None:
        ctx, fait = reponse
        self._marques = (ctx, fait.resultat["faits"])
        self._finir(fait, "marqué imprimé", "marqués imprimés", self.annuler)

    @Slot(object)
    def _relances(self, reponse: Reponse) -> None:
        self._finir(reponse[1], "remis dans la boîte d’envoi", "remis dans la boîte d’envoi", None)

    @Slot(object)
    def _annules(self, reponse: Reponse) -> None:
        self._finir(reponse[1], "remis à faire", "remis à faire", None)

    def _finir(self, fait: Fait[Lot], un: str, plusieurs: str, annuler: Callable[[], None] | None) -> None:
        lot = fait.resultat
        self._bus.publier(fait.changements)
        if lot["faits"]:
            phrase = phrase_faite(len(lot["faits"]), un, plusieurs)
            self._bus.dire(phrase, annuler)
            self.fait.emit(phrase, annuler is not None)
        if lot["refus"]:
            self.refuse.emit(phrase_refus(lot["refus"]))

    @Slot(object)
    def _rate(self, erreur: Exception) -> None:
        self.refuse.emit(texte_erreur(erreur).court)
