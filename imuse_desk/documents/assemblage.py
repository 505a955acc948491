"""One PDF out of chosen pages of several documents, in the documents process. The pages left out leave nothing."""

import io
from collections.abc import Sequence
from typing import Any

import pikepdf

from imuse_desk.documents import structure
from imuse_desk.domain.erreurs import RegleMetier

PAGES_MAX = 200

Prise = tuple[int, int, int]
"""A page: rank of its document from 0, its number from 1, a turn in degrees clockwise."""


def assembler(contenus: Sequence[bytes], prises: Sequence[Prise]) -> bytes:
    """The pages in the order given, turned for good; raises RegleMetier(abime | page_introuvable | trop_complexe)."""
    if not 0 < len(prises) <= PAGES_MAX:
        raise RegleMetier("trop_complexe")
    sources = [_ouvrir(contenu) for contenu in contenus]
    try:
        with pikepdf.new() as pdf:
            for document, numero, rotation in prises:
                _ajouter(pdf, sources[document], numero, rotation)
            pdf.remove_unreferenced_resources()  # two families may share a scan: no picture of the other one
            sortie = io.BytesIO()
            pdf.save(sortie, static_id=True)
    except pikepdf.PdfError as erreur:
        raise RegleMetier("abime") from erreur
    return sortie.getvalue()


def _ouvrir(contenu: bytes) -> structure.Structure:
    lue = structure.ouvrir(contenu)
    if lue is None or not lue.pages:
        raise RegleMetier("abime")
    return lue


def _ajouter(pdf: pikepdf.Pdf, source: structure.Structure, numero: int, rotation: int) -> None:
    if not 1 <= numero <= len(source.pdf.pages):
        raise RegleMetier("page_introuvable")
    pdf.pages.append(source.pdf.pages[numero - 1])
    page = pdf.pages[-1]
    if rotation:
        page.rotate(rotation, relative=True)
    _desarmer(page.obj)
    notes: Any = page.obj.get("/Annots")
    for note in notes.as_list() if isinstance(notes, pikepdf.Array) else ():
        if isinstance(note, pikepdf.Dictionary):
            _desarmer(note)


def _desarmer(objet: Any) -> None:
    """A page and its marks keep their looks and lose what they would do."""
    for cle in ("/AA", "/A", "/FS"):
        if cle in objet:
            del objet[cle]
