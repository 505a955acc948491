"""Pages scanned on their side or upside down: what is cut from them follows when they are turned upright."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.fabriques import Maison
from tests.services.verification.poste_outils import constater
from tests.views.verification.conftest import ranger
from tests.views.verification.poste import Poste

HAUTEUR = 841.9
MOTS = [70, HAUTEUR - 712, 160, HAUTEUR - 697]
"""Where the file has its words, from the top of the sheet."""


def _encre(image: QImage) -> int:
    reduite = image.scaled(80, 20)
    return sum(reduite.pixelColor(x, y).lightness() < 150 for x in range(80) for y in range(20))


def test_the_picture_of_a_zone_is_cut_from_the_page_once_turned(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "caf", "envers", pages=2, lecture={"tours": [180, 180]})
    constater(maison, ident, "quotient", "a_verifier", "958", page=1, boite=MOTS, detail="a_confirmer")
    poste.ouvrir()
    assert poste.station.vue.rotation == 180
    extrait = poste.station.panneau.valeurs.extrait
    assert _encre(extrait.pixmap().toImage()) > 10, "words, not the blank of the page before its turn"
    poste.touche("p")
    assert poste.station.vue.rotation == 270
    assert _encre(extrait.pixmap().toImage()) > 10


def test_the_small_pages_stand_upright_too(poste: Poste, maison: Maison) -> None:
    ranger(maison, "caf", "couchée", pages=2, lecture={"tours": [90, 0]})
    poste.ouvrir()
    vignettes = poste.station.vue.vignettes
    poste.qtbot.waitUntil(lambda: not vignettes.item(1).icon().isNull())
    poste.calme()
    QApplication.processEvents()
    couchee, droite = (vignettes.item(rang).icon().availableSizes()[0] for rang in (0, 1))
    assert couchee.width() > couchee.height(), "the sheet of the scanner, once turned"
    assert droite.width() < droite.height()
