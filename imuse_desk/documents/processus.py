"""The documents process as the program drives it: started without secrets, watched, killed when it is late."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, BinaryIO, cast

from imuse_desk.documents import protocole
from imuse_desk.domain.erreurs import RegleMetier

ARGUMENT = "--processus-documents"
"""What a frozen build is started with to become this process."""
DELAI_S = 9.0
"""Seconds for one request; killing and reaping fit in what is left of the ten promised."""
DELAI_OCR_S = 60.0
"""Seconds for the reading of one picture."""

Reponse = tuple[protocole.Message, bytes]

_PAQUET = Path(__file__).resolve().parents[2]
_SANS_FENETRE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_APRES_LES_AUTRES = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""Windows; elsewhere the process that reads pictures steps back by itself."""
_VARIABLES_SYSTEME = ("SYSTEMROOT", "WINDIR")
_VARIABLES_CONSTRUCTION = ("_PYI_", "LD_LIBRARY_PATH")


class ProcessusMort(Exception):
    """The process crashed, was stopped by a limit, was killed late, or answered nonsense."""


class Processus:
    """One process for one document; every call blocks until its answer or its deadline."""

    def __init__(self, *, fin: float | None = None, moteur: Sequence[str] = ()) -> None:
        """Start and wait until its limits are set; raises RegleMetier when it can't run on this computer.

        ``moteur`` makes it the process that reads pictures.
        """
        self._delai = DELAI_OCR_S if moteur else DELAI_S
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*commande(), *moteur],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environnement(),
                cwd=Path(sys.prefix).anchor,
                creationflags=_SANS_FENETRE | (_APRES_LES_AUTRES if moteur else 0),
                start_new_session=True,
            )
        except OSError as erreur:
            raise RegleMetier("documents_indisponible") from erreur
        try:
            self._echanger(None, fin)
        except ProcessusMort as erreur:
            raise RegleMetier("documents_indisponible") from erreur
        except BaseException:
            self.arreter()
            raise

    @property
    def pid(self) -> int:
        """Number of the process, for measures and tests."""
        return self._popen.pid

    def charger(self, morceaux: Iterable[bytes], octets: int, demande: protocole.Message, fin: float) -> Reponse:
        """Hand the document over, then ask the first question; ``fin`` is on the monotonic clock."""
        garde = self._surveiller(fin)
        try:
            protocole.ecrire(self._entree, {"requete": "charger"}, morceaux, octets)
        except protocole.FluxRompu as erreur:
            self.arreter()
            raise ProcessusMort from erreur
        finally:
            garde.cancel()
        return self._echanger(demande, fin)

    def demander(
        self, demande: protocole.Message, fin: float | None = None, morceaux: Iterable[bytes] = (), octets: int = 0
    ) -> Reponse:
        """Ask one question, with another document behind it if need be.

        Raises ProcessusMort, after which this object is of no more use.
        """
        return self._echanger(demande, fin, morceaux, octets)

    def tuer(self) -> None:
        """Kill at once, from any thread; the call in progress raises ProcessusMort."""
        self._popen.kill()

    def arreter(self) -> None:
        """Kill, wait for the end and close the streams."""
        self._popen.kill()
        self._popen.wait()
        for flux in (self._popen.stdin, self._popen.stdout):
            if flux is not None:
                _fermer(flux)

    @property
    def _entree(self) -> BinaryIO:
        return cast("BinaryIO", self._popen.stdin)

    def _surveiller(self, fin: float | None) -> threading.Timer:
        reste = self._delai if fin is None else max(0.05, fin - time.monotonic())
        garde = threading.Timer(reste, self._popen.kill)
        garde.daemon = True
        garde.start()
        return garde

    def _echanger(
        self,
        demande: protocole.Message | None,
        fin: float | None,
        morceaux: Iterable[bytes] = (),
        octets: int = 0,
    ) -> Reponse:
        """Send (unless ``demande`` is None: the greeting comes by itself) and wait under watch."""
        garde = self._surveiller(fin)
        try:
            if demande is not None:
                protocole.ecrire(self._entree, demande, morceaux, octets)
            return protocole.lire(cast("BinaryIO", self._popen.stdout))
        except protocole.FluxRompu as erreur:
            self.arreter()
            raise ProcessusMort from erreur
        finally:
            garde.cancel()


def _fermer(flux: IO[bytes]) -> None:
    try:
        flux.close()
    except OSError:  # what was still buffered for a dead process
        return


def commande() -> list[str]:
    """Command line of the process: this program itself in a frozen build."""
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    return [sys.executable, "-P", "-B", "-m", "imuse_desk.documents"]


def environnement() -> dict[str, str]:
    """What the process inherits: no password, no session bus, no home directory."""
    garde = {nom: os.environ[nom] for nom in _VARIABLES_SYSTEME if nom in os.environ}
    if getattr(sys, "frozen", False):
        garde |= {nom: valeur for nom, valeur in os.environ.items() if nom.startswith(_VARIABLES_CONSTRUCTION)}
    chemins = [str(_PAQUET), os.environ.get("PYTHONPATH", "")]
    return garde | {
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(chemin for chemin in chemins if chemin),
    }
