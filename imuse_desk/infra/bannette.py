"""The watched folder of a desk's scanner: what arrived whole, and files put away without ever losing one."""

import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path

from imuse_desk.domain.erreurs import RegleMetier, StockagePlein

SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif"})
RANGES, ECARTES = "rangés", "écartés"
"""Sub-folders for what was filed, and for what somebody put aside."""
VIDE_S = 30
"""Seconds after which a file in which nothing came is told: the scanner gave up."""
_PLEIN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Arrive:
    """A file in the folder, as it stands now; ``defaut`` is the code of why it cannot even be looked at."""

    chemin: Path
    octets: int
    modifie_ns: int
    defaut: str = ""


def relever(dossier: Path) -> tuple[Arrive, ...]:
    """What stands in the folder, oldest first, hidden and temporary files left out.

    Raises RegleMetier(bannette_injoignable) when the folder, or its network, is gone.
    """
    arrives: list[Arrive] = []
    try:
        with os.scandir(dossier) as entrees:
            for entree in entrees:
                nom = Path(entree.name)
                if nom.suffix.lower() not in SUFFIXES or entree.name.startswith((".", "~")):
                    continue
                arrives += _voir(entree)
    except OSError as erreur:
        raise RegleMetier("bannette_injoignable", dossier=str(dossier)) from erreur
    return tuple(sorted(arrives, key=lambda a: (a.modifie_ns, a.chemin.name)))


def _voir(entree: "os.DirEntry[str]") -> list[Arrive]:
    """The file, with its fault where it has one: nothing that was put in the folder is passed over in silence."""
    try:
        vu = entree.stat()
        return [Arrive(Path(entree.path), vu.st_size, vu.st_mtime_ns)] if entree.is_file() else []
    except FileNotFoundError:
        if not entree.is_symlink():  # it went while the folder was read
            return []
        return [_defaut(entree, "bannette_lien")]
    except PermissionError:
        return [_defaut(entree, "bannette_interdit")]
    except OSError:
        if not entree.is_symlink():
            raise
        return [_defaut(entree, "bannette_lien")]


def _defaut(entree: "os.DirEntry[str]", code: str) -> Arrive:
    return Arrive(Path(entree.path), 0, 0, code)


def exiger_inchange(vu: Arrive) -> None:
    """The file is still the one that was read: a scanner may write another under the same name.

    Raises RegleMetier(bannette_modifiee | fichier_introuvable | bannette_injoignable).
    """
    if vu.defaut:
        return
    try:
        la = vu.chemin.stat()
    except OSError as erreur:
        if vu.chemin.parent.is_dir():
            raise RegleMetier("fichier_introuvable") from erreur
        raise RegleMetier("bannette_injoignable", dossier=str(vu.chemin.parent)) from erreur
    if (la.st_size, la.st_mtime_ns) != (vu.octets, vu.modifie_ns):
        raise RegleMetier("bannette_modifiee", fichier=vu.chemin.name)


class Attente:
    """Which files are whole: those that kept their size and date since the last look, a moment ago."""

    def __init__(self) -> None:
        self._vus: dict[Path, tuple[Arrive, float]] = {}
        """As last seen, and since when they stand so."""

    def trier(self, arrives: tuple[Arrive, ...]) -> tuple[list[Arrive], bool]:
        """The files that are whole, or stayed empty too long, and whether others are still being written."""
        maintenant = time.monotonic()
        avant, prets = self._vus, []
        self._vus = {}
        for arrive in arrives:
            vu, depuis = avant.get(arrive.chemin, (None, maintenant))
            if vu != arrive:
                depuis = maintenant
            elif arrive.octets or arrive.defaut or maintenant - depuis >= VIDE_S:
                prets.append(arrive)
            self._vus[arrive.chemin] = arrive, depuis
        return prets, len(prets) < len(arrives)


def deplacer(chemin: Path, sous_dossier: str) -> Path:
    """Put a file in a sub-folder of its folder; another of the same name is left as it is.

    Raises RegleMetier(bannette_occupee | bannette_injoignable), StockagePlein: the file stays where it was.
    """
    cible = chemin.parent / sous_dossier
    try:
        cible.mkdir(exist_ok=True)
        place = _reserver(cible, chemin)
    except OSError as erreur:
        raise _refus(erreur, chemin) from erreur
    try:
        return chemin.replace(place)
    except OSError as erreur:
        place.unlink(missing_ok=True)
        raise _refus(erreur, chemin) from erreur


def _reserver(cible: Path, chemin: Path) -> Path:
    """An empty file of a free name, which no other desk can take meanwhile."""
    rang = 1
    while True:
        place = cible / (chemin.name if rang == 1 else f"{chemin.stem} ({rang}){chemin.suffix}")
        try:
            place.open("xb").close()
        except FileExistsError:
            rang += 1
        else:
            return place


def _refus(erreur: OSError, chemin: Path) -> RegleMetier | StockagePlein:
    if erreur.errno in _PLEIN:
        return StockagePlein()
    if isinstance(erreur, PermissionError):
        return RegleMetier("bannette_occupee", fichier=chemin.name)
    return RegleMetier("bannette_injoignable", dossier=str(chemin.parent))
