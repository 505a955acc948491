"""Small real PDFs marked SPÉCIMEN, one per household and kind, as families would hand them in."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from imuse_desk.documents.examen import Examen
from imuse_desk.infra.depot import Empreinte

TITRES = {
    "domicile": ("FACTURE D’ÉLECTRICITÉ", 1),
    "caf": ("ATTESTATION DE PAIEMENT ET DE QUOTIENT FAMILIAL", 1),
    "avis_1": ("AVIS D’IMPÔT SUR LES REVENUS", 4),
    "avis_2": ("AVIS D’IMPÔT SUR LES REVENUS", 4),
    "avis_incomplet": ("AVIS D’IMPÔT SUR LES REVENUS", 2),
    "certificat_danse": ("CERTIFICAT MÉDICAL – DANSE", 1),
}
_MARQUE = "#######"
"""Stands for the number in the drawn text, and nowhere else in the file (digits would also match its index)."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A stored file and the facts on it."""

    sha256: str
    octets: int
    pages: int
    examen: Examen


class Specimens:
    """Makes each kind once, then only changes its number: every file is a different, valid PDF."""

    def __init__(self, ranger: Callable[[bytes], Empreinte]) -> None:
        self._ranger = ranger
        self._modeles: dict[str, bytes] = {}

    def ranger(self, code: str, numero: int, nom_fichier: str) -> Specimen:
        """Store the specimen of a kind that bears a number (7 digits at most)."""
        if code not in self._modeles:
            self._modeles[code] = _dessiner(*TITRES[code])
        contenu = _numeroter(self._modeles[code], numero)
        empreinte = self._ranger(contenu)
        pages = TITRES[code][1]
        return Specimen(
            empreinte.sha256, empreinte.octets, pages, _examen(nom_fichier, empreinte.sha256, contenu, pages)
        )


def contenu_specimen(code: str, numero: int) -> bytes:
    """The bytes of one specimen, as a family would hand it in."""
    return _numeroter(_dessiner(*TITRES[code]), numero)


def _numeroter(modele: bytes, numero: int) -> bytes:
    return modele.replace(_MARQUE.encode(), f"{numero:07}".encode())


def _dessiner(titre: str, pages: int) -> bytes:
    """A page that could not be taken for a real paper; streams stay plain, so that the number can be replaced."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    flux = io.BytesIO()
    toile = Canvas(flux, pagesize=A4, invariant=1, pageCompression=0)
    toile.setTitle("Specimen")
    ecrire: Callable[[float, float, str], None] = toile.drawString
    for page in range(1, pages + 1):
        toile.setFont("Helvetica-Bold", 15)
        ecrire(72, 760, titre.replace("’", "'").replace("–", "-"))
        toile.setFont("Helvetica", 11)
        ecrire(72, 730, f"Document de démonstration n° {_MARQUE} - page {page} sur {pages}")
        for ligne in range(12):
            toile.rect(72, 660 - 34 * ligne, 380 - 18 * (ligne % 4), 7, stroke=0, fill=1)
        toile.saveState()
        toile.setFont("Helvetica-Bold", 72)
        toile.setFillGray(0.85)
        toile.translate(110, 190)
        toile.rotate(50)
        ecrire(0, 0, "SPÉCIMEN")
        toile.restoreState()
        toile.showPage()
    toile.save()
    return flux.getvalue()


def _examen(fichier: str, sha256: str, contenu: bytes, pages: int) -> Examen:
    """The facts that an inspection finds on these files (a test compares them with a real inspection)."""
    faits: dict[str, Any] = {
        "type_reel": "pdf",
        "repare": False,
        "version": contenu[5:8].decode(),
        "chiffre": False,
        "formulaire": False,
        "contenu_actif": [],
        "pages_examinees": pages,
        "pages_vides": [],
        "pages_abimees": [],
        "dimensions": [[595.3, 841.9]] * pages,
        "texte": True,
    }
    return Examen(fichier, "lisible", "lisible", "fichier lisible", pages, len(contenu), sha256, faits)
