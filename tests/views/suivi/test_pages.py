"""The pages under the sub-tabs: each as high as itself, bound when seen."""

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.views.suivi.pages import Page, Pages


def test_a_short_page_is_not_as_high_as_a_tall_one_beside_it(qtbot: QtBot, clair: QApplication) -> None:
    haute, courte = QLabel("haute"), QLabel("courte")
    haute.setMinimumHeight(2_000)
    vues: list[str] = []
    pages: Pages[str] = Pages(
        "Suivi", (Page("Haute", haute, lambda mot: vues.append(f"haute {mot}")), Page("Courte", courte, vues.append))
    )
    qtbot.addWidget(pages)
    pages.show()
    pages.ouvrir("Lina")
    assert pages.minimumSizeHint().height() >= 2_000
    assert vues == ["haute Lina"]
    pages.aller("Courte")
    assert (haute.isVisible(), courte.isVisible()) == (False, True)
    assert pages.minimumSizeHint().height() < 200
    assert vues == ["haute Lina", "Lina"]
