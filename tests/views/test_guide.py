"""The guide as a person reads it: F1 from each place, links inside, pictures in the page."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from imuse_desk.views.common import accessibilite
from imuse_desk.views.guide import PAGES_GUIDE, FenetreGuide, dossier, lire_pages

LIEN = re.compile(r"\]\(([^)#]+)")


@pytest.fixture
def fenetre(qtbot: QtBot) -> FenetreGuide:
    fenetre = FenetreGuide()
    qtbot.addWidget(fenetre)
    fenetre.show()
    return fenetre


def test_every_tab_has_its_page(fenetre: FenetreGuide) -> None:
    for nom in {*PAGES_GUIDE.values(), "offre", "campagne", "tarif"}:
        fenetre.ouvrir(nom)
        assert fenetre.page.nom == nom
        assert fenetre.page.titre in fenetre.texte.toPlainText()


@pytest.mark.parametrize("page", lire_pages(), ids=lambda p: p.nom)
def test_what_a_page_names_is_there(page: object) -> None:
    for cible in LIEN.findall(page.markdown):  # type: ignore[attr-defined]
        if "://" not in cible:
            assert (dossier() / cible).exists(), cible


def test_a_link_opens_another_page_and_a_heading(fenetre: FenetreGuide) -> None:
    fenetre._suivre(QUrl("reinscription.md#pieces"))
    assert fenetre.page.nom == "reinscription"
    fenetre.ouvrir("reinscription", "Importer les pièces")
    assert "Importer les pièces" in fenetre.texte.textCursor().block().text()
    fenetre.ouvrir("inconnue")
    assert fenetre.page == lire_pages()[0]


def test_it_can_be_read_by_keys(fenetre: FenetreGuide) -> None:
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280


def test_the_guide_is_shipped_inside_the_package() -> None:
    assert Path(dossier()).is_dir()
    assert len(lire_pages()) >= 8
