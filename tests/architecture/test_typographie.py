"""French typography of every sentence: no-break spaces around double punctuation, typographic apostrophes.

The rules: U+00A0 (never an ordinary space) before ``: ; ! ? » % €`` and after ``«``; ’ between two letters.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2] / "imuse_desk"
DOSSIERS = ("views", "printing", "services", "domain", "infra", "documents")
FICHIERS = sorted([*(f for d in DOSSIERS for f in (RACINE / d).rglob("*.py")), *RACINE.glob("*.py")])
ESPACE = re.compile(r" [:;!?»€](?![=\w])| %(?![\w(])|« |\w[!?»](?:\s|$)")
APOSTROPHE = re.compile(r"[^\W\d_]'[^\W\d_]")
JOURNAL = {"debug", "info", "warning", "error", "exception", "critical"}
TECHNIQUE = {"compile", "fullmatch", "sub", "text", "setStyleSheet", "strftime"}  # patterns, SQL, style: no sentence


def _hors_phrases(arbre: ast.Module) -> set[int]:
    """Nodes that nobody reads on a screen or a paper: docstrings, log lines, patterns, SQL, style sheets."""
    ecartes: set[int] = set()
    for noeud in ast.walk(arbre):
        est_doc = isinstance(noeud, ast.Expr) and isinstance(noeud.value, ast.Constant)
        est_technique = isinstance(noeud, ast.Call) and (
            (isinstance(noeud.func, ast.Attribute) and noeud.func.attr in JOURNAL | TECHNIQUE)
            or (isinstance(noeud.func, ast.Name) and noeud.func.id == "text")
        )
        if est_doc or est_technique:
            ecartes.update(id(n) for n in ast.walk(noeud))
    return ecartes


def fautes(source: str) -> Iterator[tuple[int, str]]:
    """Line and words of each string that breaks a rule."""
    arbre = ast.parse(source)
    ecartes = _hors_phrases(arbre)
    for noeud in ast.walk(arbre):
        if not isinstance(noeud, ast.Constant) or not isinstance(noeud.value, str) or id(noeud) in ecartes:
            continue
        if ESPACE.search(noeud.value) or APOSTROPHE.search(noeud.value):
            yield noeud.lineno, noeud.value


def test_sentences_follow_french_typography() -> None:
    trouvees = [
        (str(fichier.relative_to(RACINE)), *faute)
        for fichier in FICHIERS
        for faute in fautes(fichier.read_text(encoding="utf-8"))
    ]
    assert trouvees == []


@pytest.mark.parametrize("fichier", sorted((RACINE / "resources" / "listes").iterdir()), ids=lambda f: f.name)
def test_lists_follow_french_typography(fichier: Path) -> None:
    contenu = fichier.read_text(encoding="utf-8")
    assert ESPACE.search(contenu) is None
    assert APOSTROPHE.search(contenu) is None


@pytest.mark.parametrize(
    "phrase",
    ["Pièce importée : x", "« Valider", "Valider »", "Vraiment ?", "Vraiment?", "15 %", "12 €", "l'avis", "a ; b"],
)
def test_the_reader_sees_the_faults(phrase: str) -> None:
    assert [ligne for ligne, _ in fautes(f"mots = {phrase!r}\n")] == [1]
    assert [ligne for ligne, _ in fautes(f'mots = f"{{x}}{phrase}"\n')] == [1]


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring: it isn\'t read ; nor this."""',
        'journal.info("fait : %s", x)',
        're.compile(r" ?(?:à) ?")',
        "text(\"SELECT :a, 'b'\")",
        'mots = "Pièce importée\\u00a0: «\\u00a0avis\\u00a0», 15\\u00a0%, l’avis à 14:30 (SELECT :nom)"',
        'requete = f"{debut:%d/%m/%Y} à {heure:%H:%M}"',
    ],
)
def test_the_reader_leaves_the_rest_alone(source: str) -> None:
    assert list(fautes(source)) == []
