"""Photos brought on the screen of re-enrolment, as telephones take them: a PDF upright, seen in the station."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from imuse_desk.documents.client import Lecteur
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.composition.dialogue import DialogueAssemblage
from tests.documents.test_image import HEIC
from tests.fabriques import Maison, pdf
from tests.services.verification.poste_outils import piece
from tests.views.reinscription.ecran import Ecran
from tests.views.verification.poste import Poste

pytestmark = pytest.mark.usefixtures("sans_ocr")


@pytest.fixture
def guichet(qtbot: QtBot, executant: Executant, maison: Maison) -> Ecran:
    """The Réinscription tab on the Valmont family."""
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(), maison.ids["Valmont"])
    return ecran


def couchee(chemin: Path) -> Path:
    """A portrait whose camera lay on its side: its top is dark."""
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("L", (600, 800), 255)
    image.paste(0, (0, 0, 600, 200))
    image.transpose(Image.Transpose.ROTATE_90).save(chemin, exif=exif, quality=90)
    return chemin


def test_photos_of_telephones_are_seen_upright_in_the_station(
    guichet: Ecran, poste: Poste, maison: Maison, tmp_path: Path
) -> None:
    heic = Path(shutil.copy(HEIC, tmp_path / "IMG_0042.HEIC"))
    for photo in (heic, couchee(tmp_path / "IMG_0043.jpg")):
        guichet.lacher(guichet.piece("domicile"), photo)
    assert guichet.dits[-1] == "Pièce importée\u00a0: IMG_0043.jpg"
    poste.ouvrir()
    for nom in ("IMG_0042.pdf", "IMG_0043.pdf"):
        assert piece(maison, poste.montree).nom_original == nom
        feuille = poste.station.vue.feuille
        assert feuille.isVisible()
        assert feuille.height() > feuille.width(), f"{nom} stands upright"
        poste.touche(Qt.Key.Key_Escape, poste.regle("date").champ)
        poste.touche("n")
    poste.touche(Qt.Key.Key_Escape, poste.regle("date").champ)
    poste.touche("n")
    image = poste.station.vue.feuille.grab().toImage()
    haut, bas = (image.pixelColor(image.width() // 2, round(image.height() * part)) for part in (0.1, 0.9))
    assert haut.lightness() < 60 < 200 < bas.lightness(), "what the camera saw above is above"


def test_pages_put_in_order_make_one_document_in_that_order(guichet: Ecran, maison: Maison, tmp_path: Path) -> None:
    avis = tmp_path / "avis.pdf"
    avis.write_bytes(pdf(2, "avis"))
    heic = Path(shutil.copy(HEIC, tmp_path / "IMG_0042.HEIC"))
    guichet.lacher(guichet.piece("avis1"), avis, heic, couchee(tmp_path / "IMG_0043.jpg"))
    (dialogue,) = guichet.onglet.findChildren(DialogueAssemblage)
    guichet.qtbot.waitUntil(lambda: dialogue.est_lu, timeout=20_000)
    planche, racine = dialogue.planche, QModelIndex()
    planche.model().moveRow(racine, 3, racine, 0)  # what a drop on the left of the first page does
    guichet.qtbot.keyClick(planche, Qt.Key.Key_End)
    guichet.qtbot.keyClick(planche, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    dialogue.importer.click()
    guichet.calme()
    rangee = guichet.piece("avis1").piece
    assert rangee is not None
    (fichier,) = rangee.fichiers
    sha256 = piece(maison, fichier.piece_id).sha256
    lecteur = Lecteur(lambda: maison.ctx().depot.ouvrir(sha256))
    dites = [lecteur.texte_page(page).strip() for page in range(1, lecteur.pages + 1)]
    lecteur.close()
    assert dites == ["", "avis, page 1", "", "avis, page 2"]
