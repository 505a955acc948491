"""The guided visit as the command line plays it: the main jobs in the real window, by keys and clicks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.printing.exemples import textes

ETAPES = 70


@pytest.mark.long  # .ci/run plays the same in the frozen program
def test_the_visit_ends_on_a_validated_dossier(tmp_path: Path) -> None:
    environnement = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    fini = subprocess.run(
        [sys.executable, "-m", "imuse_desk", "visite", str(tmp_path / "visite")],
        capture_output=True, text=True, timeout=600, check=False, env=environnement,
    )  # fmt: skip
    assert fini.returncode == 0, fini.stderr
    images = sorted(chemin.name for chemin in (tmp_path / "visite").glob("*.png"))
    assert [nom[:2] for nom in images] == [f"{n:02d}" for n in range(1, ETAPES + 1)]
    assert images[-1] == f"{ETAPES}-validee.png"
    (accuse,) = (tmp_path / "visite").glob("*.pdf")
    texte = " ".join(textes(accuse.read_bytes()))
    assert "Valmont" in texte
    assert "Lina" in texte
    assert "Noé" in texte
