"""Where a file lives: network drives and synchronised folders, on which SQLite cannot be trusted."""

import os
import sys
from pathlib import Path

_SYSTEMES_RESEAU = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "ncpfs", "davfs", "fuse.rclone",
    "fuse.davfs2", "glusterfs", "fuse.glusterfs", "ceph",
}  # fmt: skip
_SYNCHRONISES = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "seafile")
_DISQUE_RESEAU_WINDOWS = 4


def est_partage(chemin: Path) -> bool:
    """Tell whether this path is on a network drive or in a folder that a cloud client synchronises."""
    absolu = chemin.absolute()
    if any(partie.casefold().startswith(_SYNCHRONISES) for partie in absolu.parts):
        return True
    if sys.platform == "win32":  # pragma: no cover
        return _partage_windows(absolu)
    return _type_montage(absolu) in _SYSTEMES_RESEAU


def peut_ouvrir(chemin: Path, acces: int) -> bool:
    """Tell whether this person may open a file (``os.R_OK``, ``os.W_OK``), without opening it."""
    return os.access(chemin, acces, effective_ids=os.access in os.supports_effective_ids)


def _partage_windows(chemin: Path) -> bool:  # pragma: no cover
    import ctypes

    racine = chemin.drive + "\\"
    if racine.startswith("\\\\"):
        return True
    return bool(ctypes.windll.kernel32.GetDriveTypeW(racine) == _DISQUE_RESEAU_WINDOWS)  # type: ignore[attr-defined]  # Windows only


def _type_montage(chemin: Path, montages: Path = Path("/proc/mounts")) -> str:
    """File system type of the longest mount point above the path (empty where it cannot be told)."""
    try:
        lignes = montages.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    meilleur, genre = "", ""
    cible = os.path.realpath(chemin)
    for ligne in lignes:
        champs = ligne.split()
        if len(champs) < 3:
            continue
        point = champs[1].replace("\\040", " ")
        if (cible == point or cible.startswith(point.rstrip("/") + "/")) and len(point) >= len(meilleur):
            meilleur, genre = point, champs[2]
    return genre
