"""Manners of the Qt code, read from its syntax: no slot that captures self, no blocking dialog, no own colour."""

import ast
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

RACINE = Path(__file__).parents[2] / "imuse_desk"
FICHIERS = sorted([*(RACINE / "views").rglob("*.py"), *RACINE.glob("app.py")])
ICONES = {chemin.stem for chemin in (RACINE / "resources" / "icones").glob("*.svg")}
NOM_ICONE = re.compile(r"[a-z][a-z0-9-]*")
TONS = {"ok", "info", "warn", "bad", "neutral"}
COULEUR = re.compile(r"#[0-9A-Fa-f]{6}\b")


def _capture_self(noeud: ast.expr) -> bool:
    """A lambda, or a partial, that holds self: it would keep its widget for ever."""
    est_partial = (
        isinstance(noeud, ast.Call) and getattr(noeud.func, "id", getattr(noeud.func, "attr", "")) == "partial"
    )
    if not isinstance(noeud, ast.Lambda) and not est_partial:
        return False
    return any(isinstance(n, ast.Name) and n.id == "self" for n in ast.walk(noeud))


def fentes_fautives(source: str) -> Iterator[int]:
    """Lines that connect a signal to a lambda or partial capturing self, or to any lambda at all."""
    for noeud in ast.walk(ast.parse(source)):
        if (
            isinstance(noeud, ast.Call)
            and isinstance(noeud.func, ast.Attribute)
            and noeud.func.attr in {"connect", "singleShot"}
        ):
            for argument in noeud.args:
                if isinstance(argument, ast.Lambda) or _capture_self(argument):
                    yield noeud.lineno


def boites_bloquantes(source: str) -> Iterator[int]:
    """Lines that run a dialog's own event loop: ``exec`` on anything but the application, static message boxes."""
    for noeud in ast.walk(ast.parse(source)):
        if not isinstance(noeud, ast.Call) or not isinstance(noeud.func, ast.Attribute):
            continue
        sur = ast.unparse(noeud.func.value)
        est_boite = sur.endswith("QMessageBox") and noeud.func.attr in {
            "question",
            "warning",
            "critical",
            "information",
        }
        if est_boite or (noeud.func.attr in {"exec", "exec_"} and not re.search(r"app(lication)?$", sur.lower())):
            yield noeud.lineno


def icones_absentes(source: str) -> Iterator[str]:
    """Icons named after a tone, in a call or a tuple, of which there is no file."""
    for noeud in ast.walk(ast.parse(source)):
        membres = noeud.args if isinstance(noeud, ast.Call) else noeud.elts if isinstance(noeud, ast.Tuple) else []
        mots = [getattr(membre, "value", None) for membre in membres]
        for ton, nom in itertools.pairwise(mots):
            if ton in TONS and isinstance(nom, str) and NOM_ICONE.fullmatch(nom) and nom not in TONS | ICONES:
                yield nom


def test_every_icon_of_a_tone_has_its_file() -> None:
    assert set(icones_absentes('puce("À relire", "info", "pencil-simple"), puce("Ici", "warn", "absente")')) == {
        "absente"
    }
    assert _fautes(icones_absentes) == []


def _fautes(lire: Callable[[str], Iterable[object]], fichiers: Iterable[Path] = FICHIERS) -> list[tuple[str, object]]:
    """What a reader finds, file by file."""
    return [
        (str(fichier.relative_to(RACINE)), faute)
        for fichier in fichiers
        for faute in lire(fichier.read_text(encoding="utf-8"))
    ]


def test_no_slot_captures_its_widget() -> None:
    assert _fautes(fentes_fautives) == []


def test_no_dialog_blocks() -> None:
    assert _fautes(boites_bloquantes) == []


def test_colours_are_tokens() -> None:
    assert _fautes(COULEUR.findall, [f for f in FICHIERS if f.name != "jetons.py"]) == []


def test_the_reader_sees_the_faults() -> None:
    fautes = "a.connect(lambda: self.x())\nb.connect(partial(self.y, 1))\nQTimer.singleShot(0, lambda: None)\n"
    assert list(fentes_fautives(fautes)) == [1, 2, 3]
    assert list(fentes_fautives("a.connect(self.x)\nb.connect(partial(f, 1))")) == []
    assert list(boites_bloquantes("self.boite.exec()\nQMessageBox.question(self, 'a')\napp.exec()\ndlg.open()")) == [
        1,
        2,
    ]
