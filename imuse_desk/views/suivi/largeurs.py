"""Widths of the tables of Suivi: several columns of words share the room that the figures leave."""

from PySide6.QtWidgets import QHeaderView, QTableView

from imuse_desk.views.suivi.presentateur import LARGES
from imuse_desk.views.tables.modeles import ModeleCellules


def partager_largeur(table: QTableView, modele: ModeleCellules) -> None:
    """Stretch every wide column of a table."""
    for rang, colonne in enumerate(modele.colonnes):
        if colonne.cle in LARGES:
            table.horizontalHeader().setSectionResizeMode(rang, QHeaderView.ResizeMode.Stretch)
