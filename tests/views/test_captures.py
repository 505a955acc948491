"""The pictures of the screens: their size, their two themes, nothing blank, and the scene that fails is named."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.demonstration.captures import SCENES, THEMES, Scene, photographier_scenes
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import HAUTEUR, LARGEUR, SceneImpossible

ESSAIS = ("connexion-refusee", "mot-de-passe-perdu", "papier-fiche", "papier-facture-longue")


@pytest.fixture(scope="module")
def plateau(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plateau]:
    appliquer_theme(qapp, "clair")
    executant = Executant()
    plateau = Plateau.preparer(executant, tmp_path_factory.mktemp("plateau"), familles=40)
    yield plateau
    executant.fermer()
    plateau.fermer()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no theme for what goes
    appliquer_theme(qapp, "clair")


def verifier(repertoire: Path, noms: list[str]) -> None:
    """Every scene has its two pictures, of the right size, which differ and show something."""
    for nom in noms:
        images = {}
        for theme in ("clair", "sombre"):
            (chemin,) = repertoire.glob(f"???_{nom}_{theme}.png")
            image = QImage(str(chemin))
            assert (image.width(), image.height()) == (LARGEUR, HAUTEUR), chemin.name
            assert couleurs(image) > 20, f"{chemin.name} est vide"
            images[theme] = image
        assert images["clair"] != images["sombre"], nom


def couleurs(image: QImage) -> int:
    """Different colours on a grid of points."""
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


def test_a_few_scenes_in_both_themes(plateau: Plateau, tmp_path: Path) -> None:
    for theme in THEMES:
        photographier_scenes(plateau, tmp_path / "images", theme, [s for s in SCENES if s.nom in ESSAIS])
    verifier(tmp_path / "images", list(ESSAIS))
    (page,) = (tmp_path / "images").glob("*_papier-fiche_page1.png")
    assert QImage(str(page)).height() > QImage(str(page)).width() > LARGEUR // 2
    assert len(list((tmp_path / "images").glob("*_papier-facture-longue_page?.png"))) == 2


def test_the_scene_that_fails_is_named(plateau: Plateau, tmp_path: Path) -> None:
    def manquer(_plateau: Plateau) -> QWidget:
        raise SceneImpossible("rien à montrer")

    with pytest.raises(SceneImpossible, match="essai\u00a0: rien à montrer"):
        photographier_scenes(plateau, tmp_path, "clair", [Scene("essai", manquer)])


@pytest.mark.long
@pytest.mark.timeout(2400)
def test_the_command_photographs_everything(tmp_path: Path) -> None:
    commande = [sys.executable, "-m", "imuse_desk", "captures", str(tmp_path)]
    fait = subprocess.run(commande, capture_output=True, check=False, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    assert fait.returncode == 0, fait.stderr.decode()
    verifier(tmp_path, [scene.nom for scene in SCENES])
    numeros = [int(m[1]) for chemin in sorted(tmp_path.iterdir()) if (m := re.match(r"(\d{3})_.*_clair", chemin.name))]
    assert numeros == list(range(1, len(SCENES) + 1))
