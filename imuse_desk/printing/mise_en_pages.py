"""Where the pages turn: closer set if that saves a page, and never a last page that holds next to nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from imuse_desk.printing.grille_page import DERNIERE_LIGNE, Page

FOND_MINIMAL = 21.0  # a last page that ends above this line is nearly empty
RETRAITS = (6.0, 12.0, 18.0, 24.0)  # lines taken from the page before it, until its blocks move over


@dataclass(frozen=True, slots=True)
class Reglage:
    """How a paper is laid out: ``serre`` narrows the gaps; the page of rank ``page`` ends ``retrait`` lines higher."""

    serre: bool = False
    page: int = 0
    retrait: float = 0.0

    def bas(self, rang: int) -> float:
        """The last line of content of a page, counted from 1."""
        return DERNIERE_LIGNE - (self.retrait if rang == self.page else 0.0)


class Flot(Protocol):
    """A paper laid out, whose last line of content is ``ligne``."""

    pages: list[Page]
    ligne: float


F = TypeVar("F", bound=Flot)


def mettre_en_pages(composer: Callable[[Reglage], F]) -> F:
    """Lay a paper out with the fewest pages, the last one holding more than a few lines when that can be."""
    reglage = Reglage()
    flux = composer(reglage)
    if len(flux.pages) == 1:
        return flux
    serre = composer(Reglage(serre=True))
    if len(serre.pages) < len(flux.pages):
        reglage, flux = Reglage(serre=True), serre
    nombre = len(flux.pages)
    if nombre == 1 or flux.ligne >= FOND_MINIMAL:
        return flux
    for retrait in RETRAITS:
        essai = composer(Reglage(reglage.serre, nombre - 1, retrait))
        if len(essai.pages) == nombre and essai.ligne >= FOND_MINIMAL:
            return essai
    return flux
