"""``bulletins`` as it is run: who has one, issued once, files in a folder."""

from pathlib import Path

import pytest

from imuse_desk.cli import main
from imuse_desk.models import Site
from imuse_desk.models.passerelle import Base
from tests.fabriques import Maison, maison_valmont
from tests.services.suivi.test_bulletins import garnir

Sortie = pytest.CaptureFixture[str]


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base_sqlite, tmp_path / "base.db.documents").d_un_coup(garnir)


def lancer(maison: Maison, *options: str, periode: str = "Semestre 1") -> int:
    with maison.base.lire() as session:
        site = session.get_one(Site, maison.ids["site"]).code
    return main([
        "bulletins", "--base", str(maison.base.moteur.url.database), "--site", site, "--annee", "2025-2026",
        "--periode", periode, *options,
    ])  # fmt: skip


def dit(capsys: Sortie) -> list[str]:
    return capsys.readouterr().out.replace("\u00a0", " ").splitlines()


def test_l_apercu_n_ecrit_rien_puis_les_bulletins_sont_emis_une_fois(maison: Maison, capsys: Sortie, tmp_path: Path):
    maison.eleve("Zoé", "Valmont", cours=("COR",))
    assert lancer(maison, "--apercu") == 0
    assert dit(capsys) == [
        "Semestre 1 2025-2026 : 3 élèves, 2 prêts",
        "ni note ni appréciation : 1 élève",
        "  Zoé Valmont",
    ]
    dossier = tmp_path / "remise"
    assert lancer(maison, "--pdf", str(dossier), "--ordre", "enseignant", periode="1") == 0
    assert dit(capsys)[3:] == ["2 bulletins émis, 0 sans changement", f"2 bulletins dans 2 fichiers de {dossier}"]
    assert sorted(f.name for f in dossier.iterdir()) == [
        "bulletins_helene_maurin.pdf",
        "bulletins_sans_enseignant.pdf",
    ]
    assert lancer(maison, "--pdf", str(dossier), "--ecoles") == 0
    assert dit(capsys)[3:] == ["0 bulletin émis, 2 sans changement", f"0 bulletin dans 0 fichier de {dossier}"]


def test_une_periode_inconnue_et_un_apercu_avec_des_papiers_sont_refuses(
    maison: Maison, capsys: Sortie, tmp_path: Path
):
    assert lancer(maison, periode="Semestre 3") == 2
    assert "Semestre 1, Semestre 2" in capsys.readouterr().err
    assert lancer(maison, "--apercu", "--pdf", str(tmp_path / "x")) == 2
    assert not (tmp_path / "x").exists()


def test_une_periode_ou_rien_n_est_pret_ne_fait_rien(maison: Maison, capsys: Sortie, tmp_path: Path):
    assert lancer(maison, "--pdf", str(tmp_path / "vide"), "--ecoles", periode="Semestre 2") == 0
    assert dit(capsys)[-2:] == [
        "0 bulletin émis, 0 sans changement",
        f"0 bulletin dans 0 fichier de {tmp_path / 'vide'}",
    ]
