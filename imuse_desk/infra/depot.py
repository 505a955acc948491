"""Content-addressed store of the files kept outside the base: ``store/ab/cd/<sha256>``, never half-written.

A file is written under another name on the same disk, flushed, renamed, and its folder flushed, before anything refers
to it; the same content is kept once.
"""

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, BinaryIO, Literal, Protocol

from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier, StockagePlein

EtatFichier = Literal["intact", "altere", "absent"]

_MORCEAU = 1024 * 1024
_EMPREINTE = re.compile(r"[0-9a-f]{64}")
_PLEIN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LECTURE_SEULE = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Empreinte:
    """Identity of a stored file: its hash in hexadecimal and its size."""

    sha256: str
    octets: int


class Rangement(Protocol):
    """Where documents are kept by their hash: a folder beside the base of one desk, or the base of several."""

    def ranger(self, source: Path | BinaryIO) -> Empreinte:
        """Store a file or a stream, whole or not at all."""

    def ouvrir(self, sha256: str) -> IO[bytes]:
        """The document opened for reading; raises Introuvable."""

    def contient(self, sha256: str) -> bool:
        """Tell whether the document is there, unread."""

    def verifier(self, sha256: str) -> EtatFichier:
        """Compare the content with its name."""

    def retirer(self, sha256: str) -> bool:
        """Destroy a document whose retention is over; False when it was not there."""


@contextmanager
def ouvrir_source(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    """What is to be stored, opened for reading; raises Introuvable when there is no such file."""
    if not isinstance(source, Path):
        yield source
        return
    try:
        flux = source.open("rb")
    except FileNotFoundError as erreur:
        raise Introuvable("fichier", str(source)) from erreur
    with flux:
        yield flux


class Depot:
    """The store under ``racine``; folders are made at the first file."""

    def __init__(self, racine: Path) -> None:
        self._fichiers = racine / "store"
        self._en_cours = racine / "en_cours"

    def ranger(self, source: Path | BinaryIO) -> Empreinte:
        """Store a file, or a stream read to its end; nothing is left behind by a failure.

        Raises StockagePlein, Introuvable (no such source), RegleMetier("depot_lecture_seule"), or OSError.
        """
        with ouvrir_source(source) as flux, _erreurs_de_disque():
            _creer_dossier(self._en_cours)
            descripteur, nom = tempfile.mkstemp(dir=self._en_cours)
            temporaire = Path(nom)
            try:
                empreinte = _copier(flux, descripteur)
                self._placer(temporaire, empreinte)
            finally:
                temporaire.unlink(missing_ok=True)
        return empreinte

    def chemin(self, sha256: str) -> Path:
        """Where the file stands, present or not; raises Invalide for anything but 64 hexadecimal digits."""
        if not _EMPREINTE.fullmatch(sha256):
            raise Invalide("sha256", "empreinte_invalide")
        return self._fichiers / sha256[:2] / sha256[2:4] / sha256

    def ouvrir(self, sha256: str) -> BufferedReader:
        """The file opened for reading; raises Introuvable."""
        try:
            return self.chemin(sha256).open("rb")
        except FileNotFoundError as erreur:
            raise Introuvable("document", sha256) from erreur

    def contient(self, sha256: str) -> bool:
        """Tell whether the file is there, unread."""
        return self.chemin(sha256).is_file()

    def verifier(self, sha256: str) -> EtatFichier:
        """Read the file again and compare its content with its name."""
        try:
            with self.ouvrir(sha256) as flux:
                return "intact" if hashlib.file_digest(flux, "sha256").hexdigest() == sha256 else "altere"
        except Introuvable:
            return "absent"

    def retirer(self, sha256: str) -> bool:
        """Destroy a file whose retention is over; False when it was not there."""
        chemin = self.chemin(sha256)
        with _erreurs_de_disque():
            try:
                chemin.unlink()
            except FileNotFoundError:
                return False
            _vider_cache(chemin.parent)
        return True

    def balayer(self, plus_vieux_que_s: float = 86_400) -> int:
        """Remove what interrupted copies left behind; returns how many files."""
        limite = time.time() - plus_vieux_que_s
        if not self._en_cours.is_dir():
            return 0
        restes = [reste for reste in self._en_cours.iterdir() if reste.stat().st_mtime < limite]
        for reste in restes:
            reste.unlink(missing_ok=True)
        return len(restes)

    def _placer(self, temporaire: Path, empreinte: Empreinte) -> None:
        """Give the file its name, unless the same content already bears it intact."""
        if self.verifier(empreinte.sha256) == "intact":
            return
        destination = self.chemin(empreinte.sha256)
        _creer_dossier(destination.parent)
        temporaire.replace(destination)
        _vider_cache(destination.parent)


def _copier(source: BinaryIO, descripteur: int) -> Empreinte:
    hachage = hashlib.sha256()
    octets = 0
    with os.fdopen(descripteur, "wb") as copie:
        while morceau := source.read(_MORCEAU):
            hachage.update(morceau)
            octets += copie.write(morceau)
        copie.flush()
        os.fsync(copie.fileno())
    return Empreinte(hachage.hexdigest(), octets)


def _creer_dossier(dossier: Path) -> None:
    """Make a folder and its parents, each one durable before the next."""
    if dossier.is_dir():
        return
    _creer_dossier(dossier.parent)
    dossier.mkdir(mode=0o700, exist_ok=True)
    _vider_cache(dossier.parent)


def _vider_cache(dossier: Path) -> None:
    """Make a rename durable; Windows has no such call on folders, and needs none on NTFS."""
    if os.name == "nt":
        return
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


@contextmanager
def _erreurs_de_disque() -> Iterator[None]:
    try:
        yield
    except OSError as erreur:
        if erreur.errno in _PLEIN:
            raise StockagePlein from erreur
        if erreur.errno in _LECTURE_SEULE:
            raise RegleMetier("depot_lecture_seule") from erreur
        raise
