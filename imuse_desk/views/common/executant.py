"""Work off the UI thread: one thread for writes, in the order asked; a small pool for reads and papers.

``executant.lire(fonction, self.page_lue, self.page_refusee, cle="liste")`` runs ``fonction()`` in the pool and gives
its result to ``page_lue`` on the UI thread. Receivers are bound methods of QObjects, held weakly: a closed screen
receives nothing. What the threads run holds no QObject either: it is refused, for the last to let go of a widget would
destroy it. With a ``cle``, a receiver's newer request makes the older one stale and its result is dropped.
"""

import inspect
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any, TypeAlias
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from imuse_desk.domain.erreurs import ErreurMetier

Etapes: TypeAlias = Generator[tuple[int, int], None, Any]
INTERVALLE_PROGRES = 0.05  # seconds between two reports of progress: the eye needs no more


class Annule(Exception):
    """The person stopped the work; raised by ``Jeton.verifier`` inside it."""


class Jeton:
    """Handle on one piece of work: cancel it from the UI, report progress from inside."""

    def __init__(self, rapporter: Callable[[int, int], None] | None = None) -> None:
        self._arret = Event()
        self._rapporter = rapporter
        self._dernier = 0.0
        self._tu: tuple[int, int] | None = None

    @property
    def est_annule(self) -> bool:
        """Whether the work was asked to stop."""
        return self._arret.is_set()

    def annuler(self) -> None:
        """Ask the work to stop; its result, if one still comes, is dropped for reads."""
        self._arret.set()

    def verifier(self) -> None:
        """Raise Annule if the work was asked to stop; long work calls it between two steps."""
        if self._arret.is_set():
            raise Annule

    def avancer(self, fait: int, total: int) -> None:
        """Report progress, at most twenty times a second but always the last step; raises Annule when stopped."""
        self._tu = (fait, total)
        self.verifier()
        maintenant = time.monotonic()
        if fait >= total or maintenant - self._dernier >= INTERVALLE_PROGRES:
            self._dernier = maintenant
            self.dire_le_reste()

    def dire_le_reste(self) -> None:
        """Report the last step if it came too soon after the one before: work that stops tells how far it went."""
        if self._tu is not None and self._rapporter is not None:
            tu, self._tu = self._tu, None
            self._rapporter(*tu)


@dataclass(eq=False, slots=True)
class _Tache:
    recu: WeakMethod[Callable[[Any], None]]
    erreur: WeakMethod[Callable[[Any], None]] | None
    progres: WeakMethod[Callable[[int, int], None]] | None
    jeton: Jeton
    est_lecture: bool
    place: tuple[int, str] | None = None


def _sans_widget(fonction: Callable[..., Any]) -> None:
    """TypeError if what a thread would run holds a QObject: it would be touched, or freed, off the UI thread."""
    a_voir: list[Any] = [fonction]
    vus: set[int] = set()
    while a_voir:
        tenu = a_voir.pop()
        if id(tenu) in vus:
            continue
        vus.add(id(tenu))
        if isinstance(tenu, QObject):
            raise TypeError(f"{tenu!r} must stay on the UI thread")
        if isinstance(tenu, partial):
            a_voir += [tenu.func, *tenu.args, *tenu.keywords.values()]
        elif inspect.isfunction(tenu):
            a_voir += [cellule.cell_contents for cellule in tenu.__closure__ or ()]
        else:
            a_voir.append(getattr(tenu, "__self__", None))


def _faible(methode: Callable[..., None]) -> WeakMethod[Any]:
    """Hold a bound slot weakly; TypeError on a lambda, a partial or a plain function, whose results get lost."""
    if not inspect.ismethod(methode) or not isinstance(methode.__self__, QObject):
        raise TypeError(f"{methode!r} is not a bound method of a QObject")
    return WeakMethod(methode)


