"""The workbook that a teacher fills away from his desk: marks and comments to type in, all the rest protected.

The first column, hidden, names each pupil by his reference; the row above the headings, hidden, each column by its
key. A second hidden page keeps what was written in each cell when the file was made.
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from imuse_desk.infra.fichiers_listes import a_la_place_de, texte_de_cellule

PAGE, ORIGINE = "Notes", "Origine"
LIGNE_MARQUE, LIGNE_CLES, LIGNE_TITRES, PREMIERE = 0, 1, 4, 5
COLONNE_REF, COLONNE_NOM, PREMIERE_NOTE = 0, 1, 2
CLE_TEXTE = "appreciation"


@dataclass(frozen=True, slots=True)
class ColonneNotes:
    """A column to be typed in; ``maximum`` in hundredths where its marks are numbers, else None."""

    cle: str
    titre: str
    aide: str
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class LigneNotes:
    """A pupil: reference, name, the text of each column (the comment last)."""

    ref: str
    nom: str
    textes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClasseurNotes:
    """What the file holds; ``marque`` says which sheet it is, in a form that the reader understands."""

    titre: str
    sous_titre: str
    consigne: str
    marque: str
    colonnes: tuple[ColonneNotes, ...]
    lignes: tuple[LigneNotes, ...]
    texte_max: int


def ecrire_classeur_notes(contenu: ClasseurNotes, chemin: Path) -> None:
    """Write the file, all or nothing. Raises RegleMetier: disque_plein, fichier_ouvert_ailleurs, fichier_refuse."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with a_la_place_de(chemin) as brouillon:
        livre = Workbook(str(brouillon))
        _remplir(livre, contenu)
        try:
            livre.close()
        except FileCreateError as erreur:
            cause = erreur.args[0] if erreur.args else None
            raise cause if isinstance(cause, OSError) else OSError(errno.EIO, str(erreur)) from erreur


def _remplir(livre: object, contenu: ClasseurNotes) -> None:
    page, origine = livre.add_worksheet(PAGE), livre.add_worksheet(ORIGINE)  # type: ignore[attr-defined]  # untyped library
    forme = livre.add_format  # type: ignore[attr-defined]
    titre = forme({"bold": True, "font_size": 14})
    gras = forme({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    second = forme({"font_color": "#4A5566"})
    nom = forme({"bold": True, "valign": "top"})
    cadre = {"locked": False, "border": 1, "border_color": "#838D9C", "valign": "top"}
    case = forme({**cadre, "num_format": "0.00", "align": "center"})
    lettre = forme({**cadre, "num_format": "@", "align": "center"})
    texte = forme({**cadre, "num_format": "@", "text_wrap": True})
    page.write_string(LIGNE_MARQUE, COLONNE_REF, contenu.marque)
    page.set_row(LIGNE_MARQUE, None, None, {"hidden": True})
    page.set_row(LIGNE_CLES, None, None, {"hidden": True})
    page.write_string(2, COLONNE_NOM, texte_de_cellule(f"{contenu.titre} · {contenu.sous_titre}"), titre)
    page.write_string(3, COLONNE_NOM, texte_de_cellule(contenu.consigne), second)
    page.write_string(LIGNE_TITRES, COLONNE_NOM, "Élève", gras)
    for place, colonne in enumerate(contenu.colonnes, start=PREMIERE_NOTE):
        for chacune in (page, origine):
            chacune.write_string(LIGNE_CLES, place, colonne.cle)
        page.write_string(LIGNE_TITRES, place, texte_de_cellule(colonne.titre), gras)
        page.write_comment(LIGNE_TITRES, place, texte_de_cellule(colonne.aide))
    for rang, ligne in enumerate(contenu.lignes, start=PREMIERE):
        page.write_string(rang, COLONNE_REF, ligne.ref)
        page.write_string(rang, COLONNE_NOM, texte_de_cellule(ligne.nom), nom)
        for place, (colonne, mots) in enumerate(zip(contenu.colonnes, ligne.textes, strict=True), start=PREMIERE_NOTE):
            net = texte_de_cellule(mots)
            genre = texte if colonne.cle == CLE_TEXTE else lettre if colonne.maximum is None else case
            chiffres = net.replace(",", "", 1)
            if colonne.maximum is not None and chiffres.isascii() and chiffres.isdigit():
                page.write_number(rang, place, float(Decimal(net.replace(",", "."))), genre)
            elif net:
                page.write_string(rang, place, net, genre)
            else:
                page.write_blank(rang, place, None, genre)
            origine.write_string(rang, place, net)
        origine.write_string(rang, COLONNE_REF, ligne.ref)
    _valider(page, contenu.colonnes, len(contenu.lignes), contenu.texte_max)
    page.set_column(COLONNE_REF, COLONNE_REF, 2, None, {"hidden": True})
    page.set_column(COLONNE_NOM, COLONNE_NOM, 28)
    page.set_column(PREMIERE_NOTE, PREMIERE_NOTE + len(contenu.colonnes) - 2, 12)
    page.set_column(PREMIERE_NOTE + len(contenu.colonnes) - 1, PREMIERE_NOTE + len(contenu.colonnes) - 1, 60)
    page.freeze_panes(PREMIERE, PREMIERE_NOTE)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(LIGNE_TITRES)
    page.protect("", {"format_columns": True, "format_rows": True})
    origine.hide()
    origine.protect()


def _valider(page: object, colonnes: Sequence[ColonneNotes], nombre: int, texte_max: int) -> None:
    """What the spreadsheet itself refuses; an absence with its reason passes."""
    if not nombre:
        return
    derniere = PREMIERE + nombre - 1
    for place, colonne in enumerate(colonnes, start=PREMIERE_NOTE):
        regle: dict[str, object] = {"validate": "length", "criteria": "<=", "value": texte_max}
        if colonne.cle != CLE_TEXTE:
            if colonne.maximum is None:
                continue
            lettre = chr(ord("A") + place) if place < 26 else ""
            if not lettre:
                continue
            cellule = f"{lettre}{PREMIERE + 1}"
            sur = Decimal(colonne.maximum) / 100
            formule = f'=OR(AND(ISNUMBER({cellule}),{cellule}>=0,{cellule}<={sur:f}),LEFT(UPPER({cellule}),3)="ABS")'
            regle = {"validate": "custom", "value": formule}
        regle |= {"error_title": "Saisie refusée", "error_message": colonne.aide[:250], "ignore_blank": True}
        page.data_validation(PREMIERE, place, derniere, place, regle)  # type: ignore[attr-defined]
