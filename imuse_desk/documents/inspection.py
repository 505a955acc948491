"""Facts on an opened document. How many pages are drawn depends on what they hold, never on the clock."""

from typing import Any

import pypdfium2.raw as pdfium

from imuse_desk.documents import blanc, ouverture, rendu, structure
from imuse_desk.domain.erreurs import RegleMetier

PAGES_EXAMINEES_MAX = 50
PAGES_LUES_MAX = 5
"""First pages where a text layer is looked for."""
TRAVAIL_MAX = 200_000_000
"""Pixels of the pictures decoded, one drawing counted as ``POIDS_OBJET`` pixels: about 4 s of processor."""
POIDS_OBJET = 1_000
_POIDS_FILTRES = {"JPXDecode": 10, "JBIG2Decode": 2}


def inspecter(contenu: bytes) -> dict[str, Any]:
    """Page count and facts of a PDF; raises RegleMetier with the code of the state that forbids it."""
    ouvert = ouverture.ouvrir(contenu)
    faits: dict[str, Any] = {"repare": ouvert.est_repare}
    faits |= _faits_de_structure(ouvert, contenu)
    faits |= _faits_de_pages(ouvert)
    if faits["pages_examinees"] == len(faits["pages_abimees"]):
        raise RegleMetier("abime")
    return {"pages": ouvert.pages, "faits": faits}


def _faits_de_structure(ouvert: ouverture.Ouvert, contenu: bytes) -> dict[str, Any]:
    if ouvert.structure is None:
        brut = structure.contenu_actif_brut(contenu)
        return {"structure_illisible": True, "contenu_actif": list(brut.genres), "contenu_actif_partiel": True}
    pdf = ouvert.structure.pdf
    actif = structure.contenu_actif(pdf)
    faits: dict[str, Any] = {
        "version": pdf.pdf_version,
        "chiffre": pdf.is_encrypted,
        "formulaire": structure.a_un_formulaire(pdf),
        "contenu_actif": list(actif.genres),
    }
    if actif.est_partiel:
        faits["contenu_actif_partiel"] = True
    annonce = structure.pages_annoncees(pdf)
    if annonce != ouvert.pages:
        faits["pages_annoncees"] = annonce
    return faits


def _faits_de_pages(ouvert: ouverture.Ouvert) -> dict[str, Any]:
    vides: list[int] = []
    abimees: list[int] = []
    dimensions: list[list[float]] = []
    travail = caracteres = examinees = 0
    for numero in range(1, min(ouvert.pages, PAGES_EXAMINEES_MAX) + 1):
        examinees = numero
        try:
            page = rendu.page(ouvert.document, numero)
            dimensions.append([round(cote, 1) for cote in rendu.taille(page)])
            travail += _travail(page)
            if travail > TRAVAIL_MAX and numero > 1:
                examinees -= 1
                dimensions.pop()
                break
            if blanc.est_blanche(rendu.dessiner(page, cote_px=blanc.COTE_PX, en_gris=True)):
                vides.append(numero)
            if numero <= PAGES_LUES_MAX:
                caracteres += page.get_textpage().count_chars()
            page.close()
        except RegleMetier:
            abimees.append(numero)
    return {
        "pages_examinees": examinees,
        "pages_vides": vides,
        "pages_abimees": abimees,
        "dimensions": dimensions,
        "texte": caracteres > 0,
    }


def _travail(page: Any) -> int:
    """What drawing the page will cost, in decoded pixels."""
    total = POIDS_OBJET * int(pdfium.FPDFPage_CountObjects(page))
    for image in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        largeur, hauteur = image.get_px_size()
        poids = max((_POIDS_FILTRES.get(filtre, 1) for filtre in image.get_filters()), default=1)
        total += poids * int(largeur) * int(hauteur)
    return total