class Executant(QObject):
    """The two runners. ``echec`` carries a typed error nobody else handles, ``incident`` any other exception."""

    echec = Signal(object)
    incident = Signal(object)
    activite_changee = Signal(bool)
    _fini = Signal(object, object)
    _avance = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None, *, lecteurs: int = 3) -> None:
        super().__init__(parent)
        self._ecrivain = ThreadPoolExecutor(1, "ecriture")
        self._lecteurs = ThreadPoolExecutor(lecteurs, "lecture")
        self._taches: dict[_Tache, Future[Any]] = {}
        self._dernieres: dict[tuple[int, str], _Tache] = {}
        self._est_ferme = False
        # queued: a future already done calls back in the caller's own thread, before ``lire`` has returned
        self._fini.connect(self._livrer, Qt.ConnectionType.QueuedConnection)
        self._avance.connect(self._montrer_avance, Qt.ConnectionType.QueuedConnection)

    @property
    def est_occupe(self) -> bool:
        """Whether some work has not delivered yet."""
        return bool(self._taches)

    @property
    def est_ferme(self) -> bool:
        """Nothing can be asked any more: the program leaves, what had to be written is written."""
        return self._est_ferme

    def lire(
        self,
        fonction: Callable[[], Any],
        recu: Callable[[Any], None],
        erreur: Callable[[Any], None] | None = None,
        *,
        cle: str = "",
    ) -> Jeton:
        """Run a read in the pool; with ``cle``, this receiver's earlier read of the same key becomes stale.

        After ``fermer`` nothing is read: a timer that still fires while the program leaves is no fault.
        """
        if self._est_ferme:
            return _jeton_annule()
        tache = self._tache(recu, erreur, est_lecture=True)
        if cle:
            tache.place = (id(getattr(recu, "__self__", None)), cle)
            ancienne = self._dernieres.get(tache.place)
            if ancienne is not None:
                ancienne.jeton.annuler()
                self._taches[ancienne].cancel()
            self._dernieres[tache.place] = tache
        return self._lancer(self._lecteurs, tache, fonction)

    def ecrire(
        self, fonction: Callable[[], Any], recu: Callable[[Any], None], erreur: Callable[[Any], None] | None = None
    ) -> Jeton:
        """Run a write after those already asked; its result is always delivered."""
        return self._lancer(self._ecrivain, self._tache(recu, erreur, est_lecture=False), fonction)

    def travailler(
        self,
        fonction: Callable[[Jeton], Any],
        recu: Callable[[Any], None],
        erreur: Callable[[Any], None] | None = None,
        *,
        progres: Callable[[int, int], None] | None = None,
        est_ecriture: bool = True,
    ) -> Jeton:
        """Run long work that takes the token: it reports progress and may be stopped (error slot: Annule)."""
        tache = self._tache_longue(recu, erreur, progres)
        groupe = self._ecrivain if est_ecriture else self._lecteurs
        return self._lancer(groupe, tache, partial(_travailler, fonction, tache.jeton))

    def derouler(
        self,
        etapes: Callable[[], Etapes],
        recu: Callable[[Any], None],
        erreur: Callable[[Any], None] | None = None,
        *,
        progres: Callable[[int, int], None] | None = None,
    ) -> Jeton:
        """Run long writing work a step at a time: what was asked meanwhile is written before the next one.

        It yields how far it is before each step, where it may be stopped (error slot: Annule).
        """
        _sans_widget(etapes)
        tache, entier = self._tache_longue(recu, erreur, progres), Future[Any]()
        self._ecrivain.submit(_faire_un_pas, self._ecrivain, _paresseux(etapes), tache.jeton, entier)
        return self._suivre(tache, entier)

    def fermer(self) -> None:
        """Stop: reads not begun are dropped, every write asked is done, nothing is delivered any more."""
        self._est_ferme = True
        for tache in self._taches:
            tache.jeton.annuler()
        self._lecteurs.shutdown(wait=True, cancel_futures=True)
        self._ecrivain.shutdown(wait=True)
        self._taches.clear()
        self._dernieres.clear()

    def _tache(self, recu: Callable[[Any], None], erreur: Callable[[Any], None] | None, *, est_lecture: bool) -> _Tache:
        if self._est_ferme:
            raise RuntimeError("the runner is closed")
        return _Tache(_faible(recu), _faible(erreur) if erreur is not None else None, None, Jeton(), est_lecture)

    def _tache_longue(
        self,
        recu: Callable[[Any], None],
        erreur: Callable[[Any], None] | None,
        progres: Callable[[int, int], None] | None,
    ) -> _Tache:
        tache = self._tache(recu, erreur, est_lecture=False)
        tache.progres = _faible(progres) if progres is not None else None
        tache.jeton = Jeton(partial(self._avance.emit, tache))
        return tache

    def _lancer(self, groupe: ThreadPoolExecutor, tache: _Tache, fonction: Callable[[], Any]) -> Jeton:
        _sans_widget(fonction)
        return self._suivre(tache, groupe.submit(fonction))

    def _suivre(self, tache: _Tache, avenir: "Future[Any]") -> Jeton:
        etait_libre = not self._taches
        self._taches[tache] = avenir
        if etait_libre:
            self.activite_changee.emit(self.est_occupe)
        avenir.add_done_callback(partial(self._fini.emit, tache))
        return tache.jeton

    @Slot(object, object)
    def _livrer(self, tache: _Tache, avenir: "Future[Any]") -> None:
        if self._est_ferme or self._taches.pop(tache, None) is None:
            return
        if not self._taches:
            self.activite_changee.emit(self.est_occupe)
        if tache.place is not None and self._dernieres.get(tache.place) is tache:
            del self._dernieres[tache.place]
        if avenir.cancelled() or (tache.est_lecture and tache.jeton.est_annule):
            return
        exception = avenir.exception()
        if exception is not None:
            self._livrer_erreur(tache, exception)
        elif (recu := _vivante(tache.recu)) is not None:
            recu(avenir.result())

    def _livrer_erreur(self, tache: _Tache, exception: BaseException) -> None:
        erreur = _vivante(tache.erreur) if tache.erreur is not None else None
        if erreur is not None:
            erreur(exception)
        elif isinstance(exception, ErreurMetier):
            self.echec.emit(exception)
        if not isinstance(exception, ErreurMetier | Annule):
            self.incident.emit(exception)

    @Slot(object, int, int)
    def _montrer_avance(self, tache: _Tache, fait: int, total: int) -> None:
        if tache.progres is not None and (progres := _vivante(tache.progres)) is not None:
            progres(fait, total)


