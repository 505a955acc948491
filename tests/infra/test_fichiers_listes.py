"""Lists written to files: what a spreadsheet reads back, formulas disarmed, all or nothing."""

import csv
import errno
import io
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille import ColonneFeuille, Feuille, Nature, Section, Valeur
from imuse_desk.infra.fichiers_listes import CELLULE_MAX, ecrire_fichier

COLONNES = (
    ColonneFeuille("nom", "Famille", largeur=180),
    ColonneFeuille("ne", "Né(e) le", Nature.DATE),
    ColonneFeuille("enfants", "Enfants", Nature.NOMBRE, est_sommable=True),
    ColonneFeuille("solde", "Solde €", Nature.MONTANT, est_sommable=True),
)
RANGEES: tuple[tuple[Valeur, ...], ...] = (
    ("ÉTÉ d’Œuvre", date(2015, 9, 1), 2, 123456),
    ("de LA BROSSE", None, 1, -1850),
    ("Nguyễn", date(2016, 2, 29), None, None),
)
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
DANGEREUX = [
    "=1+1",
    "+33 6 39 98 00 01",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "\r=1",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
]


def feuille(*rangees: tuple[Valeur, ...], groupes: bool = False) -> Feuille:
    sections: tuple[Section, ...] = (Section("", rangees),)
    if groupes:
        sections = (Section("Meudon", rangees[:2]), Section("=Sèvres", rangees[2:]))
    return Feuille("Familles : [toutes]*", COLONNES, sections)


def sans(_fait: int, _total: int) -> None:
    """Nobody looks at the progress."""


def cellules(chemin: Path) -> dict[str, tuple[str, str]]:
    """Each cell of the page: (type, text), as the file holds it."""
    with zipfile.ZipFile(chemin) as classeur:
        page = ET.fromstring(classeur.read("xl/worksheets/sheet1.xml"))  # noqa: S314  our own file
        lues = {}
        for cellule in page.iterfind(".//m:c", NS):
            mots = "".join(t.text or "" for t in cellule.iter() if t.tag.endswith(("}t", "}v")))
            lues[cellule.attrib["r"]] = (cellule.attrib.get("t", "n"), mots)
        assert not list(page.iterfind(".//m:f", NS)), "a formula"
        return lues


def lignes_csv(chemin: Path) -> list[list[str]]:
    octets = chemin.read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_workbook_holds_texts_dates_and_exact_amounts(tmp_path: Path) -> None:
    chemin = tmp_path / "familles.xlsx"
    assert ecrire_fichier(feuille(*RANGEES), chemin, sans) == 3
    lues = cellules(chemin)
    assert [lues[f"{c}1"][1] for c in "ABCD"] == ["Famille", "Né(e) le", "Enfants", "Solde €"]
    assert lues["A2"] == ("inlineStr", "ÉTÉ d’Œuvre")
    assert lues["B2"] == ("n", str((date(2015, 9, 1) - date(1899, 12, 30)).days))
    assert [lues[f"{c}2"] for c in "CD"] == [("n", "2"), ("n", "1234.56")]
    assert lues["D3"] == ("n", "-18.5")
    assert "D4" not in lues


def test_a_csv_opens_in_a_french_spreadsheet(tmp_path: Path) -> None:
    chemin = tmp_path / "familles.csv"
    ecrire_fichier(feuille(*RANGEES), chemin, sans)
    assert lignes_csv(chemin) == [
        ["Famille", "Né(e) le", "Enfants", "Solde €"],
        ["ÉTÉ d’Œuvre", "01/09/2015", "2", "1234,56"],
        ["de LA BROSSE", "", "1", "-18,50"],
        ["Nguyễn", "29/02/2016", "", ""],
    ]
    assert b"\r\n" in chemin.read_bytes()


def test_an_instant_is_written_with_its_hour(tmp_path: Path) -> None:
    instant = datetime(2026, 6, 2, 18, 7)  # noqa: DTZ001
    une = Feuille("Courriers", (ColonneFeuille("quand", "Date", Nature.DATE),), (Section("", [(instant,)]),))
    ecrire_fichier(une, tmp_path / "a.csv", sans)
    ecrire_fichier(une, tmp_path / "a.xlsx", sans)
    assert lignes_csv(tmp_path / "a.csv")[1] == ["02/06/2026 18:07"]
    assert float(cellules(tmp_path / "a.xlsx")["A2"][1]) == pytest.approx(46175.7549, abs=1e-3)


