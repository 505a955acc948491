"""Shape of the code: file and function sizes, docstrings, no import of a heavy library at start."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAQUET = Path(__file__).parents[2] / "imuse_desk"
FICHIERS = sorted(p for p in PAQUET.rglob("*.py") if "versions" not in p.parts)
LIGNES_MAX, FONCTION_MAX = 450, 60


def _fonctions(arbre: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef):
            yield noeud


def _arbres() -> Iterator[tuple[str, str, ast.Module]]:
    """Each file: its name, its text, its syntax."""
    for fichier in FICHIERS:
        texte = fichier.read_text(encoding="utf-8")
        yield str(fichier.relative_to(PAQUET)), texte, ast.parse(texte)


def test_files_and_functions_stay_small() -> None:
    longs = []
    for nom, texte, arbre in _arbres():
        if (lignes := len(texte.splitlines())) > LIGNES_MAX:
            longs.append((nom, "", lignes))
        longs += [(nom, f.name, _taille(f)) for f in _fonctions(arbre) if _taille(f) > FONCTION_MAX]
    assert longs == []


def _taille(fonction: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (fonction.end_lineno or fonction.lineno) - fonction.lineno + 1


def test_no_module_takes_what_is_private_to_another() -> None:
    pris = [
        (nom, alias.name)
        for nom, _, arbre in _arbres()
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.ImportFrom) and (noeud.module or "").startswith(PAQUET.name)
        for alias in noeud.names
        if alias.name.startswith("_")
    ]
    assert pris == []


def test_aliases_are_made_once() -> None:
    """One made in a call copies every column of its table: most of what the window would have to collect."""
    faits = [
        (nom, fonction.name)
        for nom, texte, arbre in _arbres()
        if "aliased(" in texte
        for fonction in _fonctions(arbre)
        for noeud in ast.walk(fonction)
        if isinstance(noeud, ast.Name) and noeud.id == "aliased"
    ]
    assert faits == []


def test_few_long_functions() -> None:
    tailles = [_taille(f) for _, _, arbre in _arbres() for f in _fonctions(arbre)]
    assert sum(t > 50 for t in tailles) <= len(tailles) / 100


@pytest.mark.parametrize(
    ("commande", "interdits"),
    [
        ("import imuse_desk.cli", {"PySide6", "sqlalchemy", "reportlab", "alembic", "yaml"}),
        ("import imuse_desk.documents", {"PySide6", "sqlalchemy", "reportlab", "pypdfium2"}),
        ("import imuse_desk.app", {"alembic", "reportlab", "pypdfium2", "pikepdf", "phonenumbers", "yaml"}),
    ],
)
def test_heavy_libraries_wait(commande: str, interdits: set[str]) -> None:
    code = f"import sys; {commande}; print(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    sortie = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert interdits & set(sortie.split()) == set()


def test_no_sentence_names_a_forbidden_word() -> None:
    """The words that the trade does not say (glossary) never stand on a screen."""
    bannis = ("code socio-prof", "plafond provisoire", "certificat inconnu du magasin", "Sauvegarder la fiche")
    trouves = [
        (fichier.name, mot) for fichier in FICHIERS for mot in bannis if mot in fichier.read_text(encoding="utf-8")
    ]
    assert trouves == []
