"""One document opened by both libraries, which check each other: pikepdf for the structure, PDFium for the pages."""

from dataclasses import dataclass
from typing import Any

import pikepdf

from imuse_desk.documents import rendu, structure
from imuse_desk.domain.erreurs import RegleMetier

REECRITURE_PAGES_MAX = 20_000


@dataclass(frozen=True)
class Ouvert:
    """``document`` is PDFium's; ``structure`` is None when pikepdf can't read the file."""

    document: Any
    structure: structure.Structure | None
    pages: int
    est_repare: bool


def ouvrir(contenu: bytes) -> Ouvert:
    """Open, repair if need be and count; raises RegleMetier with the code of the state that forbids it."""
    lue = structure.ouvrir(contenu)
    document = rendu.ouvrir(contenu)
    if lue is None:
        pages = len(document) if document else 0
        if not pages:
            raise RegleMetier("abime")
        return Ouvert(document, None, pages, est_repare=True)
    if lue.pages and (document is None or len(document) != lue.pages) and lue.pages <= REECRITURE_PAGES_MAX:
        return _reecrit(lue, document)
    if document is None or not (lue.pages or len(document)):
        raise RegleMetier("abime" if lue.est_reparee or lue.pages else "sans_page")
    return Ouvert(document, lue, lue.pages or len(document), lue.est_reparee)


def _reecrit(lue: structure.Structure, document: Any) -> Ouvert:
    """PDFium reads another number of pages, or nothing: give it the document as qpdf writes it again."""
    try:
        nouveau = rendu.ouvrir(structure.reecrire(lue))
    except pikepdf.PdfError:
        nouveau = None
    document = document if nouveau is None else nouveau
    if document is None:
        raise RegleMetier("abime")
    return Ouvert(document, lue, min(lue.pages, len(document)), est_repare=True)
