"""One pass over a file of any size in the program itself: size, hash and nature, never loaded, never parsed."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeAlias

from imuse_desk.documents.nature import TETE, nature
from imuse_desk.domain.erreurs import RegleMetier

_MORCEAU = 1024 * 1024
Source: TypeAlias = Path | str | Callable[[], IO[bytes]]
"""A file by its path, or what opens a document that stands elsewhere (a store)."""


class Fichier:
    """A regular file opened for one pass; raises RegleMetier when there is none or it can't be read.

    What a store raises when it opens (Introuvable…) goes through.
    """

    def __init__(self, source: Source) -> None:
        try:
            self._flux = source() if callable(source) else _ouvrir(Path(source))
        except FileNotFoundError as erreur:
            raise RegleMetier("fichier_introuvable") from erreur
        except (OSError, ValueError) as erreur:
            raise RegleMetier("acces_refuse") from erreur
        self.octets = self._flux.seek(0, os.SEEK_END)
        self._reste = self.octets
        self._hachage = hashlib.sha256()
        try:
            self._flux.seek(0)
            self.tete = self._flux.read(TETE)
            self._flux.seek(max(0, self.octets - TETE))
            self.nature = nature(self.tete, self._flux.read(TETE))
            self._flux.seek(0)
        except OSError as erreur:
            self._flux.close()
            raise RegleMetier("acces_refuse") from erreur

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, genre: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flux.close()

    def morceaux(self) -> Iterator[bytes]:
        """What was not read yet, piece by piece; raises RegleMetier when the file shrinks or its disk fails."""
        while self._reste:
            try:
                morceau = self._flux.read(min(_MORCEAU, self._reste))
            except OSError as erreur:
                raise RegleMetier("acces_refuse") from erreur
            if not morceau:
                raise RegleMetier("document_modifie")
            self._reste -= len(morceau)
            self._hachage.update(morceau)
            yield morceau

    def sha256(self) -> str:
        """Hash of the whole file, reading what was not read yet."""
        for _ in self.morceaux():
            pass
        return self._hachage.hexdigest()


def _ouvrir(chemin: Path) -> IO[bytes]:
    if not stat.S_ISREG(chemin.stat().st_mode):
        raise RegleMetier("pas_un_fichier")  # a pipe would block for ever
    return chemin.open("rb")
