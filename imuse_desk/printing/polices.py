"""The papers' two faces, text widths, and the refusal of characters that the faces do not hold.

A PDF prints a missing character as an empty box without a word: every text of a paper is checked before layout.
"""

import dataclasses
import io
import operator
import unicodedata
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from typing import Any, TypeVar

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from imuse_desk.domain.erreurs import Invalide

REGULIERE = "DeskSans-Regular"
DEMI_GRASSE = "DeskSans-Semibold"

P = TypeVar("P")

_SANS_TEXTE = (int, bool, float, bytes, type(None), date, datetime)
_INVISIBLES = dict.fromkeys(
    [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)], ""
)
_ESPACES = dict.fromkeys([0x09, 0x0B, 0x0C, 0x0D, 0x85, *range(0x2000, 0x2009), 0x205F, 0x3000], " ")
_EQUIVALENTS = {0x2007: "\u00a0", 0x2015: "—", 0x02BC: "’", 0x266F: "#", 0x266D: "b", 0x2028: "\n", 0x2029: "\n"}
_REMPLACEMENTS: dict[int, str] = {**_INVISIBLES, **_ESPACES, **_EQUIVALENTS}


@cache
def charger() -> dict[bool, TTFont]:
    """Register both faces with ReportLab, once a process; the key says whether the face is the Semibold."""
    rl_config.useA85 = 0  # streams in plain bytes: smaller, and its encoder is slow
    polices = {}
    for nom, est_grasse in ((REGULIERE, False), (DEMI_GRASSE, True)):
        contenu = (files("imuse_desk") / "resources" / "polices" / f"{nom}.ttf").read_bytes()
        polices[est_grasse] = TTFont(nom, io.BytesIO(contenu))
        pdfmetrics.registerFont(polices[est_grasse])
    return polices


@lru_cache(maxsize=8192)
def largeur_unitaire(texte: str, gras: bool) -> float:  # noqa: FBT001  # positional for the cache's sake
    """Width of a text in points at size 1."""
    face = charger()[gras].face
    chasses: dict[int, float] = face.charWidths
    defaut: float = face.defaultWidth
    return sum(map(chasses.get, map(ord, texte), repeat(defaut))) / 1000


def largeur(texte: str, taille: float, *, gras: bool = False) -> float:
    """Width of a text in points."""
    return largeur_unitaire(texte, gras) * taille


def imprimable(texte: str, champ: str) -> str:
    """Return the text as the faces can print it: accents composed, look-alikes replaced, invisible signs removed.

    Raises Invalide(champ, caractere_non_imprimable, caractere, point_code, nom) on any other sign the faces lack.
    """
    if texte.isascii() and texte.isprintable():
        return texte
    return _composer(texte, champ)


@lru_cache(maxsize=4096)
def _composer(texte: str, champ: str) -> str:
    """The text in the signs of the faces; the same words come back from one paper to the next."""
    net = unicodedata.normalize("NFC", texte).translate(_REMPLACEMENTS)
    glyphes = charger()[False].face.charToGlyph
    for signe in net:
        if ord(signe) not in glyphes and signe != "\n":
            raise Invalide(
                champ,
                "caractere_non_imprimable",
                caractere=signe,
                point_code=f"U+{ord(signe):04X}",
                nom=unicodedata.name(signe, ""),
            )
    return net


@cache
def _champs(genre: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(champ.name for champ in dataclasses.fields(genre))


def preparer(papier: P, chemin: str = "") -> P:
    """Return a copy of a paper's dataclass with every text made printable, down to the nested ones.

    Raises Invalide as ``imprimable`` does; its field is the path from the paper, such as ``enfants.0.nom``.
    """
    copie: Any = papier
    if isinstance(papier, str):
        copie = imprimable(papier, chemin)
    elif isinstance(papier, tuple):
        valeurs = tuple(preparer(valeur, f"{chemin}.{rang}") for rang, valeur in enumerate(papier))
        if any(map(operator.is_not, valeurs, papier)):
            copie = valeurs
    elif dataclasses.is_dataclass(papier) and not isinstance(papier, type):
        prefixe = f"{chemin}." if chemin else ""
        noms = _champs(type(papier))
        nouveaux = {}
        for nom in noms:
            valeur = getattr(papier, nom)
            if type(valeur) not in _SANS_TEXTE and (neuve := preparer(valeur, prefixe + nom)) is not valeur:
                nouveaux[nom] = neuve
        if nouveaux:
            copie = dataclasses.replace(papier, **nouveaux)
    return copie  # type: ignore[no-any-return]  # the branch taken keeps the type of the value
