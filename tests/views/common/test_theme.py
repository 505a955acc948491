"""Themes: contrasts, sheet, palette, icons and the switch on the spot."""

import re
from importlib.resources import files

import pytest
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.views.common import theme
from imuse_desk.views.common.accessibilite import contrastes_faibles
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.icones import icone, pixmap, poser_icone
from imuse_desk.views.common.jetons import CLAIR, SOMBRE, Jetons, contraste
from imuse_desk.views.common.textes import MontantTexte


@pytest.mark.parametrize("jeu", [CLAIR, SOMBRE], ids=lambda jeu: jeu.nom)
def test_every_pair_is_readable(jeu: Jetons) -> None:
    assert contrastes_faibles(jeu) == []


def test_contrast_is_that_of_wcag() -> None:
    assert contraste("#000000", "#FFFFFF") == pytest.approx(21)
    assert contraste("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("jeu", [CLAIR, SOMBRE], ids=lambda jeu: jeu.nom)
def test_the_sheet_resolves_every_token(jeu: Jetons, qapp: QApplication) -> None:
    texte = theme.feuille(jeu)
    assert "$" not in texte
    assert texte.count("{") == texte.count("}")
    for nom in re.findall(r"icones:([\w.-]+)", texte):
        assert files("imuse_desk.resources").joinpath("icones", nom).is_file()


def test_every_colour_of_the_sheet_is_a_token() -> None:
    modele = files("imuse_desk.resources").joinpath("feuille.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{6}\b", modele) == []


def test_every_palette_role_of_the_dark_theme_is_set(qapp: QApplication) -> None:
    faite = theme.palette(SOMBRE)
    for groupe in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in QPalette.ColorRole:
            if role not in {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}:
                assert faite.isBrushSet(groupe, role), (groupe, role)
    assert faite.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == QColor(SOMBRE.text3)


def test_switching_the_theme_retints_icons_and_grows_text(clair: QApplication, qtbot: QtBot) -> None:
    bouton = secondaire("Imprimer", "printer")
    somme = MontantTexte("12,50")
    qtbot.addWidget(bouton)
    qtbot.addWidget(somme)
    avant, hauteur = bouton.icon().pixmap(16).toImage(), bouton.sizeHint().height()
    theme.appliquer_theme(clair, "sombre", 150)
    bouton.ensurePolished()
    assert theme.jetons() is SOMBRE
    assert bouton.icon().pixmap(16).toImage() != avant
    assert bouton.sizeHint().height() == pytest.approx(hauteur * 1.5, abs=1)
    assert somme.font().pointSizeF() == pytest.approx(15)
    assert clair.palette().color(QPalette.ColorRole.Window) == QColor(SOMBRE.window)


def test_an_unknown_text_size_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="107"):
        theme.appliquer_theme(qapp, "clair", 107)


def test_the_shipped_font_is_used_and_has_tabular_figures(qapp: QApplication) -> None:
    assert theme.police().family() == "Inter"
    assert len({MontantTexte(chiffre * 8).sizeHint().width() for chiffre in "0123456789"}) == 1


def test_an_icon_is_tinted_cached_and_has_a_disabled_state(qapp: QApplication) -> None:
    encres = pixmap("users", "bad", 32).toImage()
    trouvees = {
        encres.pixelColor(x, y).name().upper()
        for x in range(32)
        for y in range(32)
        if encres.pixelColor(x, y).alpha() == 255
    }
    assert trouvees == {CLAIR.bad}
    assert pixmap("users", "bad", 32).cacheKey() == pixmap("users", "bad", 32).cacheKey()
    dessin = icone("users", "accent")
    assert dessin.pixmap(16, QIcon.Mode.Disabled).toImage() != dessin.pixmap(16, QIcon.Mode.Normal).toImage()


def test_every_shipped_icon_draws(qapp: QApplication) -> None:
    dossier = files("imuse_desk.resources") / "icones"
    noms = sorted(fichier.name.removesuffix(".svg") for fichier in dossier.iterdir() if fichier.name.endswith(".svg"))
    assert len(noms) > 80
    for nom in noms:
        image = pixmap(nom, "text", 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), nom


def test_an_icon_on_what_cannot_hold_one_is_a_mistake(clair: QApplication) -> None:
    poser_icone(label := QLabel(), "users")
    assert not label.pixmap().isNull()
    with pytest.raises(TypeError):
        poser_icone(clair, "users")
    clair.setProperty("icone_posee", None)


def test_a_focused_primary_button_keeps_its_size(qapp: QApplication, qtbot: QtBot) -> None:
    bouton = primaire("Enregistrer", "check")
    qtbot.addWidget(bouton)
    bouton.show()
    qtbot.waitExposed(bouton)
    repos = bouton.sizeHint()
    bouton.setFocus()
    qtbot.waitUntil(bouton.hasFocus)
    assert bouton.sizeHint() == repos
