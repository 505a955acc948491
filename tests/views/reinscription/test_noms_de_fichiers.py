"""A file's name can hold marks that turn it round or break the line: no place of the screen shows them."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QTabBar, QWidget
from sqlalchemy import update

from imuse_desk.models import PieceRecue
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.demande import Demande
from tests.fabriques import pdf
from tests.services.reinscription.outils import apporter
from tests.views.reinscription.ecran import Ecran

PIEGE = "avis \u202efdp\u2066.\u200f\x07exe"
LISIBLE = "avis fdp.exe"


def _mots(widget: QWidget) -> Iterator[str]:
    """Everything that a widget says, to the eye, to the mouse and to a screen reader."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(rang) for rang in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(rang) for rang in range(widget.count()))


def _lus(*ecrans: QWidget) -> list[str]:
    return [mots for ecran in ecrans for widget in (ecran, *ecran.findChildren(QWidget)) for mots in _mots(widget)]


def _caches(mots: list[str]) -> list[str]:
    return [m for m in mots if any(unicodedata.category(c) in {"Cc", "Cf"} and c != "\n" for c in m)]


def _dialogues() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


@pytest.fixture
def piegee(ecran: Ecran, tmp_path: Path) -> Ecran:
    """The family's screen with two pieces whose stored name is hostile (another program wrote it)."""
    apporter(ecran.maison, "domicile", tmp_path)
    apporter(ecran.maison, "avis1", tmp_path, pages=4)
    with ecran.maison.base.moteur.begin() as connexion:
        connexion.execute(update(PieceRecue).values(nom_original=PIEGE))
    ecran.onglet.relire()
    ecran.calme()
    return ecran


def test_the_name_of_an_imported_or_refused_file_is_told_without_its_marks(ecran: Ecran, tmp_path: Path) -> None:
    barre = BarreEtat()
    ecran.qtbot.addWidget(barre)
    ecran.bus.message.connect(lambda phrase, _annuler: barre.dire(phrase))
    bon, faux = tmp_path / f"{PIEGE}.pdf", tmp_path / f"faux {PIEGE}.pdf"
    bon.write_bytes(pdf(1, "essai"))
    faux.write_bytes(b"rien")
    ecran.lacher(ecran.piece("domicile"), bon)
    assert barre.phrase == f"Pièce importée\u00a0: {LISIBLE}.pdf"
    ecran.lacher(ecran.piece("domicile"), bon)
    assert LISIBLE in ecran.phrase
    ecran.lacher(ecran.piece("domicile"), faux)
    assert f"faux {LISIBLE}.pdf" in ecran.phrase
    assert _caches(_lus(ecran.onglet, barre)) == []


def test_a_hostile_name_kept_in_the_base_is_shown_without_its_marks(piegee: Ecran) -> None:
    fenetre = piegee.consulter("domicile")
    lus = _lus(piegee.onglet, fenetre)
    assert sum(LISIBLE in mots for mots in lus) >= 6, "row, its buttons, the window, its title and head"
    assert _caches(lus) == []
    assert fenetre.windowTitle().endswith(LISIBLE)


def test_the_documents_of_a_quotient_are_listed_without_the_marks(piegee: Ecran) -> None:
    action = next(a for a in piegee.onglet.menu_quotient.actions() if a.data() == "caf")
    action.trigger()
    piegee.calme()
    (demande,) = [w for w in _dialogues() if isinstance(w, Demande)]
    lus = _lus(demande)
    assert any(LISIBLE in mots for mots in lus)
    assert _caches(lus) == []
