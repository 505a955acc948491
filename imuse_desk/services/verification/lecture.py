"""A document read whole: the words of its pages and its seal, ready for the rules."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from imuse_desk.documents.client import Lecteur
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.verification.constats import Document, Source
from imuse_desk.domain.verification.page import Page, composer
from imuse_desk.infra.sceaux import Magasin
from imuse_desk.services.verification.sceaux import lire_sceau

PAGES_LUES_MAX = 12
"""Pages whose words are read: a notice of income has four, the longest invoices some ten."""
MOTS_D_UNE_PAGE = 8
"""Words under which a page with a picture is taken for a scan: some scanners print their own name on it."""


def lire_document(lecteur: Lecteur, magasin: Magasin, jour: date, *, ocr: bool = False) -> Document:
    """Read the seal and the words of an open document. Raises RegleMetier where it cannot be read.

    ``ocr`` reads the scanned pages too, some seconds each, where this computer can; ``lire_par_etapes`` does not wait.
    """
    return list(lire_par_etapes(lecteur, magasin, jour, ocr=ocr))[-1]


def lire_par_etapes(lecteur: Lecteur, magasin: Magasin, jour: date, *, ocr: bool = True) -> Iterator[Document]:
    """The document as the text layer and the seal give it, then, with ``ocr``, once more after each scanned page read.

    A page on which the engine fails stays without words: the agent reads it, and it is no longer ``est_scan``, as those
    that were read. Raises RegleMetier as ``lire_document``.
    """
    document = _lire_sans_ocr(lecteur, magasin, jour, ocr_ensuite=ocr)
    yield document
    if not ocr:
        return
    for rang, page in enumerate(document.pages):
        if not page.est_scan:
            continue
        vue = replace(page, est_scan=False)
        try:
            lue = lecteur.mots_ocr(page.numero)
        except RegleMetier as refus:
            if refus.code in ("ocr_indisponible", "document_ferme"):
                return
        else:
            reprise = composer(page.numero, lue.mots, Source.OCR.value, lue.tour)
            vue = reprise if _nombre_de_mots(reprise) > _nombre_de_mots(page) else vue
        document = replace(document, pages=(*document.pages[:rang], vue, *document.pages[rang + 1 :]))
        yield document


def _lire_sans_ocr(lecteur: Lecteur, magasin: Magasin, jour: date, *, ocr_ensuite: bool) -> Document:
    """The engine that reads pictures starts while the seal is looked for: both take a second or more."""
    pages = [_page(lecteur, numero) for numero in range(1, min(lecteur.pages, PAGES_LUES_MAX) + 1)]
    if ocr_ensuite and any(page.est_scan for page in pages):
        lecteur.preparer_ocr()
    vu = lire_sceau(lecteur, magasin, jour)
    trouve = vu.trouve
    return Document(
        pages=tuple(pages),
        pages_comptees=lecteur.pages,
        verdict=vu.verdict,
        sceau=vu.sceau,
        page_du_sceau=trouve.page if trouve is not None else None,
        boite_du_sceau=trouve.boite if trouve is not None else None,
    )


def _page(lecteur: Lecteur, numero: int) -> Page:
    page = composer(numero, lecteur.mots(numero))
    nombre = _nombre_de_mots(page)
    return replace(page, est_scan=not nombre or (nombre < MOTS_D_UNE_PAGE and lecteur.est_image(numero)))


def _nombre_de_mots(page: Page) -> int:
    return sum(len(segment.mots) for segment in page.segments)
