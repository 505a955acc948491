"""Several files for one row: put in order by keys, turned, taken away; or one document a file."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.composition.dialogue import DialogueAssemblage
from tests.fabriques import pdf
from tests.views.reinscription.ecran import Ecran


@pytest.fixture
def fichiers(tmp_path: Path) -> list[Path]:
    avis, photo = tmp_path / "avis.pdf", tmp_path / "page 3.jpg"
    avis.write_bytes(pdf(2, "avis"))
    Image.linear_gradient("L").resize((300, 200)).save(photo)
    return [avis, photo]


def _ouvert(qtbot: QtBot, executant: Executant, fichiers: Sequence[Path]) -> DialogueAssemblage:
    dialogue = DialogueAssemblage(executant, "Avis d’imposition", fichiers, None)
    qtbot.addWidget(dialogue)
    dialogue.show()
    qtbot.waitUntil(lambda: dialogue.est_lu, timeout=20_000)
    return dialogue


def _pages(dialogue: DialogueAssemblage) -> list[tuple[str, int, int]]:
    return [(p.chemin.name, p.page, p.rotation) for p in dialogue.planche.prises()]


def test_pages_are_moved_turned_and_taken_away_by_keys(
    qtbot: QtBot, executant: Executant, fichiers: list[Path]
) -> None:
    dialogue = _ouvert(qtbot, executant, fichiers)
    assert _pages(dialogue) == [("avis.pdf", 1, 0), ("avis.pdf", 2, 0), ("page 3.jpg", 1, 0)]
    planche = dialogue.planche
    qtbot.keyClick(planche, Qt.Key.Key_End)
    qtbot.keyClick(planche, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(planche, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(planche, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(planche, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert _pages(dialogue) == [("page 3.jpg", 1, 90), ("avis.pdf", 1, 0), ("avis.pdf", 2, 0)]
    qtbot.keyClick(planche, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(planche, Qt.Key.Key_Home)
    qtbot.keyClick(planche, Qt.Key.Key_Delete)
    assert _pages(dialogue) == [("page 3.jpg", 1, 90), ("avis.pdf", 2, 0)]
    assert [planche.item(rang).text() for rang in range(2)] == ["1 · page 3.jpg", "2 · avis.pdf"]
    assert dialogue.compte.text() == "2 pages"


def test_pages_are_moved_by_dragging(qtbot: QtBot, executant: Executant, fichiers: list[Path]) -> None:
    dialogue = _ouvert(qtbot, executant, fichiers)
    racine = QModelIndex()
    assert dialogue.planche.model().moveRow(racine, 2, racine, 0), "what a drop inside the list does"
    assert [nom for nom, _, _ in _pages(dialogue)] == ["page 3.jpg", "avis.pdf", "avis.pdf"]
    assert dialogue.planche.item(0).text() == "1 · page 3.jpg"


def test_what_cannot_be_opened_is_left_aside_and_said(
    qtbot: QtBot, executant: Executant, fichiers: list[Path], tmp_path: Path
) -> None:
    texte = tmp_path / "notes.pdf"
    texte.write_text("rien")
    dialogue = _ouvert(qtbot, executant, [texte, *fichiers])
    assert len(_pages(dialogue)) == 3
    assert dialogue.refus.isVisible()
    assert dialogue.refus.phrase == (
        "Laissé de côté\u00a0: notes.pdf\u00a0: ce fichier n’est pas un PDF\u00a0: un fichier de texte."
    )
    dialogue.un_par_fichier.click()
    assert not dialogue.refus.isVisible()
    assert dialogue.compte.text() == "3 documents"


def test_nothing_left_imports_nothing(qtbot: QtBot, executant: Executant, fichiers: list[Path]) -> None:
    dialogue = _ouvert(qtbot, executant, fichiers)
    for _ in range(3):
        dialogue.retirer.click()
    assert not dialogue.importer.isEnabled()
    dialogue.un_par_fichier.click()
    with qtbot.waitSignal(dialogue.choisi) as signal:
        dialogue.importer.click()
    assert signal.args == [tuple(fichiers)]


def test_the_dialog_is_usable_without_a_mouse_and_by_a_reader(
    qtbot: QtBot, executant: Executant, fichiers: list[Path]
) -> None:
    dialogue = _ouvert(qtbot, executant, fichiers)
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.libelles_sans_ami(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    assert dialogue.minimumSizeHint().width() <= 1280


def _dialogue(ecran: Ecran) -> DialogueAssemblage:
    (dialogue,) = ecran.onglet.findChildren(DialogueAssemblage)
    ecran.qtbot.waitUntil(lambda: dialogue.est_lu, timeout=20_000)
    return dialogue


def test_files_dropped_together_become_one_document(ecran: Ecran, fichiers: list[Path]) -> None:
    ecran.lacher(ecran.piece("avis1"), *fichiers)
    dialogue = _dialogue(ecran)
    dialogue.nom.setText("Avis Valmont")
    dialogue.importer.click()
    ecran.calme()
    piece = ecran.piece("avis1").piece
    assert piece is not None
    assert [(f.nom, f.note) for f in piece.fichiers] == [
        ("Avis Valmont.pdf", "assemblé ici\u00a0: 3 pages de 2 fichiers")
    ]
    assert ecran.dits[-1] == "Pièce importée\u00a0: Avis Valmont.pdf"
    assert all(chemin.exists() for chemin in fichiers), "nothing of the person's is moved"


def test_several_files_by_the_button_one_document_each(
    ecran: Ecran, fichiers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(f) for f in fichiers], ""))
    ecran.cliquer(ecran.piece("avis1").importer)
    dialogue = _dialogue(ecran)
    dialogue.un_par_fichier.click()
    dialogue.importer.click()
    ecran.calme()
    piece = ecran.piece("avis1").piece
    assert piece is not None
    assert [f.nom for f in piece.fichiers] == ["avis.pdf", "page 3.pdf"]
    assert ecran.dits[-1] == "2 pièces importées"


def test_giving_up_imports_nothing(ecran: Ecran, fichiers: list[Path]) -> None:
    ecran.lacher(ecran.piece("avis1"), *fichiers)
    _dialogue(ecran).renoncer.click()
    ecran.calme()
    piece = ecran.piece("avis1").piece
    assert piece is not None
    assert not piece.fichiers