def test_groups_show_their_count_and_sums(tmp_path: Path) -> None:
    ecrire_fichier(feuille(*RANGEES, groupes=True), tmp_path / "a.csv", sans)
    lues = lignes_csv(tmp_path / "a.csv")
    assert lues[1] == ["Meudon (2)", "", "3", "1216,06"]
    assert lues[4] == ["'=Sèvres (1)", "", "0", "0,00"]
    ecrire_fichier(feuille(*RANGEES, groupes=True), tmp_path / "a.xlsx", sans)
    page = cellules(tmp_path / "a.xlsx")
    assert page["A2"] == ("inlineStr", "Meudon (2)")
    assert page["D2"] == ("n", "1216.06")
    assert page["A5"] == ("inlineStr", "=Sèvres (1)")


@pytest.mark.parametrize("nom", DANGEREUX)
def test_a_name_is_never_a_formula(tmp_path: Path, nom: str) -> None:
    for fin in ("csv", "xlsx"):
        ecrire_fichier(feuille((nom, None, None, None)), tmp_path / f"a.{fin}", sans)
    assert lignes_csv(tmp_path / "a.csv")[1][0].startswith("'")
    genre, mots = cellules(tmp_path / "a.xlsx")["A2"]
    assert genre == "inlineStr"
    assert mots.strip() == nom.strip()


@pytest.mark.parametrize("fin", ["csv", "xlsx"])
def test_odd_signs_do_not_break_the_file(tmp_path: Path, fin: str) -> None:
    chemin = tmp_path / f"a.{fin}"
    odd = 'a\x00b\x0bc\ud800d\ufffee\u202ef;"g"\nh 😀'
    ecrire_fichier(feuille((odd, None, None, None), ("x" * 40_000, None, None, None)), chemin, sans)
    lus = [lignes_csv(chemin)[r][0] for r in (1, 2)] if fin == "csv" else [cellules(chemin)[c][1] for c in ("A2", "A3")]
    assert lus[0] == 'ab cdef;"g"\nh 😀'
    assert lus[1] == "x" * CELLULE_MAX


@pytest.mark.parametrize("fin", ["csv", "xlsx"])
def test_an_empty_list_has_its_headings(tmp_path: Path, fin: str) -> None:
    chemin = tmp_path / f"a.{fin}"
    assert ecrire_fichier(feuille(), chemin, sans) == 0
    tete = lignes_csv(chemin) if fin == "csv" else [[cellules(chemin)[f"{c}1"][1] for c in "ABCD"]]
    assert tete == [["Famille", "Né(e) le", "Enfants", "Solde €"]]


@pytest.mark.parametrize("fin", ["csv", "xlsx"])
def test_a_stopped_export_leaves_what_was_there(tmp_path: Path, fin: str) -> None:
    chemin = tmp_path / f"a.{fin}"
    chemin.write_text("avant")

    class Arret(Exception):
        pass

    def arreter(fait: int, _total: int) -> None:
        if fait:
            raise Arret

    with pytest.raises(Arret):
        ecrire_fichier(feuille(*RANGEES * 400), chemin, arreter)
    assert chemin.read_text() == "avant"
    assert list(tmp_path.iterdir()) == [chemin]


@pytest.mark.parametrize("fin", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("numero", "code"),
    [(errno.EACCES, "fichier_ouvert_ailleurs"), (errno.ENOSPC, "disque_plein"), (errno.EIO, "fichier_refuse")],
)
def test_a_file_open_elsewhere_or_a_full_disk_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fin: str, numero: int, code: str
) -> None:
    chemin = tmp_path / f"a.{fin}"
    chemin.write_text("avant")

    def refuser(_source: Path, _cible: Path) -> Path:
        raise OSError(numero, "refus")

    monkeypatch.setattr(Path, "replace", refuser)
    with pytest.raises(RegleMetier) as erreur:
        ecrire_fichier(feuille(*RANGEES), chemin, sans)
    assert erreur.value.code == code
    assert chemin.read_text() == "avant"
    assert list(tmp_path.iterdir()) == [chemin]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(RegleMetier, match="fichier_refuse"):
        ecrire_fichier(feuille(*RANGEES), tmp_path / "absent" / "a.xlsx", sans)


def test_a_disk_that_fills_while_the_workbook_is_zipped_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plein(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(zipfile.ZipFile, "write", plein)
    with pytest.raises(RegleMetier, match="disque_plein"):
        ecrire_fichier(feuille(*RANGEES), tmp_path / "a.xlsx", sans)
    assert list(tmp_path.iterdir()) == []


def test_thirty_thousand_rows_report_their_progress_and_take_seconds(tmp_path: Path) -> None:
    avances: list[tuple[int, int]] = []
    debut = time.perf_counter()
    ecrire_fichier(feuille(*RANGEES * 10_000), tmp_path / "a.xlsx", lambda f, t: avances.append((f, t)))
    assert time.perf_counter() - debut < 15  # measured at 1.5 s; shared machines stall
    assert avances[0] == (0, 30_000)
    assert avances[-1] == (30_000, 30_000)
    assert len(avances) > 50
    assert cellules(tmp_path / "a.xlsx")["A30001"] == ("inlineStr", "Nguyễn")
