"""A document read whole: the words of its pages and its seal, ready for the rules."""

from datetime import date

from imuse_desk.documents.client import Lecteur
from imuse_desk.domain.verification.constats import Document
from imuse_desk.domain.verification.page import Page, composer
from imuse_desk.infra.sceaux import Magasin
from imuse_desk.services.verification.sceaux import lire_sceau

PAGES_LUES_MAX = 12
"""Pages whose words are read: a notice of income has four, the longest invoices some ten."""


def lire_document(lecteur: Lecteur, magasin: Magasin, jour: date) -> Document:
    """Read the seal and the text layer of an open document. Raises RegleMetier where it cannot be read."""
    vu = lire_sceau(lecteur, magasin, jour)
    pages: list[Page] = [
        composer(numero, lecteur.mots(numero)) for numero in range(1, min(lecteur.pages, PAGES_LUES_MAX) + 1)
    ]
    trouve = vu.trouve
    return Document(
        pages=tuple(pages),
        pages_comptees=lecteur.pages,
        verdict=vu.verdict,
        sceau=vu.sceau,
        page_du_sceau=trouve.page if trouve is not None else None,
        boite_du_sceau=trouve.boite if trouve is not None else None,
    )
