"""Help windows: the shortcuts of the registry, the licences of everything that is shipped."""

import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.infra.licences import lire_textes
from imuse_desk.version import VERSION
from imuse_desk.views.aide import FenetreAPropos, FenetreLicence, FenetreRaccourcis, lire_composants
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.raccourcis import Raccourcis

EXTRAS = ("", "binary")
OCR = ("ocr", "ocr-tesseract")
"""What may be shipped besides: where it is installed, its licences are shown too."""
PROJET = Path(__file__).parents[2] / "pyproject.toml"


def test_every_shortcut_is_listed_under_its_screen(qtbot: QtBot) -> None:
    raccourcis = Raccourcis()
    raccourcis.inscrire("Ctrl+N", "Nouvelle famille", "Famille")
    raccourcis.inscrire("Alt+Left", "Retour")
    fenetre = FenetreRaccourcis(raccourcis)
    qtbot.addWidget(fenetre)
    fenetre.show()
    mots = [e.text() for e in fenetre.findChildren(QLabel)]
    for mot in ("Partout", "Alt+←", "Retour", "Famille", "Ctrl+N", "Nouvelle famille"):
        assert mot in mots
    assert mots.index("Partout") < mots.index("Famille")
    assert accessibilite.sans_nom(fenetre) == []
    qtbot.keyClick(fenetre, Qt.Key.Key_Escape)
    assert not fenetre.isVisible()


def test_about_names_the_version_the_base_and_the_site_of_a_component(qtbot: QtBot) -> None:
    fenetre = FenetreAPropos("Base locale · démonstration")
    qtbot.addWidget(fenetre)
    fenetre.show()
    assert VERSION in fenetre.version.text()
    assert fenetre.base.text() == "Base locale · démonstration"
    fenetre.table.selectRow(0)
    assert fenetre.site.text().endswith("pyside.org")
    assert accessibilite.sans_nom(fenetre) == []


def installees(nom: str, vues: set[str]) -> set[str]:
    """A package and those it needs on this system."""
    net = canonicalize_name(nom)
    if net not in vues:
        vues.add(net)
        for besoin in map(Requirement, metadata.distribution(nom).requires or ()):
            if besoin.marker is None or any(besoin.marker.evaluate({"extra": e}) for e in EXTRAS):
                installees(besoin.name, vues)
    return vues


def test_every_package_that_is_shipped_has_its_licence_text() -> None:
    projet = tomllib.loads(PROJET.read_text(encoding="utf-8"))["project"]
    livres: set[str] = set()
    for dependance in [*projet["dependencies"], *(d for extra in OCR for d in projet["optional-dependencies"][extra])]:
        installees(Requirement(dependance).name, livres)
    composants = lire_composants()
    assert all(c.licence and c.emploi and c.site and c.lire() for c in composants)
    nommes = {canonicalize_name(mot) for c in composants for mot in c.textes.split()}
    # their packages carry no text (docopt's, not everywhere): the resources do
    assert livres - nommes == {"pyside6-essentials", "shiboken6", "docopt"}


@pytest.mark.parametrize(
    ("nom", "phrases"),
    [
        ("PySide6 Essentials, Shiboken6 et Qt 6", ("GNU LESSER GENERAL PUBLIC LICENSE", "END OF TERMS AND CONDITIONS")),
        ("pikepdf et qpdf", ("Mozilla Public License Version 2.0", "Apache License")),
        ("pypdfium2 et PDFium", ("BUILD_LICENSES/pdfium.txt", "freetype", "Redistribution and use in source")),
        ("Python", ("PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",)),
        ("Inter", ("SIL OPEN FONT LICENSE Version 1.1",)),
        ("Desk Sans, tirée de Source Sans", ("SIL OPEN FONT LICENSE Version 1.1", "Adobe")),
    ],
)
def test_the_texts_are_whole(nom: str, phrases: tuple[str, ...]) -> None:
    lu = next(c for c in lire_composants() if c.nom == nom).lire()
    assert [phrase for phrase in phrases if phrase not in lu] == []


def test_what_is_not_installed_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    tous = {c.nom for c in lire_composants()}

    def sans_onnx(nom: str) -> metadata.Distribution:
        if nom in ("onnxruntime", "secretstorage"):
            raise metadata.PackageNotFoundError(nom)
        return metadata.distribution(nom)

    monkeypatch.setattr("imuse_desk.infra.licences.distribution", sans_onnx)
    assert tous - {c.nom for c in lire_composants()} <= {"ONNX Runtime", "SecretStorage"}
    assert "ONNX Runtime" not in {c.nom for c in lire_composants()}


def test_a_package_of_another_system_has_no_text() -> None:
    assert lire_textes("pywin32-ctypes-absent") == ()


def test_a_licence_is_read_from_the_keyboard(qtbot: QtBot) -> None:
    fenetre = FenetreAPropos("Base locale")
    qtbot.addWidget(fenetre)
    fenetre.show()
    assert not fenetre.lire.isEnabled()
    fenetre.table.selectRow(1)
    qtbot.keyClick(fenetre.lire, Qt.Key.Key_Space)
    licence = fenetre.findChild(FenetreLicence)
    assert licence is not None
    assert licence.isVisible()
    assert "SQLAlchemy" in licence.texte.toPlainText()
    assert "Permission is hereby granted" in licence.texte.toPlainText()
    assert licence.texte.isReadOnly()
    assert accessibilite.sans_nom(licence) == []
    qtbot.keyClick(licence, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: fenetre.findChild(FenetreLicence) is None)
