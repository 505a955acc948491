"""Fixtures of the window's tests: the theme, a runner that is closed, and a builder of numbered rows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import appliquer_theme


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The one application, French and in the light theme."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    appliquer_theme(qapp, "clair")
    return qapp


@pytest.fixture
def clair(qapp: QApplication) -> Iterator[QApplication]:
    """For tests that switch themes: the light one at 100 % comes back."""
    yield qapp
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no theme for what goes
    appliquer_theme(qapp, "clair")


@pytest.fixture
def executant(qtbot: QtBot) -> Iterator[Executant]:
    """A runner, closed at the end."""
    coureur = Executant()
    yield coureur
    coureur.fermer()
