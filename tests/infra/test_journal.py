"""The log holds no personal data; incidents have a number; a folder that cannot be written stops nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.infra import journal as module
from imuse_desk.infra.journal import (
    fermer_journal,
    installer_journal,
    journal,
    masquer,
    signaler_incident,
)


@pytest.fixture
def fichier(tmp_path: Path) -> Iterator[Path]:
    chemin = installer_journal(tmp_path / "journaux")
    assert chemin is not None
    yield chemin
    fermer_journal()


def test_addresses_and_numbers_are_masked(fichier: Path) -> None:
    journal.info("envoi à %s, tél. %s, dossier %d", "lina@example.org", "06 12 34 56 78", 1234567)
    texte = fichier.read_text(encoding="utf-8")
    assert "envoi à [courriel], tél. [numéro], dossier 1234567" in texte


@pytest.mark.parametrize(
    ("brut", "net"),
    [
        ("+33 6 12 34 56 78", "[numéro]"),
        ("06.12.34.56.78 (maman)", "[numéro] (maman)"),
        ("<a.b+c@mairie.example>", "<[courriel]>"),
        ("2026-11-04 09:00:00", "2026-11-04 09:00:00"),
        ("06-12-34-56-78", "[numéro]"),
        ("foyer 12", "foyer 12"),
    ],
)
def test_masks(brut: str, net: str) -> None:
    assert masquer(brut) == net


def _tomber() -> None:
    try:
        dict[str, int]()["Valmont Lina"]
    except KeyError as erreur:
        raise RuntimeError("INSERT INTO personne VALUES ('Valmont', '12 rue des Lilas')") from erreur


def test_an_incident_has_a_number_and_tells_where_not_who(fichier: Path) -> None:
    with pytest.raises(RuntimeError) as erreur:
        _tomber()
    numero = signaler_incident(erreur.value)
    texte = fichier.read_text(encoding="utf-8")
    assert numero in texte
    assert "test_journal.py" in texte
    assert "_tomber" in texte
    assert "builtins.KeyError" in texte
    assert "Valmont" not in texte
    assert "Lilas" not in texte
    assert signaler_incident(Invalide("email", "courriel_invalide", texte="x@example.org")) != numero
    assert "courriel_invalide" in fichier.read_text(encoding="utf-8")


def test_exceptions_logged_by_others_are_described_the_same(fichier: Path) -> None:
    try:
        _tomber()
    except RuntimeError:
        journal.exception("raté")
    texte = fichier.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in texte
    assert "Valmont" not in texte


def test_the_file_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TAILLE_MAX", 20_000)
    chemin = installer_journal(tmp_path)
    assert chemin is not None
    for i in range(300):
        journal.info("%d %s", i, "x" * 990)
    fermer_journal()
    fichiers = list(tmp_path.iterdir())
    assert len(fichiers) == module.FICHIERS_GARDES + 1
    assert all(p.stat().st_size <= 20_000 for p in fichiers)


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    assert installer_journal(tmp_path / "fichier") is None
    assert signaler_incident(ValueError("x"))
