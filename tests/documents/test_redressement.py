"""A scan made straight: the angle found, the turn told, a place found again on the page as drawn."""

import pytest

pytest.importorskip("numpy", reason="extra ocr absent")

from PIL import Image, ImageDraw

from imuse_desk.documents.redressement import aplanir, inclinaisons, redresser

MARQUE = (300, 240, 380, 256)


def page(fond: int = 255) -> Image.Image:
    """Lines of words, and one black mark on a line."""
    image = Image.new("L", (800, 1100), fond)
    trait = ImageDraw.Draw(image)
    for ligne in range(20):
        for mot in range(9 - ligne % 4):
            gauche, haut = 60 + 75 * mot, 120 + 40 * ligne
            trait.rectangle((gauche, haut, gauche + 50, haut + 12), fill=130)
    trait.rectangle(MARQUE, fill=0)
    return image


@pytest.mark.parametrize("degres", [0.0, 0.3, 2.0, -2.0, 7.0, -9.5])
def test_angle_found_to_a_tenth_of_a_degree(degres):
    tournee = page().rotate(-degres, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    tour, angle = inclinaisons(tournee)[0]
    assert tour in (0, 180)
    assert angle == pytest.approx(degres, abs=0.1)


@pytest.mark.parametrize("quart", [90, 270])
def test_lines_that_go_up_are_told(quart):
    couchee = page().rotate(quart + 2, expand=True, fillcolor=255)
    assert [tour for tour, _ in inclinaisons(couchee)[:2]] == [90, 270]


@pytest.mark.parametrize("tour", [0, 90, 180, 270])
@pytest.mark.parametrize("degres", [0.0, 3.0, -5.0])
def test_a_place_is_found_again_on_the_page_as_drawn(tour, degres):
    """The mark stands level on the straight view; its box, brought back, frames the black pixels of the drawing."""
    dessin = page().rotate(tour - degres, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    angle = dict(inclinaisons(dessin))[tour]
    vue = redresser(dessin, tour, angle)
    cadre = vue.image.point(lambda vu: 255 if vu < 60 else 0).getbbox()
    noirs = dessin.point(lambda vu: 255 if vu < 60 else 0).getbbox()
    assert cadre is not None
    assert cadre[2] - cadre[0] == pytest.approx(MARQUE[2] - MARQUE[0], abs=4), "upright, a level rectangle"
    assert cadre[3] - cadre[1] == pytest.approx(MARQUE[3] - MARQUE[1], abs=4)
    gauche, haut, droite, bas = map(float, cadre)
    assert vue.sur_le_dessin((gauche, haut, droite, bas)) == pytest.approx(noirs, abs=6)


def niveau(image: Image.Image, x: int, y: int) -> int:
    return image.crop((x, y, x + 1, y + 1)).tobytes()[0]


def test_a_shadow_goes_and_ink_stays():
    image = page()
    ombre = Image.linear_gradient("L").resize(image.size).point(lambda vu: 90 + vu * 165 // 255)
    sombre = Image.composite(image, Image.new("L", image.size), ombre)
    plane = aplanir(sombre)
    assert niveau(sombre, 20, 20) < 120
    assert niveau(plane, 20, 20) > 245
    assert niveau(plane, 340, 248) < 20


def test_a_box_is_drawn_tight_around_its_letters():
    vue = redresser(page(), 0, 0.0)
    assert vue.resserrer((290.0, 232.0, 390.0, 270.0)) == (290.0, 240.0, 390.0, 257.0)
    assert vue.resserrer((10.0, 10.0, 40.0, 40.0)) == (10.0, 10.0, 40.0, 40.0)


def test_a_blank_page_has_no_angle():
    assert inclinaisons(Image.new("L", (300, 400), 255))[0] == (0, 0.0)
