"""The bank of phrases behind the editor of comments: read, one's own kept and taken off."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.phrases import Phrases, garder_phrase, lister_phrases, retirer_phrase
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.evaluations.appreciation import EditeurAppreciation


class BanquePhrases(QObject):
    """``entrer(ctx)``, then ``relire()`` whenever the phrases may have changed."""

    def __init__(self, executant: Executant, bus: Bus, editeur: EditeurAppreciation) -> None:
        super().__init__(editeur)
        self._executant, self._bus, self._editeur = executant, bus, editeur
        self._ctx: Contexte | None = None
        editeur.phrase_a_garder.connect(self._garder)
        editeur.phrase_a_retirer.connect(self._retirer)

    def entrer(self, ctx: Contexte) -> None:
        """Another person or site."""
        self._ctx = ctx

    @Slot()
    def relire(self) -> None:
        """Read the phrases again."""
        if self._ctx is not None:
            self._executant.lire(partial(lister_phrases, self._ctx), self._lues, self._refusee, cle="phrases")

    @Slot(object)
    def _lues(self, phrases: Phrases) -> None:
        self._editeur.poser_phrases(phrases)

    @Slot(str)
    def _garder(self, contenu: str) -> None:
        if self._ctx is not None:
            self._executant.ecrire(partial(garder_phrase, self._ctx, contenu), self._gardee, self._refusee)

    @Slot(object)
    def _gardee(self, fait: Fait[int]) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire("Phrase gardée")

    @Slot(object)
    def _retirer(self, phrase_id: int) -> None:
        if self._ctx is not None:
            self._executant.ecrire(partial(retirer_phrase, self._ctx, phrase_id), self._retiree, self._refusee)

    @Slot(object)
    def _retiree(self, fait: Fait[int]) -> None:
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, "Phrase retirée")

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
