"""The words of the text layer of a page with their boxes, in the documents process; none for a scan."""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from imuse_desk.documents import rendu

MOTS_MAX = 8_000
ECART_MOT = 0.28
"""Gap, in heights of the letters, that parts two words where the file holds no space."""

Mot = tuple[str, float, float, float, float]
"""A word and its box: left, top, right, bottom, in points from the upper left corner of the page as shown."""


def lire(page: Any) -> list[Mot]:
    """Words in the order of the file, at most ``MOTS_MAX``."""
    couche = page.get_textpage()
    mots: list[Mot] = []
    lettres: list[str] = []
    boite: list[float] = []
    suite = 0.0  # where the letter after the last one would begin
    place = pdfium.FS_RECTF()
    cotes = tuple(ctypes.c_double() for _ in range(4))
    adresses = tuple(ctypes.byref(cote) for cote in cotes)
    for rang in range(min(couche.count_chars(), rendu.CARACTERES_MAX)):
        lettre = rendu.caractere(pdfium.FPDFText_GetUnicode(couche, rang))
        if lettre.isspace() or not pdfium.FPDFText_GetCharBox(couche, rang, *adresses):
            _clore(page, lettres, boite, mots)
            continue
        gauche, droite, bas, haut = (cote.value for cote in cotes)
        debut, fin = gauche, droite
        if pdfium.FPDFText_GetLooseCharBox(couche, rang, ctypes.byref(place)) and place.right > place.left:
            debut, fin = place.left, place.right
        if lettres and _est_ailleurs(boite, debut - suite, bas, haut):
            _clore(page, lettres, boite, mots)
        suite = fin
        if lettres:
            boite[:] = min(boite[0], gauche), min(boite[1], bas), max(boite[2], droite), max(boite[3], haut)
        else:
            boite[:] = gauche, bas, droite, haut
        lettres.append(lettre)
        if len(mots) >= MOTS_MAX:
            break
    _clore(page, lettres, boite, mots)
    couche.close()
    return mots


def _est_ailleurs(boite: list[float], ecart: float, bas: float, haut: float) -> bool:
    """The next letter stands on another line, or too far on this one: ``ecart`` from where it would follow.

    The ink alone would part the digits of *11*: a letter takes more room than it draws.
    """
    hauteur = max(boite[3] - boite[1], haut - bas, 1.0)
    autre_ligne = haut < boite[1] or bas > boite[3]
    return autre_ligne or not -hauteur < ecart < ECART_MOT * hauteur


def _clore(page: Any, lettres: list[str], boite: list[float], mots: list[Mot]) -> None:
    if lettres:
        gauche, bas, droite, haut = boite
        mots.append(("".join(lettres), *rendu.vers_affichage(page, (gauche, bas, droite, haut))))
        lettres.clear()