def _travailler(fonction: Callable[[Jeton], Any], jeton: Jeton) -> Any:
    try:
        return fonction(jeton)
    finally:
        jeton.dire_le_reste()


def _paresseux(etapes: Callable[[], Etapes]) -> Etapes:
    """Begin with the first step, in the thread that runs it."""
    return (yield from etapes())


def _faire_un_pas(groupe: ThreadPoolExecutor, etapes: Etapes, jeton: Jeton, entier: "Future[Any]") -> None:
    """Run one step, then ask for the next one, behind those who wait."""
    try:
        jeton.avancer(*next(etapes))
        groupe.submit(_faire_un_pas, groupe, etapes, jeton, entier)
    except StopIteration as fin:
        jeton.dire_le_reste()
        entier.set_result(fin.value)
    except BaseException as erreur:  # noqa: BLE001 - as a thread of the pool does
        jeton.dire_le_reste()
        etapes.close()
        entier.set_exception(erreur)


def _jeton_annule() -> Jeton:
    jeton = Jeton()
    jeton.annuler()
    return jeton


def _vivante(methode: WeakMethod[Any]) -> Callable[..., None] | None:
    """The receiver's method while both its Python and C++ halves live."""
    trouvee: Callable[..., None] | None = methode()
    if trouvee is None or not shiboken6.isValid(getattr(trouvee, "__self__", None)):
        return None
    return trouvee
