"""The specimens as forgers and scanners leave them: print retouched under a true seal, pages lost, scans of every kind.

The specimens are in ``tests/data/pieces``: invented people, sealed with the key that the specification prints.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

PIECES = Path(__file__).parent / "data" / "pieces"
REVENU, AUTRE_REVENU = b"(34 512 ", b"(14 512 "
NOM, AUTRE_NOM = b"(MARTINEAU ALICE)", b"(DURAND PAUL)"


def avis() -> bytes:
    """A notice of income as downloaded."""
    return (PIECES / "avis28_numerique.pdf").read_bytes()


def facture() -> bytes:
    """An invoice for energy as downloaded."""
    return (PIECES / "facture01_numerique.pdf").read_bytes()


def revenu_retouche() -> bytes:
    """The income typed again on page 1."""
    return _retoucher(REVENU, AUTRE_REVENU)


def nom_change() -> bytes:
    """The name of somebody else typed over the declarant's."""
    return _retoucher(NOM, AUTRE_NOM)


def deux_pages() -> bytes:
    """The first two pages of four."""
    with pikepdf.open(io.BytesIO(avis())) as pdf:
        del pdf.pages[2:]
        return _ecrire(pdf)


SPECIMENS: dict[str, Callable[[], bytes]] = {
    "avis": avis, "revenu_retouche": revenu_retouche, "nom_change": nom_change, "deux_pages": deux_pages,
    "facture": facture,
}  # fmt: skip


def _retoucher(vrai: bytes, faux: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(avis())) as pdf:
        contenu = pdf.pages[0].Contents.read_bytes()
        assert contenu.count(vrai) == 1
        pdf.pages[0].Contents = pdf.make_stream(contenu.replace(vrai, faux))
        return _ecrire(pdf)


def _ecrire(pdf: pikepdf.Pdf) -> bytes:
    sortie = io.BytesIO()
    pdf.save(sortie)
    return sortie.getvalue()


@dataclass(frozen=True, slots=True)
class Numerisation:
    """How a paper went through a scanner: resolution, how askew it lay, JPEG quality; ``fax`` is black or white."""

    points_par_pouce: int
    degres: float = 0
    qualite: int = 80
    fax: bool = False

    @property
    def nom(self) -> str:
        """For the name of a test."""
        genre = "fax" if self.fax else f"jpeg{self.qualite}"
        return f"{self.points_par_pouce}ppp-{self.degres:g}deg-{genre}"


RESOLUTIONS = (150, 200, 300)
DEFAUTS = ((0, 80, False), (2, 80, False), (7, 80, False), (0, 40, False), (0, 80, True))
NUMERISATIONS = tuple(
    Numerisation(resolution, degres, qualite, fax)
    for resolution in RESOLUTIONS
    for degres, qualite, fax in DEFAUTS
)  # fmt: skip


def numeriser(contenu: bytes, comment: Numerisation) -> bytes:
    """The document printed, then scanned: a PDF of pictures."""
    pages = [_degrader(page, comment) for page in _pages(contenu, comment.points_par_pouce)]
    sortie = io.BytesIO()
    pages[0].save(
        sortie, "PDF", save_all=True, append_images=pages[1:], resolution=comment.points_par_pouce,
        **({} if comment.fax else {"quality": comment.qualite}),
    )  # fmt: skip
    return sortie.getvalue()


@cache
def _pages(contenu: bytes, points_par_pouce: int) -> tuple[Image.Image, ...]:
    document = pypdfium2.PdfDocument(contenu)
    try:
        return tuple(
            page.render(scale=points_par_pouce / 72, grayscale=True).to_pil().convert("L") for page in document
        )
    finally:
        document.close()


def _degrader(page: Image.Image, comment: Numerisation) -> Image.Image:
    if comment.degres:
        page = page.rotate(comment.degres, Image.Resampling.BICUBIC, fillcolor=255)
    return page.convert("1", dither=Image.Dither.NONE) if comment.fax else page
