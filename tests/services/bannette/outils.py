"""Scans as a scanner makes them: cover sheets and documents in one file."""

from io import BytesIO
from pathlib import Path

import pikepdf

from imuse_desk.services.reinscription.feuilles import imprimer_feuilles
from tests.fabriques import Maison, pdf
from tests.services.reinscription.outils import ouvrir


def feuille(maison: Maison, code: str, foyer: str = "Valmont") -> bytes:
    """The cover sheet of a row of a household."""
    lignes = frozenset({(maison.ids[f"type:{code}"], None)})
    return imprimer_feuilles(maison.ctx(), ouvrir(maison, foyer).dossier_id, lignes)[1]


def scanner(chemin: Path, *documents: bytes) -> Path:
    """One file of several documents laid in the feeder."""
    with pikepdf.new() as scan:
        for document in documents:
            with pikepdf.open(BytesIO(document)) as ouvert:
                scan.pages.extend(ouvert.pages)
        scan.save(chemin)
    return chemin


def page_blanche() -> bytes:
    """The back of a sheet."""
    sortie = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(sortie)
    return sortie.getvalue()


__all__ = ["feuille", "page_blanche", "pdf", "scanner"]
