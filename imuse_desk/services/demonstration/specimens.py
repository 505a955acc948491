"""Small real PDFs marked SPÉCIMEN, one per household and kind, as families would hand them in."""

import io
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from imuse_desk.documents.examen import Examen
from imuse_desk.domain.textes import plier
from imuse_desk.infra.depot import Empreinte

TITRES = {
    "domicile": ("FACTURE D’ÉLECTRICITÉ", 1),
    "caf": ("ATTESTATION DE PAIEMENT ET DE QUOTIENT FAMILIAL", 1),
    "avis_1": ("AVIS D’IMPÔT SUR LES REVENUS", 4),
    "avis_2": ("AVIS D’IMPÔT SUR LES REVENUS", 4),
    "avis_incomplet": ("AVIS D’IMPÔT SUR LES REVENUS", 2),
    "certificat_danse": ("CERTIFICAT MÉDICAL – DANSE", 1),
}
PAGES_AVIS = 4
_MARQUE = "#######"
"""Stands for the number in the drawn text, and nowhere else in the file (digits would also match its index)."""
_LARGEUR = 38
"""Characters of a line that is filled in afterwards: that of an address, which keeps the length of the file."""


@dataclass(frozen=True, slots=True)
class Imprime:
    """What the paper says of a household: whom, where, dated when, for how much, of which year."""

    nom: str = ""
    voie: str = ""
    ville: str = ""
    date: str = ""
    mois: str = ""
    annee: str = ""
    montant: str = ""


def _trou(champ: str) -> str:
    """Stands for a line in the drawn text."""
    return f"${champ}".ljust(_LARGEUR, "_")


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

    def ranger(self, code: str, numero: int, nom_fichier: str, imprime: Imprime) -> Specimen:
        """Store the specimen of a kind that bears a number (7 digits at most) and what it says."""
        if code not in self._modeles:
            self._modeles[code] = _dessiner(code, *TITRES[code])
        contenu = _remplir(self._modeles[code], numero, imprime)
        empreinte = self._ranger(contenu)
        pages = TITRES[code][1]
        return Specimen(
            empreinte.sha256, empreinte.octets, pages, _examen(nom_fichier, empreinte.sha256, contenu, pages)
        )


def contenu_specimen(code: str, numero: int) -> bytes:
    """The bytes of one specimen, as a family would hand it in."""
    return _remplir(_dessiner(code, *TITRES[code]), numero, Imprime())


def _remplir(modele: bytes, numero: int, imprime: Imprime) -> bytes:
    contenu = modele.replace(_MARQUE.encode(), f"{numero:07}".encode())
    for champ in fields(imprime):
        dit = _en_winansi(str(getattr(imprime, champ.name)).translate(_SURES))
        contenu = contenu.replace(_trou(champ.name).encode(), dit[:_LARGEUR].ljust(_LARGEUR))
    return contenu


def _en_winansi(texte: str) -> bytes:
    """The bytes of a line; a letter that the face lacks loses its mark: ``Łukasik``, ``Lukasik``."""
    lettres = []
    for c in texte:
        simple = "" if c in _WINANSI else plier(c)
        lettres.append((simple.upper() if c.isupper() else simple) or c)
    return "".join(lettres).encode("cp1252", "replace")


_WINANSI = frozenset(bytes(range(256)).decode("cp1252", "ignore"))
_SURES = str.maketrans({"’": "'", "\u202f": " ", "\u00a0": " ", "(": "", ")": "", "\\": ""})
"""A line of text in a PDF stands between brackets."""


def _lignes(code: str, page: int) -> list[tuple[float, float, str]]:
    """What a page of a kind says, as papers of that kind do."""
    bloc = [(330.0, 706.0, _trou("nom")), (330.0, 692.0, _trou("voie")), (330.0, 678.0, _trou("ville"))]
    if code == "domicile":
        return [*bloc, (72, 650, f"Facture du {_trou('date')}")]
    if code == "caf":
        return [
            *bloc, (72, 706, "Caisse d’allocations familiales"), (72, 660, f"Numéro d’allocataire\u00a0: {_MARQUE}"),
            (72, 646, f"Date d’établissement\u00a0: {_trou('date')}"),
            (72, 632, f"Mois de référence\u00a0: {_trou('mois')}"),
            (72, 618, "Quotient familial"), (330, 618, _trou("montant")),
        ]  # fmt: skip
    if not code.startswith("avis"):
        return bloc
    marque: list[tuple[float, float, str]] = [(520, 800, f"{page}/{PAGES_AVIS}")]
    revenu = [(72.0, 618.0, "Revenu fiscal de référence"), (330.0, 618.0, _trou("montant"))]
    if page == 1:
        return [
            *bloc, *marque, *revenu, (72, 660, f"Impôt sur les revenus de l’année {_trou('annee')}"),
            (72, 646, f"Référence de l’avis\u00a0: {_MARQUE}"), (72, 632, "Nombre de parts"), (330, 632, "2,50"),
        ]  # fmt: skip
    return [*marque, *revenu] if page == 3 else marque


def _dessiner(code: str, titre: str, pages: int) -> bytes:
    """A page that could not be taken for a real paper; streams stay plain, so that its words can be replaced."""
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
        ecrire(72, 740, f"Document de démonstration n° {_MARQUE} - page {page} sur {pages}")
        for x, y, mots in _lignes(code, page):
            ecrire(x, y, mots.translate(_SURES))
        for ligne in range(11):
            toile.rect(72, 580 - 34 * ligne, 380 - 18 * (ligne % 4), 7, stroke=0, fill=1)
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
