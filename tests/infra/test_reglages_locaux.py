"""Preferences survive, and never keep the program from starting."""

from pathlib import Path

import pytest

from imuse_desk.infra.reglages_locaux import (
    NOM_FICHIER,
    ReglagesLocaux,
    ecrire_reglages_locaux,
    lire_reglages_locaux,
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert lire_reglages_locaux(tmp_path / "absent") == ReglagesLocaux()
    voulu = ReglagesLocaux("sombre", 130, "MDN", "a.martin", "/x/été.db", {"principale": "AbC="})
    assert ecrire_reglages_locaux(tmp_path / "neuf", voulu)
    assert lire_reglages_locaux(tmp_path / "neuf") == voulu
    assert [p.name for p in (tmp_path / "neuf").iterdir()] == [NOM_FICHIER]


@pytest.mark.parametrize("contenu", [b"", b"{", b"\xff\xfe", b"[1, 2]", b'{"theme": 3, "fenetres": {"a": 1}, "x": 1}'])
def test_a_spoilt_file_gives_the_defaults(tmp_path: Path, contenu: bytes) -> None:
    (tmp_path / NOM_FICHIER).write_bytes(contenu)
    assert lire_reglages_locaux(tmp_path) == ReglagesLocaux()
    assert ecrire_reglages_locaux(tmp_path, ReglagesLocaux(theme="clair"))
    assert lire_reglages_locaux(tmp_path).theme == "clair"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    assert not ecrire_reglages_locaux(tmp_path / "fichier", ReglagesLocaux())
