"""One pass over a file of any size in the program itself: size, hash and nature, never loaded, never parsed."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from imuse_desk.documents.nature import TETE, nature
from imuse_desk.domain.erreurs import RegleMetier

_MORCEAU = 1024 * 1024


class Fichier:
    """A regular file opened for one pass; raises RegleMetier when there is none or it can't be read."""

    def __init__(self, chemin: Path | str) -> None:
        try:
            if not stat.S_ISREG(Path(chemin).stat().st_mode):
                raise RegleMetier("pas_un_fichier")  # a pipe would block for ever
            self._flux = Path(chemin).open("rb")  # noqa: SIM115 - closed by __exit__
        except FileNotFoundError as erreur:
            raise RegleMetier("fichier_introuvable") from erreur
        except (OSError, ValueError) as erreur:
            raise RegleMetier("acces_refuse") from erreur
        self.octets = os.fstat(self._flux.fileno()).st_size
        self._reste = self.octets
        self._hachage = hashlib.sha256()
        try:
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
