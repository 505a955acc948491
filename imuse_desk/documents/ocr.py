"""The words of a picture, in the process that reads pictures: two engines behind one seam, imported nowhere else.

A page is made even and straight, read, and turned until what is read makes sense. Nothing here touches the network: the
models of rapidocr come with its wheel.
"""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PIL import Image

from imuse_desk.documents.moteurs import RAPIDOCR, TESSEROCR
from imuse_desk.documents.protocole import Message
from imuse_desk.documents.redressement import Cadre, Vue, aplanir, inclinaisons, redresser

MOTS_MAX = 8_000
SURE = 0.8
"""Mean confidence above which a page is taken to stand upright: 0.99 upright and 0.6 turned on the specimens."""
COTE_DETECTION = 1280
_POLITESSE = 5
_MOTS = re.compile(r"[^\W\d_]+(?=\d{1,2}[/.]\d{1,2}[/.]\d{4}\b)|\S+")


@dataclass(frozen=True)
class MotLu:
    """A word, its box on the picture given, and how sure the engine is of its line (0 to 1)."""

    texte: str
    cadre: Cadre
    confiance: float


Lire = Callable[[Image.Image], list[MotLu]]


class Travail:
    """The engine of this process, ready."""

    def __init__(self, nom: str, donnees: str = "") -> None:
        if sys.platform != "win32":
            os.nice(_POLITESSE)
        os.environ |= {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._lire = {RAPIDOCR: _rapidocr, TESSEROCR: _tesserocr}[nom](donnees)

    def repondre(self, demande: Message, pixels: bytes) -> Message:
        """The words of a grey picture, each with its box on the picture and once straightened, and its turn."""
        taille, pas = (int(demande["largeur"]), int(demande["hauteur"])), int(demande["pas"])
        image = Image.frombuffer("L", taille, pixels, "raw", "L", pas, 1)
        vue, mots = lire_debout(image, self._lire)
        return {
            "tour": vue.tour,
            "mots": [(mot.texte, *_arrondi(vue.sur_le_dessin(mot.cadre)), *_arrondi(mot.cadre)) for mot in mots],
        }


def lire_debout(image: Image.Image, lire: Lire) -> tuple[Vue, list[MotLu]]:
    """Read a page at the turn that its lines tell, else at the one where most is read."""
    plane = aplanir(image)
    lues = []
    for tour, angle in inclinaisons(plane):
        vue = redresser(plane, tour, angle)
        mots = [replace(mot, cadre=vue.resserrer(mot.cadre)) for mot in lire(vue.image)[:MOTS_MAX]]
        if _confiance(mots) >= SURE or not mots:
            return vue, mots
        lues.append((vue, mots))
    return max(lues, key=lambda lue: _confiance(lue[1]))


def _confiance(mots: list[MotLu]) -> float:
    lettres = sum(len(mot.texte) for mot in mots)
    return sum(mot.confiance * len(mot.texte) for mot in mots) / max(lettres, 1)


def _arrondi(cadre: Cadre) -> tuple[float, ...]:
    return tuple(round(float(cote), 1) for cote in cadre)


def _rapidocr(_donnees: str) -> Lire:
    """PP-OCR by onnxruntime; a first reading starts its threads and loads every model."""
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    moteur: Any = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.3,
            "Global.max_side_len": 4_000,
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "Det.limit_type": "max",
            "Det.limit_side_len": COTE_DETECTION,
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": _fils(),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    blanc = np.full((64, 320, 3), 255, np.uint8)
    moteur(blanc, use_rec=False)
    moteur(blanc, use_det=False, use_rec=True)

    def lire(image: Image.Image) -> list[MotLu]:
        lu = moteur(np.asarray(image.convert("RGB")), use_det=True, use_rec=True)
        if lu.txts is None:
            return []
        mots: list[MotLu] = []
        suites = list(lu.word_results)
        for texte, sure, cadre in zip(lu.txts, lu.scores, lu.boxes, strict=True):
            lettres = _lettres(texte, suites[0]) if suites else []
            if lettres:
                suites.pop(0)
            mots += mots_d_une_ligne(texte, float(sure), cadre, lettres)
        return mots

    return lire


def _fils() -> int:
    """One on two processors: its threads wait by spinning, and two cost twice the time as soon as others work too."""
    return max(1, min(2, (os.cpu_count() or 1) // 2))


def _lettres(texte: str, suite: Any) -> list[tuple[float, float]]:
    """Left and right of each letter of a line, where the engine gives them all (it leaves some lines out)."""
    if not isinstance(suite, list | tuple) or "".join(lettre for lettre, _, _ in suite) != "".join(texte.split()):
        return []
    return [(min(float(x) for x, _ in coin), max(float(x) for x, _ in coin)) for _, _, coin in suite]


def mots_d_une_ligne(texte: str, sure: float, cadre: Any, lettres: list[tuple[float, float]]) -> list[MotLu]:
    """Cut a line at its spaces, by the place of its letters, else by their number; the line gives the height.

    A narrow space is lost in a picture: a date is cut from the word before it all the same (``le15/11/2026``).
    """
    xs, ys = [float(x) for x, _ in cadre], [float(y) for _, y in cadre]
    haut, bas, gauche = min(ys), max(ys), min(xs)
    pas = (max(xs) - gauche) / max(len(texte), 1)
    mots: list[MotLu] = []
    rang = place = 0
    for mot in _MOTS.findall(texte):
        place = texte.index(mot, place)
        cotes = lettres[rang : rang + len(mot)] or [(gauche + pas * place, gauche + pas * (place + len(mot)))]
        mots.append(MotLu(mot, (min(x for x, _ in cotes), haut, max(x for _, x in cotes), bas), sure))
        rang, place = rang + len(mot), place + len(mot)
    return mots


def _tesserocr(donnees: str) -> Lire:
    """Tesseract in French."""
    import tesserocr

    moteur = tesserocr.PyTessBaseAPI(path=donnees, lang="fra")

    def lire(image: Image.Image) -> list[MotLu]:
        moteur.SetImage(image)
        moteur.SetSourceResolution(200)
        moteur.Recognize()
        mots: list[MotLu] = []
        for mot in tesserocr.iterate_level(moteur.GetIterator(), tesserocr.RIL.WORD):
            cadre = mot.BoundingBox(tesserocr.RIL.WORD)
            texte = mot.GetUTF8Text(tesserocr.RIL.WORD) if cadre else ""
            if texte.strip():
                gauche, haut, droite, bas = map(float, cadre)
                sure = mot.Confidence(tesserocr.RIL.WORD) / 100
                mots.append(MotLu(texte.strip(), (gauche, haut, droite, bas), sure))
        return mots

    return lire
