"""A workbook read back with the standard library alone: the texts of its cells, and which of them are formulas.

The file comes from somebody else: sizes are bounded, nothing is unpacked on the disk, a document type (from which
entities come) is refused. Raises RegleMetier: classeur_illisible, classeur_trop_grand, fichier_refuse(chemin).
"""

import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.parsers import expat

from imuse_desk.domain.erreurs import RegleMetier

FICHIER_MAX = 10_000_000
PARTIE_MAX = 40_000_000
CELLULES_MAX = 200_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NUMERIQUES = {"", "n"}


@dataclass(frozen=True, slots=True)
class CelluleLue:
    """What a cell says, as it would be typed; ``est_formule``: it is computed."""

    texte: str
    est_formule: bool = False


Page = dict[tuple[int, int], CelluleLue]
"""Cells by row and column, from 0."""


def lire_classeur(chemin: Path) -> dict[str, Page]:
    """The sheets of a workbook by their names."""
    try:
        if chemin.stat().st_size > FICHIER_MAX:
            raise RegleMetier("classeur_trop_grand")
        with zipfile.ZipFile(chemin) as archive:
            return _lire(archive)
    except OSError as erreur:
        raise RegleMetier("fichier_refuse", chemin=str(chemin)) from erreur
    except (zipfile.BadZipFile, KeyError, expat.ExpatError, RuntimeError, ValueError, NotImplementedError) as erreur:
        raise RegleMetier("classeur_illisible") from erreur


def _lire(archive: zipfile.ZipFile) -> dict[str, Page]:
    liens = _Liens()
    _analyser(_partie(archive, "xl/_rels/workbook.xml.rels"), liens)
    pages = _Pages()
    _analyser(_partie(archive, "xl/workbook.xml"), pages)
    textes = _Textes()
    if "xl/sharedStrings.xml" in archive.namelist():
        _analyser(_partie(archive, "xl/sharedStrings.xml"), textes)
    lues: dict[str, Page] = {}
    for nom, lien in pages.pages:
        cible = liens.cibles[lien]
        feuille = _Feuille(textes.textes)
        _analyser(_partie(archive, cible.lstrip("/") if cible.startswith("/") else f"xl/{cible}"), feuille)
        lues[nom] = feuille.cellules
    return lues


def _partie(archive: zipfile.ZipFile, nom: str) -> bytes:
    """One part, never more than it may be whatever it claims."""
    with archive.open(nom) as partie:
        contenu = partie.read(PARTIE_MAX + 1)
    if len(contenu) > PARTIE_MAX:
        raise RegleMetier("classeur_trop_grand")
    return contenu


class _Lecture:
    """What a part is read into; names come without their namespace."""

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        """An element begins."""

    def texte(self, mots: str) -> None:
        """Words stand in it."""

    def fin(self, nom: str) -> None:
        """It ends."""


def _analyser(contenu: bytes, lecture: _Lecture) -> None:
    analyseur = expat.ParserCreate()
    analyseur.buffer_text = True

    def refuser(*_: Any) -> None:
        raise RegleMetier("classeur_illisible")

    def debut(nom: str, attributs: dict[str, str]) -> None:
        lecture.debut(nom.rpartition(":")[2], attributs)

    def fin(nom: str) -> None:
        lecture.fin(nom.rpartition(":")[2])

    analyseur.StartDoctypeDeclHandler = refuser
    analyseur.StartElementHandler = debut
    analyseur.EndElementHandler = fin
    analyseur.CharacterDataHandler = lecture.texte
    analyseur.Parse(contenu, True)  # noqa: FBT003 - the library's signature


@dataclass
class _Liens(_Lecture):
    cibles: dict[str, str] = field(default_factory=dict)

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "Relationship":
            self.cibles[attributs["Id"]] = attributs["Target"]


@dataclass
class _Pages(_Lecture):
    pages: list[tuple[str, str]] = field(default_factory=list)

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "sheet":
            lien = next(v for c, v in attributs.items() if c.rpartition(":")[2] == "id")
            self.pages.append((attributs["name"], lien))


@dataclass
class _Textes(_Lecture):
    """The table of texts; the reading of Asian characters (``rPh``) is no part of a text."""

    textes: list[str] = field(default_factory=list)
    _dans: str = ""
    _est_tu: bool = False

    def debut(self, nom: str, _attributs: dict[str, str]) -> None:
        if nom == "si":
            self.textes.append("")
        self._est_tu = self._est_tu or nom == "rPh"
        self._dans = nom

    def texte(self, mots: str) -> None:
        if self._dans == "t" and not self._est_tu:
            self.textes[-1] += mots

    def fin(self, nom: str) -> None:
        self._dans = ""
        if nom == "rPh":
            self._est_tu = False


class _Feuille(_Lecture):
    def __init__(self, textes: list[str]) -> None:
        self.cellules: Page = {}
        self._textes = textes
        self._place = (0, 0)
        self._type = ""
        self._dans = ""
        self._valeur = ""
        self._est_formule = False

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "c":
            lue = _PLACE.fullmatch(attributs.get("r", ""))
            if lue is None:
                raise RegleMetier("classeur_illisible")
            self._place = (int(lue[2]) - 1, _colonne(lue[1]))
            self._type, self._valeur, self._est_formule = attributs.get("t", ""), "", False
        elif nom == "f":
            self._est_formule = True
        self._dans = nom

    def texte(self, mots: str) -> None:
        if self._dans in {"v", "t"}:
            self._valeur += mots

    def fin(self, nom: str) -> None:
        self._dans = ""
        if nom != "c" or not (self._valeur or self._est_formule):
            return
        if len(self.cellules) >= CELLULES_MAX:
            raise RegleMetier("classeur_trop_grand")
        texte = self._valeur
        if self._type == "s":
            texte = self._textes[int(texte)] if texte.isdigit() and int(texte) < len(self._textes) else ""
        elif self._type in _NUMERIQUES:
            texte = _nombre(texte)
        self.cellules[self._place] = CelluleLue(texte, self._est_formule)


def _colonne(lettres: str) -> int:
    rang = 0
    for lettre in lettres:
        rang = rang * 26 + ord(lettre) - ord("A") + 1
    return rang - 1


def _nombre(texte: str) -> str:
    """A number as it would be typed in French: ``4.4500000000000002`` is 4,45."""
    try:
        valeur = Decimal(texte).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return texte
    entier, _, decimales = f"{valeur:f}".partition(".")
    net = decimales.rstrip("0")
    return f"{entier},{net}" if net else entier
