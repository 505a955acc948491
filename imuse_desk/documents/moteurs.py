"""Which engine reads pictures on this computer, known without loading any: rapidocr first, else tesserocr in French.

Measured on simulated scans: rapidocr reads best (and the lines of identity papers) in 0.6 GB; tesserocr takes a quarter
of that and half the time, and needs the file of the French language, which its wheel does not hold.
"""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

RAPIDOCR, TESSEROCR = "rapidocr", "tesserocr"
DONNEES_FRANCAISES = "fra.traineddata"
_REPERTOIRES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)


@dataclass(frozen=True, slots=True)
class Moteur:
    """An engine that can run here, and the folder of its data where it needs one."""

    nom: str
    donnees: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """What its process is started with."""
        return (self.nom, self.donnees) if self.donnees else (self.nom,)


def moteurs() -> tuple[Moteur, ...]:
    """Every engine that can run here, the best first; none without the extra ``ocr``."""
    trouves = []
    if not _est_la("numpy"):
        return ()
    if _est_la(RAPIDOCR) and _est_la("onnxruntime"):
        trouves.append(Moteur(RAPIDOCR))
    donnees = _donnees_francaises() if _est_la(TESSEROCR) else None
    if donnees is not None:
        trouves.append(Moteur(TESSEROCR, str(donnees)))
    return tuple(trouves)


def disponible() -> bool:
    """Whether this computer reads pictures."""
    return bool(moteurs())


def _est_la(module: str) -> bool:
    return find_spec(module) is not None


def _donnees_francaises() -> Path | None:
    for repertoire in (os.environ.get("TESSDATA_PREFIX", ""), *_REPERTOIRES):
        if repertoire and (Path(repertoire) / DONNEES_FRANCAISES).is_file():
            return Path(repertoire)
    return None
