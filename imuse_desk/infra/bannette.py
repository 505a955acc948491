"""The watched folder of a desk's scanner: what arrived whole, and files put away without ever losing one."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from imuse_desk.domain.erreurs import RegleMetier, StockagePlein

SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif"})
RANGES, ECARTES = "rangés", "écartés"
"""Sub-folders for what was filed, and for what somebody put aside."""
FICHIERS_MAX = 500
_PLEIN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Arrive:
    """A file in the folder, as it stands now."""

    chemin: Path
    octets: int
    modifie_ns: int


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
    return tuple(sorted(arrives, key=lambda a: (a.modifie_ns, a.chemin.name))[:FICHIERS_MAX])


def _voir(entree: "os.DirEntry[str]") -> list[Arrive]:
    try:
        vu = entree.stat()
        return [Arrive(Path(entree.path), vu.st_size, vu.st_mtime_ns)] if entree.is_file() else []
    except OSError:  # it went while the folder was read
        return []


class Attente:
    """Which files are whole: those that kept their size and date since the last look, a moment ago."""

    def __init__(self) -> None:
        self._vus: dict[Path, Arrive] = {}

    def trier(self, arrives: tuple[Arrive, ...]) -> tuple[list[Arrive], bool]:
        """The files that are whole, and whether others are still being written."""
        prets = [a for a in arrives if a.octets and self._vus.get(a.chemin) == a]
        self._vus = {a.chemin: a for a in arrives}
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
