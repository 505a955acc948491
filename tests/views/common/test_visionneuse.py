"""The PDF viewer on real files: pages, zoom, rotation, search, hostile files."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from reportlab.pdfgen.canvas import Canvas

from imuse_desk.documents.client import ImagePage
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.visionneuse import PIXELS_PAR_BANDE, Visionneuse, image_de


@pytest.fixture
def executant(qapp: object) -> Iterator[Executant]:
    executant = Executant()
    yield executant
    executant.fermer()


@pytest.fixture
def vue(qtbot, executant: Executant) -> Iterator[Visionneuse]:
    vue = Visionneuse(executant)
    qtbot.addWidget(vue)
    vue.resize(900, 600)
    vue.show()
    yield vue
    vue.fermer()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    tampon = BytesIO()
    toile = Canvas(tampon)
    for numero in (1, 2, 3):
        toile.drawString(72, 700, f"Page {numero} du justificatif")
        toile.showPage()
    toile.save()
    chemin = tmp_path / "justificatif.pdf"
    chemin.write_bytes(tampon.getvalue())
    return chemin


def test_pages_zoom_rotation_and_search(qtbot, vue: Visionneuse, pdf: Path) -> None:
    vue.ouvrir(pdf, "Justificatif")
    qtbot.waitUntil(vue.feuille.isVisible, timeout=10_000)
    assert vue.vignettes.count() == 3
    largeur = vue.feuille.width()
    qtbot.mouseClick(vue._plus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: vue.feuille.width() != largeur, timeout=5_000)
    portrait = vue.feuille.height() > vue.feuille.width()
    qtbot.mouseClick(vue._tourner, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (vue.feuille.height() > vue.feuille.width()) != portrait, timeout=5_000)
    qtbot.keyClicks(vue.recherche, "justificatif")
    qtbot.keyClick(vue.recherche, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: vue._compte.text() == "1 / 3", timeout=5_000)
    qtbot.keyClick(vue.recherche, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: vue._numero.text() == "page 2 / 3", timeout=5_000)


def test_a_file_that_is_no_pdf_says_so(qtbot, vue: Visionneuse, tmp_path: Path) -> None:
    faux = tmp_path / "faux.pdf"
    faux.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 200)
    vue.ouvrir(faux, "Faux")
    qtbot.waitUntil(lambda: "PDF" in vue.message.text(), timeout=10_000)
    assert not vue.feuille.isVisible()


def test_a_page_converted_by_bands_keeps_every_pixel() -> None:
    large, haut = 1000, PIXELS_PAR_BANDE // 1000 * 2 + 7  # two whole bands and a bit
    pas = 3 * large + 4
    octets = bytes(range(256)) * (pas * haut // 256 + 1)
    attendue = QImage(octets, large, haut, pas, QImage.Format.Format_RGB888).convertToFormat(QImage.Format.Format_RGB32)
    assert image_de(ImagePage(large, haut, pas, octets[: pas * haut])) == attendue
    assert image_de(ImagePage(0, 0, 0, b"")).isNull()
