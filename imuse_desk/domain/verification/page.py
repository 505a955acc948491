"""A page as words with boxes: its lines, the parts of a line that stand apart, what stands beside or under a label.

The words come from the text layer or from a reading of the picture: what follows is the same for both.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from imuse_desk.domain.textes import mots_plies

Boite = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the upper left corner of the page as shown."""
ECART_COLONNE = 2.2
"""Gap, in heights of the words, after which a line goes on in another column."""


@dataclass(frozen=True, slots=True)
class Mot:
    """A word and its box on the page as shown; ``redressee``: its box once a crooked or turned page is straight."""

    texte: str
    boite: Boite
    redressee: Boite | None = None

    @property
    def place(self) -> Boite:
        """Where it stands among the other words: on the page put straight."""
        return self.boite if self.redressee is None else self.redressee

    @property
    def hauteur(self) -> float:
        """Height of its letters."""
        return self.place[3] - self.place[1]

    @property
    def milieu(self) -> float:
        """Middle of its height."""
        return (self.place[1] + self.place[3]) / 2


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that follow one another without a gap of a column."""

    mots: tuple[Mot, ...]

    @property
    def texte(self) -> str:
        """Its words, one space apart."""
        return " ".join(mot.texte for mot in self.mots)

    @property
    def boite(self) -> Boite:
        """Around its words, on the page as shown."""
        return entourer([mot.boite for mot in self.mots])

    @property
    def place(self) -> Boite:
        """Around its words, on the page put straight."""
        return entourer([mot.place for mot in self.mots])


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of the page, in segments from left to right."""

    segments: tuple[Segment, ...]

    @property
    def texte(self) -> str:
        """Every word of the line."""
        return " ".join(segment.texte for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Page:
    """A page read: its rank from 1, its lines from the top, and where the words come from (``texte``, ``ocr``).

    ``tour``: degrees clockwise by which the page as shown must be turned for its lines to be level. ``est_scan``: it is
    a picture that was not read, whatever words a scanner printed on it.
    """

    numero: int
    lignes: tuple[Ligne, ...]
    source: str = "texte"
    tour: int = 0
    est_scan: bool = False

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every segment, line after line."""
        return tuple(segment for ligne in self.lignes for segment in ligne.segments)


def entourer(boites: Sequence[Boite]) -> Boite:
    """The least box around others."""
    gauches, hauts, droites, bas = zip(*boites, strict=True)
    return min(gauches), min(hauts), max(droites), max(bas)


def composer(numero: int, mots: Sequence[Mot], source: str = "texte", tour: int = 0) -> Page:
    """Order the words of a page in lines: those whose middles stand within half a letter of one another."""
    restants = sorted((mot for mot in mots if mot.texte.strip()), key=lambda mot: mot.milieu)
    if not restants:
        return Page(numero, (), source, tour)
    taille = max(median(mot.hauteur for mot in restants), 1.0)
    rangees: list[list[Mot]] = []
    for mot in restants:
        if rangees and mot.milieu - sum(m.milieu for m in rangees[-1]) / len(rangees[-1]) < 0.6 * taille:
            rangees[-1].append(mot)
        else:
            rangees.append([mot])
    return Page(numero, tuple(_en_segments(rangee, taille) for rangee in rangees), source, tour)


def _en_segments(rangee: list[Mot], taille: float) -> Ligne:
    rangee.sort(key=lambda mot: mot.place[0])
    segments: list[list[Mot]] = [[rangee[0]]]
    for avant, mot in itertools.pairwise(rangee):
        if mot.place[0] - avant.place[2] > ECART_COLONNE * max(taille, avant.hauteur):
            segments.append([mot])
        else:
            segments[-1].append(mot)
    return Ligne(tuple(Segment(tuple(segment)) for segment in segments))


def chercher(page: Page, libelle: str) -> list[tuple[Ligne, int, int]]:
    """Every place of a label (folded words in a row): its line, its segment's rank, the rank of the word after it."""
    voulus = mots_plies(libelle)
    trouves: list[tuple[Ligne, int, int]] = []
    for ligne in page.lignes:
        for rang, segment in enumerate(ligne.segments):
            plies: list[str] = []
            origines: list[int] = []
            for place, mot in enumerate(segment.mots):
                for pli in mots_plies(mot.texte):
                    plies.append(pli)
                    origines.append(place)
            for debut in range(len(plies) - len(voulus) + 1):
                if plies[debut : debut + len(voulus)] == voulus:
                    trouves.append((ligne, rang, origines[debut + len(voulus) - 1] + 1))
                    break
    return trouves


def apres(page: Page, libelle: str) -> list[Segment]:
    """What stands after a label on its line: the rest of its segment, else the next segment; a colon is no word."""
    suites: list[Segment] = []
    for ligne, rang, place in chercher(page, libelle):
        reste = tuple(mot for mot in ligne.segments[rang].mots[place:] if mots_plies(mot.texte))
        if reste:
            suites.append(Segment(reste))
        elif rang + 1 < len(ligne.segments):
            suites.append(ligne.segments[rang + 1])
    return suites
