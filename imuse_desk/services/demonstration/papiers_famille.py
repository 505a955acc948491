"""Papers as families bring them, made up and marked SPÉCIMEN: what they say may be compared with a household."""

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.verification.lecture import MOIS

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MENTION = "SPÉCIMEN · document d’exemple"
CACHET_X, CACHET_Y, MODULE = 455.0, 775.0, 1.25
"""Left, top and module of the seal, in points (a module of 0.44 mm, as the specification recommends)."""
Ligne = tuple[float, float, str, float, bool]
"""Left and bottom in points, words, size, bold."""


@dataclass(frozen=True, slots=True)
class Destine:
    """Whose paper it is: the lines of the address block."""

    nom: str
    voie: str
    cp_ville: str


def avis(
    destine: Destine, annee: int, revenu: int, centiemes: int, *, revenu_p1: int | None = None, cachet: bytes = b""
) -> bytes:
    """A notice of the incomes of ``annee``, four pages, maybe under a seal (the bytes of its 2D-Doc).

    ``revenu_p1``: page 1 was retouched and says something else.
    """
    dit = f"{grouper(str(revenu))}\u00a0€"
    premiere = dit if revenu_p1 is None else f"{grouper(str(revenu_p1))}\u00a0€"
    pages: list[list[Ligne]] = [
        [
            (70, 790, MENTION, 9, False),
            (500, 790, "1/4", 9, False),
            (70, 752, f"AVIS D’IMPÔT {annee + 1}", 17, True),
            (70, 730, f"Impôt sur les revenus de l’année {annee}", 11, False),
            (70, 690, "Vos références", 10, True),
            (70, 674, "Numéro fiscal (1)\u00a0: 00 00 000 000 000", 9, False),
            (70, 660, f"Référence de l’avis\u00a0: {reference_avis(destine.nom, annee)}", 9, False),
            *bloc(destine, 320, 640),
            (70, 540, "Détail des revenus", 11, True),
            *tableau(
                500,
                (
                    ("Salaires", f"{grouper(str(round(revenu / 0.9)))}\u00a0€"),
                    ("Nombre de parts", f"{centiemes // 100},{centiemes % 100:02}"),
                    ("Revenu fiscal de référence", premiere),
                    ("Impôt sur le revenu net", "612\u00a0€"),
                ),
            ),
        ]
    ]
    for rang in (2, 3, 4):
        page: list[Ligne] = [(70, 790, MENTION, 9, False), (500, 790, f"{rang}/4", 9, False)]
        if rang == 3:
            page += tableau(740, (("Revenu fiscal de référence", dit),))
        pages.append([*page, (70, 700 - 20 * rang, "Ces pages expliquent le calcul de l’impôt.", 10, False)])
    return dessiner(pages, cachet)


def reference_avis(nom: str, annee: int) -> str:
    """A made-up reference of a notice, a different one for each person."""
    return f"{annee - 1999:02} 92 {zlib.crc32(nom.upper().encode()) % 10_000_000:07} 00"


def attestation_caf(destine: Destine, jour: date, quotient: int) -> bytes:
    """A CAF statement of a month, with its quotient."""
    mois = MOIS[jour.month - 1].replace("fevrier", "février").replace("aout", "août").replace("decembre", "décembre")
    lignes: list[Ligne] = [
        (70, 790, MENTION, 9, False),
        (70, 752, "Allocations familiales", 12, True),
        (70, 720, "ATTESTATION DE PAIEMENT ET DE QUOTIENT FAMILIAL", 14, True),
        (70, 690, f"Fait le {date_fr(jour)}", 10, False),
        *bloc(destine, 320, 640),
        (70, 540, f"Mois de {mois} {jour.year}", 11, False),
        *tableau(500, (("Quotient familial", f"{grouper(str(quotient))}\u00a0€"),)),
    ]
    return dessiner([lignes])


def sans_texte(pages: int = 1) -> bytes:
    """A scan: grey lines and no word that could be read."""
    return dessiner([[]] * pages)


def bloc(destine: Destine, gauche: float, haut: float) -> list[Ligne]:
    """The lines of an address block."""
    lignes = (destine.nom.upper(), destine.voie.upper(), destine.cp_ville.upper())
    return [(gauche, haut - 16 * rang, mots, 11, rang == 0) for rang, mots in enumerate(lignes)]


def tableau(haut: float, lignes: Sequence[tuple[str, str]]) -> list[Ligne]:
    """Rows of a name and its value."""
    suite: list[Ligne] = []
    for rang, (nom, valeur) in enumerate(lignes):
        suite += [(80, haut - 26 * rang, nom, 11, False), (440, haut - 26 * rang, valeur, 11, True)]
    return suite


def dessiner(pages: Sequence[Sequence[Ligne]], cachet: bytes = b"") -> bytes:
    """The PDF of these pages; one without words is a scan."""
    import zxingcpp
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from imuse_desk.printing.polices import DEMI_GRASSE, REGULIERE, charger

    charger()  # of all the names that families bear
    flux = io.BytesIO()
    toile = Canvas(flux, pagesize=A4, invariant=1)
    toile.setTitle("Specimen")
    if cachet:
        carre: Any = zxingcpp.create_barcode(cachet, zxingcpp.BarcodeFormat.DataMatrix).to_image()
        points: Any = memoryview(carre)
        _poser_cachet(toile, points.tolist())
    for lignes in pages:
        for gauche, bas, mots, corps, gras in lignes:
            toile.setFont(DEMI_GRASSE if gras else REGULIERE, corps)
            toile.drawString(gauche, bas, mots)
        if not lignes:
            toile.setFillGray(0.55)
            for rang in range(22):
                toile.rect(80, 740 - 26 * rang, 400 - 40 * (rang % 5), 7, stroke=0, fill=1)
        toile.showPage()
    toile.save()
    return flux.getvalue()


def _poser_cachet(toile: "Canvas", points: Sequence[Sequence[int]]) -> None:
    """The square of the code, under the mark of the first page; 0 is black."""
    for rang, rangee in enumerate(points):
        for colonne, point in enumerate(rangee):
            if not point:
                toile.rect(
                    CACHET_X + colonne * MODULE, CACHET_Y - (rang + 1) * MODULE, MODULE, MODULE, stroke=0, fill=1
                )
