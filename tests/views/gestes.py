"""Gestures of a person at the keyboard."""

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot


def taper(qtbot: QtBot, widget: QWidget, mots: str) -> None:
    """Replace what a line holds, key by key; accented text, which the test library cannot type, is pasted."""
    if not isinstance(widget, QLineEdit):
        raise TypeError(f"{type(widget).__name__} is no line edit")
    widget.clear()
    if mots.isascii():
        qtbot.keyClicks(widget, mots)
        return
    QApplication.clipboard().setText(mots)
    widget.paste()
