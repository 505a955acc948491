"""The 2D-Doc and the words of a document, as the documents process gives them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from imuse_desk.documents import codes
from imuse_desk.documents.client import Lecteur
from tests.documents.hostiles import BONJOUR, simple
from tests.specimens import NUMERISATIONS, Numerisation, facture, numeriser


@pytest.fixture
def ouvrir() -> Iterator[Callable[[Path], Lecteur]]:
    ouverts: list[Lecteur] = []

    def faire(chemin: Path) -> Lecteur:
        ouverts.append(Lecteur(chemin))
        return ouverts[-1]

    yield faire
    for lecteur in ouverts:
        lecteur.close()


@pytest.mark.parametrize(
    ("fichier", "debut"),
    [
        ("avis28_numerique.pdf", b"DC04FR000001FFFF24712801FR432,5\x1d"),
        ("avis28_scan.pdf", b"DC04FR000001FFFF24712801FR432,5\x1d"),
        ("avis28_2_pages_scan.pdf", b"DC04FR000001FFFF24712801FR432,5\x1d"),
        ("facture01_numerique.pdf", b"DC04FR0000012470247A0101FR26FR"),
    ],
)
def test_the_code_is_found_with_its_bytes_and_its_place(ouvrir, pieces: Path, fichier: str, debut: bytes) -> None:
    code = ouvrir(pieces / fichier).code()
    assert code is not None
    assert code.page == 1
    assert code.octets.startswith(debut)
    gauche, haut, droite, bas = code.boite
    assert 40 < droite - gauche < 80
    assert 40 < bas - haut < 80
    assert gauche > 400, "at the right of the page"


def test_a_document_without_a_code_has_none(ouvrir, tmp_path: Path) -> None:
    (tmp_path / "bonjour.pdf").write_bytes(simple(BONJOUR))
    assert ouvrir(tmp_path / "bonjour.pdf").code() is None


@pytest.mark.parametrize("comment", NUMERISATIONS, ids=lambda comment: comment.nom)
def test_more_is_tried_on_the_page_of_a_code_however_it_was_scanned(comment: Numerisation) -> None:
    document = pypdfium2.PdfDocument(numeriser(facture(), comment))
    image, _points = codes._dessiner(document, 1, codes.RESOLUTION, 1)
    assert codes.est_dense(image)
    assert codes.est_dense(image.point(lambda gris: 255 - (255 - gris) // 4)), "four times as pale"
    document.close()


def test_a_page_of_text_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    toile = Canvas("texte.pdf", pageCompression=0)
    toile.setFont("Helvetica", 10)
    for ligne in range(30):
        toile.drawString(50, 780 - 20 * ligne, "Attestation de paiement et de quotient familial de la famille Valmont")
    document = pypdfium2.PdfDocument(toile.getpdfdata())
    dessins: list[tuple[int, int]] = []
    dessiner = codes._dessiner

    def noter(document: object, numero: int, resolution: int, agrandi: int) -> tuple[Image.Image, float]:
        dessins.append((resolution, agrandi))
        return dessiner(document, numero, resolution, agrandi)

    monkeypatch.setattr(codes, "_dessiner", noter)
    assert codes.chercher(document, 1) is None
    assert dessins == [(200, 1)]
    document.close()


def test_words_come_with_boxes_on_the_page_as_shown(ouvrir, pieces: Path) -> None:
    lecteur = ouvrir(pieces / "avis28_numerique.pdf")
    mots = lecteur.mots(1)
    textes = [mot.texte for mot in mots]
    assert "MARTINEAU" in textes
    largeur, hauteur = lecteur.taille(1)
    assert all(0 <= m.boite[0] < m.boite[2] <= largeur and 0 <= m.boite[1] < m.boite[3] <= hauteur for m in mots)
    trouve = lecteur.chercher("MARTINEAU")[0].boites[0]
    premier = mots[textes.index("MARTINEAU")].boite
    assert premier == pytest.approx(trouve, abs=3)


def test_a_scan_has_no_words(ouvrir, pieces: Path) -> None:
    assert ouvrir(pieces / "avis28_scan.pdf").mots(1) == ()


def test_the_digits_of_a_number_stay_together_in_a_font_whose_1_is_narrow(ouvrir, tmp_path: Path) -> None:
    toile = Canvas(str(tmp_path / "f.pdf"))
    toile.setFont("Helvetica", 10)
    toile.drawString(40, 700, "11 RUE DU 11 NOVEMBRE 92119  34 512 \u20ac")
    toile.save()
    mots = [mot.texte for mot in ouvrir(tmp_path / "f.pdf").mots(1)]
    assert mots == ["11", "RUE", "DU", "11", "NOVEMBRE", "92119", "34", "512", "\u20ac"]
