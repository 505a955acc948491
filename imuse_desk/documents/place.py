"""Where a process stands for a document: one call at a time, replaced once it has died, ended at once on close."""

import threading
from collections.abc import Callable

from imuse_desk.documents.processus import Processus, ProcessusMort, Reponse
from imuse_desk.domain.erreurs import RegleMetier


class Place:
    """Safe to share between threads, which wait for one another."""

    def __init__(self) -> None:
        self._tour = threading.Lock()
        self._garde = threading.Lock()
        self._processus: Processus | None = None
        self._est_fermee = False

    @property
    def pid(self) -> int | None:
        """Number of the process that stands here, for measures and tests."""
        processus = self._processus
        return None if processus is None else processus.pid

    def demander(
        self, demarrer: Callable[[Callable[[Processus], None]], Reponse], suivre: Callable[[Processus], Reponse]
    ) -> Reponse:
        """Ask the process that stands here, else let ``demarrer`` start one, which it shows at once, and ask it.

        Raises RegleMetier: what the process answered, "trop_complexe" where it died, "document_ferme" once closed.
        """
        with self._tour:
            try:
                processus = self._processus
                reponse, octets = demarrer(self._occuper) if processus is None else suivre(processus)
            except ProcessusMort as erreur:
                self._oublier()
                raise RegleMetier("document_ferme" if self._est_fermee else "trop_complexe") from erreur
            except BaseException:
                self._oublier()  # the file went away, or its store failed, while it was handed over
                raise
            if self._est_fermee:
                self._oublier()  # who closed it did not wait for this answer
        if "erreur" in reponse:
            raise RegleMetier(str(reponse["erreur"]))
        return reponse, octets

    def close(self) -> None:
        """End the process at once, even in the middle of another thread's call; may be called twice."""
        with self._garde:
            self._est_fermee = True
            processus = self._processus
        if processus is not None:
            processus.tuer()
        if self._tour.acquire(timeout=1):
            try:
                self._oublier()
            finally:
                self._tour.release()

    def _occuper(self, processus: Processus) -> None:
        with self._garde:
            self._processus = processus
            if self._est_fermee:
                processus.tuer()

    def _oublier(self) -> None:
        with self._garde:
            processus, self._processus = self._processus, None
        if processus is not None:
            processus.arreter()
