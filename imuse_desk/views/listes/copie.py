"""Rows on the clipboard: cells separated by tabs for any program, an HTML table for the office ones."""

from collections.abc import Iterator, Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from imuse_desk.domain.feuille import Feuille, Nature, Valeur
from imuse_desk.infra.fichiers_listes import champ_texte, texte_de_cellule

_EN_TEXTE = " style=\"mso-number-format:'\\@'\""
"""Office programs take such a cell as text, whatever it begins with."""


def en_tabulations(feuille: Feuille) -> str:
    """Headings and rows as cells separated by tabs; a text that would begin a formula has an apostrophe before it."""
    return "\n".join(
        "\t".join(" ".join(champ_texte(valeur, nature).split()) for valeur, nature in rangee)
        for rangee in _rangees(feuille)
    )


def en_html(feuille: Feuille) -> str:
    """The same as an HTML table; texts are marked as such, so that no formula begins."""
    rangees = []
    for rangee in _rangees(feuille):
        cellules = []
        for valeur, nature in rangee:
            if isinstance(valeur, str):
                cellules.append(f"<td{_EN_TEXTE}>{escape(texte_de_cellule(valeur))}</td>")
            else:
                cellules.append(f"<td>{champ_texte(valeur, nature)}</td>")
        rangees.append(f"<tr>{''.join(cellules)}</tr>")
    return f"<table>{''.join(rangees)}</table>"


def _rangees(feuille: Feuille) -> Iterator[Sequence[tuple[Valeur, Nature]]]:
    natures = [colonne.nature for colonne in feuille.colonnes]
    yield [(colonne.titre, Nature.TEXTE) for colonne in feuille.colonnes]
    for section in feuille.sections:
        if section.libelle:
            yield [(f"{section.libelle} ({len(section.rangees)})", Nature.TEXTE)]
        for rangee in section.rangees:
            yield list(zip(rangee, natures, strict=True))


def copier_feuille(feuille: Feuille) -> None:
    """Put a list on the clipboard, as cells and as HTML."""
    donnees = QMimeData()
    donnees.setText(en_tabulations(feuille))
    donnees.setHtml(en_html(feuille))
    QGuiApplication.clipboard().setMimeData(donnees)
